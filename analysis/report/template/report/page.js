const tables = [...document.querySelectorAll("table.resolutions")].map((table) => ({
  table,
  rows: [...table.tBodies[0].rows],
  heads: [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()),
}));
const inWords = new Intl.Collator("en", { numeric: true }).compare;
const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);
const inOrder = (a, b) => (isNumber(a) && isNumber(b) ? a - b : inWords(a, b));
const columns = { person: ["person", "name as printed", "spelling"], theme: ["theme"] };
const textOf = (row, place) => row.cells[place].textContent.trim();

for (const { table, rows } of tables) {
  table.querySelectorAll("thead th").forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    head.scope = "col";
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => {
        const [left, right] = [textOf(a, place), textOf(b, place)];
        if (!left || !right) return left ? -1 : right ? 1 : 0;
        return (down ? -1 : 1) * inOrder(left, right);
      });
      table.tBodies[0].append(...rows);
    });
  });
}

function valuesUnder(name) {
  const found = new Set();
  for (const { rows, heads } of tables) {
    const place = heads.indexOf(name);
    if (place >= 0) rows.forEach((row) => found.add(textOf(row, place)));
  }
  found.delete("");
  return [...found].sort(inOrder);
}

const [person, theme, shown] = ["person", "theme", "shown"].map((id) => document.getElementById(id));
valuesUnder("person").forEach((name) => document.getElementById("people").append(new Option(name, name)));
valuesUnder("theme").forEach((name) => theme.append(new Option(name, name)));

function filter() {
  const wanted = { person: person.value.trim().toLowerCase(), theme: theme.value.toLowerCase() };
  const active = Object.keys(wanted).filter((name) => wanted[name]);
  const fits = (row, heads, name) =>
    columns[name]
      .filter((column) => heads.includes(column))
      .some((column) => {
        const cell = textOf(row, heads.indexOf(column)).toLowerCase();
        return name === "theme" ? cell === wanted.theme : cell.includes(wanted.person);
      });
  let kept = 0;
  let all = 0;
  for (const { rows, heads } of tables) {
    const asked = active.filter((name) => columns[name].some((column) => heads.includes(column)));
    for (const row of rows) row.hidden = !asked.every((name) => fits(row, heads, name));
    if (asked.length) {
      kept += rows.filter((row) => !row.hidden).length;
      all += rows.length;
    }
  }
  shown.textContent = active.length ? `${kept || "None"} of ${all} rows in tables that name it` : "";
}
person.addEventListener("input", filter);
theme.addEventListener("change", filter);
person.form.addEventListener("submit", (event) => event.preventDefault());
person.form.addEventListener("reset", () => setTimeout(filter));

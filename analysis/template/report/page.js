const tables = [...document.querySelectorAll("table.resolutions")].map((table) => ({
  table,
  rows: [...table.tBodies[0].rows],
  heads: [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()),
}));
const inOrder = new Intl.Collator("en", { numeric: true }).compare;
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
  let kept = 0;
  let all = 0;
  for (const { rows, heads } of tables) {
    const places = Object.keys(wanted).filter((name) => heads.includes(name));
    if (!places.length) continue;
    for (const row of rows) {
      const fits = places.every((name) => {
        const cell = textOf(row, heads.indexOf(name)).toLowerCase();
        return name === "theme" ? !wanted.theme || cell === wanted.theme : cell.includes(wanted.person);
      });
      row.hidden = !fits;
      kept += fits;
      all += 1;
    }
  }
  shown.textContent = wanted.person || wanted.theme ? `${kept} of ${all} rows with a person or theme` : "";
}
person.addEventListener("input", filter);
theme.addEventListener("change", filter);
person.form.addEventListener("reset", () => setTimeout(filter));

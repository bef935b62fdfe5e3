const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const tables = [...document.querySelectorAll("table.resolutions, table.changes")].map((table) => ({
  table,
  rows: [...table.tBodies[0].rows],
  heads: [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()),
}));
const inWords = new Intl.Collator("en", { numeric: true }).compare;
const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);
const inOrder = (a, b) => (isNumber(a) && isNumber(b) ? a - b : inWords(a, b));
const columns = { person: ["person", "name as printed", "spelling"], theme: ["theme"] };
const textOf = (row, place) => row.cells[place].textContent.trim();

for (const { table, rows } of tables.filter(({ table }) => table.matches(".resolutions"))) {
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

const spellings = tables.flatMap(({ rows, heads }) => {
  const [name, form] = [heads.indexOf("name"), heads.indexOf("spelling")];
  return name < 0 || form < 0 ? [] : rows.map((row) => [fold(textOf(row, form)), fold(textOf(row, name))]);
});
const allNames = (typed) => [typed, ...spellings.filter(([form]) => form.includes(typed)).map(([, name]) => name)];

function filter() {
  const wanted = { person: fold(person.value.trim()), theme: theme.value.toLowerCase() };
  const names = wanted.person && allNames(wanted.person);
  const active = Object.keys(wanted).filter((name) => wanted[name]);
  const fits = (row, heads, name) =>
    heads[0] === "Finding" ? says(row.textContent, name) : columns[name]
      .filter((column) => heads.includes(column))
      .some((column) => {
        const cell = textOf(row, heads.indexOf(column));
        return name === "theme" ? cell.toLowerCase() === wanted.theme : says(cell, name);
      });
  const says = (text, name) => (name === "theme" ? [wanted.theme] : names).some((one) => fold(text).includes(one));
  let kept = 0;
  let all = 0;
  for (const { table, rows, heads } of tables) {
    const asked = active.filter((name) => ["Finding", ...columns[name]].some((column) => heads.includes(column)));
    for (const row of rows) row.hidden = !asked.every((name) => fits(row, heads, name));
    const folded = table.closest("details");
    if (folded && asked.length) folded.open = rows.some((row) => !row.hidden);
    if (asked.length) {
      kept += rows.filter((row) => !row.hidden).length;
      all += rows.length;
    }
  }
  shown.textContent = active.length ? `${kept || "None"} of ${all} rows in tables that name it` : "";
}
person.addEventListener("input", filter);
theme.addEventListener("change", filter);
person.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const named = tables.filter(({ heads }) => ["Finding", ...columns.person].some((one) => heads.includes(one)));
  const first = named.flatMap(({ rows }) => rows).find((row) => !row.hidden);
  if (first && shown.textContent) first.scrollIntoView({ block: "center" });
});
person.form.addEventListener("reset", () => setTimeout(filter));
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));

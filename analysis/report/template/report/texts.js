const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const [pattern, language, shown] = ["pattern", "language", "shown"].map((id) => document.getElementById(id));
const places = [...document.querySelectorAll(".place")].map((place) => ({
  place,
  section: place.closest("section[data-language]"),
  words: fold(place.textContent),
}));

function search() {
  const asked = fold(pattern.value.trim()).split(/\s+/).filter(Boolean).map((word) =>
    word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, "[\\p{L}\\p{N}]*"));
  const wanted = asked.length && new RegExp(`(?<![\\p{L}\\p{N}])${asked.join("\\s+")}(?![\\p{L}\\p{N}])`, "u");
  const spoken = language ? language.value : "";
  let kept = 0;
  for (const { place, section, words } of places) {
    const fits = (!wanted || wanted.test(words)) && (!spoken || section.dataset.language === spoken);
    place.hidden = !fits;
    kept += fits;
  }
  for (const section of document.querySelectorAll("section[data-language]"))
    section.hidden = !section.querySelector(".place:not([hidden])");
  shown.textContent = wanted || spoken ? `${kept || "None"} of ${places.length}` : "";
}
pattern.addEventListener("input", search);
if (language) language.addEventListener("change", search);
pattern.form.addEventListener("submit", (event) => event.preventDefault());
pattern.form.addEventListener("reset", () => setTimeout(search));

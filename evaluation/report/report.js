"use strict";
// Only hides and shows what stands in the page; nothing of it becomes HTML.
const filter = document.getElementById("filter");
if (filter) {
  const cases = [...document.querySelectorAll(".case")];
  const words = new Map();
  const wordsOf = (shown) => {
    if (!words.has(shown)) words.set(shown, shown.textContent.toLocaleLowerCase());
    return words.get(shown);
  };
  const fits = (shown) => {
    const { outcome, type, document: number, words: wanted } = Object.fromEntries(new FormData(filter));
    const text = wanted.trim().toLocaleLowerCase();
    return (
      (!outcome || shown.dataset.outcome === outcome) &&
      (!type || shown.dataset.type === type) &&
      (!number || shown.dataset.documents.split(" ").includes(number)) &&
      (!text || wordsOf(shown).includes(text))
    );
  };
  const show = () => {
    let count = 0;
    for (const shown of cases) {
      shown.hidden = !fits(shown);
      count += shown.hidden ? 0 : 1;
    }
    filter.querySelector("output").textContent = `${count} of ${cases.length} cases`;
  };
  const openAll = (open) => {
    for (const shown of cases) if (!shown.hidden) shown.firstElementChild.open = open;
  };
  filter.addEventListener("input", show);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.elements.open.addEventListener("click", () => openAll(true));
  filter.elements.close.addEventListener("click", () => openAll(false));
  // A type, document or speaker of the tables leads to its cases; speakers are looked for by their words.
  const choose = ({ by, value }) => {
    filter.reset();
    const { [by]: listed, words: typed } = filter.elements;
    const option = listed && [...listed.options].find((one) => one.text === value);
    if (option) listed.value = option.value;
    else typed.value = value;
    show();
  };
  for (const link of document.querySelectorAll("a[data-by]")) link.addEventListener("click", () => choose(link.dataset));
  filter.hidden = false;
  show();
}

// One document to read: roll, sections, an anchor for every utterance, and the cited words highlighted.

import { getDocument } from "./ask.js";
import { announce, el, readableDate } from "./dom.js";
import { language, say, translatePage } from "./messages.js";
import { problemBox } from "./problem.js";
import { StoredText } from "./text.js";

const place = document.getElementById("document");
const id = decodeURIComponent(location.pathname.replace(/^\/documents\//, ""));
const wanted = new URLSearchParams(location.search);

async function show() {
  try {
    const { document: found, newer } = await findDocument();
    document.title = `${found.title || found.id} · Rostrum`;
    place.replaceChildren(...page(found, newer));
    goToAnchor();
  } catch (problem) {
    place.replaceChildren(problemBox(problem, show));
  }
  place.removeAttribute("aria-busy");
}

/** The version asked for, or the current one (`newer`) where that one has left the record. */
async function findDocument() {
  const version = wanted.get("version");
  try {
    return { document: await getDocument(id, version), newer: false };
  } catch (problem) {
    if (!version || (problem.status !== 404 && problem.status !== 410)) throw problem;
    return { document: await getDocument(id, null), newer: true };
  }
}

function page(found, newer) {
  const stored = new StoredText(found.text);
  const cited = newer ? null : citedSpan();
  const where = [say(found.kind), readableDate(found.date, language), found.place, found.event]
    .filter(Boolean)
    .join(" · ");
  const sections = sectionsOf(found.utterances, found.title);
  return [
    el("header", { class: "document-head" }, el("h1", {}, found.title || found.id), el("p", { class: "where" }, where)),
    newer ? el("p", { class: "notice" }, say("newer")) : null,
    el("div", { class: "aside" }, contents(sections), roll(found.roll ?? [])),
    el(
      "div",
      { id: "text", class: "text", lang: found.language, tabindex: "-1" },
      sections.map((s) => section(s, stored, cited)),
    ),
  ].filter(Boolean);
}

function citedSpan() {
  const [start, end] = ["start", "end"].map((name) => Number.parseInt(wanted.get(name) ?? "", 10));
  return Number.isInteger(start) && end > start ? { start, end } : null;
}

/** Utterances by section, in order; a section that comes back is one again. Under the title itself there is none. */
function sectionsOf(utterances, title) {
  const sections = [];
  for (const utterance of utterances) {
    if (!sections.length || sections.at(-1).title !== utterance.section)
      sections.push({ title: utterance.section, utterances: [] });
    sections.at(-1).utterances.push(utterance);
  }
  return sections.map((each, index) => ({
    ...each,
    title: each.title === title ? null : each.title,
    anchor: `s${index}`,
  }));
}

function contents(sections) {
  const titled = sections.filter((each) => each.title);
  if (titled.length < 2) return null;
  const links = titled.map((each) => el("li", {}, el("a", { href: `#${each.anchor}` }, each.title)));
  return el(
    "details",
    { open: true },
    el("summary", {}, say("contents")),
    el("nav", { "aria-label": say("contents") }, el("ol", {}, links)),
  );
}

function roll(entries) {
  if (!entries.length) return null;
  const people = entries.map(({ person, role }) =>
    el("li", {}, el("strong", {}, person.name), el("small", {}, [role, person.affiliation].filter(Boolean).join(", "))),
  );
  return el("details", { open: true }, el("summary", {}, say("roll")), el("ul", { class: "roll" }, people));
}

function section({ title, anchor, utterances }, stored, cited) {
  return el(
    "section",
    {},
    title ? el("h2", { id: anchor }, title) : null,
    utterances.map((u) => utterance(u, stored, cited)),
  );
}

function utterance(said, stored, cited) {
  const name = said.speaker?.name ?? said.label;
  return el(
    "div",
    { class: "utterance", id: `u${said.number}`, tabindex: "-1" },
    el("a", { class: "anchor", href: `#u${said.number}` }, `#${said.number}`),
    name ? el("h3", { title: said.label !== name ? said.label : null }, name) : null,
    el("p", { class: "words" }, words(said, stored, cited)),
  );
}

/** The words of one utterance, those inside the cited span as a mark. */
function words(said, stored, cited) {
  const from = Math.max(said.start, cited?.start ?? said.end);
  const to = Math.min(said.end, cited?.end ?? said.start);
  if (from >= to) return [stored.slice(said.start, said.end)];
  const mark = el("mark", {}, stored.slice(from, to));
  return [stored.slice(said.start, from), mark, stored.slice(to, said.end)];
}

/** The page was empty when the browser looked for the anchor, so it is sought again. */
function goToAnchor() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) return;
  target.classList.add("sought");
  target.focus({ preventScroll: true });
  const mark = target.querySelector("mark");
  (mark ?? target).scrollIntoView({ block: mark ? "center" : "start" });
  if (mark) announce(`${say("cited")}: ${mark.textContent}`);
}

translatePage();
show();

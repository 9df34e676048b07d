// The panel beside the answer: a citation's words where they stand, with the utterance before and after.

import { getDocument } from "./ask.js";
import { el, readableDate } from "./dom.js";
import { language, say } from "./messages.js";
import { problemBox } from "./problem.js";
import { standsThere, StoredText } from "./text.js";

const MAX_CONTEXT = 420; // code points of a neighbour, or of the cited utterance on each side of the quote

const panel = document.getElementById("passage");
const wide = matchMedia("(min-width: 64rem)");
let opener = null;
let shown = null;

panel?.addEventListener("close", () => {
  document.body.classList.remove("beside");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener?.removeAttribute("aria-expanded");
  opener = shown = null;
});
panel?.addEventListener("click", (event) => {
  if (event.target === panel) panel.close(); // a tap on what lies behind the sheet
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel?.open && !event.isComposing) panel.close();
});
wide.addEventListener("change", () => {
  if (panel?.open) place();
});

/** Opens the panel at a citation; focus goes there, and back to `button` when it is closed. */
export async function openPassage(citation, button) {
  opener?.removeAttribute("aria-expanded");
  opener = button;
  opener.setAttribute("aria-expanded", "true");
  shown = citation;
  const body = el("div", { class: "passage-body", "aria-busy": "true" }, el("p", { class: "waiting" }, say("loading")));
  panel.replaceChildren(heading(citation), body);
  place();
  await fill(body, citation);
}

export function closePassage() {
  if (panel.open) panel.close();
}

/** Beside the answer where there is room, else a sheet over it. */
function place() {
  const keep = [opener, shown];
  const again = opener;
  if (panel.open) {
    opener = null; // so that closing does not move the focus
    panel.removeAttribute("open");
  }
  [opener, shown] = keep;
  document.body.classList.toggle("beside", wide.matches);
  if (wide.matches) panel.show();
  else panel.showModal();
  panel.querySelector("h2").focus({ preventScroll: true });
  if (wide.matches) again?.scrollIntoView({ block: "nearest" });
}

function heading(citation) {
  const where = [citation.section, readableDate(citation.date, language)].filter(Boolean).join(" · ");
  return el(
    "div",
    { class: "passage-head" },
    el(
      "div",
      {},
      el("h2", { id: "passage-heading", tabindex: "-1" }, citation.title || citation.document),
      where ? el("p", { class: "where" }, where) : null,
    ),
    el("button", { type: "button", class: "close", "aria-label": say("close"), onclick: () => panel.close() }, "×"),
  );
}

async function fill(body, citation) {
  let content;
  try {
    content = passageOf(await getDocument(citation.document, citation.version), citation);
  } catch (problem) {
    content =
      problem.status === 404 || problem.status === 410
        ? [cited(say("gone"), citation)]
        : [problemBox(problem, () => fill(body, citation))];
  }
  if (shown !== citation) return; // another one was opened meanwhile
  body.replaceChildren(...content);
  body.removeAttribute("aria-busy");
  body.querySelector("mark")?.scrollIntoView({ block: "nearest" });
}

function passageOf(document, citation) {
  const stored = new StoredText(document.text);
  const at = document.utterances.findIndex((u) => u.number === citation.utterance);
  if (at < 0 || !standsThere(stored, citation)) return [cited(say("moved"), citation), openLink(citation)];
  return [
    neighbour(stored, document.utterances[at - 1], say("before"), document.language),
    utterance(stored, document.utterances[at], citation, document.language),
    neighbour(stored, document.utterances[at + 1], say("after"), document.language),
    openLink(citation),
  ].filter(Boolean);
}

function utterance(stored, said, citation, lang) {
  // a quote that a claim cites may begin before the utterance's own words or end behind them; show all of it
  const from = Math.max(Math.min(said.start, citation.start), citation.start - MAX_CONTEXT);
  const to = Math.min(Math.max(said.end, citation.end), citation.end + MAX_CONTEXT);
  return el(
    "section",
    { class: "cited" },
    sayer(said, citation.speaker),
    el(
      "p",
      { class: "words", lang },
      from > said.start ? "… " : null,
      stored.slice(from, citation.start),
      el("mark", {}, stored.slice(citation.start, citation.end)),
      stored.slice(citation.end, to),
      to < said.end ? " …" : null,
    ),
  );
}

/** Whose words they are: the turn's speaker, or in a report the one who is reported. */
function sayer(said, reported) {
  const name = said.speaker?.name ?? said.label;
  const about = reported && reported.id !== said.speaker?.id ? say("said_by", { name: reported.name }) : null;
  return name || about ? el("h3", {}, [name, about].filter(Boolean).join(" · ")) : null;
}

function neighbour(stored, said, title, lang) {
  if (!said) return null;
  const cut = said.end - said.start > MAX_CONTEXT;
  const words =
    title === say("before") && cut
      ? `… ${stored.slice(said.end - MAX_CONTEXT, said.end)}`
      : stored.slice(said.start, said.start + Math.min(MAX_CONTEXT, said.end - said.start));
  return el(
    "section",
    { class: "neighbour" },
    el("h3", {}, [title, said.speaker?.name ?? said.label].filter(Boolean).join(" · ")),
    el("p", { class: "words", lang }, words + (cut && title === say("after") ? " …" : "")),
  );
}

function cited(sentence, citation) {
  return el(
    "section",
    { class: "cited" },
    el("p", { class: "notice" }, sentence),
    el("blockquote", { class: "words" }, citation.quote),
  );
}

/** The document at the cited words: their span goes along, so that the page need not guess. */
function openLink(citation) {
  const [path, utteranceAnchor = `u${citation.utterance}`] = citation.url.split("#");
  const joint = path.includes("?") ? "&" : "?";
  const url = `${path}${joint}start=${citation.start}&end=${citation.end}#${utteranceAnchor}`;
  return el("p", { class: "open" }, el("a", { href: url, target: "_blank", rel: "noopener" }, say("open_document")));
}

// The chat: puts questions, one at a time, and shows each answer as it comes.

import { TurnView } from "./answer.js";
import { ask, getJson } from "./ask.js";
import { el, readableDate } from "./dom.js";
import { language, say, translatePage } from "./messages.js";
import { closePassage } from "./passage.js";
import { problemBox } from "./problem.js";

const MAX_LISTED = 8;
const byId = (id) => document.getElementById(id);
const [form, field, welcome, talk, thread] = ["composer", "question", "welcome", "talk", "thread"].map(byId);
const [anew, send, stop] = ["anew", "send", "stop"].map(byId);

let conversation = null;
let running = null; // the AbortController of the question under way

async function put(question) {
  if (running || !question.trim()) return;
  talking(true);
  const turn = new TurnView(question.trim(), { ask: put, retry });
  thread.append(turn.element);
  field.value = "";
  turn.element.scrollIntoView({ block: "start" });
  await follow(turn, question.trim());
}

/** The same question again, in the place of the answer that failed. */
async function retry(failed) {
  if (running) return;
  const question = failed.heading.textContent;
  const turn = new TurnView(question, { ask: put, retry });
  failed.element.replaceWith(turn.element);
  turn.heading.focus();
  await follow(turn, question);
}

async function follow(turn, question) {
  running = new AbortController();
  busy(true);
  try {
    for await (const { name, data } of ask(question, conversation, running.signal)) show(turn, name, data);
  } catch (problem) {
    if (problem.status === 404) conversation = null; // forgotten by the server: the next try begins a new one
    if (problem.name === "AbortError") turn.showStopped();
    else turn.showProblem(problem);
    if (problem.liesWithAsker && !field.value) field.value = question; // to be mended there
  } finally {
    running = null;
    busy(false);
  }
}

function show(turn, name, data) {
  if (name === "evidence") turn.showEvidence(data.citations);
  else if (name === "claim") turn.showClaim(data.claim, data.citations);
  else if (name === "done") {
    conversation = data.conversation ?? conversation;
    turn.showDone(data);
  }
}

function talking(yes) {
  welcome.hidden = yes;
  talk.hidden = anew.hidden = !yes;
}

function busy(yes) {
  send.hidden = yes;
  stop.hidden = !yes;
  thread.setAttribute("aria-busy", String(yes));
}

function startAnew() {
  running?.abort();
  conversation = null;
  closePassage();
  thread.replaceChildren();
  talking(false);
  field.focus();
}

async function showRecord() {
  const place = byId("record");
  try {
    const { items, next } = await getJson("/api/documents");
    place.replaceChildren(...listed(items, next));
  } catch (problem) {
    place.replaceChildren(problemBox(problem, showRecord));
  }
}

function listed(items, next) {
  if (!items.length) return [el("p", { class: "notice" }, say("record_empty"))];
  const newest = [...items].sort((one, other) => (other.date ?? "").localeCompare(one.date ?? ""));
  const rows = newest
    .slice(0, MAX_LISTED)
    .map((item) =>
      el(
        "li",
        {},
        el("a", { href: `/documents/${encodeURIComponent(item.id)}` }, item.title || item.id),
        el("small", {}, [readableDate(item.date, language), item.place].filter(Boolean).join(" · ")),
      ),
    );
  const count = next ? `${items.length}+` : items.length;
  const heading = items.length === 1 ? say("record_one") : say("record_many", { count });
  const hidden = items.length - MAX_LISTED;
  const more =
    hidden > 0 ? el("p", { class: "more" }, say("record_more", { count: next ? `${hidden}+` : hidden })) : null;
  return [el("h2", {}, heading), el("ul", { class: "documents" }, rows), more].filter(Boolean);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  put(field.value);
});
field.addEventListener("keydown", (event) => {
  // While Japanese is being typed, Enter chooses characters and must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
stop.addEventListener("click", () => running?.abort());
anew.addEventListener("click", startAnew);

translatePage();
showRecord();
if (matchMedia("(pointer: fine)").matches) field.focus();

// One question with its answer on the page: evidence at once, then claims as they come, then what the whole is worth.

import { announce, el, readableDate } from "./dom.js";
import { language, say } from "./messages.js";
import { openPassage } from "./passage.js";
import { problemBox } from "./problem.js";

let turns = 0;

export class TurnView {
  /** `ask` puts another question, `retry` puts this one again. */
  constructor(question, { ask, retry }) {
    this.ask = ask;
    this.retry = retry;
    this.citations = new Map(); // by number
    this.speakerOfLast = undefined;
    this.found = el("div", { class: "found" });
    this.claims = el("div", { class: "claims" });
    this.end = el("div", { class: "end" });
    this.waiting = el("p", { class: "waiting" }, say("looking"));
    const id = `turn-${++turns}`;
    this.heading = el("h2", { id, class: "asked", tabindex: "-1" }, question);
    this.element = el(
      "article",
      { class: "turn", "aria-labelledby": id },
      this.heading,
      this.found,
      this.claims,
      this.waiting,
      this.end,
    );
    announce(say("looking"));
  }

  /** What was found, before anything is composed. */
  showEvidence(citations) {
    if (!citations.length) return;
    const sentence = citations.length === 1 ? say("composing_one") : say("composing", { count: citations.length });
    this.waiting.textContent = sentence;
    announce(sentence);
    this.found.replaceChildren(cards(say("evidence"), citations));
  }

  /** One verified claim; claims of one speaker that follow each other stand under one name. */
  showClaim(claim, citations) {
    for (const citation of citations) this.citations.set(citation.number, citation);
    const sayer = `${claim.speaker?.id}|${claim.for?.id}|${claim.attribution}|${(claim.about ?? []).map((p) => p.id)}`;
    if (sayer !== this.speakerOfLast) this.claims.append(speakerBlock(claim));
    this.speakerOfLast = sayer;
    this.claims.lastElementChild.append(this.#claim(claim));
  }

  /** The whole answer. Claims that did not come one by one are shown now. */
  showDone(answer) {
    this.waiting.remove();
    this.element.classList.add("done");
    if (answer.standalone_question && answer.standalone_question !== answer.question) {
      this.heading.after(el("p", { class: "understood" }, say("understood", { question: answer.standalone_question })));
    }
    if (answer.abstained) this.#decline(answer);
    else this.#whole(answer);
  }

  #whole(answer) {
    this.claims.replaceChildren();
    this.speakerOfLast = undefined;
    for (const claim of answer.claims) this.showClaim(claim, answer.citations);
    if (answer.premise_contradicted) this.claims.before(el("p", { class: "notice premise" }, say("contradicted")));
    this.end.append(...coverage(answer.coverage, this.ask));
    if (answer.related?.length) this.end.append(cards(say("related"), answer.related));
    announce(say("ready", { claims: answer.claims.length, citations: answer.citations.length }));
  }

  #decline(answer) {
    const { kind, message } = answer.abstention;
    this.found.replaceChildren();
    this.claims.replaceChildren(
      el("div", { class: `decline ${kind}` }, el("strong", {}, say(kind)), el("p", {}, message)),
    );
    if (answer.related?.length) this.end.append(cards(say("related"), answer.related));
    announce(say("declined", { message }));
  }

  showProblem(problem) {
    this.waiting.remove();
    this.end.replaceChildren(problemBox(problem, () => this.retry(this)));
  }

  showStopped() {
    this.waiting.remove();
    const again = el("button", { type: "button", class: "quiet", onclick: () => this.retry(this) }, say("again"));
    this.end.replaceChildren(el("div", { class: "notice" }, el("p", {}, say("stopped")), again));
    announce(say("stopped"));
  }

  #claim(claim) {
    const numbers = claim.citations
      .filter((n) => this.citations.has(n))
      .map((n) => this.#number(this.citations.get(n)));
    return el("p", { class: "claim" }, stanceChip(claim.stance), sentence(claim.text), ...numbers);
  }

  #number(citation) {
    const speaker = citation.speaker?.name ?? say("nobody");
    const label = say("cite", { number: citation.number, speaker, title: citation.title });
    const open = (event) => openPassage(citation, event.currentTarget);
    return el("button", { type: "button", class: "number", "aria-label": label, onclick: open }, citation.number);
  }
}

/** The claim as a sentence; numbers at its end are shown as buttons instead. */
function sentence(text) {
  const words = text.replace(/(?:\s*\[\d+\])+(?=[.。]?$)/, "");
  return /[\p{P}]$/u.test(words) ? words : `${words}.`;
}

function speakerBlock(claim) {
  const name = claim.speaker?.name ?? say("narration");
  const about = (claim.about ?? []).map((person) => person.name).join(", ");
  const details = claim.speaker
    ? [claim.speaker.affiliation, manner(claim)]
    : [about ? say("about", { names: about }) : null];
  return el(
    "section",
    { class: claim.speaker ? "speaker" : "speaker nobody" },
    el("h3", {}, name, el("span", { class: "details" }, details.filter(Boolean).join(" · "))),
  );
}

function manner(claim) {
  if (claim.attribution !== "on_behalf") return say(claim.attribution);
  return claim.for ? say("on_behalf", { name: claim.for.name }) : say("on_behalf_unnamed");
}

function stanceChip(stance) {
  if (stance !== "favour" && stance !== "against") return null;
  return el(
    "span",
    { class: `chip ${stance}` },
    el("span", { "aria-hidden": "true" }, stance === "favour" ? "+" : "−"),
    say(stance),
  );
}

/** Citations as a row of cards, each a button that opens its passage. */
function cards(title, citations) {
  const items = citations.map((citation) => {
    const open = (event) => openPassage(citation, event.currentTarget);
    const where = [readableDate(citation.date, language), citation.title].filter(Boolean).join(" · ");
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "card", onclick: open },
        el("strong", {}, citation.speaker?.name ?? say("narration")),
        el("span", { class: "words" }, citation.quote),
        el("small", {}, where),
      ),
    );
  });
  return el("section", { class: "cards" }, el("h3", {}, title), el("ul", {}, items));
}

/** How many of those who touch the topic are shown, and the others, each one tap away. */
function coverage(coverage, ask) {
  if (!coverage?.touching) return [];
  const { shown, touching, others = [] } = coverage;
  const name = shown < touching ? "covered" : touching === 1 ? "covered_one" : "covered_all";
  const buttons = others.map((person) => {
    const put = () => ask(say("ask_other", { name: person.name }));
    return el("button", { type: "button", class: "quiet small", onclick: put }, person.name);
  });
  const line = el("p", { class: "coverage" }, say(name, { shown, touching }));
  return others.length ? [line, el("p", { class: "others" }, el("span", {}, say("others")), ...buttons)] : [line];
}

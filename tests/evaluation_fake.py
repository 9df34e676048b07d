"""A made-up sitting, a system that knows the right answers to questions about it, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import UnknownName
from evaluation.cases import Case, Quote
from evaluation.held import Held, held
from evaluation.judging import CaseScore
from evaluation.running import ask_all, judge_all
from evaluation.runs import Run, Ways, begin
from evaluation.systems import About
from service.answers import Turn
from service.contract import Json

SITTING = "sitting.txt"
SPEAKERS = ("Nadia Okafor", "Rosa Lim", "Pieter Berg", "Ines Abara")
THINGS = (
    *("ferry", "lamp", "orchard", "tram", "dyke", "quarry", "school", "harbour", "mill", "bridge"),
    *("market", "bakery", "library", "canal", "tower", "garden", "theatre", "depot", "station", "well"),
)
ABOUT = About("fake", version="1")
NOW = datetime(2031, 5, 2, 9, 0, tzinfo=UTC)


def person(name: str) -> Json:
    return {"id": name.lower().replace(" ", "-"), "name": name}


def sitting(things: Sequence[str] = THINGS) -> Json:
    """A transcript in which the speakers take turns, each saying one sentence about one thing."""
    text, utterances = "", []
    for number, thing in enumerate(things):
        words = f"The {thing} needs {number + 2} more years and a {thing}keeper of its own."
        start = len(text)
        said_by = person(SPEAKERS[number % len(SPEAKERS)])
        utterances.append({"number": number, "start": start, "end": start + len(words), "speaker": said_by})
        text += words + "\n\n"
    whole = {"id": SITTING, "version": "v1", "title": "Sitting", "kind": "transcript", "text": text}
    return {**whole, "utterances": utterances, "statements": []}


def case_of(number: int, document: Json | None = None) -> Case:
    """The case whose answer is the utterance of this number."""
    held_in = document or sitting()
    said = held_in["utterances"][number]
    quote = held_in["text"][said["start"] : said["end"]]
    name = said["speaker"]["name"]
    return Case(
        f"c{number}",
        "who",
        f"Who spoke about the {THINGS[number % len(THINGS)]}, sentence {number}?",
        speakers=(name,),
        evidence=(Quote(held_in["id"], quote),),
        documents=(held_in["id"],),
    )


def silent_case(number: int) -> Case:
    return Case(f"s{number}", "unanswerable", f"Who spoke about the moon, try {number}?", abstain=True)


def cases() -> list[Case]:
    """One for every utterance, and ten to which the sitting says nothing."""
    return [*(case_of(n) for n in range(len(THINGS))), *(silent_case(n) for n in range(10))]


def citation(document: Json, start: int, end: int, number: int = 1) -> Json:
    quote = document["text"][start:end]
    return {"number": number, "document": document["id"], "start": start, "end": end, "quote": quote}


def answer(document: Json, *said: tuple[str | None, str], text: str = "", **more: Any) -> Json:
    """An answer whose claims credit each speaker with one quote of the document, numbered from 1."""
    cited = []
    for number, (_, quote) in enumerate(said, start=1):
        start = document["text"].index(quote)
        cited.append(citation(document, start, start + len(quote), number))
    claims = [
        {
            "text": quote,
            "speaker": person(name) if name else None,
            "about": [],
            "citations": [number],
            "stance": "neither",
        }
        for number, (name, quote) in enumerate(said, start=1)
    ]
    written = text or " ".join(f"{name} said: {quote} [{n}]" for n, (name, quote) in enumerate(said, start=1))
    return {"text": written, "abstained": False, "abstention": None, "claims": claims, "citations": cited, **more}


def silence(kind: str = "not_in_record") -> Json:
    told = {"kind": kind, "message": "The record holds nothing that answers this."}
    return {"text": told["message"], "abstained": True, "abstention": told, "claims": [], "citations": []}


@dataclass
class FakeSystem:
    """Answers as told, by question; `asked` counts every call, failed ones too."""

    answers: dict[str, Json | Exception] = field(default_factory=dict)
    held: dict[str, Json] = field(default_factory=lambda: {SITTING: sitting()})
    spoil: Callable[[Json], Json] = lambda a: a
    hits: list[Json] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: About = ABOUT

    def about(self) -> About:
        listed = tuple({"id": d["id"], "version": d["version"], "title": d["title"]} for d in self.held.values())
        return replace(self.told, documents=listed)

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        self.asked.append(question)
        came = self.answers[question]
        if isinstance(came, Exception):
            raise came
        return self.spoil(came)

    def search(self, query: str, limit: int, document: str | None = None) -> list[Json]:
        return self.hits[:limit]

    def document(self, document_id: str) -> Json:
        if document_id not in self.held:
            raise UnknownName("document", document_id)
        return self.held[document_id]

    def documents(self) -> list[str]:
        return list(self.held)

    def speakers(self) -> list[str]:
        return list(SPEAKERS)


def good_answers(wanted: Sequence[Case], document: Json | None = None) -> dict[str, Json | Exception]:
    """What a system without a fault would answer."""
    source = document or sitting()
    return {
        c.question: silence() if c.abstain else answer(source, (c.speakers[0], c.evidence[0].quote)) for c in wanted
    }


def good_system(**more: Any) -> FakeSystem:
    return FakeSystem(good_answers(cases()), **more)


class HeldOf:
    """Documents for judging, without a system."""

    def __init__(self, *documents: Json) -> None:
        self._held = {d["id"]: held(d, d["id"]) for d in documents}

    def get(self, document_id: str) -> Held | None:
        return self._held.get(document_id)


def measured(folder: Path, system: FakeSystem, wanted: Sequence[Case] | None = None, **how: Any) -> list[CaseScore]:
    """A whole run of the cases, and its scores."""
    run = started(folder, system, wanted)
    return judge_all(ask_all(run, system, parallel=1, **how), system)


def started(folder: Path, system: FakeSystem, wanted: Sequence[Case] | None = None) -> Run:
    return begin(folder, cases() if wanted is None else wanted, ["made-up.jsonl"], system.about(), Ways(), NOW)


def many_cases(count: int) -> list[Case]:
    return [replace(case_of(n % len(THINGS)), id=f"m{n}", question=f"Who spoke, question {n}?") for n in range(count)]


class ManySystem(FakeSystem):
    """Answers question n with utterance n, modulo how many there are, and as many letters as a long answer has."""

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        number = int(question.rstrip("?").split()[-1]) % len(THINGS)
        source = self.held[SITTING]
        said = source["utterances"][number]
        quote = source["text"][said["start"] : said["end"]]
        return answer(source, (said["speaker"]["name"], quote), padding="x" * 5_000)

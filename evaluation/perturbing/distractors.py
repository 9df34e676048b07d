"""Distractors: made-up proceedings of the same kinds, to be ingested beside the record; no answer may change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random

from corpus.errors import BadInput
from corpus.records import Kind
from evaluation.cases import Case
from evaluation.naming import name_parts, words
from evaluation.perturbing.derived import BESIDE, Derived, File, Record, drawing
from evaluation.perturbing.made_up import BODIES, MATTERS, PEOPLE, Matter

EACH = 3  # distractors for each document that the cases are about
SPEAKERS = 4
_SAID = ("said", "argued", "stressed", "pointed out", "noted")
_WARNED = ("objected", "warned", "countered", "cautioned", "replied")


def distractors(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """Documents about matters that no case asks about, by people whose names nobody in the record shares.

    Raises BadInput where the record leaves too few of them.
    """
    people, matters = _unknown(record), _unasked(cases)
    about = {d for c in cases for d in c.about}
    kinds: list[Kind] = [d.kind for d in record.documents() if not about or d.id in about]
    files = [
        _file(kind, number * EACH + n + 1, people, matters, seed)
        for number, kind in enumerate(kinds)
        for n in range(EACH)
    ]
    return Derived(
        tuple(cases), tuple(files), BESIDE, (f"{len(files)} documents are to be ingested beside the record.",)
    )


def _unknown(record: Record) -> list[str]:
    known = {p for name in record.names() for p in name_parts(name)}
    found = [p for p in PEOPLE if known.isdisjoint(name_parts(p))]
    if len(found) < SPEAKERS:
        raise BadInput("The record knows nearly all the names that distractors are made with.")
    return found


def _unasked(cases: Sequence[Case]) -> list[Matter]:
    """Matters whose name shares no longer word with what is asked or expected."""
    asked = {w for c in cases for said in (c.question, *(q.quote for q in c.evidence)) for w in words(said)}
    found = [m for m in MATTERS if not any(len(w) > 3 and w in asked for w in words(m.name))]
    if not found:
        raise BadInput("The cases ask about everything that distractors are made of.")
    return found


def _file(kind: Kind, number: int, people: Sequence[str], matters: Sequence[Matter], seed: int) -> File:
    draw = drawing(seed, f"distractor:{number}")
    speakers, matter = draw.sample(people, SPEAKERS), draw.choice(matters)
    date = f"2019-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    name = f"made-up-{number:03}"
    if kind == "transcript":
        return File(f"{name}.proceedings.json", _transcript(matter, speakers, date, draw))
    lines = _report(matter, speakers, draw) if kind == "report" else _article(matter)
    heading = f"A sitting on {matter.name}" if kind == "report" else f"An open day on {matter.name}"
    return File(f"{name}.txt", "\n\n".join([heading, f"Date: {date}", *lines]) + "\n")


def _sentences(matter: Matter, draw: Random) -> Iterator[tuple[bool, str]]:
    """Whether it is for, and the sentence; for and against by turns."""
    favour, against = draw.sample(matter.favour, len(matter.favour)), draw.sample(matter.against, len(matter.against))
    for one, other in zip(favour, against, strict=True):
        yield True, one
        yield False, other


def _transcript(matter: Matter, speakers: Sequence[str], date: str, draw: Random) -> str:
    chair, *others = speakers
    said = [{"speaker": chair, "text": f"We are here to speak about {matter.name}. Who wants to begin?"}]
    for number, (_, sentence) in enumerate(_sentences(matter, draw)):
        said.append({"speaker": others[number % len(others)], "text": sentence})
    said.append({"speaker": chair, "text": "Thank you all. We meet again in a month."})
    whole = {
        "title": f"A sitting on {matter.name}",
        "date": date,
        "participants": [{"name": s, "affiliation": draw.choice(BODIES)} for s in speakers],
        "utterances": said,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _report(matter: Matter, speakers: Sequence[str], draw: Random) -> list[str]:
    chair, *others = speakers
    roll = "Participants\n\n" + "\n".join(f"- {s}, {draw.choice(BODIES)}" for s in speakers)
    said = []
    for number, (favour, sentence) in enumerate(_sentences(matter, draw)):
        cue = draw.choice(_SAID if favour else _WARNED)
        said.append(f"{others[number % len(others)]} {cue} that {_inside(sentence)}")
    return [roll, f"{chair} opened the sitting on {matter.name}.", *(" ".join(said[n : n + 2]) for n in (0, 2, 4))]


def _inside(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _article(matter: Matter) -> list[str]:
    return [
        f"Residents are invited to an open day on {matter.name}. Admission is free, and there will be soup.",
        "The doors open at ten and close at four. Bicycles may be left in the yard.",
    ]

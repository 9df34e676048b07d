"""Saying that the record is silent, in words that tell which silence it is."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Person
from retriever.query import QuestionReading
from service.answers import Abstention
from service.excerpts import Excerpt

MAX_RELATED = 5


def unclear(reading: QuestionReading) -> Abstention | None:
    """Where the subject could be people of different names; None where it is clear."""
    for mention in reading.subjects:
        names = list(dict.fromkeys(_called(p) for p in mention.people))
        if not mention.together and len({p.name for p in mention.people}) > 1:
            listed = ", ".join(names[:-1]) + f" or {names[-1]}"
            return Abstention("unclear", f"“{mention.text}” could be {listed}. Ask again with the full name.")
    return None


def silence(reading: QuestionReading) -> Abstention:
    """The abstention of a question that was looked for and not found."""
    if reading.unknown:
        return Abstention("not_in_record", f"The record holds no statement by {reading.unknown}.")
    if reading.subjects:
        names = " or ".join(dict.fromkeys(m.text if m.together else p.name for m in reading.subjects for p in m.people))
        return Abstention("speaker_silent", f"{names} is in the record, but nothing from them on this was found.")
    return Abstention("not_in_record", "The record holds nothing that answers this.")


def related(by_subject: Sequence[Sequence[Excerpt]], everyone: Sequence[Excerpt], at_least: float) -> list[Excerpt]:
    """What the person did speak about, then who did speak to it; at most five, best first."""
    own = [e for found in by_subject for e in found[:2]]
    others = [e for e in everyone if e.speaker is not None and e.score >= at_least]
    found: list[Excerpt] = []
    for e in [*own, *others]:
        if all((e.document.id, e.start) != (f.document.id, f.start) for f in found):
            found.append(e)
    return found[:MAX_RELATED]


def _called(person: Person) -> str:
    return f"{person.name} ({person.affiliation})" if person.affiliation else person.name

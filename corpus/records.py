"""The values of the record: who said what, where. Frozen; positions are code points of a document's stored text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["transcript", "report", "article"]
Stance = Literal["favour", "against", "neither"]
Attribution = Literal["own_words", "reported", "on_behalf", "narration"]
Span = tuple[int, int]  # half-open [start, end)


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker across meetings: a person, a delegation or a group. Equal ids are the same speaker."""

    id: str
    name: str
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of a meeting's roll. Labels are those of this meeting alone ("MH", "Ms. Merve")."""

    name: str
    affiliation: str | None = None
    role: str | None = None
    labels: tuple[str, ...] = ()
    delegation: bool = False  # a country, group or body that takes the floor under its own name


@dataclass(frozen=True, slots=True)
class RollEntry:
    """A participant of a document, resolved to one speaker."""

    person: Person
    participant: Participant


@dataclass(frozen=True, slots=True)
class Utterance:
    """One speaker's unbroken hold of the floor (transcript) or one paragraph (report, article).

    [start, end) covers the words alone, not the label in front of them. A block that nobody speaks (a paragraph
    of a report, a roll line, a table) has neither label nor speaker; a label that could be two people, or is
    nobody known, stands as written with speaker None.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    speaker: Person | None = None
    section: str | None = None
    time_s: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a source is held to have said: exactly one sentence or one quotation of a report.

    `content` is the part of [start, end) that is attributed. `source` is None where the source is unnamed
    ("one delegate") or unresolved; `label` is how the document calls the source there.
    """

    utterance: int
    start: int
    end: int
    content: Span
    label: str
    cue: str
    source: Person | None = None
    on_behalf_of: Person | None = None
    stance: Stance = "neither"
    target: str | None = None
    attribution: Attribution = "reported"


@dataclass(frozen=True, slots=True)
class Document:
    """One ingested file, whole. `utterances` and `statements` are in order of position; spans lie inside `text`."""

    id: str
    identity: str
    version: str
    title: str
    kind: Kind
    text: str
    date: str | None = None  # ISO 8601, as precise as the document says: "2024-03-28", "2024-03", "2024"
    place: str | None = None
    event: str | None = None
    language: str | None = None  # BCP 47
    roll: tuple[RollEntry, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and ranked: one utterance, or a part of about 110 words of a long one.

    `number` is given by the store when the passage is staged and never used again; 0 before that.
    `speakers` are the speaker of the utterance, or in a report the sources of its statements in this span, in order.
    """

    document: str
    version: str
    utterance: int
    start: int
    end: int
    text: str
    section: str | None = None
    speakers: tuple[Person, ...] = ()
    number: int = 0

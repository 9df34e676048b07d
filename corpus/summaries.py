"""Documents and speakers in lists: what they are called and how much there is, without the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from corpus.records import Kind, Person


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in a list: what it is called, without its words."""

    id: str
    version: str
    title: str
    kind: Kind
    identity: str
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None
    utterances: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A speaker with the documents whose roll, utterances or statements hold them, by date."""

    person: Person
    documents: tuple[DocumentSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in the record; `unresolved` are labels of turns that stand for nobody known, once a document."""

    documents: int
    utterances: int
    statements: int
    speakers: int
    unresolved: int


def summary_of(row: Row[Any]) -> DocumentSummary:
    return DocumentSummary(
        row.id,
        row.hash,
        row.title,
        row.kind,
        row.identity,
        row.date,
        row.place,
        row.event,
        row.language,
        row.utterances,
        row.statements,
    )

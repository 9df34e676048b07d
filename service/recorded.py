"""Looking into the record, for the fronts: documents, speakers, and names turned into filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from corpus.errors import UnknownName
from corpus.names import fold
from corpus.protocols import Filters
from corpus.records import Document
from corpus.view import View
from service.contract import Json, document_json, said_json, speaker_json, summary_json


class Record(Protocol):
    """The read side of the record store; a view is one published generation, see corpus/view.py."""

    def view(self) -> View: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """Filters as a reader writes them: ids or unambiguous names; None means no constraint."""

    document: str | None = None
    speaker: str | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None


NO_WISHES = Wishes()


class Recorded:
    """The record as the fronts show it; every call looks at the generation that is current then."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def view(self) -> View:
        return self._record.view()

    def documents(self) -> list[Json]:
        """All documents, by date, then id."""
        return [summary_json(d) for d in self.view().documents()]

    def document(self, document_id: str, version: str | None = None) -> Json:
        """Raises UnknownName."""
        return document_json(self.view().document(document_id, version))

    def speakers(self) -> list[Json]:
        """All speakers, by name."""
        return [speaker_json(s) for s in self.view().speakers()]

    def speaker(self, speaker_id: str) -> tuple[Json, list[Json]]:
        """A person with their meetings; and what they said, in the order of the record. Raises UnknownName."""
        view = self.view()
        documents = Documents(view)
        statements = view.statements_of(speaker_id)
        said = [said_json(documents[summary.id, summary.version], what) for summary, what in statements]
        return speaker_json(view.speaker(speaker_id)), said

    def filters(self, wishes: Wishes) -> Filters:
        """The wishes as ids of the record. Raises UnknownName, AmbiguousName."""
        if wishes == NO_WISHES:
            return Filters()
        view = self.view()
        return Filters(
            documents=frozenset([view.resolve_document(wishes.document)] if wishes.document else []),
            speakers=frozenset([view.resolve_speaker(wishes.speaker).id] if wishes.speaker else []),
            event=_event(view, wishes.event) if wishes.event else None,
            since=wishes.since,
            until=wishes.until,
        )


class Documents(dict[tuple[str, str], Document]):
    """Documents of a view by id and version, each read once."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, key: tuple[str, str]) -> Document:
        document = self._view.document(*key)
        self[key] = document
        return document


def _event(view: View, name: str) -> str:
    """The event as the record writes it. Raises UnknownName."""
    events = sorted({d.event for d in view.documents() if d.event and fold(d.event) == fold(name)})
    if not events:
        raise UnknownName("event", name)
    return name if name in events else events[0]

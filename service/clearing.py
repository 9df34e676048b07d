"""Stored answers go with the document that they show: before the record forgets it, and once more after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from corpus.records import Person
from service.store import ServiceStore

if TYPE_CHECKING:
    from corpus.store import RecordStore


class Clearing:
    """Clears stored answers of documents that are being forgotten; `cleared` conversations have gone so far.

    They go first, while the record knows the words to look for: where that fails, the command can be repeated. They go
    once more afterwards, for questions that were answered meanwhile. Nothing is opened before that.
    """

    def __init__(self, record: RecordStore, open_answers: Callable[[], ServiceStore]) -> None:
        self.cleared = 0
        self._record = record
        self._open_answers = open_answers
        self._known: dict[str, tuple[Sequence[str], Sequence[Person]]] = {}

    def clear_of(self, document_id: str) -> None:
        """Before the record forgets it. Raises UnknownName, StoreError."""
        view = self._record.view()
        going = {*self._known, document_id}  # several at once: a person whom two of them hold goes with both
        people = [s.person for s in view.speakers() if {d.id for d in s.documents} <= going]
        self._known[document_id] = ([view.document(document_id).text], people)
        self._clear(document_id)

    def clear_again(self) -> None:
        """After the record has forgotten them all."""
        for document_id in self._known:
            self._clear(document_id)

    def hide(self, documents: Sequence[str], texts: Sequence[str], people: Sequence[Person]) -> None:
        """Answers that show what staff withhold from now on. Raises StoreError."""
        with closing(self._open_answers()) as answers:
            self.cleared += answers.hide(documents, texts, people)

    def _clear(self, document_id: str) -> None:
        texts, people = self._known[document_id]
        with closing(self._open_answers()) as answers:
            self.cleared += answers.forget_document(document_id, texts=texts, people=people)

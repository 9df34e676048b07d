"""Faults of a set of cases, found before anything runs: each with its line, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Protocol

from evaluation import nearest
from evaluation.cases import FIELDS, RANKING_TYPES, TYPES, Case, Fault, Read, read
from evaluation.held import Held, HeldDocuments
from evaluation.naming import same_person
from service.contract import Json

SHOWN_CHARS = 300


class Record(Protocol):
    """The record that the cases ask about."""

    def documents(self) -> list[str]: ...

    def document(self, document_id: str) -> Json:
        """Raises UnknownName."""

    def speakers(self) -> list[str]: ...


def check(paths: Iterable[Path], record: Record) -> Iterator[Fault]:
    """Every fault, in the order of the files. Raises BadInput where a file cannot be read at all, CouldNotLook."""
    where: dict[str, Read] = {}
    against = _Against(record)
    for item in chain.from_iterable(read(p) for p in paths):
        if isinstance(item, Fault):
            yield item
            continue
        first = where.setdefault(item.case.id, item)
        twice = [f"the id stands in {first.file}, line {first.line} already."] if first is not item else []
        for message in chain(twice, _unknown_fields(item), faults_of(item.case), against.faults_of(item.case)):
            yield Fault(item.file, item.line, message, item.case.id)


def _unknown_fields(item: Read) -> Iterator[str]:
    for name in item.unknown:
        yield f"there is no field `{name}`{_meant(nearest.names(name, FIELDS))}"


def faults_of(case: Case) -> Iterator[str]:
    """What is wrong with the case in itself, whatever the record holds."""
    known = RANKING_TYPES if case.ranking else TYPES
    if case.type not in known:
        yield f"there is no type `{case.type}`{_meant(nearest.names(case.type, known))} There are: {', '.join(known)}."
    if case.type == "followup" and not case.history:
        yield "a follow-up needs its `history`."
    if case.ranking:
        yield from _ranking_faults(case)
    elif case.abstain:
        yield from _silence_faults(case)
    elif not case.speakers and not case.evidence and not case.must_mention:
        yield "nothing is expected: give `speakers`, `evidence` or `must_mention`, or say `abstain`."
    if case.type == "unanswerable" and not case.abstain:
        yield "a question without an answer needs `abstain`."
    for name, _ in case.stances:
        if not any(same_person(name, s) for s in case.speakers):
            yield f"`stances` names {name}, whom `speakers` does not."


def _ranking_faults(case: Case) -> Iterator[str]:
    if not case.utterances and not case.speakers:
        yield "a ranking case needs `utterances` with their grades, or `speakers`."
    if case.utterances and not any(grade for _, grade in case.utterances):
        yield "every grade is 0: nothing would be relevant."
    if case.evidence or case.abstain:
        yield "a case with `document` is searched for and never asked: it has neither `evidence` nor `abstain`."


def _silence_faults(case: Case) -> Iterator[str]:
    if case.evidence:
        yield "where the answer must abstain there is no `evidence`."
    if case.must_mention:
        yield "where the answer must abstain there is nothing that it `must_mention`."


class _Against:
    """Faults that only the record shows."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._documents = HeldDocuments(record)

    @cached_property
    def _names(self) -> list[str]:
        return self._record.speakers()

    @cached_property
    def _ids(self) -> list[str]:
        return self._record.documents()

    def faults_of(self, case: Case) -> Iterator[str]:
        for name in case.about:
            if self._documents.get(name) is None:
                yield f"the record holds no document `{name}`{_meant(nearest.names(name, self._ids))}"
        for item in case.evidence:
            document = self._documents.get(item.document)
            if document is not None and document.find(item.quote) is None:
                yield _not_there(item.quote, document)
        yield from self._speaker_faults(case)
        yield from self._utterance_faults(case)

    def _speaker_faults(self, case: Case) -> Iterator[str]:
        """Of a case that must abstain, nobody has to be known: it may ask about somebody who is not in the record."""
        for name in () if case.abstain else (*case.speakers, *case.speakers_allowed):
            if not any(same_person(name, known) for known in self._names):
                yield f"the record knows no {name}{_meant(nearest.names(name, self._names))}"

    def _utterance_faults(self, case: Case) -> Iterator[str]:
        document = self._documents.get(case.document) if case.document else None
        there = {number for number, _ in document.utterances} if document else set()
        for number, _ in case.utterances if document else ():
            if number not in there:
                yield f"{case.document} has {len(there)} utterances, numbered from 0; there is no {number}."


def _not_there(quote: str, document: Held) -> str:
    found = nearest.quote(quote, document.text)
    told = f"the quote “{_short(quote)}” is not in {document.id}."
    if found is None:
        return f"{told} Nothing there is like it."
    return f"{told} Nearest ({found.likeness:.0%}): “{_short(found.text)}”"


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= SHOWN_CHARS else folded[: SHOWN_CHARS - 1] + "…"


def _meant(names: list[str]) -> str:
    return f"; did you mean {' or '.join(names)}?" if names else "."

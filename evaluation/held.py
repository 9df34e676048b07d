"""Documents of the system that is measured, as judging needs them: text, who said which span, where a quote stands."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import CouldNotLook, UnknownName
from corpus.records import Span
from service.contract import Json

KEPT = 64  # documents in memory at a time


@dataclass(frozen=True, slots=True)
class Said:
    """A span that the record gives to somebody: an utterance, or a statement of a report."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One document of the record. `said` is in the order of the record, nameless spans included."""

    id: str
    version: str
    text: str
    said: tuple[Said, ...]
    utterances: tuple[tuple[int, Span], ...] = ()  # number and span, in order

    def said_in(self, start: int, end: int) -> Iterator[tuple[Said, int]]:
        """Each span that touches [start, end), with the number of code points in both."""
        for span in self.said:
            both = min(span.end, end) - max(span.start, start)
            if both > 0:
                yield span, both

    def utterances_in(self, span: Span) -> list[int]:
        """Numbers of the utterances that share a letter with the span, in order."""
        return [number for number, (start, end) in self.utterances if min(end, span[1]) > max(start, span[0])]

    def find(self, quote: str) -> Span | None:
        """Where the quote stands first, white space aside; None where it does not."""
        return _found(r"\s+", quote.split(), self.text)

    def find_words(self, quote: str) -> Span | None:
        """The same; where only mark-up or punctuation differs, the words alone."""
        return self.find(quote) or _found(r"\W+", re.findall(r"\w+", quote), self.text)


def _found(between: str, words: list[str], text: str) -> Span | None:
    found = re.search(between.join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


def names_of(item: Json, *keys: str) -> list[str]:
    """Names under these keys: each a name, `{"id", "name"}`, or a list of them."""
    found: list[str] = []
    for key in keys:
        value = item.get(key)
        for one in value if isinstance(value, list) else [value]:
            if one:
                found.append(str(one["name"]) if isinstance(one, dict) else str(one))
    return found


def held(document: Json, document_id: str) -> Held:
    """The document of the contract's JSON. Raises CouldNotLook where it has another form."""
    try:
        return _held(document, document_id)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CouldNotLook(f"The document {document_id} has not the form of the contract.") from error


def _held(document: Json, document_id: str) -> Held:
    spans = [*document.get("statements", []), *document.get("utterances", [])]
    said = (Said(int(s["start"]), int(s["end"]), tuple(names_of(s, "source", "speaker", "for"))) for s in spans)
    utterances = enumerate(document.get("utterances", []))
    numbered = tuple((int(u.get("number", n)), (int(u["start"]), int(u["end"]))) for n, u in utterances)
    return Held(document_id, str(document.get("version", "")), str(document["text"]), tuple(said), numbered)


class Documents(Protocol):
    def get(self, document_id: str) -> Held | None:
        """None where the record has no such document. Raises CouldNotLook where it cannot be had."""


class _Source(Protocol):
    def document(self, document_id: str) -> Json: ...


class HeldDocuments:
    """Documents by id, the latest used kept; safe between threads."""

    def __init__(self, system: _Source, kept: int = KEPT) -> None:
        self._system = system
        self._kept = kept
        self._held: OrderedDict[str, Held | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, document_id: str) -> Held | None:
        """None where the record has no such document. Raises CouldNotLook where it cannot be had."""
        with self._lock:
            if document_id in self._held:
                self._held.move_to_end(document_id)
                return self._held[document_id]
        try:
            found: Held | None = held(self._system.document(document_id), document_id)
        except UnknownName:
            found = None
        with self._lock:
            self._held[document_id] = found
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
        return found

"""Whom a text names, among everybody in the record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.names import fold, name_words
from corpus.records import Participant, Person, RollEntry
from retriever.namebook import NameBook

_WORD = re.compile(r"[^\W_]+")


class KnownPeople:
    """Finds names quickly in a record of many speakers: only those that share a word with the text are tried."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_word: dict[str, list[Person]] = {}
        for person in people:
            for word in _words(" ".join(name_words(person.name))):
                self._by_word.setdefault(word, []).append(person)

    def named_in(self, text: str) -> frozenset[str]:
        """Ids of all speakers whom the text may mean; several where a name is ambiguous, none where it names nobody."""
        tried = dict.fromkeys(person for word in _words(text) for person in self._by_word.get(word, ()))
        if not tried:
            return frozenset()
        book = NameBook(RollEntry(person, Participant(person.name)) for person in tried)
        return frozenset(person.id for mention in book.mentions(text) for person in mention.people)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))

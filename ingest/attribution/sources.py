"""From a label to a person, and who "he", "she", "they" and "the speaker" are: whoever last had the floor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Person, RollEntry
from ingest.attribution.nouns import BACKWARD, is_office
from ingest.attribution.subjects import Head
from ingest.labels import LabelResolver

_LISTED = re.compile(r"\s(?:and|or|&|with|by)\s")
_SIR = re.compile(r"\b(Mr|Sir|Lord|Ms|Mrs|Miss|Madam|Mme|Lady|Baroness)\b\.?\s+((?:[A-Z][\w’'-]+\s?){1,3})")
_GENDER = {"he": "m", "she": "f"}
_MALE = frozenset(["mr", "sir", "lord"])


class Roll:
    """Labels of one meeting to people, as the label resolver has them, with what a subject of a sentence adds."""

    def __init__(self, roll: Sequence[RollEntry]) -> None:
        self._labels = LabelResolver(roll)
        self._found: dict[str, Person | None] = {}

    def resolve(self, label: str) -> Person | None:
        """The one person that the label means; None where it is nobody on the roll or could be two."""
        key = " ".join(label.split()).strip(" ,;:")
        if key not in self._found:
            self._found[key] = self._look(key)
        return self._found[key]

    def is_group(self, person: Person) -> bool:
        return self._labels.is_group(person)

    def _look(self, label: str) -> Person | None:
        found = self._labels.resolve(label)
        if found and _LISTED.search(label) and not (self.is_group(found) or _LISTED.search(found.name)):
            return None  # "Ms. Ito and Ana Ruiz" are two, though one name ends the label
        words = label.split()
        if found is None and len(words) == 2 and is_office(words[0]):
            surname = self._labels.resolve(words[1])
            return surname if surname and not self.is_group(surname) else None
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a head stands for: the person, if known, the label to show, and on whose behalf."""

    person: Person | None
    label: str
    behalf: Person | None = None


def genders(text: str, roll: Roll) -> dict[str, str]:
    """Id of a person to "m" or "f", as the titles in the text tell; people with both or neither are left out."""
    found: dict[str, set[str]] = {}
    for m in _SIR.finditer(text):
        person = roll.resolve(m.group().strip())
        if person:
            found.setdefault(person.id, set()).add("m" if m[1].lower() in _MALE else "f")
    return {key: value.pop() for key, value in found.items() if len(value) == 1}


class Floor:
    """Who last had the floor, for the pronouns that follow. Forgotten at a new section and after some narration."""

    def __init__(self, roll: Roll, gender: dict[str, str]) -> None:
        self._roll, self._gender = roll, gender
        self._last: tuple[Source, ...] = ()
        self._silent = 0
        self.asked: tuple[Source, ...] | None = None  # to whom the last question was put; None: none was
        self.addressed: tuple[Source, ...] = ()  # who was thanked, asked or greeted in the sentence before
        self.answering = False  # whether the present sentence begins as a reply
        self.going_on = False  # whether it goes on with the same speaker: "she also", "he added"
        self.mentioned: tuple[Source, ...] = ()  # who was named in the sentence before

    def clear(self) -> None:
        self.hold(())

    def hold(self, sources: Sequence[Source], addressed: Sequence[Source] = ()) -> None:
        self._last, self._silent = tuple(sources), 0
        self.asked, self.mentioned, self.addressed = None, (), tuple(addressed)

    def pass_over(self, most: int = 4) -> None:
        """A sentence that nobody said: after some of them a pronoun no longer reaches back."""
        self._silent += 1
        if self._silent > most:
            self.clear()

    @property
    def holder(self) -> Source | None:
        """The one source who has the floor, if it is one."""
        return self._last[0] if len(self._last) == 1 else None

    def of(self, head: Head, label: str, behalf: str | None) -> tuple[Source, ...]:
        """Whom a head stands for; several for "they"; a source without person where it cannot be told."""
        word = re.sub(r"^the\s+", "", label.lower())
        if head.kind == "pronoun":
            return self._meant(word, label)
        person = self._roll.resolve(label)
        if person is None and word in BACKWARD and len(self._last) == 1:
            return self._last
        other = self._roll.resolve(behalf) if behalf else None
        return (Source(person, label, other),)

    def _meant(self, pronoun: str, label: str) -> tuple[Source, ...]:
        last = self._last
        if pronoun == "they":
            plural = len(last) > 1 or (len(last) == 1 and (last[0].person is None or self._is_group(last[0])))
            return last if plural else (Source(None, label),)
        if len(last) != 1 or (pronoun == "it" and not self._is_group(last[0])):
            return (Source(None, label),)
        if self.answering and self.asked is not None:
            return self.asked or (Source(None, label),)
        if not self._fits(last[0], pronoun):
            others = {s.person for s in self.mentioned if s != last[0] and self._gender_of(s) == _GENDER.get(pronoun)}
            return (Source(others.pop() if len(others) == 1 else None, label),)
        doubtful = (
            self._gender_of(last[0]) is None or len({self._gender_of(s) for s in (last[0], *self.addressed)}) == 1
        )
        if self.addressed and doubtful and not self.going_on:
            return (Source(None, label),)  # "Peru thanked Chile. He …"
        return last

    def _fits(self, source: Source, pronoun: str) -> bool:
        return self._gender_of(source) in (None, _GENDER.get(pronoun))

    def _gender_of(self, source: Source) -> str | None:
        return self._gender.get(source.person.id) if source.person else None

    def _is_group(self, source: Source) -> bool:
        return source.person is not None and self._roll.is_group(source.person)

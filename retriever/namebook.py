"""Who can be meant by a name in a question: names, meeting labels and roles of the people in the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.names import TITLES, fold, names_in, without_brackets
from corpus.records import Participant, Person, RollEntry
from corpus.territories import place_key

_ROLE_NAMES = ("moderator", "chair", "facilitator", "rapporteur", "presenter", "secretary", "keynote speaker", "host")
_ROLE = re.compile(rf"\bthe (?:\w+ )?(?P<role>{'|'.join(_ROLE_NAMES)}(?:person|man|woman)?)\b", re.I)
_PHRASE = re.compile(r"[A-Z0-9][^\s?]*(?:\s+(?:[A-Z0-9&][^\s?]*|of|and|the|de|du|et|for|in))*")
_INITIALS = re.compile(r"(?<![\w.])[A-Z][A-Z!]{1,4}(?![\w])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a question and the people it can mean. Spans are of the question.

    Several people are alternatives, of whom one is meant; with `together` all are, as members of what is named.
    """

    start: int
    end: int
    text: str
    people: tuple[Person, ...]
    together: bool = False


class NameBook:
    """Every name, label and role of the record's speakers, for looking up those that a question mentions."""

    def __init__(self, entries: Iterable[RollEntry]) -> None:
        self._people: dict[str, dict[str, Person]] = {}
        self._delegations: dict[str, dict[str, Person]] = {}  # folded, matched as a whole only
        self._members: dict[str, dict[str, Person]] = {}  # by folded affiliation, matched as a whole only
        self._labels: dict[str, dict[str, Person]] = {}
        self._roles: dict[str, dict[str, Person]] = {}
        for entry in entries:
            self._add(entry.person, entry.participant)
        self._names = list(self._people)

    def _add(self, person: Person, participant: Participant) -> None:
        if participant.delegation:
            for name in {person.name, participant.name, *participant.labels}:
                self._delegations.setdefault(_bare(name), {})[person.id] = person
            return
        for name in {person.name, participant.name}:
            self._people.setdefault(name, {})[person.id] = person
        for body in _bodies(person.affiliation, participant.affiliation):
            self._members.setdefault(body, {})[person.id] = person
        for label in participant.labels:
            if _INITIALS.fullmatch(label):
                self._labels.setdefault(label, {})[person.id] = person
        for role in _ROLE_NAMES:
            if participant.role and re.search(rf"\b{role}\b", participant.role, re.I):
                self._roles.setdefault(role, {})[person.id] = person

    def mentions(self, text: str) -> list[Mention]:
        """Mentions in order, never overlapping: names first, then labels in capitals, then roles."""
        found = _named_whole(text, self._delegations, together=False)
        for start, end, names in names_in(text, self._names):
            if not _overlaps(found, (start, end)):
                found.append(_mention(text, start, end, self._meant(names)))
        for match in _INITIALS.finditer(text):
            people = self._labels.get(match.group()) or self._labels.get(match.group() + "!")
            if people and not _overlaps(found, match.span()):
                found.append(Mention(*match.span(), match.group(), tuple(people.values())))
        for match in _ROLE.finditer(text):
            people = self._roles.get(re.sub(r"(?:person|man|woman)$", "", match["role"].lower()))
            if people and not _overlaps(found, match.span()):
                found.append(Mention(*match.span(), match.group(), tuple(people.values())))
        members = _named_whole(text, self._members, together=True)
        found += [m for m in members if not _overlaps(found, (m.start, m.end))]
        return sorted(found, key=lambda m: m.start)

    def _meant(self, names: Sequence[str]) -> tuple[Person, ...]:
        meant = {p.id: p for n in names for p in self._people[n].values()}
        return tuple(meant.values())


def _named_whole(text: str, known: Mapping[str, Mapping[str, Person]], *, together: bool) -> list[Mention]:
    """Countries, groups and bodies named in full, longest first: "South Africa" is never "Africa"."""
    found: list[Mention] = []
    for match in _PHRASE.finditer(text):
        words = [m.span() for m in re.finditer(r"\S+", match.group())]
        for first, last in _runs(len(words)):
            start = match.start() + words[first][0]
            phrase = re.sub(r"(?:['’]s?|[.,;:?!]+)$", "", text[start : match.start() + words[last][1]])
            people = known.get(_bare(phrase))
            if people and not _overlaps(found, (start, start + len(phrase))):
                found.append(Mention(start, start + len(phrase), phrase, tuple(people.values()), together))
    return found


def _bodies(*affiliations: str | None) -> set[str]:
    """How an affiliation may be called: in full, without what stands in brackets, and by what stands there."""
    called: set[str] = set()
    for affiliation in filter(None, affiliations):
        called |= {_bare(affiliation), _bare(without_brackets(affiliation))}
        called |= {_bare(inner) for inner in re.findall(r"\(([^()]{2,40})\)", affiliation)}
        called |= {_bare(part) for part in without_brackets(affiliation).split(",") if len(part.split()) > 1}
    return {c for c in called if len(c) > 1}


def _runs(words: int) -> Iterator[tuple[int, int]]:
    """First and last index of every run of words, longest runs first."""
    for length in range(min(words, 8), 0, -1):
        yield from ((first, first + length - 1) for first in range(words - length + 1))


def _bare(name: str) -> str:
    """One key for a body however it is named; countries and known groups by whatever name ("Russia", "the US")."""
    return place_key(name) or re.sub(r"^the ", "", fold(name))


def _mention(text: str, start: int, end: int, people: tuple[Person, ...]) -> Mention:
    """The mention with the titles in front of it: "Associate Prof. Ema" is one mention."""
    while True:
        before = re.search(r"(?P<word>[^\W\d_]+)\.?\s+$", text[:start])
        if before is None or fold(before["word"]) not in TITLES or not before["word"][0].isupper():
            return Mention(start, end, text[start:end], people)
        start = before.start()


def _overlaps(mentions: Sequence[Mention], span: tuple[int, int]) -> bool:
    return any(m.start < span[1] and span[0] < m.end for m in mentions)

"""The roll of one meeting while it is being made: finds who is on it already, and merges what is said twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from corpus.names import clean_name, fold, name_words, tier
from corpus.records import Participant
from corpus.territories import place_key

SAME_NAME = 2  # tiers of corpus.names up to which two names are one: order, initials and middle names aside


class Roster:
    """Participants in order of first mention; nobody stands on it twice."""

    def __init__(self, participants: Iterable[Participant] = ()) -> None:
        self._all: list[Participant] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_label: dict[str, set[int]] = {}
        self._by_place: dict[str, int] = {}
        for participant in participants:
            self.add(participant)

    def participants(self) -> tuple[Participant, ...]:
        return tuple(self._all)

    def add(self, participant: Participant) -> None:
        """Takes the participant on; one who is there already keeps what is known and gains what is new."""
        there = self._same(participant)
        if there is not None:
            self._merge(there, participant)
            return
        self._all.append(participant)
        self._index(len(self._all) - 1)

    def defines(self, label: str) -> bool:
        """Whether somebody is called so by label or name, be it more than one."""
        return fold(label) in self._by_label

    def fits(self, label: str) -> list[Participant]:
        """People whom the label fits best, by label or by name, parts of names included."""
        exact = self._by_label.get(fold(label))
        if exact:
            return [self._all[i] for i in sorted(exact)]
        levels: dict[int, list[Participant]] = {}
        for i in self._sharing(label):
            found = [t for name in self._names(i) if (t := tier(label, name)) is not None]
            if found:
                levels.setdefault(min(found), []).append(self._all[i])
        return levels[min(levels)] if levels else []

    def has_place(self, key: str) -> bool:
        return key in self._by_place

    def _same(self, new: Participant) -> int | None:
        if new.delegation:
            key = place_key(new.name)
            exact = self._by_label.get(fold(new.name), set())
            groups = [i for i in exact if self._all[i].delegation]
            return self._by_place.get(key) if key else groups[0] if groups else None
        found = [i for i in self._sharing(new.name) if self._is_same(new.name, i)]
        if not found:
            labelled = {i for label in new.labels for i in self._by_label.get(fold(label), ())}
            found = [i for i in sorted(labelled) if _nearly(new.name, self._all[i].name)]
        return found[0] if len(found) == 1 else None

    def _is_same(self, name: str, i: int) -> bool:
        levels = [t for n in self._names(i) if (t := tier(name, n)) is not None]
        return bool(levels) and (min(levels) <= SAME_NAME and (len(name_words(name)) > 1 or min(levels) == 0))

    def _sharing(self, label: str) -> list[int]:
        return list(dict.fromkeys(i for w in name_words(label) for i in self._by_word.get(w, ())))

    def _names(self, i: int) -> list[str]:
        """Names of this participant: the name, and labels that are full names themselves."""
        participant = self._all[i]
        return [participant.name, *(x for x in participant.labels if len(name_words(x)) > 1)]

    def _merge(self, i: int, new: Participant) -> None:
        old = self._all[i]
        labels = tuple(dict.fromkeys((*old.labels, *new.labels)))
        longer = new.name if not old.delegation and _spells_out(new.name, old.name) else old.name
        self._all[i] = replace(
            old, name=longer, affiliation=old.affiliation or new.affiliation, role=old.role or new.role, labels=labels
        )
        self._index(i)

    def _index(self, i: int) -> None:
        participant = self._all[i]
        for label in (participant.name, *participant.labels):
            self._by_label.setdefault(fold(label), set()).add(i)
        if participant.delegation:
            for key in {place_key(x) for x in (participant.name, *participant.labels)} - {None}:
                self._by_place.setdefault(str(key), i)
            return
        for name in self._names(i):
            for word in name_words(name):
                if i not in self._by_word.setdefault(word, []):
                    self._by_word[word].append(i)


def _spells_out(new: str, old: str) -> bool:
    """Whether the new name gives in full what the old one shortens to an initial."""
    return len(name_words(new)[0]) > 1 == len(name_words(old)[0]) if name_words(new) and name_words(old) else False


def _nearly(new: str, old: str) -> bool:
    """Whether two names under one label are one, misspelt or shortened: "Dan" or "Micheal" for "Daniel", "Michael"."""
    a, b = name_words(new), name_words(old)
    if len(a) < 2 or len(b) < 2:
        return False
    if a[-1] == b[-1]:
        return a[0][:3] == b[0][:3] or SequenceMatcher(None, a[0], b[0]).ratio() > 0.75
    return SequenceMatcher(None, " ".join(a), " ".join(b)).ratio() > 0.85


def listed(participant: Participant) -> Participant:
    """A participant as the file lists it, with a clean name; titles and capitals survive as a label."""
    if participant.delegation:
        return participant
    name = clean_name(participant.name) or participant.name
    extra = () if name == participant.name else (participant.name,)
    return replace(participant, name=name, labels=tuple(dict.fromkeys((*participant.labels, *extra))))

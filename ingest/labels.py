"""From a label to the one person of this meeting whom it means. A label that could be two people is nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.names import best_matches, fold, handles, name_words, without_brackets
from corpus.records import Person, RollEntry
from corpus.territories import place_key
from ingest.register import Register
from ingest.roles import role_keys, role_of

MAX_LABEL_CHARS = 300

_THE = re.compile(r"^the\s+", re.I)
_CUT = re.compile(r"\s+(?:of|from|at|for|with|representing|in)\s+|\s*[(\[,]|\s+[-–—]\s+")
_SENT_BY = re.compile(
    r"(?:a\s+)?(?:\w+\s+)?(?:delegat(?:e|ion)|delegates|representatives?|ambassador|envoy|negotiator|government)\s+"
    r"(?:of|from|for)\s+(?:the\s+)?(?P<who>.+)",
    re.I,
)
_MEMBER = re.compile(r"(?P<who>.{2,80}?)['’]s?\s+(?:delegat(?:e|ion)|representative|ambassador|negotiator)$", re.I)
_INSIDE = re.compile(r"[(\[](?P<inner>.*)[)\]]\s*$")


class LabelResolver:
    """Labels of one meeting to people; each label is looked up once.

    In this order: a label or name as the roll has it, names in brackets, delegations, roles, then names that the
    label fits in part ("Ms. Merve", "EMA Arisa", "A. Ito"). The first of these that finds anybody decides: one person
    is the answer, two are None.
    """

    def __init__(self, roll: Sequence[RollEntry], register: Register | None = None) -> None:
        self._exact: dict[str, set[Person]] = {}
        self._folded: dict[str, set[Person]] = {}
        self._roles: dict[str, set[Person]] = {}
        self._places: dict[str, set[Person]] = {}
        self._names: dict[str, set[Person]] = {}  # full name, of people alone
        self._by_word: dict[str, list[str]] = {}
        self._groups: set[Person] = set()
        for entry in roll:
            self._add(entry)
        self._register = register
        self._found: dict[str, Person | None] = {}

    def resolve(self, label: str) -> Person | None:
        """The one person that the label means; None where it is nobody on the roll or could be two."""
        if label not in self._found:
            self._found[label] = self._look(" ".join(label.split()).rstrip(":").strip())
        return self._found[label]

    def is_group(self, person: Person) -> bool:
        """Whether this is a delegation or a group rather than a human being."""
        return person in self._groups

    def _add(self, entry: RollEntry) -> None:
        person, participant = entry.person, entry.participant
        for label in (participant.name, person.name, *participant.labels):
            self._exact.setdefault(" ".join(label.split()), set()).add(person)
            self._folded.setdefault(_folded(label), set()).add(person)
        if participant.delegation:
            self._add_place(person, (participant.name, *participant.labels))
            return
        for key in role_keys(participant.role):
            self._roles.setdefault(key, set()).add(person)
        names = (without_brackets(n) or n for n in participant.labels if len(name_words(n)) > 1)
        for name in (participant.name, person.name, *(n for n in names if not role_of(n))):
            self._add_name(without_brackets(name) or name, person)

    def _add_name(self, name: str, person: Person) -> None:
        if name not in self._names:
            for word in set(name_words(name)):
                self._by_word.setdefault(word, []).append(name)
        self._names.setdefault(name, set()).add(person)

    def _add_place(self, person: Person, names: Iterable[str]) -> None:
        self._groups.add(person)
        for key in {place_key(n) for n in names} - {None}:
            self._places.setdefault(str(key), set()).add(person)

    def _look(self, label: str) -> Person | None:
        if not label or len(label) > MAX_LABEL_CHARS:
            return None
        bare = _THE.sub("", label)
        for search in (self._as_written, self._in_brackets, self._delegation, self._role, self._as_name):
            found = search(label) if search == self._as_written else search(bare)
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return self._registered(label)

    def _as_written(self, label: str) -> set[Person]:
        """Whom the roll calls exactly so; capitals count where they tell two labels apart."""
        for form in (label, _THE.sub("", label)):
            found = self._exact.get(form) or (self._folded.get(_folded(form)) if not _is_small_word(form) else None)
            if found:
                return found
        return set()

    def _in_brackets(self, label: str) -> set[Person]:
        """ "The Chair (Hon. Ana Bell (Northside, Ind.))" and "Hon. Ana Bell (Northside, Ind.)": the name decides."""
        inner = _INSIDE.search(label)
        if not inner:
            return set()
        outer = without_brackets(label)
        if role_of(outer) and len(name_words(inner["inner"])) > 1:
            return self._as_written(without_brackets(inner["inner"])) or self._as_name(inner["inner"])
        return self._as_written(outer) or self._delegation(outer) or self._role(outer)

    def _delegation(self, label: str) -> set[Person]:
        sent = _SENT_BY.fullmatch(label) or _MEMBER.fullmatch(label)
        name = sent["who"] if sent else label
        found = self._as_written(name) & self._groups if sent else set()
        return found or self._places.get(place_key(name) or "", set())

    def _role(self, label: str) -> set[Person]:
        role = role_of(label)
        if not role:
            return set()
        return self._roles.get("=" + role) or self._roles.get(role) or set()

    def _as_name(self, label: str) -> set[Person]:
        for form in dict.fromkeys((_turned(label), label, _CUT.split(label)[0])):
            found = self._fitting(form)
            if found:
                return found
        return self._by_handle(label) or self._behind_office(_CUT.split(label)[0])

    def _by_handle(self, label: str) -> set[Person]:
        """Everybody whose name in one lower-case word is the label: "abell" for Ana Bell."""
        if not label.islower() or " " in label:
            return set()
        return {p for name, people in self._names.items() if label in handles(name) for p in people}

    def _fitting(self, label: str) -> set[Person]:
        words = name_words(label)
        tried = dict.fromkeys(name for word in words for name in self._by_word.get(word, ()))
        return {p for name in best_matches(label, tried) for p in self._names[name]}

    def _behind_office(self, label: str) -> set[Person]:
        """ "Committee Secretary Lena Ito": the person whose full name ends the label."""
        words = label.split()
        for k in range(1, min(len(words) - 1, 12)):
            found = self._names.get(" ".join(words[k:]))
            if found:
                return found
        return set()

    def _registered(self, label: str) -> Person | None:
        """Whom the register calls so, if that person is on the roll."""
        participant = self._register.participant(label) if self._register else None
        found = self._as_written(participant.name) if participant else set()
        return next(iter(found)) if len(found) == 1 else None


def _folded(label: str) -> str:
    return fold(label).rstrip(":. ").replace("&", "and")


def _is_small_word(label: str) -> bool:
    """Lower-case words of up to four letters are never a label in capitals: "us" is not "US"."""
    return len(label) <= 4 and label.islower()


def _turned(label: str) -> str:
    """ "Bell, Ana" as "Ana Bell"; anything else as it is."""
    parts = [p.strip() for p in label.split(",")]
    if len(parts) == 2 and all(p and len(p.split()) <= 2 and p[0].isupper() for p in parts):
        return f"{parts[1]} {parts[0]}"
    return label

"""The door to rapidfuzz in the record: names that are near one another, and people who may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from corpus.identities import agree
from corpus.names import fold, name_key, name_words
from corpus.records import Person

NEAR = 70.0  # of 100: near enough to be offered to somebody who mistyped
SLIP = 90.0  # near enough to be a slip of the pen in one word
SLIP_CHARS = 5  # shorter words are other names rather than slips: "Lin", "Lim"


@dataclass(frozen=True, slots=True)
class Twins:
    """Two speakers who may be one person, and why: "same name", "word order", "initials", "longer name", "spelling"."""

    one: Person
    other: Person
    why: str


def near_names(name: str, people: Sequence[Person], most: int = 3) -> list[Person]:
    """Those whose name is like this one, the nearest first; [] where none is."""
    names = [" ".join(sorted(name_words(p.name))) or fold(p.name) for p in people]
    wanted = " ".join(sorted(name_words(name))) or fold(name)
    found = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=most)
    return [people[index] for _, _, index in found]


def possible_twins(people: Iterable[Person], together: Iterable[frozenset[str]] = ()) -> list[Twins]:
    """Pairs that may be one person, by name; each pair once. Equal and turned names count whatever the affiliation,
    others only where the affiliations can be those of one person.

    `together` are the ids on one roll each: a meeting that lists two people holds them to be two.
    """
    rolls = [ids for ids in together if len(ids) > 1]
    found = {}
    for one, other in _sharing_a_word(people):
        pair = frozenset((one.id, other.id))
        why = _why(one, other) if pair not in found else None
        if why and not any(pair <= ids for ids in rolls):
            found[pair] = Twins(one, other, why)
    return sorted(found.values(), key=lambda t: (fold(t.one.name), t.one.id, t.other.id))


def _sharing_a_word(people: Iterable[Person]) -> Iterator[tuple[Person, Person]]:
    by_word: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda p: (fold(p.name), p.id)):
        for word in set(name_words(person.name)) or {fold(person.name)}:
            by_word.setdefault(word, []).append(person)
    for namesakes in by_word.values():
        yield from combinations(namesakes, 2)


def _why(one: Person, other: Person) -> str | None:
    """In what the names agree; None where they are names of two people."""
    a, b = name_words(one.name), name_words(other.name)
    if a == b or (not a and fold(one.name) == fold(other.name)):
        return "same name"
    if name_key(one.name) == name_key(other.name):
        return "word order"
    if len(a) < 2 or len(b) < 2 or not agree(one.affiliation, other.affiliation):
        return None
    if len(a) == len(b):
        return _letter_by_letter(a, b)
    short, long = sorted((a, b), key=len)
    if set(short) <= set(long):
        return "longer name"
    return "initials" if short[-1] == long[-1] and _initial(short[0], long[0]) else None


def _letter_by_letter(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    """Names of as many words, of which all but one are equal: that one an initial, or a slip of the pen."""
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return "initials" if a[-1] == b[-1] and all(_initial(x, y) for x, y in differing) else None
    [(x, y)] = differing
    if x != a[-1] and _initial(x, y):
        return "initials"
    slip = min(len(x), len(y)) >= SLIP_CHARS and fuzz.ratio(x, y) >= SLIP and x[0] == y[0]
    return "spelling" if slip else None


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))

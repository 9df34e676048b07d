"""Typos: one slip of the keyboard in each question, in an ordinary word; or, as a kind of its own, in a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from evaluation.cases import Case
from evaluation.naming import name_parts
from evaluation.perturbing.derived import Derived, Record, drawing

LEAST_LETTERS = 5  # shorter words often become others
_WORD = re.compile(r"[^\W\d_]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Words that hold a question together: a slip in them changes nothing that is looked for.
_HOLDING = frozenset(
    "about above after again against among another because before behind being below between could during every "
    "their there these thing things those through under until where which while whose within without would should "
    "might shall other others according".split()
)
Wanted = Callable[[str], bool]


def typos(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """A slip in one content word of each question, never in a name; questions without such a word stay as they are."""
    known = _parts(record)
    return _slipped(cases, seed, "typos", lambda w: w.islower() and w not in _HOLDING and w not in known)


def name_typos(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """A slip in one name of each question, never one that makes it another's; questions without names stay."""
    known = _parts(record)
    found = _slipped(cases, seed, "name-typos", lambda w: w[0].isupper() and w.lower() in known, known)
    return replace(found, notes=(*found.notes, "The names that are expected are spelled as before."))


def _parts(record: Record) -> frozenset[str]:
    return frozenset(p for name in record.names() for p in (*name_parts(name), *map(str.lower, _WORD.findall(name))))


def _slipped(
    cases: Sequence[Case], seed: int, what: str, wanted: Wanted, never: frozenset[str] = frozenset()
) -> Derived:
    found = tuple(
        replace(c, question=_in_one_word(c.question, wanted, never, drawing(seed, f"{what}:{c.id}"))) for c in cases
    )
    unchanged = sum(a.question == b.question for a, b in zip(cases, found, strict=True))
    return Derived(found, notes=(f"{unchanged} questions hold no word for it and are as they were.",))


def _in_one_word(question: str, wanted: Wanted, never: frozenset[str], draw: Random) -> str:
    places = [m for m in _WORD.finditer(question) if len(m.group()) >= LEAST_LETTERS and wanted(m.group())]
    if not places:
        return question
    place = draw.choice(places)
    word = place.group()
    new = slip(word, draw)
    while new.lower() in never:
        new = slip(word, draw)
    return question[: place.start()] + new + question[place.end() :]


def slip(word: str, draw: Random) -> str:
    """The word with one slip behind its first letter: two letters changed about, one left out, doubled, or beside it.

    Never the word itself.
    """
    new = word
    while new == word:
        at = draw.randrange(1, len(word) - 1)
        new = draw.choice((_turned, _dropped, _doubled, _beside))(word, at, draw)
    return new


def _turned(word: str, at: int, draw: Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, at: int, draw: Random) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int, draw: Random) -> str:
    return word[:at] + word[at] * 2 + word[at + 1 :]


def _beside(word: str, at: int, draw: Random) -> str:
    """A letter whose key lies beside; the word itself for a letter that has none."""
    row = next((r for r in _ROWS if word[at] in r), "")
    if not row:
        return word
    key = row.index(word[at])
    return word[:at] + draw.choice([row[k] for k in (key - 1, key + 1) if 0 <= k < len(row)]) + word[at + 1 :]

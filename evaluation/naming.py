"""When two names are one person, for measuring: the rule of the measuring tool that asks from outside.

It must not be that of the record (corpus/names.py): a ruler that bends with what it measures measures nothing. It is
lenient on purpose, so that a case may say "Dr. Moor" where the record has "Ada Moor".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

TITLES = frozenset(
    "am as associate chair dame dr hon honourable minister miss mp mr mrs ms "
    "president prof professor right sir the".split()
)
_CALLED = {
    "united states": ("united states of america", "u.s.", "usa", "us"),
    "united kingdom": ("u.k.", "uk"),
    "european union": ("eu",),
    "european community": ("ec",),
    "russian federation": ("russia",),
    "republic of korea": ("south korea", "korea"),
    "democratic people's republic of korea": ("north korea", "dprk"),
    "g-77/china": ("group of 77 and china", "g-77 and china", "g77/china"),
    "environmental integrity group": ("eig",),
    "least developed countries": ("ldcs",),
    "alliance of small island states": ("aosis",),
    "democratic republic of the congo": ("drc",),
}
_DELEGATIONS = {short: name for name, others in _CALLED.items() for short in others}
_GROUPS = re.compile(
    r"\b(africa|alliance|arab|china|coalition|countries|federation|group|guinea|kingdom|korea|republic|states|union)\b"
)
_SHORT = {
    "benjamin": ("ben",),
    "christopher": ("chris",),
    "daniel": ("dan",),
    "james": ("jim",),
    "matthew": ("matt",),
    "michael": ("mike",),
    "nicholas": ("nick",),
    "robert": ("bob", "rob"),
    "samuel": ("sam",),
    "stephen": ("steve", "steven"),
    "thomas": ("tom",),
    "william": ("bill",),
}
_GIVEN = {short: name for name, others in _SHORT.items() for short in others}
_PART = re.compile(r"[^\W\d_][\w'’.-]*")
_WORD = re.compile(r"\w+")
COVERED = 0.6  # share of an expected quote's words from which a citation covers it


def words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Lower case without accents, brackets and "the"; delegations by their long name."""
    plain = unicodedata.normalize("NFKD", name.split("(")[0])
    bare = "".join(c for c in plain if not unicodedata.combining(c)).strip().lower().removeprefix("the ")
    return _DELEGATIONS.get(bare, bare)


@lru_cache(maxsize=65_536)
def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name without titles; where nothing else is left, all words as they stand."""
    found = (part.strip(".") for part in _PART.findall(folded(name)))
    return tuple(p for p in found if p not in TITLES) or tuple(words(name))


@lru_cache(maxsize=65_536)
def same_person(one: str, other: str) -> bool:
    """Equal but for titles, accents, brackets and order; or one is a surname, given name, initial or short form.

    Delegations and groups are the same only as a whole.
    """
    if folded(one) == folded(other):
        return True
    a, b = name_parts(one), name_parts(other)
    if sorted(a) == sorted(b):
        return True
    if not a or not b or _GROUPS.search(folded(one)) or _GROUPS.search(folded(other)):
        return False
    if 1 in (len(a), len(b)):
        lone, full = (a, b) if len(a) == 1 else (b, a)
        return lone[0] in (full[0], full[-1])
    return a[-1] == b[-1] and _same_given(a[0], b[0])


def _same_given(one: str, other: str) -> bool:
    if _GIVEN.get(one, one) == _GIVEN.get(other, other):
        return True
    return 1 in (len(one), len(other)) and one[0] == other[0]


def covers(quote: str, text: str) -> bool:
    """Whether the text holds 60 % of the quote's words, in any order; a word counts as often as it stands in both.

    A quote without a word is covered by nothing.
    """
    wanted = Counter(words(quote))
    return bool(wanted) and (wanted & Counter(words(text))).total() / wanted.total() >= COVERED

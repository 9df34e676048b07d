"""The door to rapidfuzz: what somebody may have meant by a name or a quote that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

SURE_NAME = 70.0  # of 100: below this, a name is another name
SURE_QUOTE = 60.0
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Near:
    """Words of a text that are like those looked for; `likeness` in [0, 1], 1 where they are the same."""

    text: str
    likeness: float


def names(wanted: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names most like the one wanted, best first; [] where none is."""
    found = process.extract(
        wanted, sorted(known), scorer=fuzz.WRatio, processor=str.casefold, limit=limit, score_cutoff=SURE_NAME
    )
    return [name for name, _, _ in found]


def quote(wanted: str, text: str) -> Near | None:
    """The words of the text most like the quote, whole words; None where nothing is like it."""
    words = [m.span() for m in _WORD.finditer(text)]
    size = len(wanted.split())
    if not words or not size:
        return None
    step = max(1, size // 4)
    starts = range(0, max(1, len(words) - size + 1), step)
    windows = {n: text[words[n][0] : words[min(n + size, len(words)) - 1][1]] for n in starts}
    best = process.extractOne(wanted, windows, scorer=fuzz.ratio, score_cutoff=SURE_QUOTE / 2)
    return _refined(wanted, text, words, best[2], size) if best else None


def _refined(wanted: str, text: str, words: list[tuple[int, int]], at: int, size: int) -> Near | None:
    """The best window around one that is near, a few words longer or shorter."""
    slack = max(2, size // 4)
    tried = {
        (first, last): " ".join(text[words[first][0] : words[last][1]].split())
        for first in range(max(0, at - slack), min(len(words), at + slack + 1))
        for last in range(first + max(1, size - slack) - 1, min(len(words), first + size + slack))
    }
    best = process.extractOne(" ".join(wanted.split()), tried, scorer=fuzz.ratio, score_cutoff=SURE_QUOTE)
    return Near(best[0], best[1] / 100) if best else None

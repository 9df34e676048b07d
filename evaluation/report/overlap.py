"""Which words of two texts are the same, as runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.records import Span

RUN = 3  # fewer words in a row are the same by chance
_WORD = re.compile(r"\w+")


def common(text: str, others: Iterable[str]) -> list[Span]:
    """Spans of the text whose words stand in one of the others in the same order, at least three in a row.

    Of a text of fewer words, or of an other one, all of them. In order, none touching.
    """
    found = list(_WORD.finditer(text))
    words = [m[0].casefold() for m in found]
    marked = [False] * len(words)
    for other in others:
        there = [w.casefold() for w in _WORD.findall(other)]
        run = min(RUN, len(words), len(there))
        if not run:
            continue
        runs = {tuple(there[n : n + run]) for n in range(len(there) - run + 1)}
        for n in range(len(words) - run + 1):
            if tuple(words[n : n + run]) in runs:
                marked[n : n + run] = [True] * run
    return _spans([m.span() for m in found], marked)


def _spans(places: list[Span], marked: list[bool]) -> list[Span]:
    found: list[Span] = []
    for n, (start, end) in enumerate(places):
        if not marked[n]:
            continue
        if n and marked[n - 1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found

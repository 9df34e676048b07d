"""Captions that roll: each cue shows again what the one before it showed. Every word is kept once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.caption_cues import Cue

_MAX_WORDS = 60  # of an overlap
_SURE_WORDS = 3  # fewer words in common may be chance
_ROLLING = 0.25  # share of the cues; fewer overlap by chance: "Yes." "Yes."
_MAX_PAUSE_S = 2.0  # between the end of a cue and the one that goes on with it


def without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with words, those that repeat the cue before without what is repeated, where the file is made so."""
    cues = [cue for cue in cues if any(cue.lines)]
    overlaps = [_overlap(a, b) for a, b in pairwise(cues)]
    if sum(n > 0 for n in overlaps) < max(2, _ROLLING * len(overlaps)):
        return list(cues)
    return list(_trimmed(cues, overlaps))


def _overlap(before: Cue, after: Cue) -> int:
    """How many words at the beginning of a cue were the last ones of the cue before; 0 where that may be chance."""
    if after.start_s - before.end_s > _MAX_PAUSE_S:
        return 0
    one, two = _words(before)[-_MAX_WORDS:], _words(after)
    for n in range(min(len(one), len(two)), 0, -1):
        if one[-n:] == two[:n]:
            whole = n in (len(one), len(two)) or " ".join(two[:n]) == " ".join(after.lines[0].split())
            return n if n >= _SURE_WORDS or whole else 0
    return 0


def _words(cue: Cue) -> list[str]:
    return [word for line in cue.lines for word in line.split()]


def _trimmed(cues: Sequence[Cue], overlaps: Sequence[int]) -> Iterator[Cue]:
    yield cues[0]
    for cue, count in zip(cues[1:], overlaps, strict=True):
        lines = tuple(_without_first(cue.lines, count))
        if lines:
            yield replace(cue, lines=lines)


def _without_first(lines: Sequence[str], count: int) -> Iterator[str]:
    for line in lines:
        words = line.split()
        if count < len(words):
            yield " ".join(words[count:])
        count = max(0, count - len(words))

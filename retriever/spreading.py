"""What is held back among the hits: the same words again, and more of one speaker where several are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.records import Passage

Rows = npt.NDArray[np.float32]


def without_repeats(passages: Sequence[Passage], vectors: Rows, cosine: float) -> list[int]:
    """The places of the passages, those behind whose vector is all but that of an earlier one by the same speakers.

    The same paragraph in two versions of a report, or a formula said again, takes one place of the best ten, not all.
    """
    near = np.tril(vectors @ vectors.T >= cosine, -1)
    said = [p.speakers for p in passages]
    return _behind([any(said[i] == said[int(j)] for j in np.flatnonzero(row)) for i, row in enumerate(near)])


def several_speakers(passages: Sequence[Passage], each: int) -> list[int]:
    """The places of the passages, those behind whose first speaker has had `each` before; nobody is no speaker."""
    had: Counter[str] = Counter()
    over = []
    for passage in passages:
        speaker = passage.speakers[0].id if passage.speakers else None
        over.append(speaker is not None and had[speaker] >= each)
        if speaker is not None:
            had[speaker] += 1
    return _behind(over)


def _behind(held_back: Sequence[bool]) -> list[int]:
    return sorted(range(len(held_back)), key=lambda i: held_back[i])

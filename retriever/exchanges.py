"""A question and the replies to it belong together: utterances lend score to their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def utterance_of_passage(
    document: npt.NDArray[np.integer], utterance: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """For each passage the index of its utterance, 0, 1, 2 …, in order; passages are ordered by document, utterance."""
    if not len(document):
        return np.zeros(0, dtype=np.int64)
    new = np.ones(len(document), dtype=bool)
    new[1:] = (document[1:] != document[:-1]) | (utterance[1:] != utterance[:-1])
    return np.cumsum(new) - 1


def best_part(scores: Scores, starts: npt.NDArray[np.int64]) -> Scores:
    """The score of each utterance: that of its best passage. `starts` are the first passages of the utterances."""
    return np.maximum.reduceat(scores, starts) if len(scores) else scores


def with_neighbours(
    scores: Scores,
    document: npt.NDArray[np.integer],
    before: Sequence[float],
    after: Sequence[float],
    asks: npt.NDArray[np.bool_] | None = None,
    asked: float = 0.0,
) -> Scores:
    """Scores of utterances with shares of their neighbours' in the same document, scaled back into [0, 1].

    `before[0]` is the share that the previous utterance lends, `before[1]` the one before it; `after` likewise of the
    following ones. An utterance that `asks` lends 1 + `asked` times as much to the one behind it. Utterances are in
    order within their document; missing neighbours lend nothing.
    """
    total = scores.astype(np.float32, copy=True)
    for distance, share in enumerate(before, start=1):
        lent = share * scores[:-distance]
        if distance == 1 and asks is not None:
            lent = lent * (1 + asked * asks[:-1])
        total[distance:] += np.where(document[distance:] == document[:-distance], lent, 0)
    for distance, share in enumerate(after, start=1):
        total[:-distance] += np.where(document[distance:] == document[:-distance], share * scores[distance:], 0)
    most = 1 + sum(before) + sum(after) + (asked * before[0] if before and asks is not None else 0)
    return np.asarray(total / most, dtype=np.float32)

"""Meaning and words on one scale, and how sure both are of a question as a whole. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def scaled(scores: Scores, inside: Mask) -> Scores:
    """Scores stretched so that the least inside is 0 and the greatest 1; all 0 where they are equal; 0 outside.

    A rank forgets by how much the first one leads; this does not, and it needs no statistics of the collection.
    """
    result = np.zeros_like(scores, dtype=np.float32)
    if inside.any():
        low, high = float(scores[inside].min()), float(scores[inside].max())
        if high > low:
            result[inside] = (scores[inside] - low) / (high - low)
    return result


def fused(dense: Scores, words: Scores, inside: Mask, balance: float) -> Scores:
    """`balance` parts meaning and the rest words, each scaled over what is inside; in [0, 1], 0 outside.

    Where one of the two has nothing to say (no word is known, say), the other decides alone.
    """
    meaning, wording = scaled(dense, inside), scaled(words, inside)
    if not wording.any():
        return meaning
    return np.asarray(balance * meaning + (1 - balance) * wording, dtype=np.float32)


def confidence(best_cosine: float, best_words: float, most_words: float, balance: float, full_cosine: float) -> float:
    """How well the best of all passages fits the question, in [0, 1], comparable between questions.

    1 means a cosine of `full_cosine` or more, and every word of the question in one passage.
    """
    meaning = min(1.0, max(0.0, best_cosine / full_cosine))
    wording = min(1.0, best_words / most_words) if most_words > 0 else 0.0
    return balance * meaning + (1 - balance) * wording

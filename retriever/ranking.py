"""The order of passages for one question, from the two scores of each. Arrays in, arrays out; see docs/retrieval.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retriever.exchanges import best_part, with_neighbours
from retriever.fusion import Mask, Scores, fused, scaled
from retriever.late_interaction import Late, late_scores
from retriever.tuning import Tuning

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """How passages lie in utterances and utterances in documents; passages in order of document and position."""

    group: Integers  # passage -> utterance
    starts: Integers  # utterance -> its first passage
    document: Integers  # utterance -> document
    chars: Integers  # utterance -> length in code points
    asks: Mask  # utterance -> whether it ends in a question
    told: Mask  # utterance -> whether it stands in a report or an article, not in a transcript


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants of the ranking. Masks over passages; `near` holds `inside` and what may lend it score."""

    inside: Mask
    near: Mask
    named: Mask
    who: bool = False


def near(inside: Mask, layout: Layout, reach: int) -> Mask:
    """Passages inside, and those of utterances up to `reach` before or behind one of them in the same document."""
    chosen = _any_part(inside, layout)
    wide = chosen.copy()
    for distance in range(1, min(reach, len(chosen) - 1) + 1):
        same = layout.document[distance:] == layout.document[:-distance]
        wide[distance:] |= chosen[:-distance] & same
        wide[:-distance] |= chosen[distance:] & same
    return np.asarray(wide[layout.group], dtype=np.bool_)


def own_scores(
    dense: Scores, words: Scores, layout: Layout, asked: Asked, tuning: Tuning, late: Late | None = None
) -> Scores:
    """What each passage scores by itself, in [0, 1]: meaning and words, mixed with late interaction over the best."""
    first = fused(dense, words, asked.near, tuning.balance)
    if late is None:
        return first
    told = layout.told[layout.group]
    rows = np.sort(best(first, np.flatnonzero(asked.near), tuning.late_candidates))
    beside = np.where(told[rows], tuning.beside_report, tuning.beside).astype(np.float32)
    document = layout.document[layout.group[rows]]
    found, looked_at = np.zeros_like(first), np.zeros(len(first), dtype=np.bool_)
    found[rows], looked_at[rows] = late_scores(late, rows, document, beside, tuning.rarity_power), True
    share = np.where(told, tuning.late_report, tuning.late_who if asked.who else tuning.late)
    return np.asarray(share * scaled(found, looked_at) + (1 - share) * first, dtype=np.float32)


def utterance_scores(own: Scores, layout: Layout, asked: Asked, tuning: Tuning) -> Scores:
    """A score in [0, 1] for each utterance from those of the passages by themselves; utterances outside have -1."""
    scores = _shared(best_part(own, layout.starts), layout, asked, tuning)
    length = np.where(layout.told, tuning.length_report, tuning.length)
    scores = scores * _fullness(layout.chars, tuning.full_chars) ** length
    named = _any_part(asked.named, layout)
    if named.any() and not asked.who:
        scores = scores + tuning.preferred * named
    chosen = _any_part(asked.inside, layout)
    scores = scores + tuning.document_share * _document_fit(scores, chosen, layout.document, tuning)
    most = 1 + tuning.preferred + tuning.document_share
    return np.where(chosen, scores / most, -1).astype(np.float32)


def _shared(best: Scores, layout: Layout, asked: Asked, tuning: Tuning) -> Scores:
    """Scores with shares of the neighbours'; in reports each paragraph mostly stands for itself."""
    alone = best ** (tuning.sharpness_who if asked.who else tuning.sharpness)
    if asked.who:
        shared = with_neighbours(alone, layout.document, tuning.who_share, tuning.who_share)
    else:
        shared = with_neighbours(alone, layout.document, tuning.before, tuning.after, layout.asks, tuning.asked)
    told = (1 - tuning.report_share) * tuning.report_level * alone + tuning.report_share * shared
    return np.where(layout.told, told, shared)


def _any_part(mask: Mask, layout: Layout) -> Mask:
    return np.logical_or.reduceat(mask, layout.starts)


def _fullness(chars: Integers, full_chars: int) -> Scores:
    return np.asarray(np.minimum(1, np.log1p(chars) / np.log1p(full_chars)), dtype=np.float32)


def _document_fit(scores: Scores, chosen: Mask, document: Integers, tuning: Tuning) -> Scores:
    """For each utterance how well the best of its document fit, the best document having 1; by the best utterances."""
    rows = best(scores, np.flatnonzero(chosen), tuning.candidates)
    ranked = rows[np.lexsort((-scores[rows], document[rows]))]
    place = np.arange(len(ranked)) - np.searchsorted(document[ranked], document[ranked])
    top = ranked[place < tuning.document_best]
    fit = np.bincount(document[top], weights=scores[top], minlength=int(document.max()) + 1)
    return np.asarray(fit[document] / fit.max() if fit.max() > 0 else np.zeros(len(scores)), dtype=np.float32)


def best(scores: Scores, rows: Integers, limit: int) -> Integers:
    """The `limit` rows with the greatest scores, in no order."""
    if len(rows) <= limit:
        return rows
    return np.asarray(rows[np.argpartition(-scores[rows], limit)[:limit]], dtype=np.int64)


def order(scores: Scores, own: Scores, inside: Mask, layout: Layout, limit: int) -> Integers:
    """Passages, best first: each utterance once, by its best passage inside; then their other passages, in turn."""
    rows = np.sort(best(scores, np.flatnonzero(scores >= 0), limit))
    ranked = rows[np.argsort(-scores[rows], kind="stable")]
    parts = [_parts(u, own, inside, layout) for u in ranked]
    turns: list[int] = []
    for turn in range(max((len(p) for p in parts), default=0)):
        turns += [int(p[turn]) for p in parts if len(p) > turn]
        if len(turns) >= limit:
            break
    return np.array(turns[:limit], dtype=np.int64)


def _parts(utterance: int, own: Scores, inside: Mask, layout: Layout) -> Integers:
    """The passages of an utterance that are inside, best first."""
    first = layout.starts[utterance]
    last = layout.starts[utterance + 1] if utterance + 1 < len(layout.starts) else len(own)
    rows = np.arange(first, last)[inside[first:last]]
    return np.asarray(rows[np.argsort(-own[rows], kind="stable")], dtype=np.int64)

"""Fits the constants of `retriever.tuning` on committee meetings, with cross-validation by meeting, and prints the
table of what each part adds.

    python -m bench.fit_retrieval --data DIR [--ablation-only]

DIR holds those meetings alone. Constants are changed one after another, each over a few values, as long as the mean of
the three figures rises; a fold is fitted on the meetings of the other folds and measured on its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.opening import retriever_over
from bench.qmsum import Case, cases, folder, ndcg
from corpus.names import name_key
from corpus.protocols import Filters, Query
from retriever.fusion import Mask, Scores
from retriever.late_interaction import Late
from retriever.opened import Opened
from retriever.ranking import Asked, own_scores, utterance_scores
from retriever.scaffold import asks_who
from retriever.search import HybridRetriever
from retriever.tuning import TUNING, WITHOUT_TOKENS, Tuning

FOLDS = 5
RESAMPLES = 2000
GRID: Mapping[str, Sequence[Any]] = {
    "balance": (0.0, 0.15, 0.3),
    "late": (0.3, 0.5, 0.7),
    "late_who": (0.3, 0.4, 0.5),
    "rarity_power": (0.5, 1.0),
    "beside": (0.7, 0.8, 0.9),
    "sharpness": (2.0, 3.0, 4.0),
    "sharpness_who": (1.5, 2.0, 2.5),
    "before": ((0.5, 0.25), (0.6, 0.4, 0.2), (0.6, 0.4, 0.3, 0.15), (0.7, 0.5, 0.4, 0.3, 0.2)),
    "after": ((0.2,), (0.4, 0.2), (0.5, 0.3, 0.2)),
    "asked": (0.25, 0.5, 0.75),
    "who_share": ((0.1,), (0.2, 0.1)),
    "length": (0.75, 1.0, 1.5),
    "preferred": (0.05, 0.1, 0.2),
    "document_share": (0.1, 0.2, 0.3),
}
PARTS: Mapping[str, Mapping[str, Any]] = {
    "without late interaction": {"late": 0.0, "late_who": 0.0, "late_report": 0.0},
    "… fitted without it": {"late": 0.0, "late_who": 0.0}
    | {n: getattr(WITHOUT_TOKENS, n) for n in ("balance", "sharpness", "sharpness_who")},
    "late interaction alone": {"late": 1.0, "late_who": 1.0, "late_report": 1.0},
    "meaning of whole passages alone": {"balance": 1.0, "late": 0.0, "late_who": 0.0, "late_report": 0.0},
    "words alone": {"balance": 0.0, "late": 0.0, "late_who": 0.0, "late_report": 0.0},
    "without words met beside": {"beside": 0.0},
    "without shares of neighbours": {"before": (), "after": (), "who_share": ()},
    "same shares from both sides": {"after": TUNING.before},
    "without more from a question": {"asked": 0.0},
    "same shares for who-questions": {"who_share": TUNING.after},
    "without sharpness": {"sharpness": 1.0, "sharpness_who": 1.0},
    "without length": {"length": 0.0},
    "without named speakers": {"preferred": 0.0},
    "without the document's fit": {"document_share": 0.0},
}
FUSED_ONLY: Mapping[str, Any] = {
    "before": (), "after": (), "who_share": (), "asked": 0.0, "sharpness": 1.0, "sharpness_who": 1.0, "length": 0.0,
    "preferred": 0.0, "document_share": 0.0, "late": 0.0, "late_who": 0.0, "late_report": 0.0, "balance": 0.4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with what does not depend on the constants."""

    case: Case
    dense: Scores
    words: Scores
    asked: Asked
    document: Mask  # passages of its document
    late: Late | None


@dataclass(frozen=True, slots=True)
class Collection:
    opened: Opened
    ranking: tuple[Scored, ...]
    who: tuple[Scored, ...]
    keys: tuple[tuple[str, int], ...]  # utterance -> document, number
    speakers: tuple[frozenset[str], ...]  # utterance -> name keys

    def figures(self, tuning: Tuning) -> npt.NDArray[np.float64]:
        """One row a case, first the ranking ones: scoped, unscoped, who@1; NaN where it does not apply."""
        rows = [(self._ndcg(s, tuning, True), self._ndcg(s, tuning, False), np.nan) for s in self.ranking]
        rows += [(np.nan, np.nan, self._who(s, tuning)) for s in self.who]
        return np.array(rows)

    def _order(self, scored: Scored, tuning: Tuning, scoped: bool) -> npt.NDArray[np.int64]:
        asked = replace(scored.asked, inside=scored.document, near=scored.document) if scoped else scored.asked
        own = own_scores(scored.dense, scored.words, self.opened.layout, asked, tuning, scored.late)
        scores = utterance_scores(own, self.opened.layout, asked, tuning)
        best = np.argpartition(-scores, 50)[:50]
        return np.asarray(best[np.argsort(-scores[best], kind="stable")], dtype=np.int64)

    def _ndcg(self, scored: Scored, tuning: Tuning, scoped: bool) -> float:
        order = self._order(scored, tuning, scoped)
        return ndcg([self.keys[u] for u in order[:10]], scored.case.grades)

    def _who(self, scored: Scored, tuning: Tuning) -> float:
        for u in self._order(scored, tuning, False):
            if self.speakers[u]:
                right = self.keys[u][0] == scored.case.document and bool(self.speakers[u] & scored.case.speakers)
                return float(right)
        return 0.0


def collection(retriever: HybridRetriever, ranking: Sequence[Case], who: Sequence[Case]) -> Collection:
    opened = retriever.opened()
    table, starts = opened.view.table, opened.layout.starts
    passages = opened.view.passages([int(n) for n in table.number[starts]])
    return Collection(
        opened,
        tuple(_scored(retriever, opened, c) for c in ranking),
        tuple(_scored(retriever, opened, c) for c in who),
        tuple((p.document, p.utterance) for p in passages),
        tuple(frozenset(name_key(s.name) for s in p.speakers) for p in passages),
    )


def _scored(retriever: HybridRetriever, opened: Opened, case: Case) -> Scored:
    everything = np.ones(len(opened.vectors), dtype=np.bool_)
    query = Query(case.question)
    dense, words = retriever.scores(opened, query, everything)
    asked = Asked(everything, everything, retriever.named(opened, query), asks_who(case.question))
    inside = retriever.inside(opened, Filters(documents=frozenset({case.document})))
    return Scored(case, dense, words, asked, inside, _ready(retriever.late(opened, case.question), len(dense)))


def _ready(late: Late | None, passages: int) -> Late | None:
    """The same with all matches made beforehand."""
    if late is None:
        return None
    matches = late.matches(np.arange(passages))
    return replace(late, matches=lambda rows: matches[rows])


def means(figures: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(np.nanmean(figures, axis=0))


class Fit:
    """Coordinate ascent over the grid; figures of constants already seen are kept."""

    def __init__(self, data: Collection) -> None:
        self._data = data
        self._seen: dict[Tuning, npt.NDArray[np.float64]] = {}

    def figures(self, tuning: Tuning) -> npt.NDArray[np.float64]:
        if tuning not in self._seen:
            self._seen[tuning] = self._data.figures(tuning)
        return self._seen[tuning]

    def best(self, chosen: npt.NDArray[np.bool_], start: Tuning, sweeps: int = 1) -> Tuning:
        """The constants with the greatest mean of the three figures over the chosen cases."""
        value = lambda t: float(means(self.figures(t)[chosen]).mean())  # noqa: E731
        best = start
        for _ in range(sweeps):
            before = best
            for name, values in GRID.items():
                best = max((replace(best, **{name: v}) for v in (getattr(best, name), *values)), key=value)
            if best == before:
                break
        return best


def cross_validated(fit: Fit, meetings: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
    """Figures of every case under the constants fitted without its fold's meetings."""
    names = sorted(set(meetings.tolist()))
    fold_of = {name: i % FOLDS for i, name in enumerate(names)}
    folds = np.array([fold_of[m] for m in meetings.tolist()])
    result = np.full((len(meetings), 3), np.nan)
    for fold in range(FOLDS):
        tuning = fit.best(folds != fold, TUNING)
        result[folds == fold] = fit.figures(tuning)[folds == fold]
        print(f"fold {fold}: {means(result[folds == fold]).round(3)}", file=sys.stderr, flush=True)
    return result


def interval(figures: npt.NDArray[np.float64], meetings: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
    """The 95 % bootstrap interval of each mean, whole meetings drawn with replacement; shape (2, 3)."""
    rng = np.random.default_rng(0)
    names = np.unique(meetings)
    rows = {name: np.flatnonzero(meetings == name) for name in names}
    drawn = [means(figures[np.concatenate([rows[n] for n in rng.choice(names, len(names))])]) for _ in range(RESAMPLES)]
    return np.asarray(np.nanpercentile(drawn, [2.5, 97.5], axis=0))


def _line(label: str, figures: npt.NDArray[np.float64]) -> None:
    scoped, unscoped, who = means(figures)
    print(f"| {label} | {scoped:.3f} | {unscoped:.3f} | {who:.3f} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ablation-only", action="store_true")
    args = parser.parse_args()
    return report(collection(retriever_over(args.data), *cases(folder())), fit_too=not args.ablation_only)


def report(data: Collection, *, fit_too: bool) -> int:
    fit = Fit(data)
    meetings = np.array([s.case.document for s in (*data.ranking, *data.who)])
    print("| | nDCG@10, meeting known | nDCG@10, whole collection | who@1 |\n|---|---|---|---|")
    _line("as it is", fit.figures(TUNING))
    for label, change in PARTS.items():
        _line(label, fit.figures(replace(TUNING, **change)))
    _line("fused alone", fit.figures(replace(TUNING, **FUSED_ONLY)))
    print("95 % intervals by meeting:", interval(fit.figures(TUNING), meetings).round(3).tolist())
    if fit_too:
        figures = cross_validated(fit, meetings)
        _line("cross-validated", figures)
        print("95 % intervals by meeting:", interval(figures, meetings).round(3).tolist())
        best = fit.best(np.ones(len(meetings), dtype=np.bool_), TUNING)
        _line("fitted on all", fit.figures(best))
        print(best)
    return 0


if __name__ == "__main__":
    sys.exit(main())

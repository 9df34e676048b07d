"""The figures of a run: summary.json. The keys of the measuring tool stand at the top, with its meaning.

What it counts as wrong and we do not: a case that failed. It stands in `errors` and `failed`, and in no measure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.bootstrap import interval
from evaluation.judging import CaseScore
from evaluation.measures import BY_NAME, IN_GROUPS, MEASURES
from evaluation.metrics import abstention, calibration
from evaluation.metrics.measure import average
from service.contract import Json

NOBODY = "–"
_OWN_KEYS = (
    "right",
    "locked",
    "verbatim",
    "speaker_precision",
    "speaker_recall",
    "speaker_f1",
    "evidence",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
    "latency_s_p50",
    "latency_s_p95",
)
_RANKING_KEYS = ("ndcg@10", "recall@20", "hit@5", "who@1", "who@3")


def summarise(scores: Sequence[CaseScore]) -> Json:
    """Every figure. None is undefined; each measure has its count of cases and, from two cases on, its interval."""
    measures = {m.name: _measured(m.name, scores) for m in MEASURES}
    groups = {"type": _types, "document": _documents, "speaker": _speakers}
    by = {name: _grouped(scores, of) for name, of in groups.items()}
    return {
        **_counts(scores),
        **{name: measures[name]["value"] for name in (*_OWN_KEYS, *_RANKING_KEYS)},
        "right_by_type": _right_by_type(scores),
        "wrong": [s.case for s in scores if s.right is False],
        "failed": [s.case for s in scores if s.error is not None],
        "measures": measures,
        **{f"by_{name}": found for name, found in by.items()},
        "macro": {name: {f"by_{of}": _macro(name, found) for of, found in by.items()} for name in IN_GROUPS},
        "speaker_confusion": speaker_confusion(scores),
        "abstention_confusion": [
            {"expected": e, "shown": s, "cases": n} for (e, s), n in sorted(abstention.confusion(scores).items())
        ],
        "calibration": _calibration(scores),
    }


def _counts(scores: Sequence[CaseScore]) -> Json:
    return {
        "cases": len(scores),
        "errors": sum(s.error is not None for s in scores),
        "search_errors": sum(s.search_error is not None for s in scores),
        "abstained": sum(bool(s.abstained) for s in scores),
        "abstain_due": sum(s.due for s in scores),
    }


def _measured(name: str, scores: Sequence[CaseScore]) -> Json:
    measure = BY_NAME[name]
    table = measure.table(scores)
    value, count = measure.of_table(table)
    around = interval(measure, table)
    return {"value": value, "count": count, "low": around and around.low, "high": around and around.high}


def _right_by_type(scores: Sequence[CaseScore]) -> dict[str, str]:
    judged: defaultdict[str, list[bool]] = defaultdict(list)
    for s in scores:
        if s.right is not None:
            judged[s.type].append(s.right)
    return {kind: f"{sum(found)}/{len(found)}" for kind, found in sorted(judged.items())}


def _types(score: CaseScore) -> Iterable[str]:
    return (score.type,)


def _documents(score: CaseScore) -> Iterable[str]:
    return score.documents or (NOBODY,)


def _speakers(score: CaseScore) -> Iterable[str]:
    """Those expected; a case of several counts for each of them."""
    return score.speakers or (NOBODY,)


def _grouped(scores: Sequence[CaseScore], names: Callable[[CaseScore], Iterable[str]]) -> Json:
    """For each group, in order of name: each measure of IN_GROUPS with its value and count."""
    groups: defaultdict[str, list[CaseScore]] = defaultdict(list)
    for s in scores:
        for name in names(s):
            groups[name].append(s)
    return {name: _row(groups[name]) for name in sorted(groups)}


def _row(scores: Sequence[CaseScore]) -> Json:
    found = ((name, BY_NAME[name].of(scores)) for name in IN_GROUPS)
    return {"cases": len(scores), **{name: {"value": value, "count": count} for name, (value, count) in found}}


def _macro(name: str, groups: Json) -> Json:
    """The mean over groups, each counting the same, and over how many: one talkative witness does not decide."""
    values = [row[name]["value"] for group, row in groups.items() if group != NOBODY and row[name]["value"] is not None]
    return {"value": average(values), "count": len(values)}


def speaker_confusion(scores: Sequence[CaseScore]) -> list[Json]:
    """How often somebody was expected and somebody shown, most often first; None for nobody."""
    pairs = Counter(pair for s in scores for pair in s.confusions)
    return [{"expected": e, "shown": s, "cases": n} for (e, s), n in pairs.most_common()]


def _calibration(scores: Sequence[CaseScore]) -> Json:
    bins = calibration.curve(scores)
    found: dict[str, Any] = {"bins": [asdict(b) for b in bins]}
    return {**found, "error": calibration.expected_calibration_error(bins)}

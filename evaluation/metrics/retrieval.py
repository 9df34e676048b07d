"""Retrieval: recall@k, nDCG@k and MRR of ranking cases; the door to ir-measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from evaluation.cases import Case
from evaluation.metrics.measure import Measure, Parts, mean, ratio
from evaluation.naming import same_person
from service.contract import Json

if TYPE_CHECKING:
    from evaluation.judging import CaseScore

DEPTH = 50  # hits that are asked for
TITLES = {
    "ndcg@10": "nDCG@10",
    "recall@5": "Recall@5",
    "recall@20": "Recall@20",
    "mrr": "MRR",
    "hit@5": "Any of the first 5",
    "who@1": "First speaker expected",
    "who@3": "One of the first 3 speakers expected",
}
Found = tuple[tuple[str, float], ...]


def item(document: str, utterance: int) -> str:
    """The name of an utterance in qrels and runs: no white space, "document#utterance"."""
    return f"{'%20'.join(document.split())}#{utterance}"


def qrels(case: Case) -> dict[str, int]:
    """Relevant utterances with their grade; grade 0 is judged and not relevant."""
    return {item(str(case.document), number): grade for number, grade in case.utterances}


def ranking(hits: Sequence[Json]) -> list[str]:
    """Utterances in the order in which hits bring them, each once."""
    spans = ((h["document"], *h["utterances"]) for h in hits)
    return list(dict.fromkeys(item(d, number) for d, first, last in spans for number in range(first, last + 1)))


def measured(case: Case, hits: Sequence[Json]) -> Found:
    """What the case defines: the measures of ranking where it has graded utterances, who@k where it has speakers."""
    relevant = {i: grade for i, grade in qrels(case).items() if grade > 0}
    found = _ranked(relevant, ranking(hits)) if relevant else {}
    if case.speakers:
        expected = _expected_speakers(case, hits)
        found |= {f"who@{k}": float(any(expected[:k])) for k in (1, 3)}
    return tuple((name, found[name]) for name in TITLES if name in found)


def _ranked(relevant: dict[str, int], ranked: Sequence[str]) -> dict[str, float]:
    if not ranked:
        return dict.fromkeys(("ndcg@10", "recall@5", "recall@20", "mrr", "hit@5"), 0.0)
    # Places for scores: ties would be broken by name, and no two utterances stand at one place.
    run = {"q": {name: float(-place) for place, name in enumerate(ranked)}}
    found = {str(m.measure): float(m.value) for m in _evaluator_of(relevant).iter_calc(run)}
    return {
        "ndcg@10": found["nDCG@10"],
        **{f"recall@{k}": found[f"R@{k}"] * len(relevant) / min(k, len(relevant)) for k in (5, 20)},
        "mrr": found["RR"],
        "hit@5": float(found["R@5"] > 0),
    }


def _evaluator_of(relevant: dict[str, int]) -> Any:
    import ir_measures

    return ir_measures.evaluator(_wanted(), {"q": relevant})


@cache
def _wanted() -> tuple[Any, ...]:
    from ir_measures import RR, R, nDCG

    return (nDCG @ 10, R @ 5, R @ 20, RR)


def _expected_speakers(case: Case, hits: Sequence[Json]) -> list[bool]:
    """For each speaker, in the order in which hits name them: expected, and in the document asked for?"""
    named = dict.fromkeys((h["document"], p["name"]) for h in hits for p in h.get("speakers", []))
    return [d == case.document and any(same_person(name, s) for s in case.speakers) for d, name in named]


def _named(name: str, score: CaseScore) -> Parts | None:
    return mean(dict(score.retrieval).get(name))


def _measure(name: str, title: str) -> Measure:
    return Measure(name, title, lambda s: _named(name, s), ratio)


MEASURES = tuple(_measure(name, title) for name, title in TITLES.items())

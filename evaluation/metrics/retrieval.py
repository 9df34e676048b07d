"""Retrieval: recall@k, nDCG@k and MRR of what was searched for; the door to ir-measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from evaluation.cases import Case
from evaluation.held import Documents
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


def qrels(case: Case, documents: Documents) -> dict[str, int]:
    """Judged utterances with their grade, 0 for not relevant: those that the case grades; else, with grade 1, those in
    which its expected quotes stand.
    """
    if case.ranking:
        return {item(str(case.document), number): grade for number, grade in case.utterances}
    return {item(name, number): 1 for name, number in _with_evidence(case, documents)}


def _with_evidence(case: Case, documents: Documents) -> Iterator[tuple[str, int]]:
    for expected in () if case.abstain else case.evidence:
        document = documents.get(expected.document)
        span = document.find_words(expected.quote) if document else None
        if document and span:
            yield from ((expected.document, number) for number in document.utterances_in(span))


def ranking(hits: Sequence[Json]) -> list[str]:
    """Utterances in the order in which hits bring them, each once."""
    spans = ((h["document"], *h["utterances"]) for h in hits)
    return list(dict.fromkeys(item(d, number) for d, first, last in spans for number in range(first, last + 1)))


def measured(case: Case, hits: Sequence[Json], documents: Documents) -> Found:
    """What the case defines: the measures of ranking where something is relevant, who@k where it has speakers."""
    relevant = {i: grade for i, grade in qrels(case, documents).items() if grade > 0}
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
    """For each speaker, in the order in which hits name them: expected, and in a document of the case?"""
    named = dict.fromkeys((h["document"], p["name"]) for h in hits for p in h.get("speakers", []))
    places = case.about
    return [d in places and any(same_person(name, s) for s in case.speakers) for d, name in named]


def _named(name: str, score: CaseScore) -> Parts | None:
    return mean(dict(score.retrieval).get(name))


def _measure(name: str, title: str) -> Measure:
    return Measure(name, title, lambda s: _named(name, s), ratio)


MEASURES = tuple(_measure(name, title) for name, title in TITLES.items())

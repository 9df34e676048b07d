"""A case and what came back of it become a score: right or wrong, and every measure of the one case.

No model judges. An error stays an error: nothing is scored of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from evaluation.answers import Answered
from evaluation.cases import Case
from evaluation.held import Documents
from evaluation.metrics import attribution, citations, mentions, quotes, retrieval, roll, speakers, stance
from evaluation.metrics.measure import NONE, Share, average
from evaluation.metrics.right import Upheld, wrongs
from evaluation.shown import Shown, shown
from service.contract import Json


@dataclass(frozen=True, slots=True)
class CaseScore:
    """Everything measured of one case; one line of DIR/scores.jsonl. None and (0, 0) are undefined.

    `right` and `abstained` are None where there was an error and for ranking cases. `wrongs` say why it is not right.
    Shares are how many of how many. `stances` and `confusions` are pairs of expected and shown.
    """

    case: str
    type: str
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    due: bool = False  # the case asks to abstain
    expected_kind: str | None = None
    error: str | None = None
    search_error: str | None = None  # the answer is judged, the ranking is not
    wall_ms: float = 0.0
    right: bool | None = None
    wrongs: tuple[str, ...] = ()
    abstained: bool | None = None
    kind: str | None = None
    evidence_score: float | None = None
    said_by: tuple[str, ...] = ()
    speaker_precision: float | None = None
    speaker_recall: float | None = None
    locked: Share = NONE
    right_speaker: Share = NONE
    verbatim: Share = NONE
    citation_precision: float | None = None
    citation_recall: float | None = None
    evidence: float | None = None
    must_mention: float | None = None
    roll_recall: float | None = None
    stances: tuple[tuple[str, str | None], ...] = ()
    confusions: tuple[tuple[str | None, str | None], ...] = ()
    retrieval: tuple[tuple[str, float], ...] = ()


_NAMES = tuple(f.name for f in fields(CaseScore))


def judge(case: Case, came: Answered, documents: Documents) -> CaseScore:
    """The score of one case. Raises CouldNotLook where a cited document cannot be had."""
    known: dict[str, Any] = {
        "case": case.id,
        "type": case.type,
        "documents": case.about,
        "speakers": case.speakers,
        "due": case.abstain,
        "expected_kind": case.abstention if case.abstain else None,
        "error": came.error,
        "search_error": came.search_error,
        "wall_ms": came.wall_ms,
    }
    if came.error is not None:
        return CaseScore(**known)
    if came.hits is not None:
        known["retrieval"] = retrieval.measured(case, came.hits, documents)
    if case.ranking:
        return CaseScore(**known)
    return CaseScore(**known, **_judged(case, shown(came.answer or {}), documents))


def _judged(case: Case, answer: Shown, documents: Documents) -> dict[str, Any]:
    held = Upheld(attribution.locked_share(answer, documents), quotes.exact_share(answer, documents))
    reasons = wrongs(case, answer, held)
    return {
        "right": not reasons,
        "wrongs": reasons,
        "abstained": answer.abstained,
        "kind": answer.kind if answer.abstained else None,
        "evidence_score": answer.evidence_score,
        "said_by": answer.said_by,
        "speaker_precision": speakers.precision(case, answer),
        "speaker_recall": speakers.recall(case, answer),
        "locked": held.locked,
        "right_speaker": attribution.right_speaker_share(answer, documents),
        "verbatim": held.verbatim,
        "citation_precision": citations.precision(case, answer, documents),
        "citation_recall": citations.recall(case, answer, documents),
        "evidence": None if case.abstain else average(citations.covered(case, answer)),
        "must_mention": mentions.mentioned_share(case, answer),
        "roll_recall": roll.roll_recall(case, answer),
        "stances": () if case.abstain else stance.stances(case, answer),
        "confusions": speakers.confusions(case, answer),
    }


def score_json(score: CaseScore) -> Json:
    """The score as its line has it; what is undefined or empty is left out."""
    return {name: value for name in _NAMES if (value := getattr(score, name)) not in (None, (), NONE)}


def score_of(row: Mapping[str, Any]) -> CaseScore:
    """The score of a line; what a later version has added is passed over. Raises KeyError, TypeError for none."""
    return CaseScore(**{name: _tuples(value) for name, value in row.items() if name in _NAMES})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value

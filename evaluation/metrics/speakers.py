"""Speaker precision, recall and F1: whether those are shown who were expected."""

from __future__ import annotations

from evaluation.cases import Case
from evaluation.metrics.measure import Measure, average, f1_of_means, mean, precision_and_recall, ratio
from evaluation.naming import name_parts, same_person, words
from evaluation.shown import Shown, ShownClaim


def in_question(name: str, case: Case) -> bool:
    """Whether the question itself names the person: who is asked about may be shown without loss."""
    parts = name_parts(name)
    return bool(parts) and parts[-1] in words(case.question)


def required(case: Case) -> tuple[str, ...]:
    """Whom the answer must show: where others are asked for, not who is named in the question."""
    if case.type != "relation":
        return case.speakers
    return tuple(s for s in case.speakers if not in_question(s, case)) or case.speakers


def is_shown(name: str, answer: Shown) -> bool:
    """Whether a claim names the person, as having said it or as whom it is about."""
    return any(same_person(name, other) for other in (*answer.said_by, *answer.about))


def is_expected(claim: ShownClaim, case: Case) -> bool:
    """Whether one of those whom the claim credits is expected, allowed, or named in the question."""
    welcome = (*case.speakers, *case.speakers_allowed)
    return any(in_question(n, case) or any(same_person(w, n) for w in welcome) for n in claim.names)


def recall(case: Case, answer: Shown) -> float | None:
    """Share of those required who are shown; None where nobody is, or where the case asks to abstain."""
    return None if case.abstain else average([is_shown(name, answer) for name in required(case)])


def precision(case: Case, answer: Shown) -> float | None:
    """Share of the claims with a speaker whose speaker is expected; None where there is none of either."""
    crediting = [c for c in answer.claims if c.names]
    return average([is_expected(c, case) for c in crediting]) if case.speakers and not case.abstain else None


def confusions(case: Case, answer: Shown) -> tuple[tuple[str | None, str | None], ...]:
    """Pairs of who was expected and who was shown, for the table; None where nobody stands on the other side.

    One who was missed is paired with each who was shown wrongly.
    """
    if case.abstain:
        return ()
    wrong = tuple(dict.fromkeys(n for c in answer.claims if c.names and not is_expected(c, case) for n in c.names))
    met = [(name, name) for name in required(case) if is_shown(name, answer)]
    missed = [name for name in required(case) if not is_shown(name, answer)]
    return (*met, *((m, w) for m in missed for w in wrong or (None,)), *((None, w) for w in wrong if not missed))


MEASURES = (
    Measure("speaker_precision", "Speaker precision", lambda s: mean(s.speaker_precision), ratio),
    Measure("speaker_recall", "Speaker recall", lambda s: mean(s.speaker_recall), ratio),
    Measure(
        "speaker_f1",
        "Speaker F1",
        lambda s: precision_and_recall(s.speaker_precision, s.speaker_recall),
        f1_of_means,
    ),
)

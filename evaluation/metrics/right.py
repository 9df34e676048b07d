"""Right: everything at once that makes an answer one to rely on; and follow-up accuracy, the same for follow-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluation.cases import Case
from evaluation.metrics import citations, mentions, speakers
from evaluation.metrics.measure import Measure, Parts, Share, mean, ratio
from evaluation.naming import words
from evaluation.shown import Shown

MAX_WORDS, MAX_CITATIONS, MAX_QUOTE_WORDS = 300, 12, 80
_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Upheld:
    """What of an answer holds against the record: its locked claims and its exact quotes, each of how many."""

    locked: Share
    verbatim: Share


def wrongs(case: Case, answer: Shown, held: Upheld) -> tuple[str, ...]:
    """Why the answer is not right, a short reason each; () where it is right."""
    if case.abstain:
        return () if answer.abstained else ("should have abstained",)
    if answer.abstained:
        return ("abstained",)
    return (*_wrong_speakers(case, answer), *_wrong_words(case, answer, held), *_wrong_form(answer))


def _wrong_speakers(case: Case, answer: Shown) -> list[str]:
    missing = [name for name in speakers.required(case) if not speakers.is_shown(name, answer)]
    precision = speakers.precision(case, answer)
    found = [f"{name} is not shown" for name in missing]
    if precision is not None and precision <= 0.5:
        found.append("most of the speakers shown are not expected")
    return found


def _wrong_words(case: Case, answer: Shown, held: Upheld) -> list[str]:
    cited = citations.covered(case, answer)
    missing = [m for m, there in zip(case.must_mention, mentions.mentioned(case, answer), strict=True) if not there]
    found = {
        "there is no claim": not answer.claims,
        "a claim is not locked to its speaker": held.locked[0] < held.locked[1],
        "a quote is not exact": held.verbatim[0] < held.verbatim[1],
        "no expected quote is cited": bool(cited) and not any(cited),
    }
    return [reason for reason, so in found.items() if so] + [f"“{m}” is not mentioned" for m in missing]


def _wrong_form(answer: Shown) -> list[str]:
    known = answer.by_number
    found = {
        "a number points nowhere": any(int(n) not in known for n in _NUMBER.findall(answer.text)),
        f"longer than {MAX_WORDS} words": len(words(answer.text)) > MAX_WORDS,
        f"more than {MAX_CITATIONS} citations": len(answer.citations) > MAX_CITATIONS,
        f"a quote longer than {MAX_QUOTE_WORDS} words": any(
            len(words(c.quote)) > MAX_QUOTE_WORDS for c in answer.citations
        ),
    }
    return [reason for reason, so in found.items() if so]


def _of_type(kind: str, right: bool | None, of: str) -> Parts | None:
    return mean(right) if kind == of else None


MEASURES = (
    Measure("right", "Right answers", lambda s: mean(s.right), ratio),
    Measure("followup_right", "Follow-ups right", lambda s: _of_type(s.type, s.right, "followup"), ratio),
)

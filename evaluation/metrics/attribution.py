"""Locked claims and the right-speaker rate: whether the record gives the cited words to whom the answer credits."""

from __future__ import annotations

from evaluation.held import Documents, Held
from evaluation.metrics.measure import Measure, Share, ratio, share
from evaluation.naming import same_person
from evaluation.shown import Shown, ShownCitation, ShownClaim

MOSTLY = 0.5  # of the largest overlap: whoever holds less of the cited words is only brushed by the citation


def locked(claim: ShownClaim, answer: Shown, documents: Documents) -> bool:
    """Whether the claim has citations that all resolve, and one touches something that its speaker said."""
    cited = _cited(claim, answer)
    if not cited:
        return False
    return not claim.names or any(_touches(claim, c, documents.get(c.document)) for c in cited)


def says_it(claim: ShownClaim, answer: Shown, documents: Documents) -> bool:
    """Whether every cited span is mostly the speaker's: theirs is the largest part of it, or at least half as large."""
    cited = _cited(claim, answer)
    return bool(cited) and all(_holds(claim, c, documents.get(c.document)) for c in cited)


def locked_share(answer: Shown, documents: Documents) -> Share:
    return sum(locked(c, answer, documents) for c in answer.claims), len(answer.claims)


def right_speaker_share(answer: Shown, documents: Documents) -> Share:
    """Of the claims that credit somebody."""
    crediting = [c for c in answer.claims if c.names]
    return sum(says_it(c, answer, documents) for c in crediting), len(crediting)


def _cited(claim: ShownClaim, answer: Shown) -> list[ShownCitation]:
    """The citations of a claim; [] where it has none or a number points nowhere."""
    known = answer.by_number
    return [known[n] for n in claim.numbers] if all(n in known for n in claim.numbers) else []


def _touches(claim: ShownClaim, citation: ShownCitation, document: Held | None) -> bool:
    if document is None:
        return False
    return any(_same(claim, said.names) for said, _ in document.said_in(citation.start, citation.end))


def _holds(claim: ShownClaim, citation: ShownCitation, document: Held | None) -> bool:
    if document is None:
        return False
    found = [(said, both) for said, both in document.said_in(citation.start, citation.end) if said.names]
    most = max((both for _, both in found), default=0)
    return any(both >= MOSTLY * most and _same(claim, said.names) for said, both in found)


def _same(claim: ShownClaim, names: tuple[str, ...]) -> bool:
    return any(same_person(a, b) for a in claim.names for b in names)


MEASURES = (
    Measure("locked", "Locked claims", lambda s: share(s.locked), ratio),
    Measure("right_speaker", "Right-speaker rate", lambda s: share(s.right_speaker), ratio),
)

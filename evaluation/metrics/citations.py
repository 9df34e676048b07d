"""Citation precision and recall, by the overlap of cited and expected spans; and expected quotes covered by words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Span
from evaluation.cases import Case
from evaluation.held import Documents
from evaluation.metrics.measure import Measure, average, mean, ratio
from evaluation.naming import covers
from evaluation.shown import Shown, ShownCitation

SUPPORTS = 0.5  # of the shorter of the two spans


def covered(case: Case, answer: Shown) -> list[bool]:
    """For each expected quote, whether a citation of its document holds 60 % of its words."""
    return [any(c.document == e.document and covers(e.quote, c.quote) for c in answer.citations) for e in case.evidence]


def precision(case: Case, answer: Shown, documents: Documents) -> float | None:
    """Share of the citations that overlap an expected span by half of the shorter one; None where nothing is cited."""
    expected = _expected(case, documents)
    if not expected or not answer.citations:
        return None
    return average([any(d == c.document and _supports(c, span) for d, span in expected) for c in answer.citations])


def recall(case: Case, answer: Shown, documents: Documents) -> float | None:
    """Mean over the expected quotes of the share of their characters that is cited; None where none is expected."""
    return average([_cited_share(d, span, answer.citations) for d, span in _expected(case, documents)])


def _expected(case: Case, documents: Documents) -> list[tuple[str, Span]]:
    """Where the expected quotes stand; one that does not occur is left out, as `rostrum eval check` says."""
    if case.abstain:
        return []
    found = ((e.document, documents.get(e.document), e.quote) for e in case.evidence)
    spans = ((name, document.find_words(quote)) for name, document, quote in found if document)
    return [(name, span) for name, span in spans if span]


def _supports(citation: ShownCitation, span: Span) -> bool:
    both = min(citation.end, span[1]) - max(citation.start, span[0])
    return both > 0 and both >= SUPPORTS * min(citation.end - citation.start, span[1] - span[0])


def _cited_share(document: str, span: Span, citations: Sequence[ShownCitation]) -> float:
    own = sorted((max(c.start, span[0]), min(c.end, span[1])) for c in citations if c.document == document)
    reached, counted = span[0], 0
    for start, end in own:
        counted += max(0, end - max(start, reached))
        reached = max(reached, end)
    return counted / (span[1] - span[0])


MEASURES = (
    Measure("citation_precision", "Citation precision", lambda s: mean(s.citation_precision), ratio),
    Measure("citation_recall", "Citation recall", lambda s: mean(s.citation_recall), ratio),
    Measure("evidence", "Expected quotes covered", lambda s: mean(s.evidence), ratio),
)

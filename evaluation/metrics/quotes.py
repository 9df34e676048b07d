"""Quote exactness: whether what stands between quotation marks is what the record has at that place."""

from __future__ import annotations

from evaluation.held import Documents
from evaluation.metrics.measure import Measure, Share, ratio, share
from evaluation.shown import Shown, ShownCitation


def is_exact(citation: ShownCitation, documents: Documents) -> bool:
    document = documents.get(citation.document)
    return document is not None and document.text[citation.start : citation.end] == citation.quote


def exact_share(answer: Shown, documents: Documents) -> Share:
    return sum(is_exact(c, documents) for c in answer.citations), len(answer.citations)


MEASURES = (Measure("verbatim", "Quote exactness", lambda s: share(s.verbatim), ratio),)

"""The last check before a reader sees a claim: the words are there, and the record gives them to that person.

What fails is dropped with its reason and never repaired in silence.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Document, Person
from service.answers import Citation, Claim
from service.excerpts import MAX_QUOTE_WORDS, word_count

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was not shown, and why."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...]


def verify(
    claims: Sequence[Claim], citations: Mapping[str, Citation], documents: Mapping[tuple[str, str], Document]
) -> Verified:
    """Claims that hold, in their order, and those that do not with the first reason found.

    `documents` by id and version; `citations` by key.
    """
    kept, dropped = [], []
    for claim in claims:
        reason = _fault(claim, citations, documents)
        if reason is None:
            kept.append(claim)
        else:
            _log.warning("claim dropped: %s", reason)
            dropped.append(Dropped(claim, reason))
    return Verified(tuple(kept), tuple(dropped))


def _fault(
    claim: Claim, citations: Mapping[str, Citation], documents: Mapping[tuple[str, str], Document]
) -> str | None:
    if not claim.keys:
        return "it cites nothing"
    for key in claim.keys:
        citation = citations.get(key)
        if citation is None:
            return f"it cites {key}, which does not exist"
        document = documents.get((citation.document, citation.version))
        if document is None:
            return f"{key} is of a document that was not looked at"
        fault = _quote_fault(citation, document) or _source_fault(claim, citation, document)
        if fault:
            return f"{key}: {fault}"
    return None


def _quote_fault(citation: Citation, document: Document) -> str | None:
    if not 0 <= citation.start < citation.end <= len(document.text):
        return "the span lies outside the document"
    if document.text[citation.start : citation.end] != citation.quote:
        return "the quote is not the span"
    if word_count(citation.quote) > MAX_QUOTE_WORDS:
        return f"the quote has more than {MAX_QUOTE_WORDS} words"
    return None


def _source_fault(claim: Claim, citation: Citation, document: Document) -> str | None:
    """A spoken claim must lie in one statement or utterance of its speaker; narration in nobody's."""
    if claim.speaker is None and claim.on_behalf_of is None:
        own = claim.attribution == "narration" and _named_source(citation, document)
        return "narration cites words that the record gives to somebody" if own else None
    if not _said(claim.speaker, claim.on_behalf_of, citation, document):
        return "the record does not give these words to that speaker"
    return None


def _said(speaker: Person | None, on_behalf_of: Person | None, citation: Citation, document: Document) -> bool:
    for s in document.statements:
        whose = s.source == speaker and s.on_behalf_of == on_behalf_of
        if whose and s.start <= citation.start and citation.end <= s.end:
            return True
    if on_behalf_of is not None or speaker is None:
        return False
    u = document.utterances[citation.utterance]
    return u.speaker == speaker and u.start <= citation.start and citation.end <= u.end


def _named_source(citation: Citation, document: Document) -> bool:
    u = document.utterances[citation.utterance]
    spoken = u.speaker is not None and u.start < citation.end and citation.start < u.end
    return spoken or any(
        s.source is not None and s.start < citation.end and citation.start < s.end for s in document.statements
    )

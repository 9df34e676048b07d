"""The JSON of answers and of the record, as the contract has it; the same for HTTP and the command line."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from corpus.protocols import Hit
from corpus.records import Document, Person, Statement, Utterance
from corpus.summaries import DocumentSummary, SpeakerSummary
from service.answers import Answer, Citation, Claim

Json = dict[str, Any]
MAX_QUOTE_WORDS = 80


def person_json(person: Person | None) -> Json | None:
    """`{"id", "name"}`, with `affiliation` where there is one; None for nobody."""
    if person is None:
        return None
    known = {"id": person.id, "name": person.name}
    return known | ({"affiliation": person.affiliation} if person.affiliation else {})


def document_url(document: str, version: str, utterance: int | None = None) -> str:
    """Where a reader sees the words: "/documents/{id}?version=…#u{utterance}", percent-encoded."""
    fragment = "" if utterance is None else f"#u{utterance}"
    return f"/documents/{quote(document, safe='')}?version={quote(version, safe='')}{fragment}"


def citation_json(citation: Citation) -> Json:
    """A citation; without `number` while it has none."""
    numbered = {"number": citation.number} if citation.number else {}
    return {
        "key": citation.key,
        **numbered,
        "document": citation.document,
        "version": citation.version,
        "title": citation.title,
        "date": citation.date,
        "section": citation.section,
        "speaker": person_json(citation.speaker),
        "utterance": citation.utterance,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "text_sha256": citation.text_sha256,
        "url": document_url(citation.document, citation.version, citation.utterance),
    }


def claim_json(claim: Claim) -> Json:
    return {
        "text": claim.text,
        "speaker": person_json(claim.speaker),
        "for": person_json(claim.on_behalf_of),
        "about": [person_json(p) for p in claim.about],
        "cue": claim.cue,
        "stance": claim.stance,
        "attribution": claim.attribution,
        "citations": list(claim.citations),
    }


def answer_json(answer: Answer, answer_id: str, conversation: str) -> Json:
    """The whole answer of `POST /api/ask`; what the service's database keeps."""
    abstention = answer.abstention
    return {
        "id": answer_id,
        "conversation": conversation,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "text": answer.text,
        "abstained": abstention is not None,
        "abstention": {"kind": abstention.kind, "message": abstention.message} if abstention else None,
        **({"premise_contradicted": True} if answer.premise_contradicted else {}),
        "claims": [claim_json(c) for c in answer.claims],
        "citations": [citation_json(c) for c in answer.citations],
        "coverage": {
            "shown": answer.coverage.shown,
            "touching": answer.coverage.touching,
            "others": [person_json(p) for p in answer.coverage.others],
        },
        "related": [citation_json(c) for c in answer.related],
        "composer": answer.composer,
        "prompt_version": answer.prompt_version,
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms},
    }


def hit_json(hit: Hit) -> Json:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "document": passage.document,
        "version": passage.version,
        "utterances": [passage.utterance, passage.utterance],
        "speakers": [person_json(p) for p in passage.speakers],
        "section": passage.section,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "url": document_url(passage.document, passage.version, passage.utterance),
    }


def utterance_json(utterance: Utterance) -> Json:
    timed = {} if utterance.time_s is None else {"time_s": utterance.time_s}
    return {
        "number": utterance.number,
        "speaker": person_json(utterance.speaker),
        "label": utterance.label,
        "section": utterance.section,
        "start": utterance.start,
        "end": utterance.end,
        **timed,
    }


def statement_json(statement: Statement) -> Json:
    targeted = {"target": statement.target} if statement.target else {}
    return {
        "utterance": statement.utterance,
        "source": person_json(statement.source),
        "label": statement.label,
        "for": person_json(statement.on_behalf_of),
        "cue": statement.cue,
        "start": statement.start,
        "end": statement.end,
        "content": list(statement.content),
        "stance": statement.stance,
        **targeted,
        "attribution": statement.attribution,
    }


def document_json(document: Document) -> Json:
    """A document whole: its text, and the spans of it that somebody said."""
    return {
        **{name: getattr(document, name) for name in ("id", "version", "title", "date", "place", "event", "language")},
        "kind": document.kind,
        "text": document.text,
        "roll": [
            {
                "person": person_json(entry.person),
                "role": entry.participant.role,
                "labels": list(entry.participant.labels),
            }
            for entry in document.roll
        ],
        "utterances": [utterance_json(u) for u in document.utterances],
        "statements": [statement_json(s) for s in document.statements],
    }


def summary_json(summary: DocumentSummary) -> Json:
    """A document in a list: what it is called, without its words."""
    names = ("id", "version", "title", "date", "place", "event", "language", "kind")
    return {name: getattr(summary, name) for name in names} | {"url": document_url(summary.id, summary.version)}


def speaker_json(summary: SpeakerSummary) -> Json:
    """A speaker with their meetings: documents by date."""
    meetings = [{"document": d.id, "title": d.title, "date": d.date, "event": d.event} for d in summary.documents]
    return {**(person_json(summary.person) or {}), "meetings": meetings}


def said_json(document: Document, said: Statement | Utterance) -> Json:
    """One thing somebody said: its quote of at most 80 words, `quote == text[start:end]`, and where it stands."""
    number = said.utterance if isinstance(said, Statement) else said.number
    end = end_of_words(document.text, said.start, said.end)
    return {
        "document": document.id,
        "version": document.version,
        "title": document.title,
        "date": document.date,
        "utterance": number,
        "section": document.utterances[number].section,
        "quote": document.text[said.start : end],
        "start": said.start,
        "end": end,
        "stance": said.stance if isinstance(said, Statement) else "neither",
        "attribution": said.attribution if isinstance(said, Statement) else "own_words",
        "url": document_url(document.id, document.version, number),
    }


def end_of_words(text: str, start: int, end: int, max_words: int = MAX_QUOTE_WORDS) -> int:
    """The end of at most so many words from `start` on; `end` itself where there are no more."""
    words, inside = 0, False
    for position in range(start, end):
        if text[position].isspace():
            inside = False
        elif not inside:
            words, inside = words + 1, True
            if words > max_words:
                return start + len(text[start:position].rstrip())
    return end

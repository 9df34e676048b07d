"""Cutting: a passage is one utterance, or a part of about 110 words of a long one, cut where a sentence ends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from corpus.protocols import Embedder
from corpus.records import Document, Person, Span, Statement, Utterance
from corpus.records import Passage as Passage
from corpus.sentences import sentences
from ingest.fingerprints import source_hash
from retriever.encoding import with_tokens
from retriever.lexical import LEXICAL_VERSION
from retriever.token_rows import ROWS_VERSION

PASSAGE_WORDS = 110
LONGEST_WORDS = 160  # a sentence longer than this is cut between words
CUT_BY = ("ingest.passages", "corpus.sentences")  # decide which passages and indexed texts a document gives
NAMES_IN_PREFIX = 6

_WORD = re.compile(r"\S+")


def index_signature(embedder: Embedder) -> str:
    """32 hex digits over all that makes an index: the model's signature, the passage rule, the lexical analyser and
    whether and how tokens are kept."""
    tokens = ROWS_VERSION if with_tokens(embedder) else "no tokens"
    made_by = "\n".join((embedder.signature, source_hash(*CUT_BY), LEXICAL_VERSION, tokens))
    return hashlib.sha256(made_by.encode()).hexdigest()[:32]


def passages_of(document: Document) -> list[Passage]:
    """The passages of a document in order of position; utterances without words have none."""
    by_utterance: dict[int, list[Statement]] = {}
    for statement in document.statements:
        by_utterance.setdefault(statement.utterance, []).append(statement)
    return [
        _passage(document, utterance, span, by_utterance.get(utterance.number, ()))
        for utterance in document.utterances
        for span in parts(document.text, utterance.start, utterance.end)
    ]


def indexed_text(passage: Passage) -> str:
    """What is embedded and indexed: one line with speakers and section, which may be empty, then the words."""
    names = ", ".join(p.name for p in passage.speakers[:NAMES_IN_PREFIX])
    prefix = " · ".join(x for x in (names, passage.section) if x)
    return f"{prefix}\n{passage.text}"


def parts(text: str, start: int, end: int) -> list[Span]:
    """text[start:end] in parts of at most about 110 words, of even length, cut at sentence ends; [] without words."""
    pieces = list(_pieces(text, start, end))
    total = sum(words for _, words in pieces)
    if not pieces:
        return []
    count = max(1, round(total / PASSAGE_WORDS))
    target = total / count
    spans: list[Span] = []
    first, words, done = pieces[0][0][0], 0, 0
    for i, (span, size) in enumerate(pieces):
        words += size
        done += size
        following = pieces[i + 1][1] if i + 1 < len(pieces) else 0
        if not following or done + following / 2 > target * (len(spans) + 1) or words + following > LONGEST_WORDS:
            spans.append((first, span[1]))
            first, words = (pieces[i + 1][0][0], 0) if following else (first, 0)
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[Span, int]]:
    """Sentences with their number of words; overlong ones cut between words."""
    for a, b in sentences(text, start, end):
        words = [m.span() for m in _WORD.finditer(text, a, b)]
        for i in range(0, len(words), PASSAGE_WORDS) if len(words) > LONGEST_WORDS else (0,):
            chunk = words[i : i + PASSAGE_WORDS] if len(words) > LONGEST_WORDS else words
            if chunk:
                yield (chunk[0][0], chunk[-1][1]), len(chunk)


def _passage(document: Document, utterance: Utterance, span: Span, statements: Sequence[Statement]) -> Passage:
    return Passage(
        document=document.id,
        version=document.version,
        utterance=utterance.number,
        start=span[0],
        end=span[1],
        text=document.text[span[0] : span[1]],
        section=utterance.section,
        speakers=_speakers(utterance, span, statements),
    )


def _speakers(utterance: Utterance, span: Span, statements: Sequence[Statement]) -> tuple[Person, ...]:
    """The speaker of the utterance, or the sources of the statements that begin in the span, in order."""
    if utterance.speaker is not None:
        return (utterance.speaker,)
    inside = [s for s in statements if span[0] <= s.start < span[1]]
    named = [p for s in inside for p in (s.source, s.on_behalf_of) if p is not None]
    return tuple(dict.fromkeys(named))

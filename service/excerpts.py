"""From passages to excerpts: the sentences and statements that an answer may quote, each with who said it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.protocols import Hit
from corpus.records import Attribution, Document, Person, Span, Stance, Statement, Utterance
from corpus.sentences import sentences
from corpus.stances import stance_of
from retriever.relevance import Candidate

MAX_QUOTE_WORDS = 80  # of the contract
WINDOW_WORDS = 60  # a quotation of a transcript grows to about this
SHORT_SENTENCE_WORDS = 5  # shorter ones are quoted with the sentence that follows


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotable stretch of one document with whom the record holds to have said it.

    [start, end) is what a citation would quote, at most 80 words; `content` the part that is attributed. `speaker` is
    None for narration and for labels that stand for nobody known (`label` then says so).
    """

    document: Document
    utterance: Utterance
    start: int
    end: int
    content: Span
    speaker: Person | None = None
    on_behalf_of: Person | None = None
    label: str | None = None
    cue: str | None = None
    stance: Stance = "neither"
    target: str | None = None
    attribution: Attribution = "narration"
    found: float = 0.0  # score of the passage it came from
    score: float = 0.0  # how well it answers

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def sources(self) -> tuple[Person, ...]:
        return tuple(p for p in (self.speaker, self.on_behalf_of) if p is not None)

    @property
    def spoken(self) -> bool:
        """Whether somebody said it, known or not: never to be told as narration."""
        return self.speaker is not None or self.label is not None

    def by(self, statement: Statement) -> Excerpt:
        """The same words as held by another source: a statement of the same sentence."""
        other = _of_statement(self.document, self.utterance, statement)
        return replace(other, found=self.found, score=self.score)


def excerpts(documents: dict[tuple[str, str], Document], hits: Iterable[Hit]) -> list[Excerpt]:
    """The excerpts of all hits, best passage first, none twice. `documents` by id and version."""
    seen: dict[tuple[str, int, int, str], Excerpt] = {}
    for hit in hits:
        passage = hit.passage
        document = documents[passage.document, passage.version]
        utterance = document.utterances[passage.utterance]
        for excerpt in _of_passage(document, utterance, (passage.start, passage.end)):
            key = (document.id, excerpt.start, excerpt.end, excerpt.speaker.id if excerpt.speaker else "")
            seen.setdefault(key, replace(excerpt, found=hit.score))
    return list(seen.values())


def candidate(excerpt: Excerpt) -> Candidate:
    """What is scored: the words, those beside them in the same utterance, and what stands over them."""
    text, at = excerpt.document.text, excerpt.utterance
    before = _last_sentence(text[max(at.start, excerpt.start - 400) : excerpt.start])
    after = _first_sentence(text[excerpt.end : min(at.end, excerpt.end + 400)])
    document = excerpt.document
    heading = " · ".join(x for x in (document.title, document.event, document.place, document.date, at.section) if x)
    return Candidate(excerpt.text, tuple(x for x in (before, after) if x), heading)


def text_sha256(document: Document) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()


def _of_passage(document: Document, utterance: Utterance, span: Span) -> Iterator[Excerpt]:
    if document.kind == "report" and utterance.speaker is None and utterance.label is None:
        yield from _of_report(document, utterance, span)
    else:
        yield from _of_turn(document, utterance, span)


def _of_report(document: Document, utterance: Utterance, span: Span) -> Iterator[Excerpt]:
    said = [s for s in document.statements if s.utterance == utterance.number and _overlap((s.start, s.end), span)]
    for statement in _joined(said):
        yield _of_statement(document, utterance, statement)
    for start, end in _quotable(document.text, sentences(document.text, *_clip(utterance, span))):
        if not any(_overlap((s.start, s.end), (start, end)) for s in said):
            yield Excerpt(document, utterance, start, end, (start, end))


def _joined(statements: Sequence[Statement]) -> list[Statement]:
    """Statements of one source that follow each other in one sentence as one: "agreed with X and praised Y"."""
    joined: list[Statement] = []
    for s in sorted(statements, key=lambda s: (s.start, s.content[0])):
        last = joined[-1] if joined else None
        if last and _whose(last) == _whose(s) and _is_participle(last) and not _is_participle(s):
            joined[-1] = (
                s  # "while agreeing with X, objected …": one sentence cannot tell both; the verb is the statement
            )
        elif last and _whose(last) == _whose(s):
            content = (last.content[0], max(last.content[1], s.content[1]))
            joined[-1] = replace(last, content=content, stance=last.stance if last.stance != "neither" else s.stance)
        else:
            joined.append(s)
    return joined


def _is_participle(s: Statement) -> bool:
    return bool(re.match(r"\w+ing\b", s.cue))


def _whose(s: Statement) -> tuple[int, int, Person | None, Person | None]:
    return s.start, s.end, s.source, s.on_behalf_of


def _of_statement(document: Document, utterance: Utterance, statement: Statement) -> Excerpt:
    start, end = _at_most(document.text, (statement.start, statement.end), statement.content)
    content = (max(start, statement.content[0]), min(end, statement.content[1]))
    return Excerpt(
        document=document,
        utterance=utterance,
        start=start,
        end=end,
        content=content if content[0] < content[1] else (start, end),
        speaker=statement.source,
        on_behalf_of=statement.on_behalf_of,
        label=statement.label,
        cue=statement.cue,
        stance=statement.stance,
        target=statement.target,
        attribution=statement.attribution,
    )


def _of_turn(document: Document, utterance: Utterance, span: Span) -> Iterator[Excerpt]:
    spoken = utterance.label is not None or utterance.speaker is not None
    for start, end in _quotable(document.text, sentences(document.text, *_clip(utterance, span))):
        words = document.text[start:end]
        yield Excerpt(
            document=document,
            utterance=utterance,
            start=start,
            end=end,
            content=(start, end),
            speaker=utterance.speaker,
            label=utterance.label,
            cue=_cue(words) if spoken else None,
            stance=stance_of(words) if spoken else "neither",
            attribution="own_words" if spoken else "narration",
        )


def _cue(words: str) -> str:
    """ "asked" for a question, "said" for everything else."""
    asked = all(words[a:b].rstrip("\"'”’)").endswith("?") for a, b in sentences(words))
    return "asked" if asked else "said"


def widened(excerpt: Excerpt) -> Excerpt:
    """The excerpt of a turn with the sentences after and before it, while they fit into about 60 words."""
    if excerpt.attribution != "own_words":
        return excerpt
    text, turn = excerpt.document.text, excerpt.utterance
    spans = sentences(text, turn.start, turn.end)
    start, end = excerpt.start, excerpt.end
    for a, b in [s for s in spans if s[0] >= end][:2]:
        if word_count(text[start:b]) <= WINDOW_WORDS and "\n\n" not in text[end:a]:
            end = b
    for a, _ in reversed([s for s in spans if s[1] <= start][-1:]):
        if word_count(text[a:end]) <= WINDOW_WORDS and "\n\n" not in text[a:start]:
            start = a
    words = text[start:end]
    return replace(excerpt, start=start, end=end, content=(start, end), cue=_cue(words), stance=stance_of(words))


def joined_quotation(one: Excerpt, other: Excerpt) -> Excerpt | None:
    """Two overlapping excerpts of one speaker as one; None where they do not overlap, or are too long together."""
    same = (one.document.id, one.speaker, one.label) == (other.document.id, other.speaker, other.label)
    if not same or not _overlap((one.start, one.end), (other.start, other.end)):
        return None
    if one.start <= other.start and other.end <= one.end:
        return one
    start, end = min(one.start, other.start), max(one.end, other.end)
    words = one.document.text[start:end]
    if one.attribution != "own_words" or word_count(words) > MAX_QUOTE_WORDS:
        return None
    return replace(one, start=start, end=end, content=(start, end), cue=_cue(words), stance=stance_of(words))


def _quotable(text: str, spans: Sequence[Span]) -> list[Span]:
    """Sentences for quoting: very short ones joined to their neighbour, very long ones cut at 80 words."""
    joined: list[Span] = []
    for start, end in spans:
        short = joined and min(word_count(text[slice(*joined[-1])]), word_count(text[start:end])) < SHORT_SENTENCE_WORDS
        if short and word_count(text[joined[-1][0] : end]) <= MAX_QUOTE_WORDS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_at_most(text, span, span) for span in joined]


def _at_most(text: str, span: Span, content: Span) -> Span:
    """The span, or where it is over 80 words the first 80 of its content."""
    if word_count(text[slice(*span)]) <= MAX_QUOTE_WORDS:
        return span
    start = content[0] if word_count(text[span[0] : content[0]]) > MAX_QUOTE_WORDS // 3 else span[0]
    ends = [m.end() for m in re.finditer(r"\w+", text[start : span[1]])][:MAX_QUOTE_WORDS]
    while len(ends) > 1 and text[start + ends[-1] : start + ends[-1] + 1] in ("'", "’", "-"):
        ends.pop()  # not within "don't"
    return start, start + ends[-1] if ends else span[1]


def word_count(text: str) -> int:
    """Runs of letters and digits: "don't" counts as two."""
    return len(re.findall(r"\w+", text))


def _clip(utterance: Utterance, span: Span) -> Span:
    return max(utterance.start, span[0]), min(utterance.end, span[1])


def _overlap(a: Span, b: Span) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _last_sentence(text: str) -> str:
    found = sentences(text)
    return text[slice(*found[-1])] if found else ""


def _first_sentence(text: str) -> str:
    found = sentences(text)
    return text[slice(*found[0])] if found else ""

"""Statements of a report by rules: no model, the same result every time, linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.records import Attribution, RollEntry, Span, Stance, Statement, Utterance
from corpus.sentences import sentences
from ingest.attribution.clauses import read_sentence
from ingest.attribution.contents import Clause, Read
from ingest.attribution.masking import mask, without_run_in
from ingest.attribution.running import runs_on
from ingest.attribution.sources import Floor, Roll, Source, genders
from ingest.attribution.stances import stance_of
from ingest.attribution.subjects import Head, Subject, subject_before
from ingest.fingerprints import source_hash

# The rules themselves, and what cuts the text into sentences: changed rules make a changed version.
DECIDED_BY = ("ingest.attribution", "corpus.sentences")

# What a crowd or a body does in the course of a meeting, as against what it is held to have said.
_CONDUCT = frozenset("discuss consider review address agree accept approve invite welcome present endorse".split())
_VERB_AFTER = re.compile(
    r"\s+(?:(?:also|then|first|next|\w+ly)\s+)*(?:[a-z]+ed|was|is|were|gave|took|spoke|led|made|began)\b"
)
_TITLED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lady|Lord|Professor|Ambassador|Minister)\b\.?(?:\s[A-Z][\w’-]+){1,3}"
    r"|[A-Z][\w’-]+(?:\s[A-Z][\w’.-]*){0,2}\s[A-Z][\w’-]+)"
)
_REPLIES = frozenset("reply respond answer counter retort".split())
_GOING_ON = frozenset("add continue conclude reiterate elaborate".split())
_ALSO = re.compile(
    r"^\W*(?:\w+\W+){0,4}(?:also|further|furthermore|then|again|additionally)\b|^(?:In addition|Moreover)",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:gave the floor to|handed (?:the floor )?over to|turned (?:the floor )?to|called on|introduced|"
    r"welcomed|invited|next speaker was|followed by|remarks (?:by|from)|presentations? (?:by|from)|given by|"
    r"delivered by|(?:joined|moderated|chaired|facilitated|led|opened|hosted) by)\s+"
    r"(?P<who>(?:[A-Z][\w.’'-]*\s?){1,5})"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    utterance: int
    span: Span
    read: Read


class RuleExtractor:
    """Finds who is held to have said what by cues, their subjects, and pronouns that reach back."""

    @property
    def version(self) -> str:
        """Hash of the source text of the rules."""
        return "rules-" + source_hash(*DECIDED_BY)

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        """Statements in order of position, each within one utterance; [] where nobody is quoted."""
        people = Roll(roll)
        return list(_Report(text, people).statements(utterances))


class _Report:
    def __init__(self, text: str, roll: Roll) -> None:
        self.text, self.roll, self.masked = text, roll, ""
        self.floor = Floor(roll, genders(text, roll))

    def statements(self, utterances: Sequence[Utterance]) -> Iterator[Statement]:
        self.masked = _masked(self.text, utterances)
        for _, section in groupby(utterances, key=lambda u: u.section):
            self.floor.clear()
            for utterance in section:
                yield from self._paragraph(utterance)

    def _paragraph(self, utterance: Utterance) -> Iterator[Statement]:
        read = [self._sentence(utterance, span) for span in sentences(self.text, utterance.start, utterance.end)]
        previous: list[Statement] = []
        for n, sentence in enumerate(read):
            found = self._attributed(sentence)
            if not found and sentence.read.floor is None:
                found = self._running(sentence, previous, read[n + 1 : n + 5])
                if not found:
                    self._narrated(sentence)
            yield from found
            previous = found

    def _sentence(self, utterance: Utterance, span: Span) -> _Sentence:
        start = without_run_in(self.masked, *span)
        return _Sentence(utterance.number, (start, span[1]), read_sentence(self.masked, start, span[1], self._known))

    def _known(self, label: str) -> bool:
        return self.roll.resolve(label) is not None

    def _attributed(self, sentence: _Sentence) -> list[Statement]:
        found: list[Statement] = []
        before = self.floor.holder
        first = sentence.read.clauses[0].cue.lemma if sentence.read.clauses else ""
        self.floor.answering = first in _REPLIES
        self.floor.going_on = first in _GOING_ON or bool(_ALSO.search(self.text[slice(*sentence.span)][:60]))
        for clause in sentence.read.clauses:
            sources = self._sources(clause.subject.heads) if clause.subject else [before] if before else []
            found += [self._statement(sentence, clause, s) for s in sources if self._speaks(clause, s)]
            found += self._chorus(sentence, clause)
        self._pass_floor(sentence)
        return list(dict.fromkeys(found))

    def _sources(self, heads: Sequence[Head]) -> list[Source]:
        return [
            s for h in heads for s in self.floor.of(h, self._label(h.span), self._label(h.behalf) if h.behalf else None)
        ]

    def _label(self, span: Span) -> str:
        return " ".join(self.text[slice(*span)].split())

    def _speaks(self, clause: Clause, source: Source) -> bool:
        """Not what a crowd does in the course of a meeting ("Delegates discussed the budget")."""
        if source.person is not None or clause.subject is None:
            return True
        if source.label.lower() == "it":
            return False
        kinds = {h.kind for h in clause.subject.heads}
        return not (kinds & {"crowd", "name"} and clause.cue.lemma in _CONDUCT and not clause.cue.clause)

    def _chorus(self, sentence: _Sentence, clause: Clause) -> list[Statement]:
        """Those who are said to support or to oppose what the clause reports."""
        if not clause.chorus or clause.subject is None:
            return []
        own = self._statement(sentence, clause, Source(None, ""))
        main: Stance = "against" if own.stance == "against" else "favour"
        other: Stance = "favour" if main == "against" else "against"
        voices = [(s, "supported by", main) for s in self._sources(clause.subject.pro)]
        voices += [(s, "opposed by", other) for s in self._sources(clause.subject.con)]
        return [replace(self._by(own, source), cue=cue, stance=stance) for source, cue, stance in voices]

    def _by(self, statement: Statement, source: Source) -> Statement:
        attribution: Attribution = "on_behalf" if source.behalf else "reported"
        return replace(
            statement,
            label=source.label,
            source=source.person,
            on_behalf_of=source.behalf,
            attribution=attribution,
            target=None,
        )

    def _statement(self, sentence: _Sentence, clause: Clause, source: Source) -> Statement:
        content = self.text[slice(*clause.content)]
        return Statement(
            utterance=sentence.utterance,
            start=sentence.span[0],
            end=sentence.span[1],
            content=clause.content,
            label=source.label,
            cue=self._label((clause.cue.begin if clause.cue.negated else clause.cue.start, clause.cue.end)),
            source=source.person,
            on_behalf_of=source.behalf,
            stance=stance_of(clause.cue, content),
            target=self._target(clause),
            attribution="on_behalf" if source.behalf else "reported",
        )

    def _target(self, clause: Clause) -> str | None:
        """Whom an agreement or a refusal is towards: the name that begins the content ("agreed with Ms. Ito")."""
        if clause.cue.tone not in ("favour", "against", "thank") or clause.cue.clause:
            return None
        words = re.match(r"(?:(?:the|The)\s+)?(?:[A-Z][\w.&/-]*\s?){1,5}", self.text[slice(*clause.content)])
        person = self.roll.resolve(words.group().strip()) if words else None
        return person.name if person else None

    def _pass_floor(self, sentence: _Sentence) -> None:
        if sentence.read.floor is None:
            return
        addressed = self._sources(sentence.read.addressed)
        self.floor.hold(self._sources(sentence.read.floor.heads), addressed)
        last = sentence.read.clauses[-1] if sentence.read.clauses else None
        self.floor.asked = tuple(addressed) if last and last.cue.tone == "ask" else None
        self.floor.mentioned = self._mentioned(sentence.span)

    def _mentioned(self, span: Span) -> tuple[Source, ...]:
        """People of the roll called by title and name, or by their full name, in the span; in order."""
        found = []
        for m in _TITLED.finditer(self.text, span[0], min(span[1], span[0] + 600)):
            person = self.roll.resolve(m.group().strip())
            if person and not self.roll.is_group(person):
                found.append(Source(person, m.group().strip()))
        return tuple(found)

    def _narrated(self, sentence: _Sentence) -> None:
        """Someone who is said to do something else, or is given the floor, is whom the next pronoun means."""
        words = self.text[slice(*sentence.span)]
        given = list(_GIVEN.finditer(words))
        if given:
            person = self.roll.resolve(given[-1]["who"].strip().rstrip("."))
            return self.floor.hold([Source(person, given[-1]["who"].strip())]) if person else self.floor.pass_over()
        subject = self._doer(sentence)
        if subject and all(self._known(self._label(h.span)) for h in subject.heads):
            return self.floor.hold(self._sources(subject.heads))
        holder = self.floor.holder
        if any(s.person != (holder.person if holder else None) for s in self._mentioned(sentence.span)):
            return self.floor.clear()  # somebody else came in between
        return self.floor.pass_over()

    def _doer(self, sentence: _Sentence) -> Subject | None:
        start, end = sentence.span
        for m in list(_VERB_AFTER.finditer(self.text, start, min(end, start + 300)))[:4]:
            subject = subject_before(self.text, start, m.start(), self._known)
            if subject:
                return subject
        return None

    def _running(
        self, sentence: _Sentence, previous: Sequence[Statement], rest: Sequence[_Sentence]
    ) -> list[Statement]:
        """A sentence without a cue that goes on with what the one speaker before it is held to have said."""
        holder = self.floor.holder
        if holder is None or holder.person is None or not previous:
            return []
        if {s.source for s in previous} != {holder.person} or not _is_clause(self.text, previous[-1]):
            return []
        if not runs_on(self.masked[slice(*sentence.span)], comes_back=self._comes_back(rest, holder)):
            return []
        start, end = sentence.span
        return [
            Statement(sentence.utterance, start, end, sentence.span, holder.label, "", holder.person, holder.behalf)
        ]

    def _comes_back(self, rest: Sequence[_Sentence], holder: Source) -> bool:
        """Whether the next sentence of the paragraph that has a speaker has this one."""
        for sentence in rest:
            if sentence.read.floor is not None:
                sources = self._sources(sentence.read.floor.heads)
                return len(sources) == 1 and sources[0].person == holder.person
        return False


def _masked(text: str, utterances: Sequence[Utterance]) -> str:
    """As long as the text; quotations and brackets are blotted out paragraph by paragraph."""
    pieces, position = [], 0
    for utterance in utterances:
        pieces += [text[position : utterance.start], mask(text[utterance.start : utterance.end])]
        position = utterance.end
    return "".join(pieces) + text[position:]


def _is_clause(text: str, statement: Statement) -> bool:
    """Whether what was reported is a clause ("said that …") and not a thing ("introduced the budget")."""
    between = text[statement.start : statement.content[0]].rstrip()
    return not statement.cue or between.endswith(("that", ":", ",")) or statement.cue.split()[0] in _CLAUSAL


_CLAUSAL = frozenset(
    "said says stated states noted explained argued added replied responded observed felt thought".split()
)

"""The composer that needs no model: it picks the excerpts that answer and tells each with its speaker's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.records import Person
from corpus.view import View
from retriever.query import QuestionReading, asks_for_roll
from service.answers import Claim
from service.citations import citation_key
from service.composers.facts import facts
from service.composers.people import companions_named, people_who_said
from service.composers.rolls import roll_excerpts
from service.evidence import Evidence
from service.excerpts import Excerpt, joined_quotation, widened
from service.thresholds import Thresholds
from service.wording import repeated, told


@dataclass(frozen=True, slots=True)
class Draft:
    """Claims with the excerpts they cite; empty where nothing answers. `touching` are the speakers who have something
    to say on it, shown or not, best first."""

    claims: tuple[Claim, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    touching: tuple[Person, ...] = ()
    premise_contradicted: bool = False


class ExtractiveComposer:
    name = "extractive"

    def __init__(self, thresholds: Thresholds) -> None:
        self._limits = thresholds

    def compose(self, reading: QuestionReading, evidence: Evidence, view: View) -> Draft:
        """The draft of an answer, in the order in which it should be read."""
        if asks_for_roll(reading.question):
            rolls = roll_excerpts(reading, evidence.open, view)
            if rolls:
                return _draft([_roll_claim(e, people) for e, people in rolls], [e for e, _ in rolls])
        if reading.subjects:
            return self._of_subjects(reading, evidence)
        if reading.kind == "fact":
            return self._told(facts(reading.question, evidence.open, self._limits))
        return self._of_anyone(reading, evidence.open)

    def _of_anyone(self, reading: QuestionReading, found: Sequence[Excerpt]) -> Draft:
        chosen = people_who_said(reading, found, self._limits)
        return replace(self._told(chosen), touching=self._touching(chosen, found))

    def _of_subjects(self, reading: QuestionReading, evidence: Evidence) -> Draft:
        most = self._limits.max_claims if len(reading.subjects) == 1 else max(1, 4 // len(reading.subjects))
        best = [self._best_of(found, most) for found in evidence.by_subject]
        chosen = [e for found in best for e in found]
        contradicted = bool(chosen) and _contradicts(reading, widened(chosen[0]))
        draft = self._told([*chosen, *companions_named(reading, chosen)])
        return replace(draft, premise_contradicted=contradicted, touching=self._touching(chosen, evidence.open))

    def _best_of(self, found: Sequence[Excerpt], most: int) -> list[Excerpt]:
        """The best of one person's excerpts, then those nearly as good, in the order of the document."""
        good = [e for e in found if e.score >= self._limits.answers_for_person]
        near = [e for e in good if e.score >= self._limits.beside_best_plural * good[0].score][:most]
        return sorted(near, key=lambda e: (e is not near[0], e.document.id, e.start))

    def _told(self, chosen: Iterable[Excerpt]) -> Draft:
        """Claims for the excerpts, each span quoted once, within the length of an answer."""
        claims: list[Claim] = []
        cited: list[Excerpt] = []
        words = 0
        for excerpt in _without_repeats(map(widened, chosen)):
            known = any(citation_key(e) == citation_key(excerpt) for e in cited)
            text = repeated(excerpt) if known and excerpt.speaker else told(excerpt)
            words += len(text.split())
            if claims and words > self._limits.max_words:
                break
            claims.append(claim_of(excerpt, text))
            cited.append(excerpt)
        return _draft(claims, cited)

    def _touching(self, chosen: Sequence[Excerpt], found: Sequence[Excerpt]) -> tuple[Person, ...]:
        """Speakers with an excerpt not far below the best that is shown."""
        bar = self._limits.touching * max((e.score for e in chosen), default=1.0)
        return tuple(dict.fromkeys(e.speaker for e in found if e.speaker and e.score >= bar))


def claim_of(excerpt: Excerpt, text: str) -> Claim:
    """One claim about one excerpt; unspoken words have no speaker."""
    return Claim(
        text=text,
        keys=(citation_key(excerpt),),
        speaker=excerpt.speaker,
        on_behalf_of=excerpt.on_behalf_of,
        cue=excerpt.cue,
        stance=excerpt.stance,
        attribution=excerpt.attribution,
    )


def _draft(claims: Sequence[Claim], cited: Sequence[Excerpt]) -> Draft:
    return Draft(tuple(claims), tuple({citation_key(e): e for e in cited}.values()))


def _roll_claim(excerpt: Excerpt, people: tuple[Person, ...]) -> Claim:
    return Claim(text=told(excerpt), keys=(citation_key(excerpt),), about=people)


def _without_repeats(chosen: Iterable[Excerpt]) -> list[Excerpt]:
    """Without spans that lie in one already taken from the same speaker; quotations that overlap become one."""
    kept: list[Excerpt] = []
    for e in chosen:
        for i, other in enumerate(kept):
            joined = joined_quotation(other, e)
            if joined is not None:
                kept[i] = joined
                break
        else:
            kept.append(e)
    return kept


def _contradicts(reading: QuestionReading, best: Excerpt) -> bool:
    return reading.stance is not None and {reading.stance, best.stance} == {"favour", "against"}

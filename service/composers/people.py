"""Who said it: which people an answer names, and with whom they share a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.names import names_in
from corpus.records import Person
from retriever.query import AGAINST, FAVOUR, QuestionReading
from service.excerpts import Excerpt
from service.thresholds import Thresholds


def people_who_said(reading: QuestionReading, found: Sequence[Excerpt], limits: Thresholds) -> list[Excerpt]:
    """The best excerpt of each person who comes near the best of all, best first; [] where nobody is held to have
    said it. Those whom the question itself names are left out, unless they share a statement that answers."""
    able = [e for e in found if e.sources and e.score >= limits.answers]
    named = [e for e in _about_those_named(reading, able) if not _only_named(reading, e)]
    told = max((e.score for e in found if not e.spoken), default=0.0)
    if not named or named[0].score < limits.spoken_share * told:
        return []
    if reading.kind == "summary":
        return _in_order(
            [e for e in _one_each(named) if e.score >= limits.touching * named[0].score][: limits.max_people]
        )
    share = limits.beside_best_plural if reading.plural else limits.beside_best
    chosen = [e for e in _one_each(named) if e.score >= share * named[0].score]
    if not reading.plural and reading.kind == "who":
        return _without_companions(chosen)[: 1 if reading.singular else limits.max_people]
    return _on_the_side_asked(reading, with_companions(chosen[: limits.max_people], able))


def with_companions(chosen: Sequence[Excerpt], found: Sequence[Excerpt]) -> list[Excerpt]:
    """With every chosen statement those that share its sentence: "A, supported by B and C, said" has three sources."""
    together: list[Excerpt] = []
    for excerpt in chosen:
        for e in (excerpt, *(e for e in found if _same_span(e, excerpt) and e.speaker)):
            if not any(_same_span(e, t) and e.speaker == t.speaker for t in together):
                together.append(e)
    return together


def _in_order(chosen: Sequence[Excerpt]) -> list[Excerpt]:
    """As they stand in the record, so that a summary reads like the meeting went."""
    return sorted(chosen, key=lambda e: (e.document.date or "", e.document.id, e.start))


def _without_companions(chosen: Sequence[Excerpt]) -> list[Excerpt]:
    """One statement of each sentence: the first, which is that of its main source."""
    return [e for i, e in enumerate(chosen) if not any(_same_span(e, before) for before in chosen[:i])]


def companions_named(reading: QuestionReading, chosen: Sequence[Excerpt]) -> list[Excerpt]:
    """The statements of people whom the question names beside its subject and who share a chosen sentence."""
    named = {p.id for m in reading.others for p in m.people}
    beside = []
    for excerpt in chosen:
        for s in excerpt.document.statements:
            shares = (s.start, s.end) == (excerpt.start, excerpt.end) and s.source is not None
            if shares and s.source and s.source.id in named and s.source != excerpt.speaker:
                beside.append(excerpt.by(s))
    return beside


def _on_the_side_asked(reading: QuestionReading, chosen: list[Excerpt]) -> list[Excerpt]:
    """Of a sentence with supporters and opponents, those whom the question asks for; all where it asks for both."""
    against, favour = AGAINST.search(reading.question), FAVOUR.search(reading.question)
    if bool(against) == bool(favour):
        return chosen
    kept = []
    for excerpt in chosen:
        stances = {e.stance for e in chosen if _same_span(e, excerpt)}
        split = "against" in stances and len(stances) > 1
        if not split or (excerpt.stance == "against") == bool(against):
            kept.append(excerpt)
    return kept or chosen


def _one_each(found: Sequence[Excerpt]) -> list[Excerpt]:
    """The best excerpt of each speaker, best first."""
    best: dict[str, Excerpt] = {}
    for excerpt in found:
        if excerpt.speaker is not None:
            best.setdefault(excerpt.speaker.id, excerpt)
    return list(best.values())


def _same_span(a: Excerpt, b: Excerpt) -> bool:
    return a.document.id == b.document.id and (a.start, a.end) == (b.start, b.end)


def _about_those_named(reading: QuestionReading, found: Sequence[Excerpt]) -> list[Excerpt]:
    """For "who agreed with X": the excerpts that name X, or share a sentence with X; all where none does."""
    if reading.kind != "relation" or not reading.others:
        return list(found)
    named = [p for m in reading.others for p in m.people]
    ids = {p.id for p in named}
    theirs = {(e.document.id, e.start) for e in found if any(p.id in ids for p in e.sources)}
    shared = [e for e in found if (e.document.id, e.start) in theirs and any(p.id not in ids for p in e.sources)]
    naming = [e for e in found if names_in(e.text, [p.name for p in named]) or _calls(e, named, reading)]
    return sorted({id(e): e for e in [*shared, *naming]}.values(), key=lambda e: -e.score) or list(found)


def _calls(excerpt: Excerpt, named: Sequence[Person], reading: QuestionReading) -> bool:
    """Whether the excerpt calls somebody as the question does, or by a label of this meeting ("JHD", "the G-77")."""
    ids = {p.id for p in named}
    labels = {x for e in excerpt.document.roll if e.person.id in ids for x in e.participant.labels}
    called = labels | {m.text for m in reading.others}
    return any(re.search(rf"(?<!\w){re.escape(c)}(?!\w)", excerpt.text) for c in called)


def _only_named(reading: QuestionReading, excerpt: Excerpt) -> bool:
    """Whether the excerpt's only sources are people whom the question names: they are not whom it asks for."""
    named = {p.id for m in reading.others for p in m.people}
    return all(p.id in named for p in excerpt.sources)

"""Which excerpts an answer takes: facts by their parts, people by the side asked for, lists behind a colon, rolls."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Document, Participant, Person, RollEntry, Statement, Utterance
from retriever.namebook import NameBook
from retriever.query import read_question
from service.composers.extractive import ExtractiveComposer
from service.composers.facts import facts
from service.composers.people import companions_named, people_who_said
from service.composers.rolls import roll_excerpts
from service.evidence import Evidence
from service.excerpts import Excerpt
from service.thresholds import THRESHOLDS
from tests.proceedings import BERG, LIM, OKAFOR, person_entry, report
from tests.test_excerpts import of

NAMES = NameBook(map(person_entry, (OKAFOR, LIM, BERG)))


def scored(*pairs: tuple[Excerpt, float]) -> list[Excerpt]:
    return sorted((replace(e, score=s) for e, s in pairs), key=lambda e: -e.score)


def article(*blocks: str) -> Document:
    """An article whose blocks stand in one section."""
    text, utterances = "", []
    for i, block in enumerate(blocks):
        utterances.append(Utterance(i, len(text), len(text) + len(block), section="Costs"))
        text += block + "\n\n"
    return Document("costs.html", "costs.html", "v1", "Costs", "article", text, utterances=tuple(utterances))


COSTS = article(
    "The pier was opened on 4 May 2019.",
    "The opening was held at the Old Customs House.",
    "Three things make piers dear. They are these:",
    "Salt eats the iron.",
    "Winter storms break planks.",
    "Divers are few.",
    "About 40 piers stand on this coast.",
)


def costs(*scores: float) -> list[Excerpt]:
    return scored(*zip((e for i in range(len(COSTS.utterances)) for e in of(COSTS, i)), scores, strict=True))


def test_when_and_where_are_two_facts() -> None:
    found = costs(0.9, 0.7, 0.2, 0.1, 0.1, 0.1, 0.6)
    chosen = facts("When and where was the pier opened?", found, THRESHOLDS)
    assert [e.utterance.number for e in chosen] == [0, 1]


def test_how_many_wants_a_number() -> None:
    found = costs(0.5, 0.6, 0.2, 0.1, 0.1, 0.1, 0.55)
    assert [e.utterance.number for e in facts("How many piers are there?", found, THRESHOLDS)][:1] == [6]


def test_sentence_that_ends_in_a_colon_brings_its_items() -> None:
    found = costs(0.2, 0.2, 0.8, 0.1, 0.1, 0.1, 0.3)
    chosen = facts("Which things make piers dear?", found, THRESHOLDS)
    assert [e.utterance.number for e in chosen] == [2, 3, 4, 5, 6]


def test_no_fact_where_nothing_is_near() -> None:
    assert facts("When was the pier opened?", costs(*[0.2] * 7), THRESHOLDS) == []


STATEMENT_TEXT = "LUMEN, supported by ORA, and opposed by TIDE, proposed a ban on night fishing."
LUMEN, ORA, TIDE = (Person(n.lower(), n) for n in ("Lumen", "Ora", "Tide"))
PARTIES = NameBook(RollEntry(p, Participant(p.name, delegation=True)) for p in (LUMEN, ORA, TIDE))


def assembly() -> Document:
    at = STATEMENT_TEXT.index("a ban")
    content = (at, len(STATEMENT_TEXT) - 1)
    cues = ((LUMEN, "proposed", "favour"), (ORA, "supported by", "favour"), (TIDE, "opposed by", "against"))
    said = tuple(
        Statement(0, 0, len(STATEMENT_TEXT), content, p.name.upper(), cue, p, stance=stance)  # type: ignore[arg-type]
        for p, cue, stance in cues
    )
    utterances = (Utterance(0, 0, len(STATEMENT_TEXT)),)
    return Document("a", "a", "v1", "Assembly", "report", STATEMENT_TEXT, utterances=utterances, statements=said)


def who(question: str) -> list[str]:
    found = scored(*((e, 0.8) for e in of(assembly(), 0)))
    chosen = people_who_said(read_question(question, PARTIES), found, THRESHOLDS)
    return [e.speaker.name for e in chosen if e.speaker]


def test_single_person_is_whose_statement_it_is() -> None:
    assert who("Which party wanted a ban on night fishing?") == ["Lumen"]


def test_only_the_side_that_is_asked_for_is_named() -> None:
    assert who("Which parties opposed a ban on night fishing?") == ["Tide"]
    assert who("Which parties supported a ban on night fishing?") == ["Lumen", "Ora"]


def test_both_sides_are_named_where_both_are_asked_for() -> None:
    assert who("Which parties backed the ban on night fishing, and which opposed it?") == ["Lumen", "Ora", "Tide"]


def test_whom_the_question_names_is_not_the_answer_alone() -> None:
    assert who("Who stood behind Lumen on night fishing?") == ["Ora", "Lumen"]


def test_nobody_is_named_for_what_only_the_report_tells() -> None:
    document = report()
    narration = replace(of(document, 0)[0], score=0.9)
    spoken = replace(of(document, 1)[0], score=0.5)
    reading = read_question("Who held the forum in Port Lumen?", NAMES)
    assert people_who_said(reading, [narration, spoken], THRESHOLDS) == []


def test_summary_goes_through_the_meeting_in_order() -> None:
    found = scored(*((e, 0.8 - i / 100) for i, e in enumerate([*of(report(), 2), *of(report(), 1)])))
    chosen = people_who_said(read_question("Summarise the debate on levies.", NAMES), found, THRESHOLDS)
    assert [e.speaker for e in chosen] == [OKAFOR, LIM, BERG]


def test_person_named_beside_the_subject_is_shown_where_they_share_a_sentence() -> None:
    reading = read_question("Why did Mr. van der Berg reject Ms. Lim's trial?", NAMES)
    berg = next(e for e in of(report(), 2) if e.speaker == BERG)
    assert [e.speaker for e in companions_named(reading, [berg])] == [LIM]


def test_contradicted_premise_is_told() -> None:
    reading = read_question("Why did Ms. Lim oppose a two-year trial?", NAMES)
    found = tuple(scored(*((e, 0.9) for e in of(report(), 2) if e.speaker == LIM)))
    draft = ExtractiveComposer(THRESHOLDS).compose(reading, Evidence(found, (found,)), view=None)  # type: ignore[arg-type]
    assert draft.premise_contradicted
    assert [c.speaker for c in draft.claims] == [LIM]


class OneDocument:
    """A view of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def document(self, _: str) -> Document:
        return self._document


def roll_of(people: int) -> Document:
    names = [f"Person Number{i} Smith{i}" for i in range(people)]
    bodies = ["Harbour Board" if i % 2 else "City Museum" for i in range(people)]
    entries = tuple(
        RollEntry(Person(f"p{i}", name, body), Participant(name, body, "Chair" if i == 1 else None))
        for i, (name, body) in enumerate(zip(names, bodies, strict=True))
    )
    lines = [f"{name}: Member, {body}" for name, body in zip(names, bodies, strict=True)]
    return replace(article(*lines), roll=entries)


def roll(question: str, people: int = 4) -> list[list[str]]:
    document = roll_of(people)
    reading = read_question(question, NameBook(document.roll))
    found = roll_excerpts(reading, of(document, 0), OneDocument(document))  # type: ignore[arg-type]
    return [[p.id for p in about] for _, about in found]


def test_roll_is_told_line_by_line() -> None:
    assert roll("Who were the members?") == [["p0"], ["p1"], ["p2"], ["p3"]]


def test_roll_of_one_role_or_one_body() -> None:
    assert roll("Who chaired the meeting?") == [["p1"]]
    assert roll("Who attended from the City Museum?") == [["p0"], ["p2"]]


def test_long_roll_shares_citations() -> None:
    lines = roll("Who were the members?", people=30)
    assert len(lines) <= 12
    assert sum(map(len, lines)) == 30

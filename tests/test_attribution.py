"""Who is held to have said what in a report: by cues, subjects and pronouns, in many styles of reporting."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Participant, Person, RollEntry, Statement, Utterance
from ingest.attribution.extractor import RuleExtractor

PEOPLE = {
    "Lena Ito": ("Chair", ("the moderator", "Chair")),
    "Tomás Varga": (None, ()),
    "Aiko Mori": (None, ()),
    "Samuel Oduya": (None, ()),
    "Priya Nair": (None, ("the Minister",)),
    "Jonas Falk": (None, ()),
    "Emeka Bello": (None, ()),
    "Yuki Tanaka": (None, ()),
    "Kenji Tanaka": (None, ()),
    "Grace Holm": (None, ()),
}
GROUPS = {
    "Norland": (),
    "Estmark": (),
    "Sudania": (),
    "Veria": (),
    "Ostia": (),
    "Coastal States Group": ("CSG",),
    "Union of Lakes": ("UL",),
    "Trin and Bago": (),
    "Republic of Zand": ("Zand",),
    "G-9": (),
    "World Farmers Council": ("WFC",),
}


def entry(name: str, role: str | None = None, labels: tuple[str, ...] = (), *, group: bool = False) -> RollEntry:
    person = Person(name.lower().replace(" ", "-"), name)
    return RollEntry(person, Participant(name, role=role, labels=labels, delegation=group))


ROLL = [entry(n, r, x) for n, (r, x) in PEOPLE.items()] + [entry(n, None, x, group=True) for n, x in GROUPS.items()]


def extract(text: str, sections: tuple[str, ...] = ()) -> list[Statement]:
    """Statements of a text whose paragraphs stand on lines of their own, each under its section."""
    utterances, position = [], 0
    for n, paragraph in enumerate(text.split("\n\n")):
        end = position + len(paragraph)
        utterances.append(Utterance(n, position, end, section=sections[n] if sections else None))
        position = end + 2
    return RuleExtractor().extract(text, utterances, ROLL)


def who(statement: Statement) -> str:
    name = statement.source.name if statement.source else f"({statement.label})"
    return f"{name} for {statement.on_behalf_of.name}" if statement.on_behalf_of else name


def sources(text: str, sections: tuple[str, ...] = ()) -> list[str]:
    return [who(s) for s in extract(text, sections)]


def sentences_with_statements() -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in (Path(__file__).parent / "attribution_sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  > "):
            cases[-1][1].append(line[4:])
        elif line and not line.startswith("#"):
            cases.append((line.replace("\\n", "\n"), []))
    return cases


@pytest.mark.parametrize(("text", "expected"), sentences_with_statements())
def test_sentence_is_attributed(text: str, expected: list[str]) -> None:
    found = [f"{who(s)} | {s.cue} | {text[slice(*s.content)]}" for s in extract(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norland supported the plan.", "favour"),
        ("Norland did not support the plan.", "against"),
        ("Norland did not oppose the plan.", "neither"),
        ("Norland opposed the plan.", "against"),
        ("Norland warned that reefs are dying.", "against"),
        ("Norland hoped that reefs would recover.", "favour"),
        ("Norland expressed hope for an early deal.", "favour"),
        ("Norland expressed concern about the pace.", "neither"),
        ("Norland voiced its opposition to the fee.", "against"),
        ("Norland stressed the importance of reefs.", "favour"),
        ("Norland stressed the lack of funds.", "neither"),
        ("Norland stressed that reefs are dying.", "neither"),
        ("Norland pointed out the benefits of reefs.", "favour"),
        ("Norland noted that reefs are essential.", "favour"),
        ("Norland noted that reefs cover a tenth of the bay.", "neither"),
        ("Norland said it could not accept the text.", "against"),
        ("Norland said it supported the text.", "favour"),
        ("Norland described the text as premature.", "against"),
        ("Norland regarded the text as balanced.", "favour"),
        ("Norland asked who would pay.", "neither"),
        ("Norland thanked the hosts.", "neither"),
        ("Norland welcomed the delegates.", "neither"),
        ("Norland welcomed the text.", "favour"),
        ("Norland argued against the fee.", "against"),
        ("Norland was opposed to the fee.", "against"),
        ("Norland was in favour of the fee.", "favour"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert [s.stance for s in extract(text)] == [stance]


def test_supporters_of_an_objection_are_against_and_its_opponents_in_favour() -> None:
    found = extract("Norland, supported by Veria and opposed by Ostia, rejected the text.")
    assert [(who(s), s.stance) for s in found] == [("Norland", "against"), ("Veria", "against"), ("Ostia", "favour")]


def test_every_statement_is_the_whole_sentence() -> None:
    text = "The hall was full. Norland, Veria and Ostia supported the text. It rained."
    assert {text[s.start : s.end] for s in extract(text)} == {"Norland, Veria and Ostia supported the text."}


def test_a_heading_on_the_same_line_is_no_part_of_the_sentence() -> None:
    text = "Agenda item 4, financial matters: Norland said that fees are due."
    assert [text[s.start : s.end] for s in extract(text)] == ["Norland said that fees are due."]


def test_whoever_speaks_for_a_group_is_on_behalf_of_it() -> None:
    (found,) = extract("Sudania, on behalf of the Coastal States Group, said that reefs are dying.")
    assert (who(found), found.attribution) == ("Sudania for Coastal States Group", "on_behalf")


def test_agreement_has_a_target() -> None:
    (found,) = extract("Ms. Nair agreed with Mr. Falk.")
    assert (found.target, found.stance) == ("Jonas Falk", "favour")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland said fees are due. He added that rents are too.", ["Norland", "Norland"]),
        ("Ms. Nair said fees are due.\n\nShe added that rents are too.", ["Priya Nair", "Priya Nair"]),
        ("Norland and Veria said fees are due. They added more.", ["Norland", "Veria", "Norland", "Veria"]),
        ("Norland and Veria said fees are due. He added more.", ["Norland", "Veria", "(He)"]),
        ("Ms. Nair thanked Mr. Falk. He said fees are due.", ["Priya Nair", "Jonas Falk"]),
        ("Ms. Nair met the press. He said fees are due.", ["(He)"]),
        ("He said fees are due.", ["(He)"]),
        ("Mr. Tanaka said fees are due.", ["(Mr. Tanaka)"]),
        ("One delegate said fees are due. She added that rents are too.", ["(One delegate)", "(One delegate)"]),
        ("The next speaker was Jonas Falk. He said fees are due.", ["Jonas Falk"]),
        ("Ms. Nair asked Mr. Falk about fees. He replied that they are due.", ["Priya Nair", "Jonas Falk"]),
        ("Lena Ito introduced Jonas Falk. He said fees are due.", ["Jonas Falk"]),
        ("Lena Ito thanked Jonas Falk. He said fees are due.", ["Lena Ito", "(He)"]),
        ("Norland thanked Veria. He added that fees are due.", ["Norland", "Norland"]),
        ("Norland said fees are due. A film by Grace Holm was shown. She said more.", ["Norland", "(She)"]),
        ("Norland said fees are due. He responded that rents are not.", ["Norland", "Norland"]),
        ("Ms. Nair asked about fees. She noted they were high.", ["Priya Nair", "Priya Nair"]),
        ("Norland, supported by Veria, said fees are due. He added more.", ["Norland", "Veria", "Norland"]),
    ],
)
def test_pronoun_means_whoever_had_the_floor(text: str, expected: list[str]) -> None:
    assert sources(text) == expected


def test_pronoun_does_not_reach_into_another_section() -> None:
    text = "Ms. Nair said fees are due.\n\nShe added that rents are too."
    assert sources(text, ("Fees", "Rents")) == ["Priya Nair", "(She)"]


def test_unknown_name_is_shown_as_written_without_a_person() -> None:
    (found,) = extract("Dr. Orla Quill said that fees are due.")
    assert (found.source, found.label) == (None, "Dr. Orla Quill")


def test_free_reported_speech_goes_on_while_the_speaker_does() -> None:
    text = "Dr. Mori said that wells run dry. No registry exists, and none is needed. She added that pumps help."
    assert sources(text) == ["Aiko Mori"] * 3


def test_the_reporters_own_notes_are_nobodys() -> None:
    text = "Dr. Mori said that wells run dry. The meeting will resume on Monday. The report is available online."
    assert sources(text) == ["Aiko Mori"]


def test_nobody_on_the_roll_gives_statements_without_a_person() -> None:
    text = "Ms. Nair said fees are due."
    found = RuleExtractor().extract(text, [Utterance(0, 0, len(text))], [])
    assert [(s.source, s.label) for s in found] == [(None, "Ms. Nair")]


def test_hosting_told_in_the_passive_is_no_statement() -> None:
    assert sources("Ms. Nair was introduced by Mr. Falk to the members.") == []


def test_version_is_stable() -> None:
    assert RuleExtractor().version == RuleExtractor().version


WORDS = st.sampled_from(
    'Norland Veria, He she said that stressed ; and , while with supported by opposed noting asked “ ” " ( ) : . ? '
    "Mr. Falk according to the for was not who view ' 's Both several delegates \n - — concluded saying it".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_gives_spans_inside_its_sentence(text: str) -> None:
    for s in RuleExtractor().extract(text, [Utterance(0, 0, len(text))], ROLL):
        assert 0 <= s.start <= s.content[0] <= s.content[1] <= s.end <= len(text)
        assert s.label


@pytest.mark.parametrize(
    "piece",
    ["word ", "Norland said that ", "Norland, ", "(", "“", "A. ", "he said, ", "noting that ", "supported by Norland "],
)
def test_a_paragraph_of_a_hundred_thousand_words_does_not_hang(piece: str) -> None:
    text = piece * (100_000 // len(piece.split()))
    began = time.perf_counter()
    RuleExtractor().extract(text, [Utterance(0, 0, len(text))], ROLL)
    assert time.perf_counter() - began < 30

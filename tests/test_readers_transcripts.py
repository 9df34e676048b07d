"""Transcripts in text and Markdown: which labels speak, how far a turn goes, and who is on the table."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.participants import is_roll_heading
from ingest.readers.person_lines import looks_like_name, person_of
from ingest.readers.turns import seconds
from ingest.reading import Reading

PANEL = """---
title: Notes from the seed bank panel
date: 5 November 2024
location: Tromsø
lang: en
---

| Organisation | Participant | Delegate code |
|---|:---:|---|
| Seed Vault | **Liv Hansen** | LHN |
| [Garden](https://example.org) | Prof. Raj Mehta | RM |

## Copies

Presenter: Signe Dahl (SD)

LHN: We keep `3` copies. See [the list](http://example.org/z_(1)).

RM: Only three? <!-- laughs -->

LHN: Three. *Well*:

- one here
- one there

RM: I see.

It took me a while.

XYZ: Who am I?

### Conclusion

- Keep three copies
- RM to count them
"""

NOTES = """# Editorial working group 2023-09-14

**Present:** Ada Brun (AB), Bo Lind (BL), Carla Dietz (CD)
**Regrets:** Omar Said (OS)

## Review of action items

- Ada: I finished the draft.
- Bo: Great. Did you fix section 3?
- Carla: I can take the figure.
- *Decision:* Carla takes the figure.

## Next release

**Ada:** We should release in October.

**Bo:** Why not in November? The tests are not done.

**Carla:** +1 to November.

**RESOLVED:** release in November.
"""


def turns(reading: Reading) -> list[tuple[str, str]]:
    return [(b.label, reading.text[b.start : b.end]) for b in reading.blocks if b.label]


def transcript(source: str, name: str = "notes.txt") -> Reading:
    reading = read(name, source.encode())
    assert reading.kind == "transcript"
    return reading


def test_turns_go_on_over_paragraphs_and_announced_bullets_until_another_label():
    assert turns(transcript(PANEL, "panel.md")) == [
        ("LHN", "We keep 3 copies. See the list."),
        ("RM", "Only three?"),
        ("LHN", "Three. Well:\n\n• one here\n\n• one there"),
        ("RM", "I see.\n\nIt took me a while."),
        ("XYZ", "Who am I?"),
    ]


def test_table_in_any_column_order_and_presenter_line_give_participants_with_labels():
    reading = transcript(PANEL, "panel.md")
    assert [(p.name, p.affiliation, p.labels) for p in reading.participants] == [
        ("Liv Hansen", "Seed Vault", ("LHN",)),
        ("Raj Mehta", "Garden", ("RM",)),
        ("Signe Dahl", None, ("SD",)),
    ]
    assert [b.role for b in reading.blocks[:4]] == ["roll"] * 4


def test_front_matter_gives_title_date_place_and_language():
    reading = transcript(PANEL, "panel.md")
    assert (reading.title, reading.date, reading.place, reading.language) == (
        "Notes from the seed bank panel", "2024-11-05", "Tromsø", "en",
    )  # fmt: skip


def test_bullets_below_a_conclusion_are_nobodys_words():
    reading = transcript(PANEL, "panel.md")
    last = [(b.label, b.section, reading.text[b.start : b.end]) for b in reading.blocks[-2:]]
    assert last == [(None, "Conclusion", "Keep three copies"), (None, "Conclusion", "RM to count them")]


def test_turns_in_bullets_and_in_bold_and_decisions_that_nobody_speaks():
    reading = transcript(NOTES, "notes.md")
    assert [label for label, _ in turns(reading)] == ["Ada", "Bo", "Carla", "Ada", "Bo", "Carla"]
    told = [reading.text[b.start : b.end] for b in reading.blocks if b.role == "text" and not b.label]
    assert told == ["Decision: Carla takes the figure.", "RESOLVED: release in November."]


def test_inline_attendance_gives_people_and_regrets_do_not():
    reading = transcript(NOTES, "notes.md")
    assert [(p.name, p.labels) for p in reading.participants] == [
        ("Ada Brun", ("AB",)), ("Bo Lind", ("BL",)), ("Carla Dietz", ("CD",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    ["[00:00:05] {}: {}", "{} (00:00:05): {}", "00:00:05 {}: {}", "{} [00:00:05]: {}", "{}  00:00:05\n{}"],
)
def test_times_in_any_place_are_read(form):
    said = [
        ("Nadia Ferro", "Welcome back to the show about cranes."),
        ("Tomas Eek", "Thank you."),
        ("Nadia Ferro", "So."),
    ]
    reading = transcript("The Harbour Hour\n\n" + "\n\n".join(form.format(*turn) for turn in said))
    assert turns(reading) == said
    assert {b.time_s for b in reading.blocks if b.label} == {5.0}


def test_capital_labels_with_affiliation_roles_and_wrapped_lines():
    source = (
        "ASSEMBLY OF THE CANAL TRUST, 2 JULY 2015\n\nCHAIR: Good morning. Let us begin.\n"
        "MS ROWNTREE: Thank you, Chair. My question is about\nthe locks. Why are they closed?\n"
        "MR PAK (Canal Trust): They are being repaired.\n(Applause)\nAUDIENCE MEMBER: When will they open?\n"
        "The meeting closed at noon.\n"
    )
    reading = transcript(source)
    assert turns(reading) == [
        ("CHAIR", "Good morning. Let us begin."),
        ("MS ROWNTREE", "Thank you, Chair. My question is about the locks. Why are they closed?"),
        ("MR PAK (Canal Trust)", "They are being repaired."),
        ("AUDIENCE MEMBER", "When will they open?"),
    ]
    assert [reading.text[b.start : b.end] for b in reading.blocks if not b.label] == [
        "(Applause)", "The meeting closed at noon.",
    ]  # fmt: skip


def test_hearing_with_full_stops_behind_surnames_in_capitals():
    source = (
        "House Committee on Lighthouses\n\nThe CHAIRMAN. The committee will come to order.\n\n"
        "Mr. HALVORSEN of Maine. Thank you, Mr. Chairman.\n\nThe CHAIRMAN. You have five minutes.\n"
    )
    assert [label for label, _ in turns(transcript(source))] == [
        "The CHAIRMAN",
        "Mr. HALVORSEN of Maine",
        "The CHAIRMAN",
    ]


def test_answers_of_an_interview_belong_to_the_person_named_above():
    source = (
        "# Interview with Dr. Ines Okafor, director of the Dune Institute\n\n*12 June 2020*\n\n**Q: Why dunes?**\n\n"
        "**A:** Because they move.\n\n**Q: And how fast?**\n\n**A:** About two metres a year.\n"
    )
    assert turns(transcript(source, "a.md")) == [
        ("Q", "Why dunes?"), ("Ines Okafor", "Because they move."), ("Q", "And how fast?"),
        ("Ines Okafor", "About two metres a year."),
    ]  # fmt: skip


@pytest.mark.parametrize("opener", ["Note", "Conclusion", "Summary", "Topic", "Presenter", "Next steps", "Example"])
def test_openers_of_notes_are_never_speakers(opener):
    source = "".join(
        f"AB: I have a word to say about cranes.\n\nCD: So have I.\n\n{opener}: cranes are high.\n\n## Part {n}\n\n"
        for n in range(4)
    )
    assert {label for label, _ in turns(transcript(source, "a.md"))} == {"AB", "CD"}


@pytest.mark.parametrize(
    ("line", "name", "role", "affiliation", "labels"),
    [
        ("Ada Brun: Head and Lead Diver at Reed Hub (RH)", "Ada Brun", "Head and Lead Diver", "Reed Hub (RH)", ()),
        ("Dr. Ada Brun, PhD, Lake Institute", "Ada Brun", None, "Lake Institute", ()),
        ("Ada Brun (AB), Lake Institute", "Ada Brun", None, "Lake Institute", ("AB",)),
        ("Ada Brun (Lake Institute)", "Ada Brun", None, "Lake Institute", ()),
        ("Ada Brun — Director, Lake Institute", "Ada Brun", "Director", "Lake Institute", ()),
        ("Ada Brun, Dean, Reed College (Moderator)", "Ada Brun", "Dean, Moderator", "Reed College", ()),
        ("Ada Brun, Lake Institute, chairs its board", "Ada Brun", "chairs its board", "Lake Institute", ()),
        ("Ada Brun, Director of the Lake Institute", "Ada Brun", "Director", "Lake Institute", ()),
        ("Ms. Ludmila van der Berg", "Ludmila van der Berg", None, None, ()),
    ],
)  # fmt: skip
def test_line_about_a_person_is_parted_into_name_role_affiliation_and_labels(line, name, role, affiliation, labels):
    person = person_of(line)
    assert person is not None
    assert (person.name, person.role, person.affiliation, person.labels) == (name, role, affiliation, labels)


@pytest.mark.parametrize(
    "line",
    ["", "Note: all is well", "the reeds are high", "Lake Institute", "https://example.org", "Who was there?", "12"],
)
def test_line_about_nobody_gives_nobody(line):
    assert person_of(line) is None


@pytest.mark.parametrize("name", ["Ada Brun", "EMA Arisa", "O'Neill", "Jean-Luc de la Tour", "J. R. Wu", "山田 太郎"])
def test_names_of_many_kinds_look_like_names(name):
    assert looks_like_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "Speakers and Panelists",
        "Attendees:",
        "Members present",
        "List of participants",
        "Remote attendees",
        "Apologies",
    ],
)
def test_headings_of_lists_of_people_are_known(text):
    assert is_roll_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "Topics from presenters",
        "Questions from an audience",
        "Panel: what comes next",
        "Speakers' corner was loud today",
        "",
    ],
)
def test_other_headings_are_not(text):
    assert not is_roll_heading(text)


def test_clock_gives_seconds():
    assert (seconds("12:03"), seconds("1:12:03"), seconds("00:00:01,500")) == (723.0, 4323.0, 1.5)


def test_office_in_front_of_a_name_and_several_people_on_one_line():
    source = (
        "# Town meeting\n\n## Roll Call\n\nMayor Petra Lund, Councilmember Ivo Brandt, City Clerk Ned Rowe\n\n"
        "## Buses\n\nMayor Lund: Has staff an answer?\n\nCity Clerk Rowe: The report says nine.\n\n"
        "Councilmember Brandt: Too much.\n\nMayor Lund: Yes.\n"
    )
    reading = transcript(source, "a.md")
    assert [(p.name, p.role) for p in reading.participants] == [
        ("Petra Lund", "Mayor"), ("Ivo Brandt", "Councilmember"), ("Ned Rowe", "City Clerk"),
    ]  # fmt: skip
    assert [label for label, _ in turns(reading)] == [
        "Mayor Lund", "City Clerk Rowe", "Councilmember Brandt", "Mayor Lund",
    ]  # fmt: skip


def test_numbered_list_announced_with_a_colon_belongs_to_the_turn():
    source = (
        "Talk\n\nAda Brun: There are two things:\n\n1. The fund pays half.\n2. Insurers pay the rest.\n\n"
        "Bo Lind: I see.\n\nAda Brun: Good.\n\nBo Lind: Yes.\n"
    )
    said = "There are two things:\n\n1. The fund pays half.\n\n2. Insurers pay the rest."
    assert turns(transcript(source))[0] == ("Ada Brun", said)

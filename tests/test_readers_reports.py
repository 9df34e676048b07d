"""Reports and articles in plain text: pages, broken paragraphs, headings, people, what the file says of itself."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.metadata import iso_date, place_in, title_of_name
from ingest.readers.navigation import is_navigation
from ingest.reading import Reading

MINUTES = """LAKE COUNTY WATER BOARD
Minutes of the Regular Meeting
March 12, 2019, 6:30 p.m., held at the Old Mill Library, Ferndale

Present: Chair Dolores Whitcombe, Vice-Chair Amir Tadjik, Members Petra Olander, Sam Wu and José Ibarra
Absent: Kofi Mensah
Staff: Lin Garrow (engineer), Pat Dooley, clerk

1. Call to order

Chair Whitcombe called the meeting to order at 6:32 p.m. and noted
that a quorum was present. She thanked the library for hosting the
meeting.

2. Reservoir leak

Ms. Garrow reported that the western wall of the reser-
voir leaks about forty litres a minute. She said that a tempo-
rary seal would cost 12,000 dollars and
would last two winters.

                         Water Board Minutes        2

Mr. Tadjik argued that the

                         Water Board Minutes        3

cheapest seal was not the safest one. Ms. Garrow replied that this would take three years.

ADJOURNMENT

The meeting adjourned at 8:10 p.m.
"""

FORUM = """Regional Forum on Night Trains: Summary

The forum took place in Brno on 3-4 October 2018.

Participants

Prof. Eliška Dvořáková – Faculty of Transport, Moravian Technical University
Jean-Luc Perrin – Head of Network Planning, Nordrail
Dr Aoife Ní Bhriain – European Night Train Association (Chair)
Kwabena Asante – independent consultant
Yuki Tanabe (online) – Ministry of Transport, Japan

Opening session

Prof. Dvořáková opened the forum. She pointed out that night trains had doubled since 2012.

Mr Perrin argued that sleeping cars are too heavy. Dr Ní Bhriain disagreed, noting that new cars weigh a third less.

What comes next?

Ms Tanabe suggested a second forum in Kyoto.
"""

PAGE = """Home
About Us
Events
Contact

Home > News > 2021

Ferry strike ends after nine days

Ferry strike ends after nine days

The strike of the ferry crews ended on Tuesday. The crews return to work tomorrow.

What was agreed
  • Two more days of leave
  • A new coffee machine

Share this
Leave a comment
© 2021 Harbour News
"""


def text_of(source: str) -> Reading:
    return read("minutes.txt", source.encode())


def words(reading: Reading) -> list[str]:
    return [reading.text[b.start : b.end] for b in reading.blocks]


def sections(reading: Reading) -> list[str]:
    return list(dict.fromkeys(b.section or "" for b in reading.blocks))


def test_minutes_are_a_report_with_title_date_and_place():
    reading = text_of(MINUTES)
    assert reading.kind == "report"
    assert (reading.title, reading.date, reading.place) == ("LAKE COUNTY WATER BOARD", "2019-03-12", "Old Mill Library")


def test_numbered_and_capital_lines_are_headings():
    assert sections(text_of(MINUTES)) == [
        "LAKE COUNTY WATER BOARD", "1. Call to order", "2. Reservoir leak", "ADJOURNMENT",
    ]  # fmt: skip


def test_wrapped_lines_and_divided_words_are_joined_and_running_heads_removed():
    text = text_of(MINUTES).text
    assert "the reservoir leaks" in text
    assert "a temporary seal would cost 12,000 dollars and would last two winters." in text
    assert "Mr. Tadjik argued that the cheapest seal" in text
    assert "Water Board Minutes" not in text


def test_people_present_and_staff_are_listed_with_roles_and_those_absent_are_not():
    people = {p.name: p.role for p in text_of(MINUTES).participants}
    assert people == {
        "Dolores Whitcombe": "Chair", "Amir Tadjik": "Vice-Chair", "Petra Olander": "Member", "Sam Wu": None,
        "José Ibarra": None, "Lin Garrow": "engineer", "Pat Dooley": "clerk",
    }  # fmt: skip


def test_list_of_people_on_lines_of_their_own_gives_one_block_each():
    reading = text_of(FORUM)
    people = {p.name: (p.role, p.affiliation) for p in reading.participants}
    assert people["Jean-Luc Perrin"] == ("Head of Network Planning", "Nordrail")
    assert people["Aoife Ní Bhriain"] == ("Chair", "European Night Train Association")
    assert people["Yuki Tanabe"] == (None, "Ministry of Transport, Japan")
    assert [b.role for b in reading.blocks].count("roll") == len(people) == 5
    assert reading.place == "Brno"
    assert reading.date == "2018-10-03"


def test_questions_and_short_lines_before_paragraphs_are_headings():
    assert sections(text_of(FORUM))[1:] == ["Participants", "Opening session", "What comes next?"]


def test_roll_line_broken_in_the_middle_is_one_line():
    source = FORUM.replace("Head of Network Planning, Nordrail", "Head of Planning for the\nNordrail Group (NG)")
    people = {p.name: p for p in text_of(source).participants}
    assert people["Jean-Luc Perrin"].role == "Head of Planning"
    assert people["Jean-Luc Perrin"].affiliation == "Nordrail Group (NG)"


def test_navigation_of_a_pasted_page_is_gone_and_bullets_are_blocks():
    reading = text_of(PAGE)
    assert reading.title == "Ferry strike ends after nine days"
    assert reading.kind == "article"
    assert words(reading)[1:] == ["Two more days of leave", "A new coffee machine"]
    assert sections(reading)[-1] == "What was agreed"
    for gone in ("Home", "About", "Contact", "Share", "comment", "©"):
        assert gone not in reading.text


@pytest.mark.parametrize("mark", ["Page 3 of 9", "- 7 -", "12", "Report 14/2021    1", "3 / 9"])
def test_page_mark_in_the_middle_of_a_sentence_is_removed(mark):
    reading = text_of(f"Ms. Olander said that the seal of the western wall would\n\n{mark}\n\nlast for two winters.\n")
    assert reading.text == "Ms. Olander said that the seal of the western wall would last for two winters."


def test_form_feeds_part_pages_and_repeated_lines_beside_them_go():
    page = "Night Trains Today\n\nThe {} train left late, and nobody on the platform was surprised by it.\n\f"
    reading = text_of("".join(page.format(n) for n in ("first", "second", "third", "fourth")))
    assert reading.text.count("Night Trains Today") == 0
    assert len(reading.blocks) == 4


def test_headings_with_numbers_that_repeat_stay():
    source = "".join(
        f"Session {n}\n\nMr. Wu said that session number {n} was about the {n}th lake.\n\n" for n in range(1, 5)
    )
    assert sections(text_of(source)) == [f"Session {n}" for n in range(1, 5)]


def test_list_lines_with_colons_are_no_turns():
    source = "Goals of the year\n\nWe want three things:\n\n- Depth: more of it\n- Colour: less of it\n- Fish: some\n"
    assert all(b.label is None for b in text_of(source).blocks)


def test_run_in_headings_of_a_report_are_no_speakers():
    source = (
        "FINANCE: The Chair said that the fund was empty. Norway asked why. Chile replied that nobody had paid.\n\n"
        "REVIEW OF THE FUND: Kenya noted that the review was late. Fiji supported Kenya and urged haste.\n\n"
        "FINANCE: Peru proposed a new fund. Malta opposed it.\n"
    )
    reading = text_of(source)
    assert reading.kind == "report"
    assert all(b.label is None for b in reading.blocks)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("13 July, 2021 Meeting Notes", "2021-07-13"),
        ("On March 28, 2024, the institute", "2024-03-28"),
        ("30th Nov 2023", "2023-11-30"),
        ("8-10 May 2019", "2019-05-08"),
        ("2024-10-08", "2024-10-08"),
        ("2024/3/8", "2024-03-08"),
        ("2021年3月5日", "2021-03-05"),
        ("May 2020", "2020-05"),
        ("1998", "1998"),
        ("31 February 2020", None),
        ("no date", None),
    ],
)
def test_written_dates_are_read(text, date):
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The event was held at the Granary Hall and was attended by 30 people.", "Granary Hall"),
        ("The forum met on 3 May in Brno.", "Brno"),
        ("It was held in 2019.", None),
        ("It was held in May.", None),
        ("They spoke in earnest.", None),
    ],
)
def test_place_is_read_from_how_the_meeting_is_introduced(text, place):
    assert place_in(text) == place


def test_title_falls_back_to_the_name_of_the_file():
    assert title_of_name("a/b/2024-05-01_lake-meeting.proceedings.json") == "2024-05-01 lake meeting"


@pytest.mark.parametrize("line", ["Skip links", "Home > News", "Leave a comment", "All rights reserved."])
def test_phrases_of_pages_are_navigation(line):
    assert is_navigation(line)


@pytest.mark.parametrize("line", ["The home of the lake board", "Comments by the chair", "Closed seasons"])
def test_headings_are_no_navigation(line):
    assert not is_navigation(line)


def test_numbered_headings_without_full_stop_are_headings_and_numbers_of_people_are_not():
    source = (
        "3 Round table\n\nMr. Wu said that the lake was low. Ms. Olander agreed with him on that.\n\n"
        "30 people came to see it.\n\nMr. Wu thanked them all for their patience with the lake.\n"
    )
    reading = text_of(source)
    assert {b.section for b in reading.blocks} == {"3 Round table"}
    assert len(reading.blocks) == 3


def test_body_on_the_line_below_a_name_is_the_affiliation():
    source = (
        "Workshop on Urban Trees\nHeld on 14 and 15 June 2016 at the Botanical Garden, Leiden\n\nLimes were praised."
        "\n\nSpeakers\nProfessor Luis Prieto\nUniversity of Vigo\nMs. Kaya Strand\nOffice of Parks, City of Bergen\n"
    )
    reading = text_of(source)
    assert [(p.name, p.affiliation) for p in reading.participants] == [
        ("Luis Prieto", "University of Vigo"), ("Kaya Strand", "Office of Parks, City of Bergen"),
    ]  # fmt: skip
    assert reading.place == "Botanical Garden"


def test_numbered_paragraphs_with_countries_in_brackets_are_a_report():
    source = (
        "SUMMARY RECORD\n\n1. Mr. OKELLO (Uganda) said that the lake was overfished.\n\n"
        "2. Ms. LINDEN (Sweden), speaking for the Union, supported the proposal.\n\n"
        "3. The CHAIRPERSON invited the Committee to vote.\n"
    )
    reading = text_of(source)
    assert reading.kind == "report"
    assert words(reading)[0] == "Mr. OKELLO (Uganda) said that the lake was overfished."


def test_short_report_whose_verbs_are_not_said_and_noted_is_a_report() -> None:
    text = (
        "Peatland dialogue\n\nDr. Brandreth warned that drained peat shrinks. She nevertheless welcomed the fund.\n\n"
        "Mr. Asare, while agreeing on drainage, objected to grazing bans. Ms. Solheim promised a pilot in spring.\n"
    )
    assert read("peat.txt", text.encode()).kind == "report"

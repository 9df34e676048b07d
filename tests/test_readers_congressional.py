"""Pages of the Congressional Record: who speaks, what is inserted, what the reporters say, and what ends a speech."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.names import slug
from corpus.records import Person, RollEntry
from ingest.labels import LabelResolver
from ingest.readers import read
from ingest.readers.congressional_labels import is_told, label_of
from ingest.readers.congressional_reader import congress_of
from ingest.reading import Reading
from ingest.roles import is_role
from ingest.roll import build_roll

HEAD = """<html><head><title>Congressional Record</title></head><body><pre>
[Congressional Record Volume 199, Number 3 (Monday, February 4, 2030)]
[{chamber}]
[Pages S1-S2]
From the Congressional Record Online [<a href="https://www.gpo.gov">www.gpo.gov</a>]

{body}
</pre></body></html>
"""
SPEECH = """
                            LAKES AND RIVERS

  Mr. McADAM. Mr. President, I rise for the lakes--
all of them &amp; the rivers. I ask that a letter be printed
here.
  There being no objection, the letter was ordered to be printed at this
place, as follows:

                                                  Wend, May 1, 2029.
     Dear Senator: The lake is low.
       It was never so low

[[Page S2]]

     in my time.
           Ana Bell.

  I thank her for this letter.
  Mr. VAN DER BERG addressed the Chair.
  The PRESIDING OFFICER (Mr. Coe). The Senator from Ohio.
  Mr. VAN DER BERG. I agree.
  The PRESIDING OFFICER. Without objection, it is so ordered.
                          ____________________
"""


def page(body: str, chamber: str = "Senate") -> Reading:
    return read("CREC-2030-02-04-pt1-PgS1.htm", HEAD.format(chamber=chamber, body=body).encode())


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(b.label, reading.text[b.start : b.end]) for b in reading.blocks if b.role == "text"]


def whom(reading: Reading) -> list[str | None]:
    """Whom the labels mean, turn by turn."""
    roll = build_roll(reading)
    labels = LabelResolver([RollEntry(Person(slug(p.name), p.name, p.affiliation), p) for p in roll])
    found = [labels.resolve(b.label) for b in reading.blocks if b.label]
    return [person.name if person else None for person in found]


def test_a_letter_that_a_speaker_has_printed_stands_behind_the_speech_and_is_nobodys():
    assert said(page(SPEECH)) == [
        (
            "Mr. McADAM",
            "Mr. President, I rise for the lakes--all of them & the rivers. I ask that a letter be printed here.",
        ),
        ("Mr. McADAM", "I thank her for this letter."),
        (None, "There being no objection, the letter was ordered to be printed at this place, as follows:"),
        (None, "Wend, May 1, 2029."),
        (None, "Dear Senator: The lake is low."),
        (None, "It was never so low in my time."),
        (None, "Ana Bell."),
        (None, "Mr. VAN DER BERG addressed the Chair."),
        ("The PRESIDING OFFICER (Mr. Coe)", "The Senator from Ohio."),
        ("Mr. VAN DER BERG", "I agree."),
        ("The PRESIDING OFFICER", "Without objection, it is so ordered."),
    ]


def test_page_marks_and_the_head_are_not_in_the_text():
    text = page(SPEECH).text
    assert not [mark for mark in ("Page S", "gpo.gov", "____") if mark in text]


def test_the_head_gives_day_house_and_the_first_heading_the_title():
    reading = page(SPEECH)
    assert (reading.title, reading.date, reading.event) == ("LAKES AND RIVERS", "2030-02-04", "U.S. Senate")


def test_whoever_is_named_in_the_chair_stays_there_until_another_one_is_named():
    assert whom(page(SPEECH)) == ["McAdam", "McAdam", "Coe", "van der Berg", "Coe"]


def test_an_unnamed_chair_is_nobody_even_where_another_one_is_named_later():
    body = """
  The PRESIDING OFFICER. The Senator from Ohio.
  Mr. BELL. I agree.
  The PRESIDING OFFICER (Ms. Coe). Without objection.
  Mr. BELL. I thank the Chair.
  The PRESIDING OFFICER. The Senate is adjourned.
"""
    assert whom(page(body)) == [None, "Bell", "Coe", "Bell", "Coe"]
    assert is_role("The PRESIDING OFFICER")


def test_remarks_between_two_turns_of_one_speaker_stand_in_the_text_and_are_no_blocks():
    reading = page("""
  The PRESIDENT pro tempore. There will now be a period for business.
  Ms. BELL addressed the Chair.
  The PRESIDENT pro tempore. The Senator from Ohio.
""")
    assert said(reading) == [
        ("The PRESIDENT pro tempore", "There will now be a period for business."),
        ("The PRESIDENT pro tempore", "The Senator from Ohio."),
    ]
    assert "business.\n\nMs. BELL addressed the Chair.\n\nThe PRESIDENT pro tempore: The" in reading.text


def test_votes_between_two_turns_of_the_chair_are_kept_behind_them():
    reading = page("""
  The CHAIRMAN. This is a five-minute vote.
  The vote was taken by electronic device, and there were--ayes 2, noes 1, as follows:

                              [Roll No. 9]

                                AYES--2

     Abe
     Bell

                                 NOES--1

     Coe

  Mr. ABE changed his vote from ``no'' to ``aye.''
  So the amendment was agreed to.
  The CHAIRMAN. The next amendment is in order.
  Mr. ABE. I thank the Chair.
""", "House")  # fmt: skip
    assert [s[0] for s in said(reading)] == ["The CHAIRMAN", "The CHAIRMAN", None, None, None, "Mr. ABE"]
    assert "Abe Bell" in reading.text
    assert "changed his vote" in reading.text


def test_bills_introduced_are_headings_and_bullets_are_no_part_of_the_label():
    reading = page("""
      By Mr. BELL (for himself and Ms. Coe):
  S. 12. A bill to save the lakes; to the Committee on Lakes.


                             the lakes act

<bullet> Mr. BELL. Mr. President, this saves the lakes.<bullet>
                                 ______

      By Mr. BELL:
  S. 13. A bill to save the wells; to the Committee on Wells.

  Mr. BELL. Mr. President, this saves the wells.
""")
    sections = [(b.label, b.section) for b in reading.blocks if b.label]
    assert sections == [
        ("Mr. BELL", "the lakes act"),
        ("Mr. BELL", "By Mr. BELL: S. 13. A bill to save the wells; to the Committee on Wells."),
    ]
    assert "By Mr. BELL (for himself and Ms. Coe): S. 12." in reading.text


def test_headings_in_capitals_end_a_speech_and_those_within_it_do_not():
    reading = page("""
  Ms. BELL. Mr. President, I speak of lakes.

                             the great lake

  It is great.

                            ORDER OF BUSINESS

  At noon the committee will meet.
""")
    assert said(reading) == [
        ("Ms. BELL", "Mr. President, I speak of lakes."),
        ("Ms. BELL", "It is great."),
        (None, "At noon the committee will meet."),
    ]


def test_full_names_of_the_extensions_go_with_the_label():
    reading = page("""
                           A TRIBUTE TO A LAKE
                                 ______

                           HON. ANA B. McADAM

                                of ohio

                    in the house of representatives

                        Monday, February 4, 2030

  Ms. McADAM. Mr. Speaker, I rise for the lake.
""", "Extensions of Remarks")  # fmt: skip
    assert whom(reading) == ["Ana B. McAdam"]
    assert reading.participants[0].affiliation == "U.S. House of Representatives, 121st Congress, Ohio"


def test_members_of_one_name_in_two_congresses_are_two():
    days = ("1997-01-02", "1997-01-03", "2026-07-01", "2030-02-04", "2015-05-05")
    assert [congress_of(day).split()[0] for day in days] == ["104th", "105th", "119th", "121st", "114th"]
    assert page(SPEECH).participants[0].affiliation == "U.S. Senate, 121st Congress"


def test_times_of_day_count_from_the_first():
    body = "{time}  1230\n\n  Mr. BELL. One.\n\n{time}  1245\n\n  Ms. COE. Two.\n  Mr. BELL. Three.\n"
    reading = page("                              " + body.replace("{time}  1245", " " * 30 + "{time}  1245"))
    assert [b.time_s for b in reading.blocks if b.label] == [0.0, 900.0, None]


@pytest.mark.parametrize(
    ("line", "label", "name"),
    [
        ("Mr. BELL of New Jersey. Mr. Speaker, I", "Mr. BELL of New Jersey", "Mr. Bell of New Jersey"),
        ("Ms. EDDIE JO BELL of Texas. I", "Ms. EDDIE JO BELL of Texas", "Ms. Eddie Jo Bell of Texas"),
        ("Mrs. McBELL-COE. I", "Mrs. McBELL-COE", "Mrs. McBell-Coe"),
        ("Mr. O'DELL. No.", "Mr. O'DELL", "Mr. O'Dell"),
        ("Mr. DeBELL. No.", "Mr. DeBELL", "Mr. DeBell"),
        ("Miss de la MARE. No.", "Miss de la MARE", "Miss de la Mare"),
        ("Ms. BELL (during the reading). I", "Ms. BELL (during the reading)", "Ms. Bell"),
        ("The SPEAKER pro tempore (Mr. LaBELL). The", "The SPEAKER pro tempore (Mr. LaBELL)", "Mr. LaBell"),
        ("The PRESIDING OFFICER [Ms. Coe]. The", "The PRESIDING OFFICER [Ms. Coe]", "Ms. Coe"),
        ("The Acting CHAIR. The", "The Acting CHAIR", ""),
        ("The VICE PRESIDENT. The", "The VICE PRESIDENT", ""),
        ("The CLERK. Amendment No. 1", "The CLERK", ""),
        ("The CHIEF JUSTICE. The", "The CHIEF JUSTICE", ""),
        ("Mr. Manager BELL. Mr. President", "Mr. Manager BELL", "Mr. Manager Bell"),
        ("President ABE. Mr. Speaker,", "President ABE", "President Abe"),
    ],
)
def test_who_may_speak(line: str, label: str, name: str) -> None:
    found = label_of(line)
    assert found
    assert (found.text, found.name) == (label, name)


@pytest.mark.parametrize(
    "line",
    [
        "Mr. President, I rise.",
        "Mr. Bell agreed. I did not.",
        "Mr. BELL addressed the Chair.",
        "Mr. BELL (for himself and Ms. COE) submitted a bill.",
        "Mr. SPEAKER. That is how one begins.",
        "The NATO-led force. It stays.",
        "The FBI. That is who.",
        "MR. BELL",
        "AYES--2. Abe, Bell",
    ],
)
def test_who_does_not_speak(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "The legislative clerk proceeded to call the roll.",
        "The assistant bill clerk read as follows:",
        "There being no objection, the bill was ordered to be printed, as follows:",
        "The motion was agreed to.",
        "The resolution (S. Res. 9) was agreed to.",
        "Several Senators addressed the Chair.",
        "Mr. BELL, from the Committee on Lakes, reported the following:",
        "(Ms. COE asked and was given permission to revise and extend her remarks.)",
        "The question was taken; and the Speaker announced that the ayes appeared to have it.",
        "The yeas and nays were ordered.",
        "Thereupon, at 6 o'clock, the Senate adjourned.",
    ],
)
def test_what_the_reporters_say(line: str) -> None:
    assert is_told(line)


@pytest.mark.parametrize(
    "line",
    [
        "The lake was agreed by all to be low, and nobody who saw it will say that it was not so in those days of old.",
        "The clerk of my county wrote to me about the lake.",
        "There are objections to this, and I share them.",
        "The bill before us is a good bill.",
    ],
)
def test_what_the_reporters_do_not_say(line: str) -> None:
    assert not is_told(line)


def test_a_web_page_about_the_record_is_a_web_page():
    html = b"<html><body><h1>About</h1><p>The [Congressional Record Volume] has many pages, all kept.</p></body></html>"
    assert read("a.html", html).event is None


def test_a_page_without_words_is_refused():
    with pytest.raises(UnreadableDocument):
        page("[[Page S2]]\n")


@pytest.mark.measure
def test_speakers_of_the_gold_pages_by_the_yardstick():
    folder = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not folder:
        warnings.warn("ROSTRUM_MEASURE_DATA is not set: gold pages were NOT read", stacklevel=1)
        pytest.skip("ROSTRUM_MEASURE_DATA is not set: gold pages were NOT read")
    from bench.congressional import measured

    found = measured(Path(folder) / "data" / "formats" / "us-congressional-record", Path(folder))
    assert min(found["precision"], found["recall"]) >= 0.985

"""Readers of parliamentary XML and of the Congressional Record, whatever they are given."""

from __future__ import annotations

from contextlib import suppress
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from ingest.readers import READERS, read
from ingest.readers.akoma_reader import AkomaNtoso
from ingest.readers.congressional_reader import CongressionalRecord
from ingest.readers.hansard_reader import CanadianHansard
from ingest.readers.parlamint_reader import ParlaMint
from ingest.readers.raw import RawFile
from tests.test_readers_congressional import HEAD, SPEECH
from tests.test_readers_properties import check, mutated, reads_soundly
from tests.test_readers_xml import AKOMA, HANSARD, TEI

SOUND = {
    "tei.xml": (ParlaMint, TEI.encode()),
    "akoma.xml": (AkomaNtoso, AKOMA.encode()),
    "hansard.xml": (CanadianHansard, HANSARD.encode()),
    "page.htm": (CongressionalRecord, HEAD.format(chamber="House", body=SPEECH).encode()),
}
TEI_NAMES = (
    "text body div head u sp seg p note stage speaker kinesic desc w pc gap lb pb list item label teiHeader".split()
)
AKOMA_NAMES = (
    "debate debateBody debateSection speech question answer from p heading num person role remark narrative ul li eol "
    "rollCall preface recordedTime TLCPerson TLCRole toc".split()
)
HANSARD_NAMES = (
    "HansardBody Intro OrderOfBusiness SubjectOfBusiness Intervention PersonSpeaking Affiliation Content ParaText B I "
    "ProceduralText Timestamp QuotePara SubjectOfBusinessTitle ExtractedItem FloorLanguage".split()
)
ATTRIBUTES = ("who", "by", "as", "eId", "DbId", "ana", "type", "showAs", "refersTo", "join", "Hr", "Mn", "Name", "time")
VALUES = (
    "#a",
    "#b",
    "Ana Bell",
    "Bell, doña Ana",
    "#BellAna",
    "chair",
    "speaker",
    "0",
    "99",
    "right",
    "2030-02-03T10:00:00",
)
WORDS = (
    "Yes.",
    "Ms. BELL:",
    "The Chair (Ana Bell)",
    "(Applause)",
    " ",
    "\n",
    "ANA BELL",
    "e\u0301",
    "\u0301",
    "\u202e",
    "—",
)


def quick(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def trees(names: list[str]) -> st.SearchStrategy[str]:
    """Elements of these names, nested, in any order, with text and attributes of the kinds that readers look at."""
    attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=3)
    words = st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)

    def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda name, given, parts: f"<{name}{marks(given)}>{''.join(parts)}</{name}>",
            st.sampled_from(names),
            attributes,
            st.lists(inside | words.map(escape), max_size=5),
        )

    return st.recursive(words.map(escape), element, max_leaves=25)


def marks(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


@pytest.mark.parametrize("name", SOUND)
def test_each_sound_file_goes_to_its_reader(name):
    reader, data = SOUND[name]
    file = RawFile(name, data)
    assert isinstance(next(r for r in READERS if r.fits(file)), reader)
    check(read(name, data))


@pytest.mark.parametrize("name", SOUND)
@quick(120)
@given(data=st.data())
def test_damaged_file_gives_a_sound_reading_or_a_refusal(name, data):
    reads_soundly(name, data.draw(mutated(SOUND[name][1])))


@quick(100)
@given(data=st.binary(max_size=300))
def test_any_bytes_called_xml_give_a_sound_reading_or_a_refusal(data):
    reads_soundly("a.xml", data)
    reads_soundly("a.xml", b"<TEI><text>" + data + b"</text></TEI>")


@pytest.mark.parametrize(
    ("begin", "names", "end"),
    [
        ("<TEI><teiHeader/><text>", TEI_NAMES, "<u who='#a'>Yes.</u></text></TEI>"),
        ("<akomaNtoso><debate>", AKOMA_NAMES, "<speech by='#a'><p>Yes.</p></speech></debate></akomaNtoso>"),
        ("<Hansard><HansardBody>", HANSARD_NAMES, "</HansardBody></Hansard>"),
    ],
)
@quick(150)
@given(data=st.data())
def test_elements_in_any_order_give_a_sound_reading_or_a_refusal(begin, names, end, data):
    reads_soundly("a.xml", (begin + data.draw(trees(names)) + end).encode())


LINES = st.builds(
    lambda columns, words: " " * columns + words,
    st.sampled_from((0, 1, 2, 2, 2, 5, 7, 23, 30)),
    st.sampled_from(
        (
            "Mr. BELL. I say so.", "The PRESIDING OFFICER (Ms. Coe). Yes.", "The motion was agreed to.", "LAKES", "",
            "the act", "______", "[[Page S9]]", "{time}  1230", "Abe....................9", "Abe       Bell       Coe",
            "By Mr. BELL:", "S. 9. A bill to", "and so on", "as follows:", "<bullet>", "HON. ANA BELL",
            "of ohio", "I agree.",
        )
    ),
)  # fmt: skip


@quick(200)
@given(lines=st.lists(LINES, max_size=25))
def test_lines_of_the_record_in_any_order_give_a_sound_reading_or_a_refusal(lines):
    reads_soundly("a.htm", HEAD.format(chamber="Senate", body="\n".join(lines)).encode())


_N = 100_000
HOSTILE = {
    "empty lines": "\n" * _N,
    "blanks": " " * _N,
    "capitals": "  Mr. " + "AA-" * _N,
    "names": "  Mr. " + "II AA " * _N + "no",
    "initials": "  Mr. " + "A." * _N,
    "brackets": "  The CHAIR (" * (_N // 10),
    "leaders": "a....b....c" * (_N // 10),
    "columns": "a   b" * (_N // 5),
    "codes": "<a" * _N,
    "headings": "\n".join([" " * 30 + "A LAKE"] * (_N // 10)),
    "votes": "  Mr. BELL and " + "Ms. COE, " * (_N // 10),
    "clauses": "  The bill, " + "(and) " * (_N // 10) + "was",
    "inserted": "  Mr. BELL. See:\n" + "     a letter.\n" * (_N // 10) + "  I said.\n" * 1000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_repeated_characters_do_not_stop_the_reader_of_the_record(what: str) -> None:
    """Not timed: with a pattern whose time grows with the square, this would not end."""
    with suppress(UnreadableDocument):
        check(read("a.htm", HEAD.format(chamber="House", body=HOSTILE[what]).encode()))


@pytest.mark.parametrize(
    "text",
    [
        "<TEI><text>" + "<div>" * 240 + "<u who='#a'>Yes.</u>" * 5000 + "</div>" * 240 + "</text></TEI>",
        "<TEI><text><u who='#a'>" + "<seg>Yes.</seg><note>x</note>" * 20_000 + "</u></text></TEI>",
        "<TEI>" + "<!-- -->" * 50_000 + "<text><u>Yes.</u></text></TEI>",
        "<!-- " * 100_000,
        "<!DOCTYPE TEI [" * 20_000,
        "<TEI><text>" + "".join(f"<u who='#a{n}'>Yes.</u>" for n in range(5000)) + "</text></TEI>",
    ],
)
def test_many_elements_do_not_stop_the_readers_of_xml(text: str) -> None:
    with suppress(UnreadableDocument):
        check(read("a.xml", text.encode()))

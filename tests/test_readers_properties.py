"""Every reader, whatever it is given: a sound reading or a named refusal, the same twice, and never a foreign error."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from ingest.readers import READERS, read
from ingest.readers.raw import RawFile
from ingest.reading import Reading
from tests.office_writer import archive, docx, odt, w
from tests.pdf_writer import Words, column, pdf

SAID = ["The reed council met at the boat house.", "Ms. Brandvik: We shall mend the mole.", "Mr. Oduya: When?"]


def captions(head: str, mark: str) -> bytes:
    cues = ("<v Ana Bell>We shall <i>mend</i> it.</v>", ">> BO LI: When &amp; how?", "- Soon.\n- No.", "[Applause]")
    made = (f"{n}\n00:00:0{n}{mark}000 --> 00:00:0{n + 1}{mark}500\n{text}\n" for n, text in enumerate(cues, 1))
    return "\n".join([head, *made]).encode()


@functools.cache
def sound() -> dict[str, bytes]:
    """One small sound file of each format, by its name."""
    note = '<w:footnote w:id="3">' + w("Counted by divers.") + "</w:footnote>"
    cells = "".join(f"<w:tc>{w(text)}</w:tc>" for text in ("Name", "Initials"))
    styles = '<w:style w:styleId="A"><w:name w:val="heading 1"/></w:style>'
    word = w("Reeds", "A") + "".join(map(w, SAID)) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    word += w("Seen.", inside='<w:r><w:footnoteReference w:id="3"/><w:br/><w:t>x</w:t></w:r>')
    body = (
        '<text:h text:outline-level="1">Reeds</text:h><text:list><text:list-item><text:p>a<text:s text:c="3"/></text:p>'
    )
    body += "</text:list-item></text:list>" + "".join(f"<text:p>{line}</text:p>" for line in SAID)
    page = [Words("Reeds", 50, 750, 18, bold=True), *column(SAID * 3, 50, 700), *column(SAID * 3, 320, 700)]
    return {
        "a.pdf": pdf(page, page),
        "a.docx": docx(word, styles=styles, footnotes=note),
        "a.odt": odt(body),
        "a.vtt": captions("WEBVTT - Reeds\n", "."),
        "a.srt": captions("", ","),
        "a.txt": "\n\n".join(("Reeds\n=====", "Speakers\nAna Brandvik, Reed Institute", *SAID)).encode(),
        "a.md": "\n\n".join(
            ("---\ntitle: Reeds\n---\n# Reeds", "| Name | Label |\n|---|---|\n| A B | AB |", *SAID)
        ).encode(),
        "a.html": (
            "<html><body><h1>Reeds</h1>" + "".join(f"<p>{x}</p>" for x in SAID) + "<ul><li>x</ul></body>"
        ).encode(),
        "a.proceedings.json": b'{"title": "Reeds", "utterances": [{"speaker": "AB", "text": "Yes.", "time_s": 1.5}]}',
    }


FORMATS = sorted(sound())


def check(reading: Reading) -> None:
    position = 0
    for block in reading.blocks:
        assert position <= block.start <= block.end <= len(reading.text)
        assert block.time_s is None or block.time_s >= 0
        position = block.end
    assert reading.title
    assert "\0" not in reading.text
    assert "\r" not in reading.text
    reading.text.encode()


def reads_soundly(name: str, data: bytes) -> None:
    try:
        first = read(name, data)
    except UnreadableDocument:
        return
    check(first)
    assert read(name, data) == first


def mutated(sound_bytes: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few stretches taken out, put in, repeated or changed."""
    size = len(sound_bytes)
    places = st.integers(0, size)
    change = st.tuples(places, st.integers(0, 12), st.binary(max_size=12) | st.sampled_from(TRAPS))

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        data = sound_bytes
        for at, gone, new in changes:
            data = data[:at] + new + data[at + gone :]
        return data

    return st.lists(change, max_size=6).map(apply)


TRAPS = [
    b"\0", b"\xff\xfe", b"-->", b"\n\n", b"<v ", b"<", b"]]>", b"&#0;", b"&a;", b"{{", b": ", b">> ", b"9" * 20,
    b"00:00:01.000 --> 00:00:00.000\n", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xcc\x81" * 3, b"/Length 99999", b"%PDF-",
]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_sound_file_of_each_format_is_read(name):
    reading = read(name, sound()[name])
    check(reading)
    assert reading.blocks


def test_each_reader_of_this_list_has_a_sound_file():
    for name in FORMATS:
        file = RawFile(name, sound()[name])
        assert next(r for r in READERS if r.fits(file)).endings[0].endswith(name.removeprefix("a"))


def given_each(examples: int) -> Callable[..., Callable[..., None]]:
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "a.pdf"])
@given_each(60)
@given(data=st.data())
def test_damaged_file_gives_a_sound_reading_or_a_refusal(name, data):
    reads_soundly(name, data.draw(mutated(sound()[name])))


@given_each(15)  # each starts a process of its own
@given(data=st.data())
def test_damaged_pdf_gives_a_sound_reading_or_a_refusal(data):
    reads_soundly("a.pdf", data.draw(mutated(sound()["a.pdf"])))


@pytest.mark.parametrize("name", FORMATS)
@given_each(40)
@given(data=st.binary(max_size=400))
def test_any_bytes_give_a_sound_reading_or_a_refusal(name, data):
    if name != "a.pdf" or not data.startswith(b"%PDF"):
        reads_soundly(name, data)


def parts_of(name: str) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(sound()[name])) as packed:
        return {i.filename: packed.read(i) for i in packed.infolist()}


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
@given_each(80)
@given(data=st.data())
def test_office_file_with_a_damaged_part_gives_a_sound_reading_or_a_refusal(name, data):
    parts = parts_of(name)
    hurt = data.draw(st.sampled_from(sorted(set(parts) - {"mimetype"})))
    reads_soundly(name, archive({**parts, hurt: data.draw(mutated(parts[hurt]))}))


TAGS = "p r t tbl tr tc sdt sdtContent ins del br tab footnoteReference pPr rPr numPr hyperlink b pStyle".split()
ELEMENTS = st.recursive(
    st.text("aé: -•\t\n", max_size=8),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"
    ),
    max_leaves=25,
)


@given_each(100)
@given(st.lists(ELEMENTS, max_size=6))
def test_any_elements_of_word_give_a_sound_reading_or_a_refusal(elements):
    reads_soundly("a.docx", docx("".join(elements)))


ODF_TAGS = (
    "p h span s tab line-break list list-item list-header note note-body section tracked-changes table-row".split()
)
ODF_ELEMENTS = st.recursive(
    st.text("aé: -•\t\n", max_size=8),
    lambda inner: st.tuples(st.sampled_from(ODF_TAGS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<text:{pair[0]}>{''.join(pair[1])}</text:{pair[0]}>"
    ),
    max_leaves=25,
)


@given_each(100)
@given(st.lists(ODF_ELEMENTS, max_size=6))
def test_any_elements_of_opendocument_give_a_sound_reading_or_a_refusal(elements):
    reads_soundly("a.odt", odt("".join(elements)))


CUES = """
|1|00:00:01.000 --> 00:00:03.000|00:02,5 --> 00:01|0:0 --> |NOTE x|STYLE|WEBVTT|<v Ana Bell>Yes|</v>|<v >|- No.|-|>>
>> ANA BELL: yes|BO LI: no|[Applause]|♪|{\\an8}|we shall|we shall mend|&gt;&gt; so|<c.x>|<00:01.000>|(x) y
"""
CUE_LINES = st.sampled_from(CUES.replace("\n", "|").split("|"))


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@given_each(150)
@given(lines=st.lists(CUE_LINES | st.text(max_size=10), max_size=30))
def test_any_lines_of_captions_give_a_sound_reading_or_a_refusal(name, lines):
    reads_soundly(name, "\n".join(lines).encode("utf-8", "surrogatepass"))


PLACED = st.builds(
    Words,
    st.text("abz ABZ.-:,•1é", min_size=1, max_size=40),
    st.floats(-50, 650), st.floats(-50, 900), st.sampled_from([0.5, 6.0, 9.0, 10.0, 14.0, 30.0, 900.0]), st.booleans(),
)  # fmt: skip


@given_each(25)  # each starts a process of its own
@given(st.lists(st.lists(PLACED, max_size=25), min_size=1, max_size=3))
def test_words_anywhere_on_pages_give_a_sound_reading_or_a_refusal(pages):
    reads_soundly("a.pdf", pdf(*pages))

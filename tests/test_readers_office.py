"""Word and OpenDocument files: paragraphs, headings, lists, tables, footnotes, and files that cannot be read."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableDocument
from ingest.readers import read
from ingest.reading import Reading
from tests.office_writer import archive, docx, odt, w

LONG = "The reed council met at the boat house to hear how the dredging of the channel would change the meadows."
STYLES = (
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Agenda"><w:name w:val="Agenda"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def texts(reading: Reading) -> list[str]:
    return [reading.text[b.start : b.end] for b in reading.blocks]


def reason(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(name, data)
    return caught.value.reason


def test_headings_of_word_are_told_by_style_in_any_language_and_through_based_on():
    body = w("Reeds and Rushes", "Titel") + w("Welcome", "berschrift1") + w(LONG) + w("Mole", "Agenda") + w(LONG)
    reading = read("a.docx", docx(body, styles=STYLES))
    assert reading.title == "Reeds and Rushes"
    assert [b.section for b in reading.blocks] == ["Welcome", "Mole"]


def test_table_of_contents_is_left_out():
    body = w("Welcome", "berschrift1") + w("Welcome 3", "Verzeichnis1") + w(LONG)
    assert "Welcome 3" not in read("a.docx", docx(body, styles=STYLES)).text


def test_lists_of_word_bear_the_numbers_and_bullets_that_are_shown():
    body = (
        w(LONG) + w("the mole", more=listed(1)) + w("its lamp", more=listed(1, 1)) + w("its steps", more=listed(1, 1))
    )
    body += w("the channel", more=listed(1)) + w("dues", more=listed(2))
    text = read("a.docx", docx(body, numbering=NUMBERING)).text
    assert text.endswith("\n1. the mole\n(a) its lamp\n(b) its steps\n2. the channel\n• dues")


def test_label_in_bold_begins_a_turn():
    turns = (("Ms. Brandvik:", " We shall mend it."), ("Mr. Oduya:", " When?")) * 2
    body = "".join(w(f"**{name}", inside=f"<w:r><w:t>{words}</w:t></w:r>") for name, words in turns)
    reading = read("a.docx", docx(body))
    assert [b.label for b in reading.blocks] == ["Ms. Brandvik", "Mr. Oduya"] * 2


def cell(text: str) -> str:
    return f"<w:tc>{w(text)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def test_table_of_participants_is_a_roll():
    people = table(
        ("Name", "Initials", "Body"), ("Orsolya Brandvik", "OB", "Reed Institute"), ("Chidi Oduya", "CO", "")
    )
    reading = read("a.docx", docx(w("Participants", "berschrift1") + people + w(LONG), styles=STYLES))
    assert [(p.name, p.labels) for p in reading.participants] == [
        ("Orsolya Brandvik", ("OB",)),
        ("Chidi Oduya", ("CO",)),
    ]


def test_table_of_speakers_and_their_words_is_a_transcript_with_times():
    rows = [("Time", "Speaker", "Text"), ("0:05", "Orsolya Brandvik", "We shall mend the mole."),
            ("0:12", "Chidi Oduya", "When will that be?"), ("0:15", "Orsolya Brandvik", "In spring.")]  # fmt: skip
    reading = read("a.docx", docx(table(*rows)))
    spoken = [(b.label, b.time_s) for b in reading.blocks if b.label]
    assert spoken == [("Orsolya Brandvik", 5.0), ("Chidi Oduya", 12.0), ("Orsolya Brandvik", 15.0)]


def test_table_of_one_column_is_paragraphs():
    assert texts(read("a.docx", docx(table((LONG,), ("It closed at noon.",))))) == [LONG, "It closed at noon."]


def test_footnotes_go_behind_the_text():
    note = '<w:footnote w:id="3">' + w("Counted by divers.") + "</w:footnote>"
    body = w(LONG, inside='<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:t> It was noon.</w:t></w:r>')
    text = read("a.docx", docx(body, footnotes=note)).text
    assert text == f"{LONG} It was noon.\n\nNotes\n\n1 Counted by divers."


def test_deleted_words_text_boxes_field_codes_and_hidden_words_are_left_out_and_inserted_ones_kept():
    inside = (
        "<w:ins><w:r><w:t> Kept.</w:t></w:r></w:ins><w:del><w:r><w:delText> Gone.</w:delText></w:r></w:del>"
        "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>"
        "<w:r><w:instrText>PAGEREF 3</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r>"
        "<w:hyperlink><w:r><w:t> Linked.</w:t></w:r></w:hyperlink>"
    )
    assert texts(read("a.docx", docx(w(LONG, inside=inside)))) == [f"{LONG} Kept. Linked."]


def test_content_controls_are_read():
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{w(LONG)}</w:sdtContent></w:sdt>"
    assert texts(read("a.docx", docx(body))) == [LONG]


def test_line_breaks_within_a_paragraph_part_turns():
    breaks = "<w:r><w:br/><w:t>Mr. Oduya: When?</w:t><w:br/><w:t>Ms. Brandvik: In spring, with the tides.</w:t></w:r>"
    reading = read("a.docx", docx(w("Ms. Brandvik: We shall mend it.", inside=breaks)))
    assert [b.label for b in reading.blocks] == ["Ms. Brandvik", "Mr. Oduya", "Ms. Brandvik"]


ODT_STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="i"'
    ' style:num-suffix=")"/></text:list-style>'
)


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_headings_lists_and_bold_labels_of_opendocument_are_read():
    body = '<text:h text:outline-level="1">Welcome</text:h>' + p(LONG)
    body += '<text:list text:style-name="L">' + "".join(
        f"<text:list-item>{p(item)}</text:list-item>" for item in ("the mole", "the channel")
    )
    reading = read("a.odt", odt(body + "</text:list>", ODT_STYLES))
    assert reading.text == f"Welcome\n\n{LONG}\ni) the mole\nii) the channel"
    assert {b.section for b in reading.blocks} == {"Welcome"}


def test_turns_of_opendocument_are_told():
    turns = (("Ms. Brandvik", "We shall mend it."), ("Mr. Oduya", "When?")) * 2
    body = "".join(p(f'<text:span text:style-name="B">{name}:</text:span> {words}') for name, words in turns)
    assert [b.label for b in read("a.odt", odt(body, ODT_STYLES)).blocks] == ["Ms. Brandvik", "Mr. Oduya"] * 2


def test_footnotes_spaces_and_pictures_of_opendocument():
    body = f"<text:note-body>{p('By divers.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    box = f"<draw:frame><draw:text-box>{p('Boxed.')}</draw:text-box></draw:frame>"
    body = p(f'{LONG}{note}<text:s text:c="99999999"/>It was{box}<text:tab/>noon.')
    assert read("a.odt", odt(body)).text == f"{LONG} It was noon.\n\nNotes\n\n1 By divers."


def test_table_of_opendocument_is_a_roll():
    cells = [("Name", "Organisation"), ("Orsolya Brandvik", "Reed Institute"), ("Chidi Oduya", "Fishers' Union")]
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(c)}</table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in cells
    )
    body = f"<table:table>{rows}</table:table>" + p(LONG)
    people = read("a.odt", odt(body)).participants
    assert [(x.name, x.affiliation) for x in people] == [
        ("Orsolya Brandvik", "Reed Institute"), ("Chidi Oduya", "Fishers' Union"),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [docx(w(LONG)), odt(p(LONG))])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.odt", "a.pdf"])
def test_office_file_of_another_name_is_read_by_its_content(name, data):
    assert texts(read(name, data)) == [LONG]


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
@pytest.mark.parametrize(
    "data", [b"The council met.", archive({"a.txt": "The council met."}), b"PK\x03\x04and no more"]
)
def test_file_that_is_only_named_as_an_office_file_is_refused(name, data):
    assert "is none" in reason(name, data)


def test_protected_word_file_is_refused_with_a_remedy():
    assert "password" in reason("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_protected_opendocument_file_is_refused_with_a_remedy():
    manifest = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    parts = {"META-INF/manifest.xml": manifest, "content.xml": b"\x07\x11"}
    assert "password" in reason("a.odt", archive({"mimetype": "application/vnd.oasis.opendocument.text", **parts}))


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_part_that_unpacks_to_very_much_is_refused_before_it_is_unpacked(name):
    filler = " " * 30_000_000
    data = docx(w(LONG) + filler) if name == "a.docx" else odt(p(LONG) + filler)
    assert len(data) < 100_000
    assert "unpacks to 30 MB" in reason(name, data)


def test_archive_of_very_many_parts_is_refused():
    parts = {f"word/media/{n}.png": "" for n in range(5_001)}
    assert "5000 parts" in reason("a.docx", archive({"word/document.xml": "<x/>", **parts}))


def test_part_that_unpacks_to_more_than_its_header_says_is_refused():
    data = bytearray(docx(w(LONG) + " " * 20_000_000))
    name = b"word/document.xml"
    for place in (data.index(name) - 30 + 22, data.rindex(name) - 46 + 24):  # in front of the part, in the directory
        data[place : place + 4] = (1000).to_bytes(4, "little")
    assert "damaged" in reason("a.docx", bytes(data))


def test_entities_of_its_own_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x><body>&b;</body></x>'
    assert "entities" in reason("a.docx", archive({"word/document.xml": bomb}))


def test_entity_that_names_another_file_is_refused(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the mole")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><x><body><p><r><t>&a;</t></r></p></body></x>'
    assert "entities" in reason("a.docx", archive({"word/document.xml": outside}))


def test_deeply_nested_elements_are_refused():
    deep = "<w:sdt>" * 5_000 + w(LONG) + "</w:sdt>" * 5_000
    assert "line 1" in reason("a.docx", docx(deep))


@pytest.mark.parametrize("keep", [40, 200, 400])
@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_cut_file_is_refused(name, keep):
    assert reason(name, (docx(w(LONG)) if name == "a.docx" else odt(p(LONG)))[:keep])


def test_parts_that_lead_back_to_themselves_end():
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert texts(read("a.docx", docx(w(LONG, "A"), styles=styles))) == [LONG]


SPOKEN = (("Ana Bell", "We shall mend the mole."), ("Bo Li", "When will that be?"), ("Ana Bell", "In spring.")) * 2


def bold(name: str, words: str) -> str:
    return w(f"**{name} ", inside=f"<w:r><w:t>{words}</w:t></w:r>")


def test_names_in_bold_without_a_colon_are_labels_where_they_recur():
    reading = read("a.docx", docx("".join(bold(*turn) for turn in SPOKEN)))
    assert [b.label for b in reading.blocks] == [name for name, _ in SPOKEN]
    assert texts(reading) == [words for _, words in SPOKEN]


def test_names_in_bold_on_lines_of_their_own_are_labels_where_they_recur():
    body = "".join(w(f"**{name}") + w(words) for name, words in SPOKEN)
    reading = read("a.docx", docx(body))
    assert [(b.label, t) for b, t in zip(reading.blocks, texts(reading), strict=True)] == list(SPOKEN)


def test_names_in_bold_of_a_report_or_a_list_are_no_labels():
    told = [(name, f"said that {words.lower()}") for name, words in SPOKEN]
    assert {b.label for b in read("a.docx", docx("".join(bold(*turn) for turn in told))).blocks} == {None}
    listed_once = [(name, "A professor of reeds.") for name in ("Ana Bell", "Bo Li", "Cy Roe", "Di Fox", "Ed Hay")]
    assert {b.label for b in read("a.docx", docx("".join(bold(*turn) for turn in listed_once))).blocks} == {None}

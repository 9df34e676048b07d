"""PDF files: reading order, page furniture, paragraphs, headings, tables, and files that cannot be read."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableDocument
from ingest.readers import read
from ingest.readers.pdf_pages import pages_of
from ingest.reading import Reading
from tests.pdf_writer import HEIGHT, Words, column, file_of, pdf, stream

LEFT = [
    "The reed council met at the boat house on",
    "Tuesday to hear how the dredging of the nor-",
    "thern channel would change the meadows.",
    "Ms. Orsolya Brandvik said that the eelgrass",
    "beds had shrunk by a third since the last",
    "survey was made by the harbour office.",
]
RIGHT = [
    "Mr. Chidi Oduya replied that the fishers had",
    "waited seven years for a deeper berth, and",
    "that they would not wait another winter.",
    "Dr. Marta Sellanes asked who would pay for",
    "the monitoring of noise during the nights",
    "when the machines were going to be at work.",
]


def texts(reading: Reading) -> list[str]:
    return [reading.text[b.start : b.end] for b in reading.blocks]


def reason(data: bytes, name: str = "minutes.pdf") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(name, data)
    return caught.value.reason


def test_two_columns_are_read_one_after_the_other():
    reading = read("a.pdf", pdf(column(LEFT, 50, 700) + column(RIGHT, 320, 700)))
    assert reading.text.index("harbour office") < reading.text.index("Mr. Chidi Oduya")


def test_two_columns_that_the_file_holds_line_by_line_are_read_one_after_the_other():
    rows = zip(column(LEFT, 50, 700), column(RIGHT, 320, 700), strict=True)
    reading = read("a.pdf", pdf([words for row in rows for words in row]))
    assert reading.text.index("harbour office") < reading.text.index("Mr. Chidi Oduya")


def test_title_across_both_columns_stands_in_front_of_them():
    title = Words("Dredging of the Northern Channel: Report of the Reed Council", 50, 740, size=16, bold=True)
    reading = read("a.pdf", pdf([*column(LEFT, 50, 700), *column(RIGHT, 320, 700), title]))
    assert reading.title == title.text
    assert reading.text.startswith(title.text)
    assert {b.section for b in reading.blocks} == {title.text}


def test_short_last_page_has_the_columns_of_the_others():
    last = column(["a great deal of the cost was still", "to be found by the port itself."], 50, 700)
    last += column(["Ms. Brandvik thanked the members", "and closed the sitting at noon."], 320, 700)
    reading = read("a.pdf", pdf(column(LEFT, 50, 700) + column(RIGHT, 320, 700), last))
    assert reading.text.endswith(
        "still to be found by the port itself.\n\nMs. Brandvik thanked the members and closed the sitting at noon."
    )


def test_word_divided_at_the_end_of_a_line_is_whole_again():
    lines = [
        "The northern channel was the only matter of the even-", "ing, and the northern and the sou-",
        "thern harbour boards, which are self-", "governing, sent their co-", "ordinators to the northern meet-",
        "ing. The even-", "ing ended late, and the self-governing boards left the meeting.",
    ]  # fmt: skip
    text = read("a.pdf", pdf(column(lines, 50, 700))).text
    assert "of the evening, and" in text
    assert "which are self-governing, sent" in text
    assert "-\n" not in text


def test_hyphens_stay_where_a_document_does_not_divide_words():
    lines = ["The board spoke of long and short term plans, and of cost and", "of time. It was a question-"]
    lines += ["and-answer round that lasted for an hour or so, and in the end", "nobody wanted to speak any more."] * 12
    assert "question-and-answer round" in read("a.pdf", pdf(column(lines, 50, 700))).text


def running(page: int) -> list[Words]:
    return [
        Words("Reed Council | Sitting of 4 May 2021", 50, HEIGHT - 30, size=8),
        Words(f"{page}", 300, 20, size=8),
    ]


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_go_on_over_pages():
    first = [*running(1), *column([*LEFT[:5], "survey of the whole estuary and its meadows which"], 50, 700)]
    second = [*running(2), *column(["the office of the harbour had ordered, and paid for."], 50, 700)]
    text = read("a.pdf", pdf(first, second)).text
    assert "meadows which the office" in text
    assert "Sitting of 4 May" not in text
    assert not any(line.strip().isdigit() for line in text.split("\n"))


def test_number_at_the_beginning_of_a_page_that_does_not_count_with_the_pages_stays():
    pages = [
        column([f"{year} was a year of storms, and of repairs to the outer mole."], 50, 700) for year in (1987, 2003)
    ]
    assert "1987" in read("a.pdf", pdf(*pages)).text


def test_indented_first_lines_begin_paragraphs():
    lines = [*column(["The council met in the boat house because the hall was"], 64, 700)]
    lines += column(["full of the things that the storm had left behind in it."], 50, 687)
    lines += column(["Mr. Chidi Oduya said that the mole should be mended in"], 64, 674)
    lines += column(["the spring, and that the fishers would help as they could."], 50, 661)
    assert len(texts(read("a.pdf", pdf(lines)))) == 2


def test_bold_label_begins_a_turn():
    lines, y = [], 700
    for name, words in (("Ms. Brandvik:", "We shall mend the mole."), ("Mr. Oduya:", "When?")) * 2:
        lines += [Words(name, 50, y, bold=True), Words(words, 50 + 7 * len(name), y)]
        y -= 13
    reading = read("a.pdf", pdf(lines))
    assert reading.kind == "transcript"
    assert [b.label for b in reading.blocks] == ["Ms. Brandvik", "Mr. Oduya"] * 2


def test_bold_label_of_which_the_words_stand_far_apart_is_one_label():
    lines = []
    for n, name in enumerate(("Orsolya Brandvik:", "Chidi Oduya:") * 3):
        given, family = name.split()
        y = 700 - 26 * n
        lines += [
            Words(given, 50, y, bold=True),
            Words(family, 130 + 9 * n, y, bold=True),
            Words("We shall mend it all.", 220 + 9 * n, y),
        ]
    assert {b.label for b in read("a.pdf", pdf(lines)).blocks} == {"Orsolya Brandvik", "Chidi Oduya"}


def test_larger_letters_make_headings_with_sections():
    words = [Words("Sitting of the Reed Council", 50, 760, size=18, bold=True)]
    words += [Words("The outer mole", 50, 720, size=13), *column(LEFT, 50, 700)]
    words += [Words("The northern channel", 50, 600, size=13), *column(RIGHT, 50, 580)]
    sections = {b.section for b in read("a.pdf", pdf(words)).blocks}
    assert sections == {"The outer mole", "The northern channel"}


def test_table_of_participants_is_a_roll():
    rows = [
        ("Name", "Initials", "Organisation"), ("Orsolya Brandvik", "OB", "Reed Institute"),
        ("Chidi Oduya", "CO", "Fishers' Union"), ("Marta Sellanes", "MS", "Old Quay Residents"),
    ]  # fmt: skip
    words = [Words(cell, 50 + 150 * i, 740 - 15 * n) for n, row in enumerate(rows) for i, cell in enumerate(row)]
    reading = read("a.pdf", pdf(words + column(LEFT, 50, 650)))
    assert [(p.name, p.labels, p.affiliation) for p in reading.participants] == [
        ("Orsolya Brandvik", ("OB",), "Reed Institute"), ("Chidi Oduya", ("CO",), "Fishers' Union"),
        ("Marta Sellanes", ("MS",), "Old Quay Residents"),
    ]  # fmt: skip


def test_table_of_labels_and_their_words_is_a_transcript():
    said = [("Ms. Brandvik:", "We shall mend the mole, and"), ("", "that before the winter."), ("Mr. Oduya:", "When?")]
    words, y = [], 700
    for name, text in said * 3:
        words += [Words(name, 50, y)] if name else []
        words += [Words(text, 180, y)]
        y -= 13
    reading = read("a.pdf", pdf(words))
    assert [b.label for b in reading.blocks] == ["Ms. Brandvik", "Mr. Oduya"] * 3
    assert texts(reading)[0] == "We shall mend the mole, and that before the winter."


def turned(text: str, x: float, y: float, a: float, b: float) -> bytes:
    return b"\nBT /F0 10 Tf %.3f %.3f %.3f %.3f %.1f %.1f Tm (%b) Tj ET" % (a, b, -b, a, x, y, text.encode())


def test_page_on_its_side_is_read_and_askew_watermarks_are_not():
    lines = b"".join(turned(line, 100 + 13 * n, 50, 0, 1) for n, line in enumerate(LEFT))
    text = read("a.pdf", pdf([], extra=lines)).text
    assert text.startswith("The reed council met at the boat house on Tuesday")
    assert text.endswith("made by the harbour office.")
    marked = read("a.pdf", pdf(column(LEFT, 50, 700), extra=turned("DRAFT", 200, 300, 0.7, 0.7)))
    assert "DRAFT" not in marked.text


def test_footnotes_go_behind_the_text_and_their_numbers_out_of_it():
    words = [*column(LEFT, 50, 700), Words("1", 278, 704, size=6)]
    words += [Words("1 Counted by divers in June.", 50, 100, size=8)]
    more = column(["Nobody spoke against it, and so the sitting came to its end."], 50, 700)
    reading = read("a.pdf", pdf(words, more))
    assert "meadows.1" not in reading.text
    assert reading.text.endswith("Notes\n\n1 Counted by divers in June.")


def test_numbers_of_lines_in_the_margin_are_left_out():
    lines = column(LEFT + RIGHT, 90, 700)
    numbers = [Words(str(n), 50, line.y) for n, line in enumerate(lines, 1)]
    text = read("a.pdf", pdf(lines + numbers)).text
    assert not any(c.isdigit() for c in text)


def test_pdf_of_another_name_is_read_by_its_content():
    assert "eelgrass" in read("minutes.txt", pdf(column(LEFT, 50, 700))).text


def test_file_that_is_only_named_as_a_pdf_is_refused():
    assert "named as a PDF" in reason(b"The council met.")


def test_pdf_with_a_password_is_refused():
    assert "password" in reason(pdf(column(LEFT, 50, 700), encrypted=True))


def test_scanned_pages_are_refused_with_a_remedy():
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    assert "text recognition" in reason(pdf([], extra=picture))


def test_pdf_without_anything_on_it_is_refused():
    assert "no words" in reason(pdf([]))


@pytest.mark.parametrize("keep", [9, 40, 400, 900])
def test_cut_pdf_is_refused_or_mended(keep):
    assert reason(pdf(column(LEFT, 50, 700))[:keep])


def test_pdf_of_very_many_pages_is_refused_with_their_number():
    kids = b" ".join([b"3 0 R"] * 3500)
    pages = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 3500 /Kids [%b] /MediaBox [0 0 595 842] >>" % kids,
        b"<< /Type /Page /Parent 2 0 R >>",
    ]
    assert "3500 pages" in reason(file_of(pages))


def test_pdf_that_unpacks_to_more_than_the_memory_allowed_is_refused():
    bomb = pdf([Words("Reeds", 50, 700)], extra=b" " * 200_000_000)
    assert len(bomb) < 400_000
    with pytest.raises(UnreadableDocument, match="too much time or memory"):
        pages_of("bomb.pdf", bomb, max_bytes=250_000_000)


def test_pdf_whose_pages_lead_back_to_themselves_is_refused():
    loop = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>", stream(b"")]
    assert reason(file_of(loop))

"""Web pages: main content without navigation; headings, lists, tables and turns in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus.samples as samples
from corpus.errors import UnreadableDocument
from ingest.readers import read

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="iso-8859-1"><title>Bridge debate | Town of Ode</title>
<script>var a = "not text";</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><article>
<h1>Debate about the old bridge</h1>
<p>The council met on 7 May 2019 in Ode to talk about the old bridge, which is closed to carts, horses and bicycles.</p>
<h2>Arguments</h2>
<p>Ms. Tarn said that the bridge was <b>too weak</b> for carts. Mr. Holm argued that it needs new planks only.
Ms. Tarn replied that planks cost 9,000 crowns, and Dr. Eke noted that nobody had counted the carts&nbsp;yet.</p>
<ul><li>Planks: 9,000 crowns in this year</li><li>Stones: 30,000 crowns over four years</li></ul>
<h2>Caf\u00e9</h2>
<p>The caf\u00e9 beside the bridge remains open for all those who have to wait for the ferry in the meantime.</p>
</article></main>
<footer><p>Town of Ode. Cookie settings.</p></footer>
</body></html>"""


def test_main_content_is_read_with_headings_and_items():
    reading = read("bridge.html", PAGE.encode())
    words = [reading.text[b.start : b.end] for b in reading.blocks]
    assert "Planks: 9,000 crowns in this year" in words
    assert [b.section for b in reading.blocks][-1] == "Café"
    assert "the bridge was too weak for carts." in reading.text
    for gone in ("Home", "Cookie", "not text", "<", "&nbsp;"):
        assert gone not in reading.text


def test_page_says_its_title_date_and_language():
    reading = read("bridge.html", PAGE.encode())
    assert (reading.title, reading.date, reading.language) == ("Debate about the old bridge", "2019-05-07", "en-GB")
    assert reading.kind == "report"


def test_encoding_of_the_bytes_counts_not_the_one_that_the_page_claims():
    assert "The café beside" in read("bridge.html", PAGE.encode()).text
    assert "The café beside" in read("bridge.html", PAGE.replace("iso-8859-1", "utf-8").encode("cp1252")).text


def test_page_in_a_text_file_is_known_by_its_content():
    assert read("bridge.txt", PAGE.encode()).text == read("bridge.html", PAGE.encode()).text


def test_transcript_on_a_page_has_turns():
    said = [
        "We open the hearing on the bridge.",
        "I have come about the planks of it.",
        "Please go on.",
        "They are rotten.",
    ]
    who = ("The Chair", "Ms. Tarn") * 2
    turns = "".join(f"<p><strong>{name}:</strong> {words}</p>" for name, words in zip(who, said, strict=True))
    reading = read(
        "a.html", f"<html><body><article><h1>Hearing on bridges</h1>{turns}</article></body></html>".encode()
    )
    assert [reading.text[b.start : b.end] for b in reading.blocks if b.label] == said
    assert reading.kind == "transcript"


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x()</script></body></html>", "<p></p>"])
def test_page_without_words_is_refused(page):
    with pytest.raises(UnreadableDocument):
        read("a.html", page.encode())


def test_sample_page_keeps_its_programme():
    page = Path(samples.__file__).with_name("river-cities-week.html")
    reading = read(page.name, page.read_bytes())
    assert reading.kind == "article"
    assert "Programme" in {b.section for b in reading.blocks}

"""Texts that make careless patterns slow: each is read in a moment, or refused with a reason."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest

from corpus.errors import UnreadableDocument
from ingest.readers import read
from ingest.readers.stored_text import clean

_N = 200_000
_TEXTS = {
    "blanks before a word": " " * _N + "a",
    "tabs within a line": "a" + "\t" * _N + "b",
    "marks above one letter": "e" + "\u0301\u0323" * (_N // 2) + " was said",
    "one long word": "A" * _N,
    "one line of words": "word " * (_N // 5),
    "opened brackets": "Ana (" * (_N // 5),
    "opened links": "[a](" * (_N // 4),
    "underscores": "_a" * (_N // 2),
    "hash marks": "# " * (_N // 2),
    "question marks": "?" * _N,
    "names": "Ana Bell, " * (_N // 10),
    "reports": "Ana Bell said that, Jo Abe noted, " * (_N // 35),
    "dates": "1 May 1-2 " * (_N // 10),
    "times": "00:01 " * (_N // 6),
    "opened tags": "<a " * (_N // 3),
}


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
@pytest.mark.parametrize("what", _TEXTS)
def test_repeated_characters_do_not_stop_a_reader(what: str, name: str) -> None:
    """Not timed: with a pattern whose time grows with the square, this would not end."""
    with suppress(UnreadableDocument):
        assert read(name, _TEXTS[what].encode()).blocks


def test_long_words_of_scripts_without_spaces_are_kept() -> None:
    thai = "การประชุมคณะกรรมการท่าเรือครั้งที่สามเริ่มขึ้นในเวลาเก้านาฬิกาที่ห้องประชุมใหญ่"
    hindi = "नमस्ते बंदरगाह समिति की बैठक में आपका स्वागत है"
    assert clean(thai) == unicodedata.normalize("NFC", thai)
    assert clean(hindi) == unicodedata.normalize("NFC", hindi)

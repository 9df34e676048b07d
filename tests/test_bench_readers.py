"""The measuring of readers: which files count for which format, and what is made where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.made_files import PEOPLE, made, turns
from bench.readers import IngestShare, ReadingSpeed, by_format, format_of, reading_speeds
from ingest.readers import READERS, read


def test_made_files_are_one_of_each_format_and_say_the_same():
    files = made(12)
    formats = {format_of(name, data) for name, data in files.items()}
    assert formats == {type(r).__name__ for r in READERS} - {"OtherXml"}
    for name, data in files.items():
        text = read(name, data).text
        assert turns(12)[3][1].split(".")[0] in " ".join(text.split()), name


def test_talk_has_four_people_who_take_turns():
    assert [name for name, _ in turns(5)] == [*PEOPLE, PEOPLE[0]]
    assert len({words for _, words in turns(12)}) == 12


def test_files_count_for_the_reader_that_takes_them_and_refused_dialects_for_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ana Bell: Yes.", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<TEI/>", encoding="utf-8")
    (tmp_path / "c.xml").write_text("<recipe/>", encoding="utf-8")
    (tmp_path / "d.exe").write_bytes(b"MZ")
    found = by_format([tmp_path])
    assert {name: list(files) for name, files in found.items()} == {"PlainText": ["a.txt"], "ParlaMint": ["b.xml"]}


def test_refused_files_are_counted_and_formats_without_files_are_made_up(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_text("<TEI/>", encoding="utf-8")
    speeds = {s.format: s for s in reading_speeds([tmp_path])}
    assert (speeds["ParlaMint"].files, speeds["ParlaMint"].refused, speeds["ParlaMint"].is_made) == (1, 1, False)
    assert speeds["AkomaNtoso"].is_made
    assert speeds["AkomaNtoso"].characters > 1000


def test_figures_are_shares_of_what_was_spent():
    assert ReadingSpeed("x", 1, 0, 3_000_000, 9, 1.5, False).megabytes_per_s == pytest.approx(2)
    assert IngestShare(10.0, 8.0).not_embedding == pytest.approx(0.2)

"""What people say about a document: in a side file beside it, or on the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import BadInput, BadSideFile
from corpus.store import RecordStore
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.side_files import Details, given, names_for, read_side_file
from ingest.upkeep import forget
from tests.meetings_fake import EMBEDDER, NoStatements, all_bytes, run, write_meeting

A = "a.proceedings.json"


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    return write_meeting(tmp_path / "texts" / A, "The ferry needs a new timetable.", title="Harbour board")


def said(store: RecordStore, path: Path, **details: str) -> IngestReport:
    return ingest([path], store, EMBEDDER, NoStatements(), details=given(details))


def test_side_file_says_what_the_document_does_not(meeting: Path, store: RecordStore) -> None:
    words = "date: 2031-05-02\nplace: Port Lumen\nevent: Spring sittings\nlanguage: pt-BR\ntitle: The ferry, at last\n"
    meeting.with_name(A + ".meta.yaml").write_text(words, encoding="utf-8")
    run(store, meeting.parent)
    found = store.view().document(A)
    assert (found.date, found.place, found.event) == ("2031-05-02", "Port Lumen", "Spring sittings")
    assert (found.language, found.title) == ("pt-BR", "The ferry, at last")


@pytest.mark.parametrize("name", ["a.proceedings.json.meta.yaml", "a.proceedings.meta.yaml", "a.meta.yaml"])
def test_side_file_may_leave_out_the_ending(meeting: Path, store: RecordStore, name: str) -> None:
    meeting.with_name(name).write_text("date: 2031", encoding="utf-8")
    run(store, meeting.parent)
    assert store.view().document(A).date == "2031"


def test_name_with_its_ending_comes_before_the_one_without() -> None:
    assert names_for("report.txt") == ["report.txt.meta.yaml", "report.meta.yaml"]


def test_document_without_side_file_keeps_what_it_says_itself(meeting: Path, store: RecordStore) -> None:
    run(store, meeting.parent)
    assert store.view().document(A).title == "Harbour board"


def test_changed_new_and_removed_side_files_make_the_document_changed(meeting: Path, store: RecordStore) -> None:
    run(store, meeting.parent)
    side_file = meeting.with_name("a.meta.yaml")
    for words in ("date: 2031-05-02", "date: 2031-05-03"):
        side_file.write_text(words, encoding="utf-8")
        assert run(store, meeting.parent).changed == [A]
        assert run(store, meeting.parent).unchanged == [A]
    side_file.unlink()
    assert run(store, meeting.parent).changed == [A]
    assert store.view().document(A).date is None


def test_command_line_comes_before_the_side_file_and_is_kept(meeting: Path, store: RecordStore) -> None:
    meeting.with_name("a.meta.yaml").write_text("date: 2031-05-02\nplace: Port Lumen", encoding="utf-8")
    assert said(store, meeting, date="2031-06-01").new == [A]
    write_meeting(meeting, "The ferry has a new timetable.")
    assert run(store, meeting.parent).changed == [A]
    found = store.view().document(A)
    assert (found.date, found.place) == ("2031-06-01", "Port Lumen")
    assert run(store, meeting.parent).unchanged == [A]


def test_what_was_given_is_taken_back_by_nothing(meeting: Path, store: RecordStore) -> None:
    said(store, meeting, date="2031-06-01", place="Port Lumen")
    assert said(store, meeting, date="").changed == [A]
    found = store.view().document(A)
    assert (found.date, found.place) == (None, "Port Lumen")


def test_what_was_given_goes_with_the_forgotten_document(meeting: Path, store: RecordStore) -> None:
    said(store, meeting, place="Xylophone Square")
    forget(store, A, EMBEDDER)
    assert b"Xylophone" not in all_bytes(store.folder)
    run(store, meeting)
    assert store.view().document(A).place is None


def test_details_are_for_one_document(meeting: Path, store: RecordStore) -> None:
    write_meeting(meeting.with_name("b.proceedings.json"), "Dredgers wait.")
    with pytest.raises(BadInput, match="one document at a time"):
        said(store, meeting.parent, date="2031")
    assert store.sources() == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("dat: 2031", "dat is a key"),
        ("date: soon", "date: 'soon' must be a date"),
        ("date: 2031-02-30", "must be a date"),
        ("date: 28 March 2031", "must be a date"),
        ("language: English please", "language tag"),
        ("title: [a, b]", "title"),
        ("title: {a: b}", "title"),
        ("- title: a", "must be"),
        ("just words", "must be"),
        ("title: 'open", "line 1"),
        ("title: a\ntitle: b", "line 2"),
        ("title: \"two\\nlines\"", "one line"),
        ("title: " + "x" * 600, "500 characters"),
        ("title: " + "[" * 2_000, "YAML|nested|must be"),
        ("x" * 70_000, "too large"),
        ("title: !!python/object:os.system x", "YAML"),
    ],
)  # fmt: skip
def test_side_file_that_cannot_be_used_is_named(words: str, reason: str) -> None:
    with pytest.raises(BadSideFile, match=reason) as refused:
        read_side_file("a.meta.yaml", words.encode())
    assert str(refused.value).startswith("a.meta.yaml: ")


def test_side_file_that_is_no_utf_8_is_named() -> None:
    with pytest.raises(BadSideFile, match="UTF-8"):
        read_side_file("a.meta.yaml", b"title: \xff\xfe\xfa")


def test_empty_side_file_and_empty_fields_say_nothing() -> None:
    assert read_side_file("a.meta.yaml", b"") == Details()
    assert read_side_file("a.meta.yaml", b"title:\nplace: ''\ndate: null") == Details()


def test_broken_side_file_fails_its_document_alone(meeting: Path, store: RecordStore) -> None:
    write_meeting(meeting.parent / "sub/b.proceedings.json", "Dredgers wait.")
    meeting.with_name("a.meta.yaml").write_text("dat: 2031", encoding="utf-8")
    report = run(store, meeting.parent)
    assert report.new == ["b.proceedings.json"]
    [(name, reason)] = report.failed
    assert name == A
    assert reason.startswith("a.meta.yaml: dat")


def test_side_file_that_leads_out_of_the_folder_is_refused(meeting: Path, store: RecordStore, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: Not for this record")
    meeting.with_name("a.meta.yaml").symlink_to(tmp_path / "secret.yaml")
    assert "link out" in run(store, meeting.parent).failed[0][1]


def test_side_file_is_no_document(meeting: Path, store: RecordStore) -> None:
    side_file = meeting.with_name("a.meta.yaml")
    side_file.write_text("date: 2031", encoding="utf-8")
    with pytest.raises(BadInput, match="side file"):
        run(store, side_file)


@pytest.mark.parametrize(("name", "value"), [("date", "yesterday"), ("language", "e"), ("title", "x\ny")])
def test_value_on_the_command_line_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=f"--{name}"):
        given({name: value})


def test_data_folder_from_before_there_were_details_takes_them(meeting: Path, store: RecordStore) -> None:
    run(store, meeting)
    store.close()
    with closing(sqlite3.connect(store.path)) as file, file:
        file.execute("DROP TABLE given")
        file.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    again = RecordStore(store.folder)
    assert said(again, meeting, date="2031").changed == [A]
    assert again.view().document(A).date == "2031"

"""Which files are read, what each is called, and what is said of those that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import BadInput, UnreadableDocument
from corpus.store import Source
from ingest.known import KnownSources
from ingest.sources import SourceFile, files_of, read_bytes


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Harbour board.")
    return path


def test_identity_is_the_path_below_the_folder_that_was_named(tmp_path: Path) -> None:
    touch(tmp_path / "b.txt")
    touch(tmp_path / "year" / "a.txt")
    assert [f.identity for f in files_of([tmp_path])] == ["b.txt", "year/a.txt"]
    assert [f.identity for f in files_of([tmp_path / "year/a.txt"])] == ["a.txt"]


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.txt")
    assert len(files_of([tmp_path, path])) == 1


def test_hidden_and_other_files_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden.txt", ".git/b.txt", "picture.png", "speakers.yaml"):
        touch(tmp_path / name)
    assert [f.identity for f in files_of([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize(
    ("make", "reason"), [(None, "has gone"), ("folder", "cannot be read"), ("large", "MB are read")]
)
def test_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, make: str | None, reason: str) -> None:
    path = tmp_path / "a.txt"
    if make == "folder":
        path.mkdir()
    if make == "large":
        path.write_bytes(b"x" * 20_000)
    with pytest.raises(UnreadableDocument, match=f"a.txt: .*{reason}"):
        read_bytes(SourceFile(path, tmp_path, "a.txt"), max_bytes=10_000)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_named(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.txt")
    path.chmod(0)
    with pytest.raises(UnreadableDocument, match="permissions"):
        read_bytes(SourceFile(path, tmp_path, "a.txt"), max_bytes=10_000)


def test_file_that_the_system_refuses_to_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, for those who run tests as root."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = touch(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableDocument, match=r"a\.txt: .*permissions"):
        read_bytes(SourceFile(path, tmp_path, "a.txt"), max_bytes=10_000)


def test_pipe_with_the_name_of_a_document_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    [source] = files_of([tmp_path])
    with pytest.raises(UnreadableDocument, match="pipe"):
        read_bytes(source, 1_000)


def test_name_that_is_no_text_is_shown_with_its_bytes_and_refused(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt")).write_text("Harbour board.")
    except OSError:
        pytest.skip("this file system takes no such name")
    [source] = files_of([tmp_path])
    with pytest.raises(UnreadableDocument, match=r"b\\xff.txt: .*UTF-8"):
        read_bytes(source, 1_000)


def test_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        files_of([tmp_path / "nowhere"])


def test_moved_file_is_known_by_its_bytes_once(tmp_path: Path) -> None:
    known = KnownSources([Source("a.txt", "a.txt", str(tmp_path), "v", "digest")])
    moved = SourceFile(touch(tmp_path / "new/a.txt"), tmp_path, "new/a.txt")
    found = known.find(str(moved.path), moved.identity, "digest")
    assert found
    assert found.id == "a.txt"
    known.taken(str(moved.path), "digest", "a.txt")
    second = SourceFile(touch(tmp_path / "copy.txt"), tmp_path, "copy.txt")
    assert known.twin(str(second.path), "digest") == "a.txt"
    assert known.find(str(second.path), second.identity, "digest") is None

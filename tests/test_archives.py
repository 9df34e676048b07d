"""ZIP archives: members as documents, and what is refused with its reason while the rest goes in."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownName, UnreadableDocument
from corpus.store import RecordStore
from ingest.archives import ArchiveLimits, Member, is_archive, members
from tests.meetings_fake import run, write_meeting, write_texts

LIMITS = ArchiveLimits(member_bytes=1_000_000)
MEETING = "Ines Okoro: The ferry needs a new timetable.\n\nTomas Brandt: Two crews are missing.\n"


def packed(contents: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file.getvalue()


def taken(data: bytes, limits: ArchiveLimits = LIMITS) -> tuple[dict[str, bytes], dict[str, str]]:
    """What comes out of the archive: members by path, and reasons by name."""
    found = list(members("box.zip", io.BytesIO(data), limits, lambda path: path.endswith(".txt")))
    read = {m.name: m.data for m in found if isinstance(m, Member)}
    return read, {e.name: e.reason for e in found if isinstance(e, UnreadableDocument)}


def refusal(data: bytes, limits: ArchiveLimits = LIMITS) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        taken(data, limits)
    assert refused.value.name == "box.zip"
    return refused.value.reason


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with one archive of two meetings."""
    folder = write_texts(tmp_path / "plain")
    (tmp_path / "texts").mkdir()
    with zipfile.ZipFile(tmp_path / "texts/box.zip", "w") as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.write(path, path.relative_to(folder))
    return tmp_path / "texts"


def test_members_are_documents_called_by_archive_and_path(texts: Path, store: RecordStore) -> None:
    report = run(store, texts)
    assert sorted(report.new) == ["a.proceedings.json", "b.proceedings.json"]
    identities = {d.id: d.identity for d in store.view().documents()}
    assert identities["b.proceedings.json"] == "box.zip!sub/b.proceedings.json"


def test_members_of_an_unchanged_archive_are_unchanged(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    report = run(store, texts)
    assert (len(report.unchanged), report.new, report.changed, report.missing) == (2, [], [], [])


def test_changed_member_alone_is_changed(texts: Path, store: RecordStore, tmp_path: Path) -> None:
    run(store, texts)
    other = write_meeting(tmp_path / "c.json", "The ferry has a new timetable.")
    first = zipfile.ZipFile(texts / "box.zip")
    kept = {n: first.read(n) for n in first.namelist()} | {"a.proceedings.json": other.read_bytes()}
    (texts / "box.zip").write_bytes(packed(kept))
    report = run(store, texts)
    assert (report.changed, report.unchanged) == (["a.proceedings.json"], ["b.proceedings.json"])


def test_member_that_was_taken_out_is_missing_and_pruned(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    first = zipfile.ZipFile(texts / "box.zip")
    (texts / "box.zip").write_bytes(packed({"a.proceedings.json": first.read("a.proceedings.json")}))
    assert run(store, texts).missing == ["b.proceedings.json"]
    assert run(store, texts / "box.zip", prune=True).pruned == ["b.proceedings.json"]
    with pytest.raises(UnknownName):
        store.view().document("b.proceedings.json")


def test_documents_of_an_archive_that_is_gone_are_missing(texts: Path, store: RecordStore, tmp_path: Path) -> None:
    write_meeting(texts / "c.proceedings.json", "Dredgers wait.")
    run(store, texts)
    (texts / "box.zip").rename(tmp_path / "box.zip")
    assert len(run(store, texts).missing) == 2


def test_archive_that_cannot_be_read_any_more_loses_nothing(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    (texts / "box.zip").write_bytes(b"PK\x03\x04 torn")
    report = run(store, texts, prune=True)
    assert [name for name, _ in report.failed] == ["box.zip"]
    assert report.missing == []


def test_unpacked_file_takes_the_document_of_its_archive_along(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    data = zipfile.ZipFile(texts / "box.zip").read("a.proceedings.json")
    (texts / "box.zip").unlink()
    (texts / "a.proceedings.json").write_bytes(data)
    assert run(store, texts).unchanged == ["a.proceedings.json"]
    assert store.view().document("a.proceedings.json").identity == "a.proceedings.json"


def test_one_bad_member_is_named_and_the_rest_goes_in(texts: Path, store: RecordStore) -> None:
    meeting = zipfile.ZipFile(texts / "box.zip").read("a.proceedings.json")
    (texts / "box.zip").write_bytes(packed({"a.proceedings.json": meeting, "torn.proceedings.json": "{"}))
    report = run(store, texts)
    assert report.new == ["a.proceedings.json"]
    [(name, reason)] = report.failed
    assert name == "box.zip!torn.proceedings.json"
    assert reason.startswith("box.zip!torn.proceedings.json: line 1")


def test_archive_is_known_by_its_content_when_it_is_named(texts: Path, store: RecordStore) -> None:
    (texts / "box.zip").rename(texts / "box.bin")
    assert len(run(store, texts / "box.bin").new) == 2


@pytest.mark.parametrize(
    "contents",
    [
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"},
    ],
)
def test_office_document_is_no_archive(contents: dict[str, str]) -> None:
    assert not is_archive(io.BytesIO(packed(contents)))
    assert is_archive(io.BytesIO(packed({"notes.txt": MEETING, "mimetype.txt": "x"})))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../up.txt", "leads out"),
        ("a/../../up.txt", "leads out"),
        ("..\\up.txt", "leads out"),
        ("/etc/up.txt", "leads out"),
        ("\\\\host\\up.txt", "leads out"),
        ("C:\\up.txt", "leads out"),
        ("c:up.txt", "leads out"),
        ("../picture.png", "leads out"),
        ("inner.zip", "archive inside"),
        ("inner.tar", "archive inside"),
        ("x" * 1_001 + ".txt", "too long"),
    ],
)
def test_path_that_is_refused(path: str, reason: str) -> None:
    read, refused = taken(packed({path: "Harbour.", "good.txt": MEETING}))
    assert list(read) == ["good.txt"]
    [[name, why]] = refused.items()
    assert reason in why
    assert name.startswith("box.zip!")


def test_archive_that_hides_inside_under_another_name_is_refused() -> None:
    read, refused = taken(packed({"inner.txt": packed({"a.txt": MEETING}), "good.txt": MEETING}))
    assert list(read) == ["good.txt"]
    assert "archive inside" in refused["box.zip!inner.txt"]


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = mode << 16
    return made


def test_link_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry("link.txt", stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr(entry("good.txt"), MEETING)
    read, refused = taken(file.getvalue())
    assert list(read) == ["good.txt"]
    assert "link" in refused["box.zip!link.txt"]


def test_encrypted_member_is_refused() -> None:
    data = bytearray(packed({"secret.txt": "Nobody may know."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = data.index(mark) + at
        data[where : where + 2] = struct.pack("<H", 1)
    assert "encrypted" in taken(bytes(data))[1]["box.zip!secret.txt"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_member_packed_so_that_it_cannot_be_bounded_is_refused(method: int) -> None:
    assert "packed in a way" in taken(packed({"a.txt": MEETING}, method))[1]["box.zip!a.txt"]


def test_second_member_of_one_path_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "The first.")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "The second.")
    read, refused = taken(file.getvalue())
    assert read == {"a.txt": b"The first."}
    assert "two members" in refused["box.zip!a.txt"]


def test_member_that_is_too_large_or_packs_like_a_bomb_is_refused_without_unpacking() -> None:
    data = packed({"large.txt": Random(4).randbytes(2_100_000), "bomb.txt": b"0" * 60_000_000, "good.txt": MEETING})
    tracemalloc.start()
    read, refused = taken(data, ArchiveLimits(member_bytes=2_000_000))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert list(read) == ["good.txt"]
    assert "MB" in refused["box.zip!large.txt"]
    assert "bomb" in refused["box.zip!bomb.txt"]


def test_member_whose_header_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed({"a.txt": b"0" * 500_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = data.index(mark) + at
        data[where : where + 4] = struct.pack("<I", 10)
    assert "damaged" in taken(bytes(data))[1]["box.zip!a.txt"]


def test_too_many_members_and_too_much_in_all_refuse_the_archive() -> None:
    data = packed({f"{i}.txt": b"Harbour." * 100 for i in range(20)})
    assert "20 members" in refusal(data, ArchiveLimits(1_000, members=10))
    assert "unpacked" in refusal(data, ArchiveLimits(1_000, total_bytes=5_000))
    assert "Split it" in refusal(data, ArchiveLimits(1_000, archive_bytes=100))
    assert "list of members" in refusal(data, ArchiveLimits(1_000, directory_bytes=100))


def test_members_that_lie_over_one_another_are_a_bomb() -> None:
    """Every entry of the list points at the same bytes."""
    data = packed({"a.txt": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    one = data[start:end]
    listed = b"".join(one.replace(b"a.txt", b"%c.txt" % (97 + i)) for i in range(5))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 5, 5, len(listed), start, 0)
    assert "over one another" in refusal(data[:start] + listed + tail)


def test_what_is_no_archive_at_all_is_named() -> None:
    assert "no archive" in refusal(b"PK\x03\x04" + b"rubbish" * 100)


def test_hidden_members_and_other_files_are_passed_over(texts: Path, store: RecordStore) -> None:
    meeting = zipfile.ZipFile(texts / "box.zip").read("a.proceedings.json")
    extra = {"__MACOSX/._a.txt": "x", ".git/b.txt": "x", "picture.png": "x", "sub/": ""}
    (texts / "box.zip").write_bytes(packed({"a.proceedings.json": meeting, **extra}))
    report = run(store, texts)
    assert (report.new, report.failed) == (["a.proceedings.json"], [])


def test_name_in_utf_8_that_the_archive_does_not_announce_is_read() -> None:
    data = packed({"Sitzung-Zürich.txt": MEETING})
    plain = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = plain.index(mark) + at
        plain[where : where + 2] = struct.pack("<H", 0)
    assert list(taken(bytes(plain))[0]) == ["Sitzung-Zürich.txt"]


def test_side_file_inside_the_archive_belongs_to_its_member(texts: Path, store: RecordStore) -> None:
    meeting = zipfile.ZipFile(texts / "box.zip").read("a.proceedings.json")
    (texts / "box.zip").write_bytes(packed({"x/a.proceedings.json": meeting, "x/a.meta.yaml": "date: 2031-05-02"}))
    run(store, texts)
    assert store.view().document("a.proceedings.json").date == "2031-05-02"


SOUND = packed({"a.txt": MEETING, "b/c.txt": MEETING * 50})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_damage_gives_members_or_a_named_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for at, value in changes:
        data[at] = value
    file = io.BytesIO(bytes(data))
    is_archive(file)
    with suppress(UnreadableDocument):
        list(members("box.zip", file, LIMITS, lambda _: True))

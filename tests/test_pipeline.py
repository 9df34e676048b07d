"""From files to what can be found: new, changed, unchanged, missing, failed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import BadInput, IndexOutOfDate, UnknownName
from corpus.records import RollEntry, Statement, Utterance
from corpus.store import RecordStore
from ingest.pipeline import ingest
from ingest.report import Hooks
from ingest.upkeep import reindex
from tests.meetings_fake import EMBEDDER, NoStatements, all_bytes, found, run, write_meeting, write_texts
from tests.proceedings_fake import WordEmbedder


class OtherModel(WordEmbedder):
    signature = "other words"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts")


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


def test_new_then_unchanged_then_changed(texts: Path, store: RecordStore) -> None:
    first = run(store, texts)
    assert (sorted(first.new), first.unchanged) == (["a.proceedings.json", "b.proceedings.json"], [])
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."
    generation = store.generation()
    assert sorted(run(store, texts).unchanged) == sorted(first.new)
    assert store.generation() == generation
    write_meeting(texts / "a.proceedings.json", "The ferry needs a new timetable.", "Three crews are missing.")
    assert run(store, texts).changed == ["a.proceedings.json"]
    assert "Three crews are missing." in found(store, "crews missing")
    assert "Two crews are missing." not in found(store, "crews missing")


def test_unchanged_utterances_of_a_changed_document_keep_their_vectors(texts: Path, store: RecordStore) -> None:
    assert run(store, texts).embedded >= 3
    write_meeting(
        texts / "a.proceedings.json", "The ferry needs a new timetable.", "Two crews are missing.", "We hire in May."
    )
    assert run(store, texts).embedded == 1


def test_failed_file_is_named_and_the_rest_goes_in(texts: Path, store: RecordStore) -> None:
    (texts / "broken.proceedings.json").write_text('{"utterances": [', encoding="utf-8")
    (texts / "empty.txt").write_bytes(b"")
    report = run(store, texts)
    assert sorted(name for name, _ in report.failed) == ["broken.proceedings.json", "empty.txt"]
    assert len(report.new) == 2


def test_document_that_no_longer_reads_keeps_its_last_version(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    (texts / "a.proceedings.json").write_text("{", encoding="utf-8")
    assert run(store, texts).failed
    assert "The ferry needs a new timetable." in found(store, "ferry")


def test_file_that_vanishes_during_the_run_is_named(texts: Path, store: RecordStore) -> None:
    hooks = Hooks(step=lambda _: (texts / "sub/b.proceedings.json").unlink(missing_ok=True))
    report = run(store, texts, hooks=hooks)
    assert report.new == ["a.proceedings.json"]
    assert "has gone" in report.failed[0][1]


def test_missing_document_is_reported_and_pruned_on_request(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    (texts / "a.proceedings.json").unlink()
    assert run(store, texts).missing == ["a.proceedings.json"]
    assert store.view().document("a.proceedings.json")
    assert run(store, texts, prune=True).pruned == ["a.proceedings.json"]
    with pytest.raises(UnknownName):
        store.view().document("a.proceedings.json")


def test_pruning_leaves_no_byte_string_of_the_document(texts: Path, store: RecordStore) -> None:
    gone = write_meeting(texts / "s.proceedings.json", "Xylophone quartets alarm the cormorants.")
    run(store, texts)
    gone.unlink()
    run(store, texts, prune=True)
    assert b"xylophone" not in all_bytes(store.folder).lower()
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."


def test_equal_bytes_at_two_paths_are_one_document(texts: Path, store: RecordStore) -> None:
    (texts / "copy.proceedings.json").write_bytes((texts / "a.proceedings.json").read_bytes())
    report = run(store, texts)
    assert report.duplicates == [("copy.proceedings.json", "a.proceedings.json")]
    assert len(store.view().documents()) == 2


def test_moved_file_takes_its_document_along(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    (texts / "a.proceedings.json").rename(texts / "sub/a.proceedings.json")
    report = run(store, texts)
    assert (report.new, report.missing) == ([], [])
    assert store.view().document("a.proceedings.json").identity == "sub/a.proceedings.json"


def test_file_named_by_itself_after_its_folder_is_the_same_document(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    write_meeting(texts / "sub/b.proceedings.json", "Dredging goes ahead.", title="Channel")
    report = run(store, texts / "sub/b.proceedings.json", texts / "sub")
    assert (report.new, report.changed) == ([], ["b.proceedings.json"])
    assert store.view().document("b.proceedings.json").identity == "sub/b.proceedings.json"


def test_folder_that_moved_with_a_changed_file_is_the_same_documents(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    moved = texts.rename(texts.parent / "elsewhere")
    write_meeting(moved / "a.proceedings.json", "The ferry has a new timetable.")
    report = run(store, moved)
    assert (report.new, report.changed, report.unchanged) == ([], ["a.proceedings.json"], ["b.proceedings.json"])


def test_another_file_of_the_name_of_one_that_is_gone_replaces_nothing(texts: Path, store: RecordStore) -> None:
    run(store, texts / "a.proceedings.json")
    (texts / "a.proceedings.json").unlink()
    other = write_meeting(texts.parent / "other/a.proceedings.json", "Another meeting altogether.")
    assert len(run(store, other).new) == 1
    assert len(store.view().documents()) == 2


def test_equal_bytes_of_a_file_that_fails_fail_too(texts: Path, store: RecordStore) -> None:
    for name in ("x.proceedings.json", "y.proceedings.json"):
        (texts / name).write_text("{", encoding="utf-8")
    report = run(store, texts)
    assert sorted(name for name, _ in report.failed) == ["x.proceedings.json", "y.proceedings.json"]
    assert report.duplicates == []


def test_id_of_a_register_is_the_speakers_id(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    (texts / "speakers.yaml").write_text("speakers: [{name: Ines Okoro, id: okoro-1}]", encoding="utf-8")
    assert len(run(store, texts).changed) == 2
    assert {p.id for p in store.view().people()} == {"okoro-1", "tomas-brandt"}


def test_broken_register_is_named_for_each_document_beside_it(texts: Path, store: RecordStore) -> None:
    (texts / "sub/speakers.yaml").write_text("speakers: [{nam: Ines}]", encoding="utf-8")
    report = run(store, texts)
    assert report.new == ["a.proceedings.json"]
    assert "speakers.yaml" in report.failed[0][1]


def test_a_long_ingest_is_published_in_parts(texts: Path, store: RecordStore) -> None:
    steps: list[str] = []
    for i in range(3):
        write_meeting(texts / f"long{i}.proceedings.json", *(f"Item {j} of list {i}." for j in range(1_100)))
    run(store, texts, hooks=Hooks(step=steps.append))
    assert steps.count("published") == 2


def test_namesakes_in_two_folders_are_two_documents(texts: Path, store: RecordStore) -> None:
    write_meeting(texts / "sub/a.proceedings.json", "Another meeting altogether.")
    report = run(store, texts)
    assert len(report.new) == 3
    assert len({d.id for d in store.view().documents()}) == 3


def test_old_versions_are_purged_once_no_question_can_hold_them(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    before = store.view()
    write_meeting(texts / "a.proceedings.json", "All is new here.")
    run(store, texts)
    run(store, texts)
    assert before.document("a.proceedings.json").text.count("ferry") == 1
    run(store, texts, grace_s=-1)
    assert store.retired(before=1e12) == []


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_path_without_documents_is_refused(tmp_path: Path, store: RecordStore, path: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=path):
        run(store, tmp_path / path)


def test_file_too_large_is_named_with_its_size(texts: Path, store: RecordStore) -> None:
    report = ingest([texts], store, EMBEDDER, NoStatements(), max_bytes=10)
    assert len(report.failed) == 2
    assert "MB are read" in report.failed[0][1]


def test_link_out_of_the_folder_is_not_followed(texts: Path, store: RecordStore, tmp_path: Path) -> None:
    outside = write_meeting(tmp_path / "secret.proceedings.json", "Not for this record.")
    (texts / "link.proceedings.json").symlink_to(outside)
    assert "link.proceedings.json" not in run(store, texts).new


def test_index_of_another_model_is_out_of_date_until_reindexed(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    with pytest.raises(IndexOutOfDate, match="rostrum reindex"):
        ingest([texts], store, OtherModel(), NoStatements())
    assert reindex(store, OtherModel()) >= 3
    assert ingest([texts], store, OtherModel(), NoStatements()).unchanged


def test_reindex_mends_a_lost_index_and_leaves_one_folder(texts: Path, store: RecordStore) -> None:
    run(store, texts)
    folder, _ = store.index()
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    reindex(store, EMBEDDER)
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."
    assert [p.name for p in (store.folder / "indexes").iterdir()] == [store.index()[0].name]


class FailsOverReports(NoStatements):
    """An extractor with a fault in it."""

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        raise ZeroDivisionError


def test_fault_of_ours_over_one_file_is_named_and_the_rest_goes_in(texts: Path, store: RecordStore) -> None:
    said = " ".join(f"Ms. Okoro said that pier {i} is old. Mr. Brandt replied that it holds." for i in range(5))
    (texts / "report.txt").write_text(said, encoding="utf-8")
    report = ingest([texts], store, EMBEDDER, FailsOverReports())
    assert len(report.new) == 2
    assert report.failed[0][0] == "report.txt"
    assert "fault of ours" in report.failed[0][1]

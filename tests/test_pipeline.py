"""From files to what can be found: new, changed, unchanged, missing, failed; and what a kill in between leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import BadInput, DataFolderBusy, IndexOutOfDate, UnknownName
from corpus.protocols import Query
from corpus.records import RollEntry, Statement, Utterance
from corpus.store import RecordStore
from ingest.indexes import open_indexes
from ingest.lock import exclusive
from ingest.passages import index_signature
from ingest.pipeline import ingest
from ingest.report import Hooks, IngestReport
from ingest.upkeep import forget, reindex
from retriever.search import HybridRetriever
from tests.proceedings_fake import WordEmbedder


class NoStatements:
    version = "none"

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        return []


class OtherModel(WordEmbedder):
    signature = "other words"


EMBEDDER = WordEmbedder()


def write_meeting(path: Path, *turns: str, title: str = "Harbour board") -> Path:
    """A meeting in which Ines Okoro and Tomas Brandt take turns."""
    speakers = ("Ines Okoro", "Tomas Brandt")
    utterances = [{"speaker": speakers[i % 2], "text": t} for i, t in enumerate(turns)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"title": title, "utterances": utterances}), encoding="utf-8")
    return path


def run(
    store: RecordStore, *paths: Path, prune: bool = False, grace_s: float = 120, hooks: Hooks | None = None
) -> IngestReport:
    return ingest(paths, store, EMBEDDER, NoStatements(), prune=prune, grace_s=grace_s, hooks=hooks or Hooks())


def found(store: RecordStore, words: str) -> list[str]:
    retriever = HybridRetriever(store, EMBEDDER, signature=index_signature(EMBEDDER))
    return [h.passage.text for h in retriever.search(Query(words, limit=3))]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    write_meeting(tmp_path / "texts/a.proceedings.json", "The ferry needs a new timetable.", "Two crews are missing.")
    write_meeting(tmp_path / "texts/sub/b.proceedings.json", "Dredging the channel is put off.", title="Channel")
    return tmp_path / "texts"


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


def test_second_ingest_waits_and_says_so(store: RecordStore) -> None:
    said: list[str] = []
    with exclusive(store), pytest.raises(DataFolderBusy), exclusive(store, Hooks(say=said.append), wait_s=0.1):
        pass
    assert "waiting" in said[0]


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


def test_forgetting_leaves_no_byte_string_of_the_document(texts: Path, store: RecordStore) -> None:
    write_meeting(texts / "s.proceedings.json", "Xylophone quartets alarm the cormorants.", "Zeppelin moorings rust.")
    run(store, texts)
    told: list[str] = []
    forget(store, "s.proceedings.json", EMBEDDER, on_forget=told.append)
    everything = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file()).lower()
    for word in (b"xylophone", b"cormorant", b"zeppelin", b"s.proceedings.json"):
        assert word not in everything.replace(b"a.proceedings.json", b"").replace(b"b.proceedings.json", b"")
    assert told == ["s.proceedings.json"]
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."
    with pytest.raises(UnknownName):
        forget(store, "s.proceedings.json", EMBEDDER)


STEPS = ("recovered", "staged", "vectors", "words", "published")


def killed_at(step: str, what: str, data: Path, texts: Path) -> None:
    """Runs one command in a process of its own, which is killed when the step is done."""
    code = f"""
import os, signal, sys
from pathlib import Path
from corpus.store import RecordStore
from ingest.pipeline import Hooks, forget, ingest, reindex
from tests.test_pipeline import EMBEDDER, NoStatements
def kill(done):
    if done == {step!r}:
        os.kill(os.getpid(), signal.SIGKILL)
store, hooks = RecordStore(Path({str(data)!r})), Hooks(step=kill)
if {what!r} == "ingest":
    ingest([Path({str(texts)!r})], store, EMBEDDER, NoStatements(), hooks=hooks)
elif {what!r} == "reindex":
    reindex(store, EMBEDDER, hooks=hooks)
else:
    forget(store, "a.proceedings.json", EMBEDDER, hooks=hooks)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL


def assert_sound(store: RecordStore) -> None:
    """Indexes and record hold the same passages; nothing is left staged."""
    indexes = open_indexes(store, EMBEDDER)
    kept = set(store.passage_numbers("current", "retired"))
    assert indexes.dense.numbers() == indexes.lexical.numbers() == kept
    assert store.unpublished() == []
    indexes.close()


@pytest.mark.parametrize("step", STEPS)
def test_ingest_killed_after_any_step_is_finished_by_the_next(step: str, texts: Path, store: RecordStore) -> None:
    killed_at(step, "ingest", store.folder, texts)
    shown = {d.id for d in store.view().documents()}
    assert shown in (set(), {"a.proceedings.json", "b.proceedings.json"})
    run(store, texts)
    assert {d.id for d in store.view().documents()} == {"a.proceedings.json", "b.proceedings.json"}
    assert found(store, "ferry timetable").count("The ferry needs a new timetable.") == 1
    assert_sound(store)


@pytest.mark.parametrize("step", STEPS)
def test_change_killed_after_any_step_shows_the_old_or_the_new_never_both(
    step: str, texts: Path, store: RecordStore
) -> None:
    run(store, texts)
    write_meeting(texts / "a.proceedings.json", "The ferry keeps its timetable.", "Two crews are missing.")
    killed_at(step, "ingest", store.folder, texts)
    shown = [t for t in found(store, "ferry timetable") if "ferry" in t]
    assert shown in (["The ferry needs a new timetable."], ["The ferry keeps its timetable."])
    run(store, texts)
    assert [t for t in found(store, "ferry timetable") if "ferry" in t] == ["The ferry keeps its timetable."]
    assert_sound(store)


@pytest.mark.parametrize("step", ["indexed", "switched"])
def test_reindex_killed_after_any_step_loses_nothing(step: str, texts: Path, store: RecordStore) -> None:
    run(store, texts)
    killed_at(step, "reindex", store.folder, texts)
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."
    run(store, texts)
    assert_sound(store)
    assert len(list((store.folder / "indexes").iterdir())) == 1


@pytest.mark.parametrize("step", ["copied", "forgotten"])
def test_forget_killed_after_any_step_is_whole_or_not_done(step: str, texts: Path, store: RecordStore) -> None:
    run(store, texts)
    killed_at(step, "forget", store.folder, texts)
    kept = {d.id for d in store.view().documents()}
    assert kept in ({"b.proceedings.json"}, {"a.proceedings.json", "b.proceedings.json"})
    run(store, texts / "sub")
    if "a.proceedings.json" not in kept:
        assert b"new timetable" not in b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    assert found(store, "channel dredging")

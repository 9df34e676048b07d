"""What a kill after any step of an ingest leaves, how a full disk ends it, and two that write at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus.errors import DataFolderBusy, StoreError
from corpus.store import RecordStore
from ingest.lock import exclusive
from ingest.report import Hooks
from tests.meetings_fake import all_bytes, assert_sound, found, run, write_meeting, write_texts

ROOT = Path(__file__).parents[1]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts")


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


def test_second_ingest_waits_and_says_so(store: RecordStore) -> None:
    said: list[str] = []
    with exclusive(store), pytest.raises(DataFolderBusy), exclusive(store, Hooks(say=said.append), wait_s=0.1):
        pass
    assert "waiting" in said[0]


def test_second_ingest_goes_on_when_the_first_is_done(texts: Path, store: RecordStore) -> None:
    held, waiting = threading.Event(), threading.Event()

    def first() -> None:
        with exclusive(store):
            held.set()
            waiting.wait(30)

    other = threading.Thread(target=first)
    other.start()
    held.wait(30)
    assert len(run(store, texts, hooks=Hooks(say=lambda _: waiting.set())).new) == 2
    other.join()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_a_clear_error(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(StoreError):
        run(RecordStore(tmp_path / "locked" / "data"), texts)


def test_full_disk_ends_clearly_and_the_next_run_finishes(texts: Path, store: RecordStore) -> None:
    write_meeting(texts / "long.proceedings.json", *(f"Item {i} of a long list of items." for i in range(3_000)))
    code = f"""
import resource
from pathlib import Path
from corpus.errors import DiskFull
from corpus.store import RecordStore
from tests.meetings_fake import run
store = RecordStore(Path({str(store.folder)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))  # no file can grow further, as on a full disk
try:
    run(store, Path({str(texts)!r}))
except DiskFull as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "No space is left" in done.stdout, done.stderr
    assert store.view().documents() == []
    assert len(run(store, texts).new) == 3
    assert_sound(store)


STEPS = ("recovered", "staged", "vectors", "words", "published")


def killed_at(step: str, what: str, data: Path, texts: Path) -> None:
    """Runs one command in a process of its own, which is killed when the step is done."""
    code = f"""
import os, signal, sys
from pathlib import Path
from corpus.store import RecordStore
from ingest.pipeline import Hooks, forget, ingest, reindex
from tests.meetings_fake import EMBEDDER, NoStatements
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
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


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
        assert b"new timetable" not in all_bytes(store.folder)
    assert_sound(store)
    assert found(store, "channel dredging")

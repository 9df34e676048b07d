"""Forgetting a document: afterwards none of its bytes is anywhere in the data folder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import StoreError, UnknownName
from corpus.protocols import Query
from corpus.store import RecordStore
from ingest.passages import index_signature
from ingest.upkeep import forget
from retriever.search import HybridRetriever
from tests.meetings_fake import EMBEDDER, A, all_bytes, assert_sound, found, run, write_meeting, write_texts
from tests.proceedings_fake import WordEmbedder

SECRET = "s.proceedings.json"


class Counting(WordEmbedder):
    """Counts the texts that it is given."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts):
        self.embedded += len(texts)
        return super().embed(texts)


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    store = RecordStore(tmp_path / "data")
    write_meeting(write_texts(tmp_path / "texts") / SECRET, "Xylophone quartets alarm cormorants.", "Zeppelins rust.")
    run(store, tmp_path / "texts")
    return store


def assert_no_trace(store: RecordStore) -> None:
    held = all_bytes(store.folder).lower()
    for word in (b"xylophone", b"cormorant", b"zeppelin", b"/s.proceedings.json"):
        assert word not in held
    names = held.replace(b"a.proceedings.json", b"").replace(b"b.proceedings.json", b"")
    assert b"s.proceedings.json" not in names


def test_forgetting_leaves_no_byte_string_of_the_document(store: RecordStore) -> None:
    told: list[str] = []
    forget(store, SECRET, EMBEDDER, on_forget=told.append)
    assert_no_trace(store)
    assert told == [SECRET]
    assert found(store, "ferry timetable")[0] == "The ferry needs a new timetable."
    assert_sound(store)


def test_older_versions_are_forgotten_too(store: RecordStore, tmp_path: Path) -> None:
    write_meeting(tmp_path / "texts" / SECRET, "Xylophone trios, after all.")
    run(store, tmp_path / "texts")
    forget(store, SECRET, EMBEDDER)
    assert_no_trace(store)


def test_vectors_of_the_others_are_copied(store: RecordStore) -> None:
    embedder = Counting()
    forget(store, SECRET, embedder)
    assert embedder.embedded == 0


def test_who_holds_the_record_open_hinders_nothing(store: RecordStore) -> None:
    serving = RecordStore(store.folder)
    retriever = HybridRetriever(serving, EMBEDDER, signature=index_signature(EMBEDDER))
    view = serving.view()
    assert retriever.search(Query("xylophone quartets"))
    forget(store, SECRET, EMBEDDER)
    assert_no_trace(store)
    assert all("ylophone" not in h.passage.text for h in retriever.search(Query("xylophone quartets")))
    with pytest.raises(UnknownName):
        view.document(SECRET)


def test_a_reader_that_never_pauses_is_told_and_the_next_run_finishes(
    store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.database.BUSY_TIMEOUT_MS", 100)
    store = RecordStore(store.folder)
    reader = sqlite3.connect(store.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM document").fetchone()
    with pytest.raises(StoreError, match="without a pause"):
        forget(store, SECRET, EMBEDDER)
    reader.close()
    (tmp_path / "texts" / SECRET).unlink()
    run(store, tmp_path / "texts")
    assert_no_trace(store)


def test_unknown_document_is_named_and_nothing_is_touched(store: RecordStore) -> None:
    generation = store.generation()
    with pytest.raises(UnknownName, match=r"nothing\.txt"):
        forget(store, "nothing.txt", EMBEDDER)
    assert store.generation() == generation
    assert store.view().document(A)

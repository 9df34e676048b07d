"""Small meetings as files, and an ingest of them with words for vectors and no statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.protocols import Query
from corpus.records import RollEntry, Statement, Utterance
from corpus.store import RecordStore
from ingest.indexes import open_indexes
from ingest.passages import index_signature
from ingest.pipeline import ingest
from ingest.report import Hooks, IngestReport
from retriever.search import HybridRetriever
from tests.proceedings_fake import WordEmbedder

EMBEDDER = WordEmbedder()
A, B = "a.proceedings.json", "b.proceedings.json"


class NoStatements:
    version = "none"

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        return []


def write_meeting(path: Path, *turns: str, title: str = "Harbour board") -> Path:
    """A meeting in which Ines Okoro and Tomas Brandt take turns."""
    speakers = ("Ines Okoro", "Tomas Brandt")
    utterances = [{"speaker": speakers[i % 2], "text": t} for i, t in enumerate(turns)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"title": title, "utterances": utterances}), encoding="utf-8")
    return path


def write_texts(folder: Path) -> Path:
    """The folder with two meetings, A and sub/B."""
    write_meeting(folder / A, "The ferry needs a new timetable.", "Two crews are missing.")
    write_meeting(folder / "sub" / B, "Dredging the channel is put off.", title="Channel")
    return folder


def run(
    store: RecordStore, *paths: Path, prune: bool = False, grace_s: float = 120, hooks: Hooks | None = None
) -> IngestReport:
    return ingest(paths, store, EMBEDDER, NoStatements(), prune=prune, grace_s=grace_s, hooks=hooks or Hooks())


def found(store: RecordStore, words: str) -> list[str]:
    retriever = HybridRetriever(store, EMBEDDER, signature=index_signature(EMBEDDER))
    return [h.passage.text for h in retriever.search(Query(words, limit=3))]


def all_bytes(folder: Path) -> bytes:
    """Everything that all files below the folder hold."""
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def assert_sound(store: RecordStore) -> None:
    """Indexes and record hold the same passages; nothing is left staged, and one index folder is left."""
    indexes = open_indexes(store, EMBEDDER)
    kept = set(store.passage_numbers("current", "retired"))
    assert indexes.dense.numbers() == indexes.lexical.numbers() == kept
    assert store.unpublished() == []
    assert [p.name for p in (store.folder / "indexes").iterdir()] == [store.index()[0].name]
    indexes.close()

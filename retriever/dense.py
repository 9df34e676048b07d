"""The door to Chroma: passage numbers and their vectors, on disk, without any text.

Chroma shares one system per path within a process, and that system never notices what another process wrote: it finds
none of the new vectors and returns deleted ones. So every index here has a system of its own, made anew when opened.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import CorruptIndex, DiskFull

COLLECTION = "passages"
BATCH = 1000  # vectors in one call; Chroma's own limit is 5461
# Chroma keeps new vectors in a journal and moves them to the graph when this many have gathered.
SYNC_THRESHOLD = 1000

_opening = threading.Lock()


class DenseIndex:
    """Cosine neighbours among unit vectors, in one folder. Numbers are passage numbers, documents are integers.

    Opening sees everything that any process has written until then. Raises CorruptIndex where the folder does not open
    or holds vectors of another length.
    """

    def __init__(self, folder: Path, dimensions: int, *, create: bool = False) -> None:
        self.folder = folder
        self.dimensions = dimensions
        if not create and not (folder / "chroma.sqlite3").is_file():
            raise CorruptIndex(f"no vectors in {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        self._client, self._system = _open_client(folder)
        try:
            self._collection = self._open_collection(create)
        except BaseException:
            self.close()
            raise

    def _open_collection(self, create: bool) -> Any:
        with _as_ours(self.folder):
            names = [c.name for c in self._client.list_collections()]
            if COLLECTION not in names and not create:
                raise CorruptIndex(f"no vectors in {self.folder}")
            collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                metadata={"dimensions": self.dimensions},
                configuration={"hnsw": {"space": "cosine", "sync_threshold": SYNC_THRESHOLD, "batch_size": 100}},
            )
        found = (collection.metadata or {}).get("dimensions")
        if found != self.dimensions:
            raise CorruptIndex(f"{self.folder} holds vectors of length {found}, the model gives {self.dimensions}")
        return collection

    def add(self, numbers: Sequence[int], documents: Sequence[int], vectors: npt.NDArray[np.float32]) -> None:
        """Adds or replaces vectors, row by row; on disk when it returns."""
        if vectors.shape != (len(numbers), self.dimensions) or len(documents) != len(numbers):
            raise ValueError(f"{len(numbers)} numbers, {len(documents)} documents, vectors of shape {vectors.shape}")
        with _as_ours(self.folder):
            for part in _batches(len(numbers)):
                self._collection.upsert(
                    ids=[str(n) for n in numbers[part]],
                    embeddings=np.ascontiguousarray(vectors[part], dtype=np.float32),
                    metadatas=[{"document": int(d)} for d in documents[part]],
                )

    def delete(self, numbers: Sequence[int]) -> None:
        """Takes passages out; numbers that are not there do not matter."""
        with _as_ours(self.folder):
            for part in _batches(len(numbers)):
                self._collection.delete(ids=[str(n) for n in numbers[part]])

    def vectors(self, numbers: Sequence[int]) -> dict[int, npt.NDArray[np.float32]]:
        """The vectors of those numbers that are there."""
        found: dict[int, npt.NDArray[np.float32]] = {}
        with _as_ours(self.folder):
            for part in _batches(len(numbers)):
                got = self._collection.get(ids=[str(n) for n in numbers[part]], include=["embeddings"])
                rows = np.asarray(got["embeddings"], dtype=np.float32)
                found |= {int(i): row for i, row in zip(got["ids"], rows, strict=True)}
        return found

    def nearest(
        self, vector: npt.NDArray[np.float32], limit: int, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """(number, cosine similarity), best first, at most `limit`; of these documents where given."""
        if limit < 1 or (documents is not None and not len(documents)):
            return []
        where = None if documents is None else {"document": {"$in": [int(d) for d in documents]}}
        with _as_ours(self.folder):
            if not self._collection.count():
                return []
            got = self._collection.query(
                query_embeddings=[np.asarray(vector, dtype=np.float32)],
                n_results=limit,
                where=where,
                include=["distances"],
            )
        return [(int(i), 1.0 - float(d)) for i, d in zip(got["ids"][0], got["distances"][0], strict=True)]

    def numbers(self) -> set[int]:
        """Every number that the index holds."""
        with _as_ours(self.folder):
            return {int(i) for i in self._collection.get(include=[])["ids"]}

    def close(self) -> None:
        """Lets go of the files; closing twice does no harm."""
        if self._system is not None:
            self._system.stop()
            self._system = None


def _open_client(folder: Path) -> tuple[Any, Any]:
    """A client with a system of its own, and that system."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    # _env_file: chromadb would otherwise read the .env of whoever runs us.
    settings = Settings(_env_file=None, anonymized_telemetry=False, allow_reset=False)  # type: ignore[call-arg]
    path = str(folder)
    with _opening, _as_ours(folder):
        _forget_shared(SharedSystemClient, path)
        try:
            client = chromadb.PersistentClient(path=path, settings=settings)
            return client, client._system  # type: ignore[attr-defined]
        finally:
            _forget_shared(SharedSystemClient, path)


def _forget_shared(shared: Any, path: str) -> None:
    shared._identifier_to_system.pop(path, None)
    shared._identifier_to_refcount.pop(path, None)


class _as_ours:  # noqa: N801 (reads as a clause: "with _as_ours(folder)")
    """Turns what Chroma raises into CorruptIndex, or DiskFull where no room is left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, CorruptIndex):
            return
        if "disk is full" in str(error) or "No space left" in str(error):
            raise DiskFull(str(self._folder)) from error
        if isinstance(error, (sqlite3.Error, OSError, ValueError, RuntimeError)) or _is_chroma(error):
            raise CorruptIndex(f"vectors in {self._folder}: {type(error).__name__}") from error


def _is_chroma(error: BaseException) -> bool:
    module = type(error).__module__
    # The Rust side raises its own exceptions, and panics as PanicException of pyo3_runtime.
    return module.startswith(("chromadb", "pyo3_runtime")) or type(error).__name__ == "InternalError"


def _batches(count: int) -> Iterator[slice]:
    return (slice(start, start + BATCH) for start in range(0, count, BATCH))

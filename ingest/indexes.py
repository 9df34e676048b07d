"""The two derived indexes of one data folder, written together: vectors in Chroma, words in tantivy."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import DiskFull, IndexOutOfDate, StoreError
from corpus.protocols import Embedder
from corpus.store import INDEXES, RecordStore, Staged
from ingest.passages import index_signature
from ingest.report import QUIET, Hooks
from retriever.dense import DenseIndex
from retriever.lexical import LexicalIndex
from retriever.opened import VECTORS, WORDS

BATCH_PASSAGES = 2_000  # written together: memory stays bounded, and a long ingest can be taken up again
SLICE_TEXTS = 512  # embedded between two signs of progress

Vectors = Mapping[str, npt.NDArray[np.float32]]  # by the text that was embedded


class Indexes:
    """Both indexes in one folder. Raises CorruptIndex where one does not open."""

    def __init__(self, folder: Path, dimensions: int, *, create: bool = False) -> None:
        self.folder = folder
        self.dense = DenseIndex(folder / VECTORS, dimensions, create=create)
        self.lexical = LexicalIndex(folder / WORDS, create=create)

    def delete(self, numbers: Sequence[int]) -> None:
        self.dense.delete(numbers)
        self.lexical.delete(numbers)

    def close(self) -> None:
        self.dense.close()
        self.lexical.close()


class Batch:
    """Passages of several documents on their way into the indexes, embedded together."""

    def __init__(self, embedder: Embedder, hooks: Hooks = QUIET) -> None:
        self._embedder = embedder
        self._hooks = hooks
        self._clear()

    def _clear(self) -> None:
        self.versions: list[int] = []
        self._numbers: list[int] = []
        self._documents: list[int] = []
        self._texts: list[str] = []
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    @property
    def full(self) -> bool:
        return len(self._texts) >= BATCH_PASSAGES

    def add(self, staged: Staged, texts: Sequence[str], known: Vectors) -> None:
        """A version with the texts that its passages are indexed under; `known` are vectors to be taken over."""
        self.versions.append(staged.version)
        self._numbers += staged.numbers
        self._documents += [staged.document] * len(texts)
        self._texts += texts
        self._known.update(known)

    def write(self, indexes: Indexes) -> int:
        """Takes everything into both indexes and is empty again; gives how many texts were embedded."""
        if self._texts:
            vectors = vectors_for(self._texts, self._known, self._embedder, self._hooks)
            indexes.dense.add(self._numbers, self._documents, vectors)
            self._hooks.step("vectors")
            indexes.lexical.add(self._numbers, self._documents, self._texts)
            self._hooks.step("words")
        embedded = sum(t not in self._known for t in dict.fromkeys(self._texts))
        self._clear()
        return embedded


def open_indexes(store: RecordStore, embedder: Embedder) -> Indexes:
    """The current indexes, made where there are none. Raises IndexOutOfDate, CorruptIndex."""
    folder, signature = store.index()
    wanted = index_signature(embedder)
    if signature and signature != wanted:
        raise IndexOutOfDate(f"it carries {signature}, the settings now give {wanted}")
    if not signature:
        made, name = new_folder(store)
        indexes = Indexes(made, embedder.dimensions, create=True)
        store.set_index(name, wanted)
        return indexes
    return Indexes(folder, embedder.dimensions)


def new_folder(store: RecordStore) -> tuple[Path, str]:
    """A fresh folder for indexes, and its name. Raises DiskFull, StoreError."""
    taken = [int(p.name) for p in _folders(store) if p.name.isdigit()]
    name = str(max(taken, default=0) + 1)
    folder = store.folder / INDEXES / name
    with _as_ours(folder):
        folder.mkdir(parents=True)
    return folder, name


def old_folders(store: RecordStore) -> list[Path]:
    """Every index folder but the current one."""
    current, signature = store.index()
    return [p for p in _folders(store) if p != current or not signature]


def remove_old(store: RecordStore) -> None:
    """Deletes every index folder but the current one. Raises StoreError."""
    for folder in old_folders(store):
        with _as_ours(folder):
            shutil.rmtree(folder)


def vectors_for(
    texts: Sequence[str], known: Vectors, embedder: Embedder, hooks: Hooks = QUIET
) -> npt.NDArray[np.float32]:
    """One vector a text, in order; those in `known` are taken over, equal texts are embedded once."""
    missing = sorted((t for t in dict.fromkeys(texts) if t not in known), key=len, reverse=True)
    found = dict(known)
    for start in range(0, len(missing), SLICE_TEXTS):
        hooks.progress("passages", start, len(missing))
        part = missing[start : start + SLICE_TEXTS]
        found.update(zip(part, embedder.embed(part), strict=True))
    hooks.progress("passages", len(missing), len(missing))
    return np.stack([found[t] for t in texts]) if texts else np.zeros((0, embedder.dimensions), dtype=np.float32)


def _folders(store: RecordStore) -> list[Path]:
    folder = store.folder / INDEXES
    return [p for p in folder.iterdir() if p.is_dir()] if folder.exists() else []


@contextmanager
def _as_ours(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(folder)) from error
        raise StoreError(f"{folder} cannot be made or removed ({error.strerror}). Mend the folder's rights.") from error

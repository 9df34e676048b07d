"""The two derived indexes of one data folder, written together: vectors in Chroma, words in tantivy."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexOutOfDate
from corpus.protocols import Embedder
from corpus.store import INDEXES, RecordStore
from ingest.passages import index_signature
from retriever.dense import DenseIndex
from retriever.lexical import LexicalIndex
from retriever.opened import VECTORS, WORDS


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
    """A fresh folder for indexes, and its name."""
    taken = [int(p.name) for p in _folders(store) if p.name.isdigit()]
    name = str(max(taken, default=0) + 1)
    folder = store.folder / INDEXES / name
    folder.mkdir(parents=True)
    return folder, name


def remove_old(store: RecordStore) -> bool:
    """Deletes every index folder but the current one; whether there was any."""
    current, signature = store.index()
    old = [p for p in _folders(store) if p != current or not signature]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=False)
    return bool(old)


def vectors_for(
    texts: Sequence[str], known: dict[str, npt.NDArray[np.float32]], embedder: Embedder
) -> npt.NDArray[np.float32]:
    """One vector a text, in order; those in `known` are taken over, equal texts are embedded once."""
    missing = [t for t in dict.fromkeys(texts) if t not in known]
    made = dict(zip(missing, embedder.embed(missing), strict=True))
    rows = [known[t] if t in known else made[t] for t in texts]
    return np.stack(rows) if rows else np.zeros((0, embedder.dimensions), dtype=np.float32)


def _folders(store: RecordStore) -> list[Path]:
    folder = store.folder / INDEXES
    return [p for p in folder.iterdir() if p.is_dir()] if folder.exists() else []

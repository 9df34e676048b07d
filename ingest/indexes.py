"""The derived indexes of one data folder, written together: vectors in Chroma, words in tantivy, tokens in a file."""

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
from retriever.encoding import with_tokens
from retriever.lexical import LexicalIndex
from retriever.opened import TOKENS, VECTORS, WORDS
from retriever.token_index import TokenIndex
from retriever.token_rows import Rows, rows_of

BATCH_PASSAGES = 2_000  # written together: memory stays bounded, and a long ingest can be taken up again
SLICE_TEXTS = 512  # encoded between two signs of progress

Vectors = Mapping[str, npt.NDArray[np.float32]]  # by the text that was embedded


class Indexes:
    """All indexes in one folder; `tokens` is None where the embedder keeps none. Raises CorruptIndex."""

    def __init__(self, folder: Path, embedder: Embedder, *, create: bool = False) -> None:
        self.folder = folder
        self.dense = DenseIndex(folder / VECTORS, embedder.dimensions, create=create)
        self.lexical = LexicalIndex(folder / WORDS, create=create)
        kept = with_tokens(embedder)
        self.tokens = TokenIndex(folder / TOKENS, embedder.dimensions, create=create) if kept else None

    def delete(self, numbers: Sequence[int]) -> None:
        """Takes passages out; token rows, which hold no words, stay until the folder is made anew."""
        self.dense.delete(numbers)
        self.lexical.delete(numbers)

    def close(self) -> None:
        self.dense.close()
        self.lexical.close()


class Batch:
    """Passages of several documents on their way into the indexes, encoded together."""

    def __init__(self, embedder: Embedder, hooks: Hooks = QUIET) -> None:
        self._embedder = embedder
        self._hooks = hooks
        self._clear()

    def _clear(self) -> None:
        self.versions: list[int] = []
        self._numbers: list[int] = []
        self._documents: list[int] = []
        self._texts: list[str] = []
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}
        self._rows: dict[str, Rows] = {}

    @property
    def full(self) -> bool:
        return len(self._texts) >= BATCH_PASSAGES

    def add(self, staged: Staged, texts: Sequence[str], known: Vectors, rows: Mapping[str, Rows] | None = None) -> None:
        """A version with the texts that its passages are indexed under; `known` vectors and `rows` are taken over."""
        self.versions.append(staged.version)
        self._numbers += staged.numbers
        self._documents += [staged.document] * len(texts)
        self._texts += texts
        self._vectors.update(known)
        self._rows.update(rows or {})

    def write(self, indexes: Indexes) -> int:
        """Takes everything into all indexes and is empty again; gives how many texts were encoded."""
        encoded = 0
        if self._texts:
            encoded = self._encode(indexes.tokens)
            vectors = np.stack([self._vectors[t] for t in self._texts])
            indexes.dense.add(self._numbers, self._documents, vectors)
            self._hooks.step("vectors")
            if indexes.tokens is not None:
                indexes.tokens.add(self._numbers, self._texts, self._rows)
            indexes.lexical.add(self._numbers, self._documents, self._texts)
            self._hooks.step("words")
        self._clear()
        return encoded

    def _encode(self, tokens: TokenIndex | None) -> int:
        """Encodes each text once whose vector or rows nobody has yet; gives how many."""
        texts = dict.fromkeys(self._texts)
        held = tokens.held(list(texts)) | set(self._rows) if tokens is not None else set(texts)
        missing = sorted((t for t in texts if t not in self._vectors or t not in held), key=len, reverse=True)
        for start in range(0, len(missing), SLICE_TEXTS):
            self._hooks.progress("passages", start, len(missing))
            self._take(missing[start : start + SLICE_TEXTS])
        self._hooks.progress("passages", len(missing), len(missing))
        return len(missing)

    def _take(self, texts: Sequence[str]) -> None:
        embedder = with_tokens(self._embedder)
        if embedder is None:
            self._vectors.update(zip(texts, self._embedder.embed(texts), strict=True))
            return
        for text, encoded in zip(texts, embedder.encode(texts), strict=True):
            self._vectors[text] = encoded.vector
            self._rows[text] = rows_of(text, encoded.tokens)


def open_indexes(store: RecordStore, embedder: Embedder) -> Indexes:
    """The current indexes, made where there are none. Raises IndexOutOfDate, CorruptIndex."""
    folder, signature = store.index()
    wanted = index_signature(embedder)
    if signature and signature != wanted:
        raise IndexOutOfDate(f"it carries {signature}, the settings now give {wanted}")
    if not signature:
        made, name = new_folder(store)
        indexes = Indexes(made, embedder, create=True)
        store.set_index(name, wanted)
        return indexes
    return Indexes(folder, embedder)


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

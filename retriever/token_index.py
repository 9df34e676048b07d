"""Token vectors of passages on disk, read by memory map: only what a question asks for comes into memory.

Two files that only grow. `rows.bin` holds the rows of texts one behind the other, `entries.bin` says which passage has
which of them. Rows are on disk before the entry that names them, and a torn end of either file is passed over, so a
killed ingest leaves nothing wrong. Equal texts share their rows: a document read again adds entries alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import CorruptIndex, DiskFull
from retriever.token_rows import Rows, row_type

ROWS = "rows.bin"
ENTRIES = "entries.bin"
ENTRY = np.dtype([("number", "<i8"), ("key", "<u8"), ("first", "<i8"), ("count", "<i8")])
Integers = npt.NDArray[np.int64]


class TokenIndex:
    """The rows of passages by their numbers. Opening sees everything that was added until then.

    One process writes at a time (the lock of an ingest). Raises CorruptIndex where the folder holds no such index.
    """

    def __init__(self, folder: Path, dimensions: int, *, create: bool = False) -> None:
        self.folder = folder
        self._type = row_type(dimensions)
        if create:
            folder.mkdir(parents=True, exist_ok=True)
            for name in (ROWS, ENTRIES):
                (folder / name).touch()
        elif not (folder / ENTRIES).is_file():
            raise CorruptIndex(f"no token vectors in {folder}")
        self._entries = _read(folder / ENTRIES, ENTRY)
        self._place = {int(e["key"]): (int(e["first"]), int(e["count"])) for e in self._entries}

    def add(self, numbers: Sequence[int], texts: Sequence[str], rows: Mapping[str, Rows]) -> None:
        """Adds or replaces passages; `rows` has those of every text that is not `held`. On disk when it returns."""
        keys = [_key(t) for t in texts]
        new = {k: rows[t] for k, t in zip(keys, texts, strict=True) if k not in self._place}
        first = _append(self.folder / ROWS, self._type, list(new.values()))
        for key, added in new.items():
            self._place[key] = (first, len(added))
            first += len(added)
        entries = np.array([(n, k, *self._place[k]) for n, k in zip(numbers, keys, strict=True)], dtype=ENTRY)
        _append(self.folder / ENTRIES, ENTRY, [entries])
        self._entries = np.concatenate([self._entries, entries])

    def held(self, texts: Sequence[str]) -> set[str]:
        """Those of the texts whose rows are there."""
        return {t for t in texts if _key(t) in self._place}

    def rows_of(self, texts: Sequence[str]) -> dict[str, Rows]:
        """The rows of those texts that are held."""
        data = self.data()
        places = {t: self._place[k] for t in texts if (k := _key(t)) in self._place}
        return {t: np.array(data[first : first + count]) for t, (first, count) in places.items()}

    def places(self, numbers: Integers) -> tuple[Integers, Integers]:
        """(first row, number of rows) of each passage in `data`. Raises CorruptIndex where one is missing."""
        where = {int(e["number"]): i for i, e in enumerate(self._entries)}
        found = [where.get(int(n), -1) for n in numbers]
        if -1 in found:
            raise CorruptIndex(f"{found.count(-1)} of {len(numbers)} passages have no token vectors in {self.folder}")
        return self._entries["first"][found].astype(np.int64), self._entries["count"][found].astype(np.int64)

    def data(self) -> Rows:
        """All rows as one mapped array. Raises CorruptIndex where rows that an entry names are not there."""
        wanted = int((self._entries["first"] + self._entries["count"]).max(initial=0))
        path = self.folder / ROWS
        if not wanted:
            return np.zeros(0, dtype=self._type)
        try:
            if path.stat().st_size < wanted * self._type.itemsize:
                raise CorruptIndex(f"token vectors in {self.folder} are cut short")
            return np.memmap(path, dtype=self._type, mode="r", shape=(wanted,))
        except OSError as error:
            raise CorruptIndex(f"token vectors in {self.folder}: {type(error).__name__}") from error


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little")


def _read(path: Path, kind: np.dtype[np.void]) -> npt.NDArray[np.void]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorruptIndex(f"token vectors in {path.parent}: {type(error).__name__}") from error
    return np.frombuffer(data[: len(data) - len(data) % kind.itemsize], dtype=kind)


def _append(path: Path, kind: np.dtype[np.void], parts: Sequence[Rows]) -> int:
    """The index of the first of the new items; a torn item at the end is written over."""
    try:
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(size - size % kind.itemsize)
            file.truncate()
            for part in parts:
                file.write(np.ascontiguousarray(part, dtype=kind).tobytes())
            file.flush()
            os.fsync(file.fileno())
        return size // kind.itemsize
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(path.parent)) from error
        raise CorruptIndex(f"token vectors in {path.parent}: {type(error).__name__}") from error

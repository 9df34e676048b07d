"""Files of one JSON object a line, to which lines are only added: a torn last one is mended, a damaged one named."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import BadInput, StoreError
from service.contract import Json

LOCK = ".lock"


def dump(row: Json) -> str:
    """One line, without its end; half a character, which no file of text can hold, becomes a question mark."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def rows(path: Path) -> Iterator[tuple[int, Json]]:
    """Offsets in bytes with the object of each line, in order; a last line without its end is passed over.

    Nothing where there is no file. Raises BadInput for a line that is damaged.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        offset = 0
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield offset, _object(line, path, number)
            offset += len(line)


def row_at(path: Path, offset: int) -> Json:
    """The object of the line that begins there. Raises BadInput where it is damaged."""
    with path.open("rb") as file:
        file.seek(offset)
        return _object(file.readline(), path, None)


def _object(line: bytes, path: Path, number: int | None) -> Json:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        where = f"{path}, line {number}" if number else str(path)
        raise BadInput(f"{where} is damaged. Delete that line; what is missing is asked again.")
    return found


def mend(path: Path) -> None:
    """Removes a last line that was not written to its end; one that lacks nothing but its end gets it.

    Raises StoreError where the file cannot be written.
    """
    if not path.exists():
        return
    with writing(path), path.open("r+b") as file:
        start, last = 0, b""
        for line in file:
            start, last = start + len(last), line
        if last.endswith(b"\n") or not last:
            return
        if _is_object(last):
            file.seek(0, os.SEEK_END)
            file.write(b"\n")
        else:
            file.truncate(start)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def append(path: Path, row: Json) -> None:
    """Adds one line, in one go: a reader sees all of it or a last line without its end. Raises StoreError."""
    with writing(path), path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(dump(row) + "\n")


def write(path: Path, objects: Iterable[Json]) -> None:
    """The file anew, all of it or none of it. Raises StoreError."""
    write_text(path, (dump(o) + "\n" for o in objects))


def write_text(path: Path, texts: Iterable[str]) -> None:
    """The same of any text."""
    beside = path.with_name(f".{path.name}.new")
    with writing(path):
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(texts)
        beside.replace(path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder's one writing lock, which the system frees when a process is killed.

    Raises BadInput where another run is writing there, StoreError where the folder cannot be written.
    """
    lock = FileLock(folder / LOCK)
    with writing(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout:  # which is an OSError
            raise BadInput(f"Another run is writing to {folder}. Wait for its end, or name another folder.") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the system says of a file that cannot be written into StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror or error}. Make room or mend its rights."
        ) from error

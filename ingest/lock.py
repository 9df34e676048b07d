"""One process writes at a time: the lock of a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from corpus.errors import DataFolderBusy, StoreError
from corpus.store import RecordStore
from ingest.report import QUIET, Hooks

LOCK_FILE = "ingest.lock"
LOCK_WAIT_S = 3_600.0


@contextmanager
def exclusive(store: RecordStore, hooks: Hooks = QUIET, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Holds the data folder's one writing lock, which the system frees when a process is killed.

    Raises DataFolderBusy where another holds it for too long, StoreError where the folder cannot be written.
    """
    lock = FileLock(store.folder / LOCK_FILE)
    try:
        _acquire(lock, hooks, wait_s)
    except Timeout as error:
        raise DataFolderBusy(str(store.folder)) from error
    except OSError as error:
        raise StoreError(f"{store.folder} cannot be written ({error.strerror}). Mend its rights.") from error
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, hooks: Hooks, wait_s: float) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        hooks.say("Another ingest is writing to this data folder; waiting until it has finished.")
        lock.acquire(timeout=wait_s)

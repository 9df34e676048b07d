"""One SQLite file of ours: opened with the same care everywhere, its faults turned into our errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, exc
from sqlalchemy.pool import QueuePool

from corpus.errors import DiskFull, StoreError

BUSY_TIMEOUT_MS = 30_000


def open_database(path: Path) -> Engine:
    """An engine on the file: WAL, foreign keys, deleted content overwritten; transactions begin when they should."""
    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        connect_args={"check_same_thread": False},
        pool_size=8,
        max_overflow=24,
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # the driver's own would begin too late
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """One consistent snapshot of the file. Raises StoreError where it cannot be read."""
    with _ours(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction, committed at the end or not at all. Raises DiskFull, StoreError."""
    with _ours(path), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def compact(engine: Engine, path: Path) -> None:
    """Leaves no byte of what was deleted: in no freed page, and not in the write-ahead log.

    Waits for readers of other processes. Raises StoreError where one of them reads on for longer than that.
    """
    with _ours(path):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = (cursor.fetchone() or (0,))[0]
        finally:
            raw.close()
    if busy:
        raise StoreError(f"{path} is being read without a pause: what was deleted is still in its log. Run this again.")


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        message = str(getattr(error, "orig", error))
        if "disk is full" in message or "disk I/O error" in message:
            raise DiskFull(str(path.parent)) from error
        raise StoreError(
            f"{path} cannot be used ({message}). Check that it may be read and written; if it is damaged, put back a "
            "copy, or ingest into a new folder named with --data."
        ) from error

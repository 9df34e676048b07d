"""What may be wrong with an installation, one check each, and how to mend it. Looks only; changes nothing."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from corpus.errors import RostrumError
from service.settings import Settings, check_address, unknown_variables

T = TypeVar("T")
State = Literal["sound", "warning", "fault"]
LEAST_FREE_BYTES = 500_000_000
RECORD_FILE = "record.sqlite3"
SERVICE_FILE = "service.sqlite3"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `remedy` says how to mend it, "" where there is nothing to mend."""

    check: str
    state: State
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the two indexes fit the record, in passages; `unknown` are entries of no version that the record holds."""

    held: int
    without_vector: int = 0
    without_words: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the checks look at, handed in so that each can be looked at alone."""

    settings: Settings
    look_at_model: Callable[[], str]  # the model's signature; raises ModelUnavailable
    look_at_index: Callable[[], Agreement]  # raises CouldNotLook
    generation: Callable[[], int]


def sound(findings: list[Finding]) -> bool:
    return all(f.state != "fault" for f in findings)


def examine(parts: Parts, *, offline: bool = False) -> Iterator[Finding]:
    """A finding for each check, in the order in which things depend on each other; `offline` opens no socket."""
    yield from _settings(parts.settings)
    yield _address(parts.settings)
    if not offline:
        yield _port(parts.settings)
    yield from _folder(parts.settings.data)
    yield _looked("model", parts.look_at_model, lambda s: f"the expected one (signature {s})", "Install Rostrum again.")
    if not (parts.settings.data / RECORD_FILE).exists():
        return
    yield _database("record", parts.settings.data / RECORD_FILE, "Restore it from a copy, or ingest the files anew.")
    yield _database("answers", parts.settings.data / SERVICE_FILE, "Move the file away; earlier answers are then gone.")
    yield _looked("generation", parts.generation, lambda n: f"{n}", "See the message; upgrade Rostrum or ingest anew.")
    yield _index(parts.look_at_index)


def _settings(settings: Settings) -> Iterator[Finding]:
    unknown = unknown_variables()
    if unknown:
        yield Finding(
            "settings", "warning", f"nobody reads {', '.join(unknown)}", "See docs/operating.md for the names."
        )
    else:
        yield Finding("settings", "sound", f"data in {settings.data}")


def _address(settings: Settings) -> Finding:
    try:
        check_address(settings)
    except RostrumError as error:
        return Finding("address", "fault", str(error), "Set one of the two, or serve on 127.0.0.1.")
    if settings.public and not settings.token:
        return Finding(
            "address", "warning", f"anyone who reaches {settings.host} may ask", "Set ROSTRUM_TOKEN to limit it."
        )
    return Finding("address", "sound", f"{settings.host}, {'with' if settings.token else 'without'} a token")


def _port(settings: Settings) -> Finding:
    """Whether the port is free; a taken one is no fault, since Rostrum itself may be serving."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            message = f"{settings.port} on {settings.host} cannot be taken now: {error.strerror}"
            return Finding("port", "warning", message, "Fine where Rostrum is serving there; else give another --port.")
    return Finding("port", "sound", f"{settings.port} is free")


def _folder(folder: Path) -> Iterator[Finding]:
    """Permissions and free space of the data folder, or of the nearest folder that exists above it."""
    if not folder.exists():
        yield Finding("data folder", "warning", f"{folder} is not there yet", "Begin one with `rostrum ingest PATH`.")
    elif not folder.is_dir():
        yield Finding("data folder", "fault", f"{folder} is no folder", "Name another with --data or ROSTRUM_DATA.")
        return
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.is_dir())
    closed = [p for p in (there, *_files(folder)) if _closed(p)]
    if closed:
        yield Finding(
            "permissions", "fault", f"{closed[0]} may not be read and written", "Give this account the right to."
        )
    else:
        yield Finding("permissions", "sound", f"{there} may be read and written")
    free = shutil.disk_usage(there).free
    state: State = "sound" if free >= LEAST_FREE_BYTES else "warning"
    yield Finding("disk space", state, f"{free // 1_000_000:,} MB are free", "" if state == "sound" else "Free some.")


def _files(folder: Path) -> Iterator[Path]:
    """What lies below the folder; what goes while we look (logs of SQLite, an old index) is passed over."""
    for at, folders, names in os.walk(folder):
        yield from (Path(at, name) for name in [*folders, *names] if name != "ingest.lock")


def _closed(path: Path) -> bool:
    return not os.access(path, os.R_OK | os.W_OK) and os.path.lexists(path)


def _database(check: str, path: Path, remedy: str) -> Finding:
    """Whether SQLite finds the file whole; read only, so that nothing is made or mended in passing."""
    if not path.exists():
        return Finding(check, "sound", f"{path.name} is not there yet")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        damaged = error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        first = remedy if damaged else "Free space or mend its rights first; the file may well be whole."
        return Finding(check, "fault", f"{path.name} cannot be read ({error})", first)
    if verdict != "ok" or broken:
        return Finding(check, "fault", f"{path.name} is damaged ({verdict if verdict != 'ok' else broken})", remedy)
    return Finding(check, "sound", f"{path.name} is whole")


def _looked(check: str, look: Callable[[], T], told: Callable[[T], str], remedy: str) -> Finding:
    try:
        return Finding(check, "sound", told(look()))
    except RostrumError as error:
        return Finding(check, "fault", str(error), remedy)


def _index(look: Callable[[], Agreement]) -> Finding:
    remedy = "Run `rostrum reindex`."
    try:
        found = look()
    except RostrumError as error:
        return Finding("indexes", "fault", str(error), remedy)
    if found.without_vector or found.without_words:
        message = (
            f"of {found.held:,} passages {found.without_vector:,} lack a vector, {found.without_words:,} their words"
        )
        return Finding("indexes", "fault", message, remedy)
    if found.unknown:
        message = f"{found.unknown:,} entries are of no passage"
        return Finding("indexes", "warning", message, "The next ingest removes what a stopped one left.")
    return Finding("indexes", "sound", f"all {found.held:,} passages are indexed")

"""What is measured: a system that can be asked, in this process or over HTTP, by one protocol."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import SecretStr

from service.answers import Turn
from service.contract import Json

if TYPE_CHECKING:
    from service.desk import Desk
    from service.recorded import Recorded
    from service.settings import Settings

# Settings that cannot change an answer; and names of such as nobody else should read, whatever their type.
UNTOLD = frozenset({"host", "port", "public", "allowed_hosts", "workers", "waiting", "log_level", "data"})
_SECRET = re.compile(r"token|key|secret|password|credential", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class About:
    """What is measured, as it stands in run.json; None where the system does not say. No secrets.

    `documents` are `{"id", "version", "title"}`, by id; a version is the hash of the bytes and of what read them.
    """

    where: str  # "in process", or the address
    version: str | None = None
    commit: str | None = None
    code: str | None = None  # hash of the source text that answers
    settings: Json = field(default_factory=dict)
    prompts: Json = field(default_factory=dict)
    index: str | None = None
    documents: tuple[Json, ...] = ()


class System(Protocol):
    """Safe to call from several threads."""

    def about(self) -> About:
        """Raises CouldNotLook, StoreError."""

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        """The answer's JSON, as the contract has it. Raises RostrumError: never to be read as a wrong answer."""

    def search(self, query: str, limit: int, document: str | None = None) -> list[Json]:
        """Hits, best first. Raises RostrumError."""

    def document(self, document_id: str) -> Json:
        """A document whole, in its current version. Raises UnknownName; CouldNotLook where it cannot be had."""


class RecordInProcess:
    """The record of a data folder, without anything that answers."""

    def __init__(self, record: Recorded) -> None:
        self.record = record

    def documents(self) -> list[str]:
        """The ids of all documents."""
        return [str(d["id"]) for d in self.record.documents()]

    def document(self, document_id: str) -> Json:
        return self.record.document(document_id)

    def speakers(self) -> list[str]:
        return [str(s["name"]) for s in self.record.speakers()]


class InProcess(RecordInProcess):
    """The desk of a data folder, asked directly."""

    def __init__(self, desk: Desk, about: About) -> None:
        super().__init__(desk.record)
        self._desk = desk
        self._about = about

    def about(self) -> About:
        return replace(self._about, documents=summarised(self.record.documents()))

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        from service.recorded import Wishes

        return self._desk.ask(self._desk.prepare(question, Wishes(document=document), history=tuple(history)))

    def search(self, query: str, limit: int, document: str | None = None) -> list[Json]:
        from service.recorded import Wishes

        return self._desk.search(query, Wishes(document=document), limit=limit)


@contextmanager
def in_process(settings: Settings) -> Iterator[InProcess]:
    """The system of these settings. What it answers is not kept among the answers of its readers.

    Raises CouldNotLook, StoreError.
    """
    from service import wiring
    from service.store import ServiceStore

    desk = wiring.open_desk(settings)
    folder = Path(tempfile.mkdtemp(prefix="rostrum-eval-"))
    desk.store.close()
    desk.store = ServiceStore(folder)
    try:
        desk.look()  # the first question shall not wait for the model
        yield InProcess(desk, _about(settings, desk))
    finally:
        desk.store.close()
        shutil.rmtree(folder, ignore_errors=True)


def _about(settings: Settings, desk: Desk) -> About:
    from evaluation.provenance import code_hash, commit, prompt_versions, version

    view = desk.record.view()
    return About(
        where="in process",
        version=version(),
        commit=commit(),
        code=code_hash(),
        settings=told(settings),
        prompts=prompt_versions(),
        index=view.index_signature,
    )


def told(settings: Settings) -> Json:
    """The settings as run.json shows them: none that is secret by its type, its name or a password in an address."""
    found: Json = {}
    for name, value in settings.model_dump().items():
        secret = isinstance(value, SecretStr) or _SECRET.search(name) or "@" in str(value)
        if name not in UNTOLD and not secret:
            found[name] = value if isinstance(value, bool | int | float | None) else str(value)
    return found


def summarised(documents: Sequence[Json]) -> tuple[Json, ...]:
    """Documents as run.json lists them, by id."""
    kept = ("id", "version", "title")
    return tuple({n: d.get(n) for n in kept} for d in sorted(documents, key=lambda d: str(d["id"])))

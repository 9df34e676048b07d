"""What an ingest tells: sentences and steps while it runs, and what became of each document at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who is told what: `say` sentences for a person, `progress` (what, done, total), `step` each finished step."""

    say: Callable[[str], None] = _nothing
    progress: Callable[[str, int, int], None] = _nothing
    step: Callable[[str], None] = _nothing


QUIET = Hooks()


@dataclass(slots=True)
class IngestReport:
    """Ids of documents by what became of them; `failed` and `duplicates` are (name, reason) and (name, id)."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)  # changed by corrections.yaml alone
    corrections: list[tuple[str, str]] = field(default_factory=list)  # that want a look, and why
    embedded: int = 0  # passages whose vector was made; the others kept theirs
    # Of the whole record, once the run is over.
    utterances: int = 0
    statements: int = 0
    speakers: int = 0
    unresolved: int = 0  # labels of turns that stand for nobody known

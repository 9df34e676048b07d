"""What an ingest did, for the table at its end."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    embedded: int = 0  # passages whose vector was made; the others kept theirs
    # Of the whole record, once the run is over.
    utterances: int = 0
    statements: int = 0
    speakers: int = 0
    unresolved: int = 0  # labels of turns that stand for nobody known

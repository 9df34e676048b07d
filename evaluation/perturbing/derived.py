"""A derived set: its cases, the documents that belong to it, and the folder in which it is written.

cases.jsonl     the derived cases, under the ids of their origins
documents/      what is to be ingested: instead of the record's documents, or beside them; perhaps nothing
perturbed.json  kind, seed, how many cases are not as they were, and what was done
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

from corpus.errors import BadInput
from corpus.records import Document
from evaluation import lines
from evaluation.cases import Case, case_json

CASES, MANIFEST, DOCUMENTS = "cases.jsonl", "perturbed.json", "documents"
INSTEAD, BESIDE, SAME = "instead", "beside", "same"


class Record(Protocol):
    """The record that the cases ask about."""

    def documents(self) -> Iterable[Document]:
        """Every current document, in the record's order."""

    def names(self) -> Sequence[str]:
        """The names of all speakers."""

    def places(self) -> Sequence[str]:
        """The files and addresses that the documents were read from, each once."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written; `name` is a plain file name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Derived:
    """`ingest` says whether the documents stand instead of the record's, beside them, or the record's are the same.

    `notes` say what was done, for a person.
    """

    cases: tuple[Case, ...]
    files: tuple[File, ...] = ()
    ingest: str = SAME
    notes: tuple[str, ...] = ()


Kind = Callable[[Sequence[Case], Record, int], Derived]


def drawing(seed: int, what: str) -> Random:
    """Always the same draws for the same seed and name: what is drawn for one case does not depend on the others."""
    return Random(f"{seed}:{what}")


def write(folder: Path, found: Derived, origin: Sequence[Case], *, kind: str, seed: int) -> int:
    """How many cases are not as they were. Raises BadInput where the folder holds something already, StoreError."""
    if folder.is_dir() and any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty. Name another folder with --out.")
    before = {c.id: c for c in origin}
    changed = sum(before[c.id] != c for c in found.cases)
    with lines.writing(folder):
        (folder / DOCUMENTS if found.ingest != SAME else folder).mkdir(parents=True, exist_ok=True)
    for file in found.files:
        lines.write_text((folder / DOCUMENTS if found.ingest != SAME else folder) / file.name, [file.text])
    lines.write(folder / CASES, (case_json(c) for c in found.cases))
    told = {
        "format": 1,
        "kind": kind,
        "seed": seed,
        "cases": len(found.cases),
        "changed": changed,
        "left_out": len(origin) - len(found.cases),
        "documents": found.ingest,
        "notes": list(found.notes),
    }
    lines.write_text(folder / MANIFEST, [json.dumps(told, ensure_ascii=False, indent=1), "\n"])
    return changed

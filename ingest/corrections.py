"""`corrections.yaml`: what staff corrected, in the order in which they did, in the data folder; for people to read.

The file is a list. New corrections are added at its end and nothing else is touched, so that remarks stay.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, field_validator, model_validator

from corpus.errors import BadCorrections, StoreError
from ingest.plain_yaml import complaint, lines_of_entries, parsed, written

FILE_NAME = "corrections.yaml"
MAX_BYTES = 5_000_000

Deed = Literal["reassign", "withdraw", "withhold", "merge", "split"]

_OPENING = """\
# What staff corrected, oldest first; later ones go over earlier ones. Applied at every ingest, and at once by
# `rostrum correct`. After editing by hand, run `rostrum correct apply`.
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person. What it is about: words of a document (`quote`), a label of a document, or a person.

    `person` narrows a quote down to what that person is held to have said. `name` and `to_name` are what the people
    were called when the correction was made; by them they are found again where ids have changed.
    """

    do: Deed
    document: str | None = None
    quote: str | None = None
    occurrence: int | None = None  # which of several, from 1
    label: str | None = None
    person: str | None = None
    name: str | None = None
    affiliation: str | None = None  # split: where the person is listed with this
    to: str | None = None
    to_name: str | None = None
    to_affiliation: str | None = None
    note: str | None = None
    made: str | None = None

    @property
    def digest(self) -> str:
        """16 hex digits over what it does; notes and dates count for nothing."""
        said = {k: v for k, v in asdict(self).items() if k not in ("note", "made") and v is not None}
        return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]

    @property
    def about(self) -> str:
        """What it is about, for a person: 'withdraw “the fee must fall” in may.txt'."""
        person = self.name or self.person
        what = f"“{_short(self.quote)}”" if self.quote else f"label {self.label!r}" if self.label else str(person)
        narrowed = f" of {person}" if self.quote and person else ""
        where = f" in {self.document}" if self.document else f" of {self.affiliation}" if self.affiliation else ""
        to = f" to {self.to_name or self.to}" if self.to else ""
        return f"{self.do} {what}{narrowed}{where}{to}"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    do: Deed
    document: str | None = None
    quote: str | None = None
    occurrence: int | None = None
    label: str | None = None
    person: str | None = None
    name: str | None = None
    affiliation: str | None = None
    to: str | None = None
    to_name: str | None = None
    to_affiliation: str | None = None
    note: str | None = None
    made: str | None = None

    @field_validator("occurrence")
    @classmethod
    def _counts_from_one(cls, value: int | None) -> int | None:
        if value is not None and value < 1:
            raise ValueError("counts from 1")
        return value

    @field_validator("document", "quote", "label", "person", "affiliation", "to")
    @classmethod
    def _says_something(cls, value: str | None) -> str | None:
        if value == "":
            raise ValueError("must not be empty")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> _Entry:
        fault = _missing_or_odd(self)
        if fault:
            raise ValueError(f"{self.do} {fault}")
        return self


def _missing_or_odd(entry: _Entry) -> str | None:
    """What this kind of correction lacks, or has and may not have; None where it is whole."""
    about = [name for name in ("quote", "label") if getattr(entry, name)]
    if entry.do in ("merge", "split"):
        if not entry.person or not entry.to or entry.person == entry.to:
            return "needs `person` and another one as `to`"
        if about or (entry.do == "merge" and (entry.document or entry.affiliation)):
            return "is about a person as a whole"
        if entry.do == "split" and bool(entry.document) == bool(entry.affiliation):
            return "needs either `document` or `affiliation`"
        return None
    if len(about) > 1 or not (about or entry.person):
        return "needs one of `quote`, `label` and `person`"
    if about and not entry.document:
        return f"of a {about[0]} needs its `document`"
    if (entry.do == "reassign") != bool(entry.to):
        return "needs `to`" if entry.do == "reassign" else "takes no `to`"
    if entry.affiliation or (entry.occurrence and not entry.quote) or (entry.label and entry.person):
        return "has a key too many (affiliation, occurrence or person)"
    if entry.do == "withhold" and not about and entry.document:
        return "of a person holds everywhere and takes no `document`"
    return None


_File = TypeAdapter(list[_Entry] | None)


def path_in(folder: Path) -> Path:
    return folder / FILE_NAME


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """The corrections of this data folder, oldest first; () where there is no file. Raises BadCorrections."""
    return parse(path_in(folder), _bytes_of(path_in(folder)))


def parse(path: Path, data: bytes) -> tuple[Correction, ...]:
    """Raises BadCorrections with the entry, and the line or field, that is wrong."""
    try:
        entries = _File.validate_python(parsed(data)) or []
    except ValidationError as error:
        raise BadCorrections(str(path), complaint(error, "a list of corrections, each with `do`")) from error
    except ValueError as error:
        raise BadCorrections(str(path), str(error)) from error
    return tuple(Correction(**entry.model_dump()) for entry in entries)


def check(correction: Correction) -> None:
    """Raises BadCorrections where this could not stand in the file."""
    try:
        _Entry.model_validate(_said(correction))
    except ValidationError as error:
        raise BadCorrections("correction", complaint(error, "a correction")) from error


def add(folder: Path, *corrections: Correction) -> None:
    """Writes them at the end of the file, whole or not at all. Raises BadCorrections, StoreError."""
    path, data = path_in(folder), _bytes_of(path_in(folder))
    before = parse(path, data)
    text = data or _OPENING.encode()
    if not text.endswith(b"\n"):
        text += b"\n"
    text += written([_said(c) for c in corrections]).encode()
    try:
        after = parse(path, text)
    except BadCorrections:
        after = ()
    if after != (*before, *corrections):
        raise BadCorrections(str(path), "nothing can be added at its end: write it as a list, each entry after a “- ”.")
    _replace(path, text)


def remove(folder: Path, places: Sequence[int]) -> None:
    """Takes the entries at these places (from 0) out of the file. Raises BadCorrections, StoreError."""
    if not places:
        return
    path, data = path_in(folder), _bytes_of(path_in(folder))
    before, spans = parse(path, data), lines_of_entries(data)
    kept = tuple(c for i, c in enumerate(before) if i not in places)
    gone = {line for i in places if i < len(spans) for line in range(*spans[i])}
    text = b"".join(line for n, line in enumerate(data.splitlines(keepends=True)) if n not in gone)
    if len(spans) != len(before) or _parsed_or_none(path, text) != kept:
        text = _OPENING.encode() + (written([_said(c) for c in kept]).encode() if kept else b"")
    _replace(path, text)


def remove_of_document(folder: Path, *names: str) -> None:
    """Takes out what was corrected in a forgotten document of one of these names. Raises BadCorrections, StoreError."""
    if path_in(folder).exists():
        remove(folder, [i for i, c in enumerate(load_corrections(folder)) if c.document in names])


def _parsed_or_none(path: Path, text: bytes) -> tuple[Correction, ...] | None:
    try:
        return parse(path, text)
    except BadCorrections:
        return None


def _said(correction: Correction) -> dict[str, Any]:
    return {name: value for name, value in asdict(correction).items() if value is not None}


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise BadCorrections(str(path), f"cannot be read ({error.strerror}).") from error
    if len(data) > MAX_BYTES:
        raise BadCorrections(str(path), f"is too large; at most {MAX_BYTES // 1_000_000} MB are read.")
    return data


def _replace(path: Path, text: bytes) -> None:
    """The file anew in one step; where it leads elsewhere, the file there. Raises StoreError."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is read-only")
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{FILE_NAME}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, mode)
            os.replace(name, target)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        reason = f"{path} cannot be written ({error.strerror}). Nothing was corrected; mend its rights."
        raise StoreError(reason) from error


def _short(text: str | None, chars: int = 60) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= chars else plain[: chars - 1] + "…"

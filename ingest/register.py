"""`speakers.yaml`: a register that people keep beside their proceedings, read strictly."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadRegister
from corpus.names import fold
from corpus.records import Participant
from ingest.plain_yaml import parsed

FILE_NAME = "speakers.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Affiliation(_Strict):
    name: str = Field(min_length=1)
    since: str | int | None = Field(default=None, alias="from")
    until: str | int | None = Field(default=None, alias="to")


class _Speaker(_Strict):
    name: str = Field(min_length=1)
    id: str | None = None
    labels: list[str] = []
    aliases: list[str] = []
    affiliation: str | None = None
    affiliations: list[_Affiliation] = []


class _File(_Strict):
    speakers: list[_Speaker]


@dataclass(frozen=True)
class Register:
    """Everybody whom the file lists, in its order; labels of a participant are its labels, then its aliases."""

    participants: tuple[Participant, ...] = ()
    version: str = ""  # 12 hex digits over the file's bytes
    ids: dict[str, str] = field(default_factory=dict)  # name to the id that the file gives, where it gives one
    _by_label: dict[str, Participant] = field(default_factory=dict, repr=False, compare=False)

    def participant(self, label: str) -> Participant | None:
        """Whom the register calls so, by label, alias or name; None where it is nobody. Capitals tell labels apart."""
        found = self._by_label.get(_exact(label))
        return found if found or label.islower() else self._by_label.get(_folded(label))


def load_register(path: Path) -> Register:
    """The register in this file. Raises BadRegister with the file, and the line or field, that is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadRegister(str(path), f"cannot be read ({error.strerror}).") from error
    try:
        speakers = _File.model_validate(_parsed(path, data)).speakers
    except ValidationError as error:
        raise BadRegister(str(path), _complaint(error)) from error
    return _register(path, speakers, hashlib.sha256(data).hexdigest()[:12])


def find_register(document_path: Path, root: Path) -> Register | None:
    """The nearest register beside or above the document, no further up than `root`; None where there is none."""
    top = root.resolve()
    folder = document_path.resolve().parent
    while folder.is_relative_to(top):
        path = folder / FILE_NAME
        if path.is_file():
            return load_register(path)
        folder = folder.parent if folder != folder.parent else top.parent
    return None


def _parsed(path: Path, data: bytes) -> object:
    try:
        return parsed(data)
    except ValueError as error:
        raise BadRegister(str(path), str(error)) from error


def _complaint(error: ValidationError) -> str:
    """The first field that is wrong, as "speakers[3].labels[0]", and what is wrong with it."""
    first = error.errors()[0]
    where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"]).lstrip(".") or "the file"
    if first["type"] == "extra_forbidden":
        return f"{where} is a key that a register does not have."
    if first["type"] == "model_type":
        shape = "must be a list of people under `speakers:`" if not first["loc"] else "must be a person with a `name:`"
        return f"{where} {shape}."
    return f"{where}: {first['msg']}."


def _register(path: Path, speakers: list[_Speaker], version: str) -> Register:
    exact: dict[str, Participant] = {}
    folded: dict[str, list[Participant]] = {}
    participants = []
    for n, speaker in enumerate(speakers):
        participant = _participant(speaker)
        participants.append(participant)
        for label in dict.fromkeys((*participant.labels, participant.name)):
            other = exact.setdefault(_exact(label), participant)
            if other is not participant and label in participant.labels:
                raise BadRegister(str(path), f"speakers[{n}] ({speaker.name}): {label!r} already means {other.name}.")
            if participant not in folded.setdefault(_folded(label), []):
                folded[_folded(label)].append(participant)
    loose = {key: found[0] for key, found in folded.items() if len(found) == 1}
    ids = {s.name: s.id for s in speakers if s.id}
    return Register(tuple(participants), version, ids, {**loose, **exact})


def _participant(speaker: _Speaker) -> Participant:
    current = [a.name for a in speaker.affiliations if a.until is None] or [a.name for a in speaker.affiliations]
    affiliation = speaker.affiliation or (current[-1] if current else None)
    labels = dict.fromkeys(" ".join(x.split()) for x in (*speaker.labels, *speaker.aliases) if x.strip())
    return Participant(speaker.name, affiliation, labels=tuple(labels))


def _exact(label: str) -> str:
    return "=" + " ".join(label.split()).rstrip(":")


def _folded(label: str) -> str:
    return fold(label).rstrip(": ")

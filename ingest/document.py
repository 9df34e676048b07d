"""From a reading to a document of the record: who is on the roll, whose each turn is, who is held to have said what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.protocols import StatementExtractor
from corpus.records import Document, Participant, Person, RollEntry, Utterance
from ingest.fingerprints import source_hash
from ingest.labels import LabelResolver
from ingest.reading import Reading
from ingest.register import Register
from ingest.roll import build_roll

# What decides how the same bytes are read, and what rolls and labels come of the same reading: a change in one of
# these makes every document a changed one. A test follows the imports, so that none is forgotten.
READ_BY = ("ingest.readers", "ingest.reading", "ingest.attribution.lexicon", "corpus.names")
ROLL_BY = (
    "ingest.document",
    "ingest.roll",
    "ingest.roster",
    "ingest.labels",
    "ingest.roles",
    "ingest.organisations",
    "ingest.introductions",
    "ingest.personal_names",
    "ingest.descriptions",
    "ingest.delegations",
    "ingest.register",
    "ingest.plain_yaml",
    "ingest.attribution",
    "ingest.reading",
    "corpus.names",
    "corpus.territories",
    "corpus.sentences",
)

Identify = Callable[[Sequence[Participant], Mapping[str, str]], Sequence[Person]]


@dataclass(frozen=True, slots=True)
class Place:
    """What a document is called in the record."""

    id: str
    identity: str
    version: str


def version_of(
    data_sha256: str,
    extractor: StatementExtractor,
    register: Register | None,
    said: Sequence[tuple[str, str | None]] = (),
) -> str:
    """16 hex digits over the content and all that reads it: an equal version need not be read again.

    `said` is what people say about it in a side file or on the command line, by name.
    """
    listed = repr((register.participants, sorted(register.ids.items()))) if register else ""
    made_by = (data_sha256, source_hash(*READ_BY), source_hash(*ROLL_BY), extractor.version, listed, repr(sorted(said)))
    return hashlib.sha256("\n".join(made_by).encode()).hexdigest()[:16]


def build_document(
    reading: Reading, place: Place, extractor: StatementExtractor, register: Register | None, identify: Identify
) -> Document:
    """The document whole; labels that could be two people, or nobody known, keep no speaker."""
    participants = build_roll(reading, register)
    people = identify(participants, register.ids if register else {})
    roll = tuple(RollEntry(person, p) for person, p in zip(people, participants, strict=True))
    utterances = _utterances(reading, LabelResolver(roll, register))
    told = [u for u, b in zip(utterances, reading.blocks, strict=True) if b.role == "text"]
    statements = extractor.extract(reading.text, told, roll) if reading.kind == "report" else []
    return Document(
        id=place.id,
        identity=place.identity,
        version=place.version,
        title=reading.title,
        kind=reading.kind,
        text=reading.text,
        date=reading.date,
        place=reading.place,
        event=reading.event,
        language=reading.language,
        roll=roll,
        utterances=tuple(utterances),
        statements=tuple(statements),
    )


def _utterances(reading: Reading, labels: LabelResolver) -> list[Utterance]:
    return [
        Utterance(
            number=i,
            start=block.start,
            end=block.end,
            label=block.label,
            speaker=labels.resolve(block.label) if block.label else None,
            section=block.section,
            time_s=block.time_s,
        )
        for i, block in enumerate(reading.blocks)
    ]

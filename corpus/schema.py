"""Tables of the record. A staged version never changes again; what is current is one column."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 3  # 2 adds `given`, 3 `uncorrected` and its speakers: new tables, made where they are missing

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

document = Table(
    "document",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("identity", String, nullable=False),
    Column("root", String, nullable=False),
    UniqueConstraint("root", "identity"),
    sqlite_autoincrement=True,
)

version = Table(
    "version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", ForeignKey("document.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("hash", String, nullable=False),
    Column("bytes_sha256", String, nullable=False),
    Column("state", String, CheckConstraint("state IN ('staged', 'current', 'retired')"), nullable=False, index=True),
    Column("retired_at", Float),
    Column("title", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("date", String),
    Column("place", String),
    Column("event", String),
    Column("language", String),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What was given on the command line about a document: kept over re-ingest, gone with the document.
given = Table(
    "given",
    metadata,
    Column("document", ForeignKey("document.number", ondelete="CASCADE"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

speaker = Table(
    "speaker",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("affiliation", String),
    Column("name_key", String, nullable=False, index=True),
)


def _version_column() -> Column[int]:
    return Column("version", ForeignKey("version.number", ondelete="CASCADE"), primary_key=True)


# A corrected version, as it was read: where corrections start from, each time anew.
uncorrected = Table(
    "uncorrected",
    metadata,
    _version_column(),
    Column("hash", String, nullable=False),  # the version of the reading
    Column("body", Text, nullable=False),  # the document as JSON
    Column("applied", String, nullable=False),  # a JSON list of digests of corrections
)

uncorrected_speaker = Table(
    "uncorrected_speaker",
    metadata,
    _version_column(),
    Column("speaker", ForeignKey("speaker.id"), primary_key=True, index=True),
)

roll = Table(
    "roll",
    metadata,
    _version_column(),
    Column("position", Integer, primary_key=True),
    Column("speaker", ForeignKey("speaker.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("affiliation", String),
    Column("role", String),
    Column("labels", String, nullable=False),  # a JSON list
    Column("delegation", Boolean, nullable=False),
)

utterance = Table(
    "utterance",
    metadata,
    _version_column(),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", String),
    Column("speaker", ForeignKey("speaker.id"), index=True),
    Column("section", String),
    Column("time_s", Float),
)

statement = Table(
    "statement",
    metadata,
    _version_column(),
    Column("position", Integer, primary_key=True),
    Column("utterance", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("content_start", Integer, nullable=False),
    Column("content_end", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("cue", String, nullable=False),
    Column("source", ForeignKey("speaker.id"), index=True),
    Column("on_behalf_of", ForeignKey("speaker.id"), index=True),
    Column("stance", String, nullable=False),
    Column("target", String),
    Column("attribution", String, nullable=False),
)

passage = Table(
    "passage",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", ForeignKey("version.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("utterance", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", String),
    Column("indexed_sha256", String, nullable=False),  # of the text that was embedded: equal ones share a vector
    sqlite_autoincrement=True,
)

passage_speaker = Table(
    "passage_speaker",
    metadata,
    Column("passage", ForeignKey("passage.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("speaker", ForeignKey("speaker.id"), nullable=False, index=True),
)

Index("passage_by_text", passage.c.indexed_sha256)

"""The write side of the record: staging, publishing, retiring, forgetting. One process writes at a time."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, delete, func, insert, select, update

from corpus import schema
from corpus.database import compact, open_database, reading, writing
from corpus.errors import NewerData, StoreError, UnknownName
from corpus.identities import identified
from corpus.loading import load_document, person_of
from corpus.names import name_key
from corpus.originals import Original, applied_by_document, keep_original, load_original, mentioned_by_document
from corpus.records import Document, Participant, Passage, Person
from corpus.rows import document_number, give, given_of, insert_parts, insert_passages, insert_version, sweep
from corpus.view import View

RECORD_FILE = "record.sqlite3"
INDEXES = "indexes"


@dataclass(frozen=True, slots=True)
class Staged:
    """A version that is written but not yet to be found; `numbers` are those of its passages, in their order."""

    version: int
    document: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a current document came from. `version` is that of its reading, whatever was corrected in it since."""

    id: str
    identity: str
    root: str
    version: str
    bytes_sha256: str
    number: int = 0  # of the current version


class RecordStore:
    """The record of one data folder. Raises NewerData, StoreError or DiskFull where the folder cannot be used."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = folder
        self.path = folder / RECORD_FILE
        if not create and not self.path.exists():
            raise StoreError(
                f"{folder} holds no record yet. Run `rostrum ingest PATH` first, or name another with --data."
            )
        _make(folder)
        self._engine = open_database(self.path)
        self._view: View | None = None
        self._lock = threading.Lock()
        self._prepare()

    # --- reading

    def generation(self) -> int:
        with self._reading() as connection:
            return int(_meta(connection, "generation", "0"))

    def view(self) -> View:
        """The published generation; the same object until the generation moves."""
        with self._reading() as connection:
            generation = int(_meta(connection, "generation", "0"))
            known = self._view
            if known is not None and known.generation == generation:
                return known
            folder = self.folder / INDEXES / _meta(connection, "index", "0")
            signature = _meta(connection, "signature", "")
            v = schema.version
            current = connection.execute(select(v.c.number).where(v.c.state == "current")).scalars().all()
        view = View(self._engine, self.path, generation, folder, signature, current)
        with self._lock:
            self._view = view
        return view

    def sources(self) -> list[Source]:
        """Where every current document came from, by id."""
        v, d, u = schema.version, schema.document, schema.uncorrected
        read_as = func.coalesce(u.c.hash, v.c.hash)
        columns = (d.c.id, d.c.identity, d.c.root, read_as, v.c.bytes_sha256, v.c.number)
        query = select(*columns).join(d, d.c.number == v.c.document).outerjoin(u, u.c.version == v.c.number)
        with self._reading() as connection:
            rows = connection.execute(query.where(v.c.state == "current").order_by(d.c.id)).all()
        return [Source(*r) for r in rows]

    def index(self) -> tuple[Path, str]:
        """The folder of the current indexes and the signature of what made them; "" where nothing has been made."""
        with self._reading() as connection:
            return self.folder / INDEXES / _meta(connection, "index", "0"), _meta(connection, "signature", "")

    def passage_numbers(self, *states: str) -> dict[int, int]:
        """Passage number to document number, for versions in these states."""
        p, v = schema.passage, schema.version
        query = select(p.c.number, v.c.document).join(v, v.c.number == p.c.version).where(v.c.state.in_(states))
        with self._reading() as connection:
            return {int(n): int(d) for n, d in connection.execute(query)}

    def numbers_by_text(self, document_id: str) -> dict[str, int]:
        """Hash of the indexed text to a passage number of the current version: unchanged passages keep their vector."""
        p, v, d = schema.passage, schema.version, schema.document
        query = (
            select(p.c.indexed_sha256, p.c.number)
            .join(v, v.c.number == p.c.version)
            .join(d, d.c.number == v.c.document)
            .where(d.c.id == document_id, v.c.state == "current")
        )
        with self._reading() as connection:
            return {h: int(n) for h, n in connection.execute(query)}

    def current_versions(self) -> list[int]:
        """Numbers of the current versions, in the order in which they were staged."""
        v = schema.version
        with self._reading() as connection:
            found = connection.execute(select(v.c.number).where(v.c.state == "current").order_by(v.c.number))
            return list(found.scalars())

    def whole(self, version: int) -> tuple[Document, Staged]:
        """A version with the numbers of its passages. Raises UnknownName."""
        p, v = schema.passage, schema.version
        with self._reading() as connection:
            document = load_document(connection, version)
            number = connection.execute(select(v.c.document).where(v.c.number == version)).scalar_one()
            query = select(p.c.number).where(p.c.version == version).order_by(p.c.utterance, p.c.start)
            numbers = tuple(connection.execute(query).scalars())
        return document, Staged(version, int(number), numbers)

    # --- what staff corrected

    def original(self, version: int) -> Original:
        """The document of this version as it was read. Raises UnknownName."""
        with self._reading() as connection:
            return load_original(connection, version)

    def applied(self) -> dict[str, set[str]]:
        """Digests of the corrections that found something, by document; only current documents where some did."""
        with self._reading() as connection:
            return applied_by_document(connection)

    def mentions(self) -> dict[str, set[str]]:
        """Ids of all speakers that each current document mentions, as it was read and as it is corrected."""
        with self._reading() as connection:
            return mentioned_by_document(connection)

    def everybody(self) -> list[Person]:
        """All speakers that the record has an id for, by id: withheld and merged ones too, whom no view shows."""
        with self._reading() as connection:
            return [person_of(r) for r in connection.execute(select(schema.speaker).order_by(schema.speaker.c.id))]

    def corrections_done(self) -> str:
        """The digest of the corrections that all current documents have seen; "" where there were none yet."""
        with self._reading() as connection:
            return _meta(connection, "corrections", "")

    def note_corrections(self, digest: str) -> None:
        with self._writing() as connection:
            _set_meta(connection, "corrections", digest)

    # --- who

    def identify(self, participants: Sequence[Participant], ids: Mapping[str, str] | None = None) -> list[Person]:
        """A speaker for each participant, in their order, made where the record does not know one yet.

        The same name with affiliations that agree, or of which one is missing, is the same speaker. `ids` are those
        that a register gives to names.
        """
        given = {name_key(name): i for name, i in (ids or {}).items()}
        with self._writing() as connection:
            return [identified(connection, p, given.get(name_key(p.name))) for p in participants]

    # --- writing

    def document_id(self, root: str, identity: str) -> str:
        """The id that this source has or will get: the base name; a later namesake's ends in six hex digits.

        Signs that cannot be seen (line ends, escapes, turns of direction) are "_": ids stand in links and on terminals.
        """
        d = schema.document
        with self._reading() as connection:
            known = connection.execute(select(d.c.id).where(d.c.root == root, d.c.identity == identity)).scalar()
            if known:
                return str(known)
            name = "".join(c if c.isprintable() else "_" for c in _base_name(identity))
            taken = connection.execute(select(d.c.id).where(d.c.id == name)).scalar()
            if not taken:
                return name
            for seed in (identity, f"{root}/{identity}"):
                other = f"{name}~{hashlib.sha256(seed.encode()).hexdigest()[:6]}"
                if not connection.execute(select(d.c.id).where(d.c.id == other)).scalar():
                    return other
        raise StoreError(f"{identity} cannot be given an id: too many documents are called {name}. Rename the file.")

    def moved(self, document_id: str, root: str, identity: str) -> None:
        """The document is read from another place from now on."""
        d = schema.document
        with self._writing() as connection:
            connection.execute(update(d).where(d.c.id == document_id).values(root=root, identity=identity))

    def given(self, document_id: str) -> dict[str, str]:
        """What was given about this document on the command line, by name; {} where nothing was, or for none."""
        with self._reading() as connection:
            return given_of(connection, document_id)

    def give(self, document_id: str, values: Mapping[str, str]) -> None:
        """Keeps these in place of what was given before. Raises UnknownName."""
        with self._writing() as connection:
            give(connection, document_id, values)

    def stage(
        self,
        document: Document,
        passages: Sequence[Passage],
        indexed: Sequence[str],
        *,
        root: str,
        bytes_sha256: str,
        original: Original | None = None,
    ) -> Staged:
        """Writes a version that nobody finds yet, in one transaction. `indexed` is the text that each passage is
        indexed under, of which only the hash is kept; `original` is what was read, where corrections found something
        in it."""
        with self._writing() as connection:
            number = document_number(connection, document, root)
            version = insert_version(connection, document, number, bytes_sha256)
            insert_parts(connection, document, version)
            numbers = insert_passages(connection, passages, indexed, version)
            if original is not None:
                keep_original(connection, version, original)
        return Staged(version, number, numbers)

    def publish(self, versions: Sequence[int], *, now: float | None = None) -> int:
        """Makes staged versions current and retires those before them, all at once; gives the new generation."""
        v = schema.version
        with self._writing() as connection:
            documents = select(v.c.document).where(v.c.number.in_(list(versions)))
            replaced = (v.c.state == "current") & v.c.document.in_(documents)
            connection.execute(update(v).where(replaced).values(state="retired", retired_at=now or time.time()))
            ready = (v.c.number.in_(list(versions))) & (v.c.state == "staged")
            connection.execute(update(v).where(ready).values(state="current"))
            return _next_generation(connection)

    def retire(self, document_ids: Sequence[str], *, now: float | None = None) -> int:
        """Takes documents out of what is current; gives the new generation."""
        v, d = schema.version, schema.document
        numbers = select(d.c.number).where(d.c.id.in_(list(document_ids)))
        with self._writing() as connection:
            gone = v.c.document.in_(numbers) & (v.c.state == "current")
            connection.execute(update(v).where(gone).values(state="retired", retired_at=now or time.time()))
            return _next_generation(connection)

    def recut(self, version: int, passages: Sequence[Passage], indexed: Sequence[str]) -> Staged:
        """The version with these passages in place of its own; where they lie as before, numbers are kept."""
        p, v = schema.passage, schema.version
        with self._writing() as connection:
            query = select(p.c.number, p.c.utterance, p.c.start, p.c.end).where(p.c.version == version)
            before = connection.execute(query.order_by(p.c.utterance, p.c.start)).all()
            document = connection.execute(select(v.c.document).where(v.c.number == version)).scalar_one()
            if [tuple(r[1:]) for r in before] == [(x.utterance, x.start, x.end) for x in passages]:
                return Staged(version, int(document), tuple(r.number for r in before))
            connection.execute(delete(p).where(p.c.version == version))
            return Staged(version, int(document), insert_passages(connection, passages, indexed, version))

    def unpublished(self) -> list[int]:
        """Versions that a killed run staged and never published."""
        return self._versions(schema.version.c.state == "staged")

    def retired(self, before: float, documents: Sequence[str] | None = None) -> list[int]:
        """Versions retired before this time (seconds since the epoch): no question can still hold them. Of these
        documents where any are given."""
        v, d = schema.version, schema.document
        gone = (v.c.state == "retired") & (v.c.retired_at < before)
        if documents is not None:
            gone &= v.c.document.in_(select(d.c.number).where(d.c.id.in_(list(documents))))
        return self._versions(gone)

    def passages_of(self, versions: Sequence[int]) -> list[int]:
        p = schema.passage
        with self._reading() as connection:
            return list(connection.execute(select(p.c.number).where(p.c.version.in_(list(versions)))).scalars())

    def drop(self, versions: Sequence[int]) -> None:
        """Deletes versions, then the documents and speakers that nothing mentions any more."""
        with self._writing() as connection:
            connection.execute(delete(schema.version).where(schema.version.c.number.in_(list(versions))))
            sweep(connection)

    def set_index(self, folder_name: str, signature: str) -> int:
        """Names the folder under `indexes` that questions use from now on; gives the new generation."""
        with self._writing() as connection:
            _set_meta(connection, "index", folder_name)
            _set_meta(connection, "signature", signature)
            return _next_generation(connection)

    def forget(self, *document_ids: str, index: str | None = None) -> None:
        """Deletes every version of these documents and, at once with it, turns to the index folder of this name.

        `compact` then clears the freed pages. Raises UnknownName.
        """
        d = schema.document
        with self._writing() as connection:
            for document_id in document_ids:
                if not connection.execute(delete(d).where(d.c.id == document_id)).rowcount:
                    raise UnknownName("document", document_id)
            sweep(connection)
            if index is not None:
                _set_meta(connection, "index", index)
            _next_generation(connection)

    def compact(self) -> None:
        """Leaves no byte of what was deleted in the file or its log."""
        compact(self._engine, self.path)

    def close(self) -> None:
        self._engine.dispose()

    # --- inside

    def _versions(self, which: Any) -> list[int]:
        v = schema.version
        with self._reading() as connection:
            return list(connection.execute(select(v.c.number).where(which).order_by(v.c.number)).scalars())

    def _reading(self) -> Any:
        return reading(self._engine, self.path)

    def _writing(self) -> Any:
        return writing(self._engine, self.path)

    def _prepare(self) -> None:
        with self._reading() as connection:
            made = sqlalchemy.inspect(connection).has_table(schema.meta.name)
            found = int(_meta(connection, "schema", "0")) if made else 0
        if found > schema.SCHEMA_VERSION:
            raise NewerData(str(self.folder), found, schema.SCHEMA_VERSION)
        if found < schema.SCHEMA_VERSION:
            with self._writing() as connection:
                schema.metadata.create_all(connection)
                _set_meta(connection, "schema", str(schema.SCHEMA_VERSION))


def _base_name(identity: str) -> str:
    """The last part of a path, of a path inside an archive, or of an address without its query."""
    plain = identity.split("?", 1)[0] if "://" in identity else identity
    return re.split(r"/|(?<=\.zip)!", plain.rstrip("/"))[-1] or "_"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be made a data folder ({error.strerror}). Name another with --data, or mend its rights."
        ) from error


def _meta(connection: Connection, key: str, default: str) -> str:
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()
    return default if value is None else str(value)


def _set_meta(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
    connection.execute(insert(schema.meta).values(key=key, value=value))


def _next_generation(connection: Connection) -> int:
    generation = int(_meta(connection, "generation", "0")) + 1
    _set_meta(connection, "generation", str(generation))
    return generation

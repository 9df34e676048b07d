"""Values of the record to rows of its tables, inside a transaction that the store holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from corpus import schema
from corpus.errors import UnknownName
from corpus.records import Document, Passage, Person

# Where a version of a document mentions a speaker.
MENTIONING = (
    schema.roll.c.speaker,
    schema.utterance.c.speaker,
    schema.statement.c.source,
    schema.statement.c.on_behalf_of,
    schema.uncorrected_speaker.c.speaker,
)


def document_number(connection: Connection, document: Document, root: str) -> int:
    d = schema.document
    known = connection.execute(select(d.c.number).where(d.c.id == document.id)).scalar()
    if known is not None:
        connection.execute(update(d).where(d.c.number == known).values(root=root, identity=document.identity))
        return int(known)
    made = connection.execute(insert(d).values(id=document.id, identity=document.identity, root=root))
    return int(made.lastrowid)


def given_of(connection: Connection, document_id: str) -> dict[str, str]:
    """What was given about this document on the command line, by name."""
    g, d = schema.given, schema.document
    query = select(g.c.name, g.c.value).join(d, d.c.number == g.c.document).where(d.c.id == document_id)
    return {str(r.name): str(r.value) for r in connection.execute(query)}


def give(connection: Connection, document_id: str, values: Mapping[str, str]) -> None:
    """Keeps these in place of what was given before. Raises UnknownName."""
    g, d = schema.given, schema.document
    number = connection.execute(select(d.c.number).where(d.c.id == document_id)).scalar()
    if number is None:
        raise UnknownName("document", document_id)
    connection.execute(delete(g).where(g.c.document == number))
    if values:
        connection.execute(insert(g), [{"document": number, "name": n, "value": v} for n, v in values.items()])


def insert_version(connection: Connection, document: Document, number: int, bytes_sha256: str) -> int:
    values = {
        "document": number,
        "hash": document.version,
        "bytes_sha256": bytes_sha256,
        "state": "staged",
        "title": document.title,
        "kind": document.kind,
        "date": document.date,
        "place": document.place,
        "event": document.event,
        "language": document.language,
        "text": document.text,
    }
    made = connection.execute(insert(schema.version).values(**values))
    return int(made.lastrowid)


def insert_parts(connection: Connection, document: Document, version: int) -> None:
    roll = [
        {
            "version": version,
            "position": i,
            "speaker": e.person.id,
            "name": e.participant.name,
            "affiliation": e.participant.affiliation,
            "role": e.participant.role,
            "labels": json.dumps(e.participant.labels, ensure_ascii=False),
            "delegation": e.participant.delegation,
        }
        for i, e in enumerate(document.roll)
    ]
    utterances = [
        {
            "version": version,
            "number": u.number,
            "start": u.start,
            "end": u.end,
            "label": u.label,
            "speaker": _id(u.speaker),
            "section": u.section,
            "time_s": u.time_s,
        }
        for u in document.utterances
    ]
    statements = [
        {
            "version": version,
            "position": i,
            "utterance": s.utterance,
            "start": s.start,
            "end": s.end,
            "content_start": s.content[0],
            "content_end": s.content[1],
            "label": s.label,
            "cue": s.cue,
            "source": _id(s.source),
            "on_behalf_of": _id(s.on_behalf_of),
            "stance": s.stance,
            "target": s.target,
            "attribution": s.attribution,
        }
        for i, s in enumerate(document.statements)
    ]
    for table, rows in ((schema.roll, roll), (schema.utterance, utterances), (schema.statement, statements)):
        if rows:
            connection.execute(insert(table), rows)


def insert_passages(
    connection: Connection, passages: Sequence[Passage], indexed: Sequence[str], version: int
) -> tuple[int, ...]:
    """Numbers are given here, one more than any that was ever used."""
    if not passages:
        return ()
    used = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").scalar()
    first = max(int(used or 0), int(connection.execute(select(func.max(schema.passage.c.number))).scalar() or 0)) + 1
    rows = [
        {
            "number": first + i,
            "version": version,
            "utterance": p.utterance,
            "start": p.start,
            "end": p.end,
            "section": p.section,
            "indexed_sha256": indexed_sha256(text),
        }
        for i, (p, text) in enumerate(zip(passages, indexed, strict=True))
    ]
    speakers = [
        {"passage": first + i, "position": j, "speaker": s.id}
        for i, p in enumerate(passages)
        for j, s in enumerate(p.speakers)
    ]
    connection.execute(insert(schema.passage), rows)
    if speakers:
        connection.execute(insert(schema.passage_speaker), speakers)
    return tuple(r["number"] for r in rows if isinstance(r["number"], int))


def indexed_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _id(person: Person | None) -> str | None:
    return person.id if person else None


def sweep(connection: Connection) -> None:
    """Documents without a version, and speakers whom no version mentions, go."""
    d, v, s = schema.document, schema.version, schema.speaker
    connection.execute(delete(d).where(d.c.number.not_in(select(v.c.document))))
    columns = (*MENTIONING, schema.passage_speaker.c.speaker)
    mentioned = [select(column).where(column.is_not(None)) for column in columns]
    connection.execute(delete(s).where(*(s.c.id.not_in(found) for found in mentioned)))

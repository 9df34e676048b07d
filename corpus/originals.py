"""Documents as they were read, kept beside the version that staff corrected: what every correction starts from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from corpus import schema
from corpus.loading import load_document, person_of
from corpus.records import Document, Participant, Person, RollEntry, Statement, Utterance
from corpus.rows import MENTIONING


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it was read; its version is that of the reading. `applied` are digests of the corrections that
    found something in it."""

    document: Document
    applied: tuple[str, ...] = ()


def keep_original(connection: Connection, version: int, original: Original) -> None:
    """Writes it beside the corrected version, with the people it mentions, so that none of them is swept."""
    u, p = schema.uncorrected, schema.uncorrected_speaker
    body = json.dumps(asdict(original.document), ensure_ascii=False)
    values = {"version": version, "hash": original.document.version, "body": body}
    connection.execute(insert(u).values(**values, applied=json.dumps(original.applied)))
    ids = sorted({person.id for person in people_in(original.document)})
    if ids:
        connection.execute(insert(p), [{"version": version, "speaker": i} for i in ids])


def load_original(connection: Connection, version: int) -> Original:
    """The document as it was read: the version itself where no correction touches it. Raises UnknownName."""
    u = schema.uncorrected
    row = connection.execute(select(u.c.body, u.c.applied).where(u.c.version == version)).first()
    if row is None:
        return Original(load_document(connection, version))
    people = {r.id: person_of(r) for r in connection.execute(select(schema.speaker))}
    return Original(_document(json.loads(row.body), people), tuple(json.loads(row.applied)))


def applied_by_document(connection: Connection) -> dict[str, set[str]]:
    """Digests of the corrections that found something, by document; only current documents where some did."""
    v, d, u = schema.version, schema.document, schema.uncorrected
    query = select(d.c.id, u.c.applied).join(v, v.c.number == u.c.version).join(d, d.c.number == v.c.document)
    return {i: set(json.loads(a)) for i, a in connection.execute(query.where(v.c.state == "current"))}


def mentioned_by_document(connection: Connection) -> dict[str, set[str]]:
    """Ids of all speakers that each current document mentions, as it was read and as it is corrected."""
    v, d = schema.version, schema.document
    found: dict[str, set[str]] = {}
    for column in MENTIONING:
        query = select(d.c.id, column).join(v, v.c.number == column.table.c.version)
        query = query.join(d, d.c.number == v.c.document).where(v.c.state == "current", column.is_not(None))
        for document_id, speaker_id in connection.execute(query.distinct()):
            found.setdefault(document_id, set()).add(speaker_id)
    return found


def people_in(document: Document) -> set[Person]:
    """Everybody whom the document mentions: on its roll, as speaker or source, or on whose behalf."""
    found = {entry.person for entry in document.roll}
    found |= {u.speaker for u in document.utterances if u.speaker}
    return found | {p for s in document.statements for p in (s.source, s.on_behalf_of) if p}


def _document(body: dict[str, Any], people: dict[str, Person]) -> Document:
    def person(found: dict[str, Any] | None) -> Person | None:
        return people.get(found["id"]) or Person(**found) if found else None

    roll = [
        RollEntry(
            people.get(e["person"]["id"]) or Person(**e["person"]),
            Participant(**{**e["participant"], "labels": tuple(e["participant"]["labels"])}),
        )
        for e in body["roll"]
    ]
    utterances = [Utterance(**{**u, "speaker": person(u["speaker"])}) for u in body["utterances"]]
    statements = [
        Statement(
            **{
                **s,
                "content": tuple(s["content"]),
                "source": person(s["source"]),
                "on_behalf_of": person(s["on_behalf_of"]),
            }
        )
        for s in body["statements"]
    ]
    parts = {"roll": tuple(roll), "utterances": tuple(utterances), "statements": tuple(statements)}
    return Document(**{**body, **parts})

"""Rows of the record to values: documents with their rolls, utterances and statements, and passages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus import schema
from corpus.errors import UnknownName
from corpus.records import Document, Participant, Passage, Person, RollEntry, Statement, Utterance


def load_document(connection: Connection, number: int) -> Document:
    """One version of a document, whole. Raises UnknownName where it is gone."""
    v, d = schema.version, schema.document
    query = select(v, d.c.id, d.c.identity).join(d, d.c.number == v.c.document).where(v.c.number == number)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownName("document version", str(number))
    people = {r.id: person_of(r) for r in connection.execute(select(schema.speaker))}
    return Document(
        id=row.id,
        identity=row.identity,
        version=row.hash,
        title=row.title,
        kind=row.kind,
        text=row.text,
        date=row.date,
        place=row.place,
        event=row.event,
        language=row.language,
        roll=tuple(roll_of(connection, number, people)),
        utterances=tuple(_utterances(connection, number, people)),
        statements=tuple(_statements(connection, number, people)),
    )


def person_of(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.affiliation)


def roll_of(connection: Connection, number: int, people: dict[str, Person]) -> list[RollEntry]:
    """The roll of one version of a document, in its order."""
    t = schema.roll
    rows = connection.execute(select(t).where(t.c.version == number).order_by(t.c.position))
    return [
        RollEntry(
            people[r.speaker],
            Participant(r.name, r.affiliation, r.role, tuple(json.loads(r.labels)), r.delegation),
        )
        for r in rows
        if r.speaker in people  # else swept by an ingest that forgot the document meanwhile
    ]


def _utterances(connection: Connection, number: int, people: dict[str, Person]) -> list[Utterance]:
    t = schema.utterance
    rows = connection.execute(select(t).where(t.c.version == number).order_by(t.c.number))
    return [Utterance(r.number, r.start, r.end, r.label, people.get(r.speaker), r.section, r.time_s) for r in rows]


def _statements(connection: Connection, number: int, people: dict[str, Person]) -> list[Statement]:
    t = schema.statement
    rows = connection.execute(select(t).where(t.c.version == number).order_by(t.c.position))
    return [
        Statement(
            utterance=r.utterance,
            start=r.start,
            end=r.end,
            content=(r.content_start, r.content_end),
            label=r.label,
            cue=r.cue,
            source=people.get(r.source),
            on_behalf_of=people.get(r.on_behalf_of),
            stance=r.stance,
            target=r.target,
            attribution=r.attribution,
        )
        for r in rows
    ]


def passage_of(row: Row[Any], speakers: tuple[Person, ...]) -> Passage:
    return Passage(row.id, row.hash, row.utterance, row.start, row.end, row.words, row.section, speakers, row.number)


def speakers_of(connection: Connection, numbers: Sequence[int], people: dict[str, Person]) -> dict[int, list[Person]]:
    """The speakers of these passages, in their order; passages without any are left out."""
    t = schema.passage_speaker
    found: dict[int, list[Person]] = {}
    query = select(t.c.passage, t.c.speaker).where(t.c.passage.in_(numbers)).order_by(t.c.passage, t.c.position)
    for number, speaker_id in connection.execute(query):
        if speaker_id in people:  # else swept by an ingest that forgot the document meanwhile
            found.setdefault(number, []).append(people[speaker_id])
    return found

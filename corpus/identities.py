"""Who is who across documents: one speaker for each participant, made where the record does not know one yet."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from corpus import schema
from corpus.names import fold, name_key, slug
from corpus.records import Participant, Person
from corpus.territories import place_key

_WORD = re.compile(r"[^\W_]+")


def identified(connection: Connection, participant: Participant, given_id: str | None = None) -> Person:
    """The speaker with the id that a register gives; else whom the record knows by the same name and an affiliation
    that agrees; else a new one.

    Where several agree and none has this very affiliation it is nobody known: a wrong name is worse than none.
    """
    s = schema.speaker
    if given_id:
        known = connection.execute(select(s).where(s.c.id == given_id)).first()
        return _known(connection, known, participant) if known else _made(connection, given_id, participant)
    namesakes = connection.execute(select(s).where(s.c.name_key == key_of(participant)).order_by(s.c.id)).all()
    agreeing = [r for r in namesakes if agree(r.affiliation, participant.affiliation)]
    exact = [r for r in agreeing if fold(r.affiliation or "") == fold(participant.affiliation or "")]
    if exact or len(agreeing) == 1:
        return _known(connection, (exact or agreeing)[0], participant)
    return _made(connection, _free_id(connection, participant), participant)


def key_of(participant: Participant) -> str:
    """What namesakes share; a person and a delegation never do. A country is one by whatever name."""
    if participant.delegation:
        return f"delegation {place_key(participant.name) or fold(participant.name)}"
    return name_key(participant.name)


def agree(one: str | None, other: str | None) -> bool:
    """Whether two affiliations can be those of one person: equal, all words of one inside the other, or one unknown."""
    if not one or not other:
        return True
    a, b = (" ".join(["", *_WORD.findall(fold(x)), ""]) for x in (one, other))
    return a in b or b in a


def _known(connection: Connection, row: Row[Any], participant: Participant) -> Person:
    """The speaker of the row, whose affiliation is filled in where it was not known."""
    if row.affiliation is None and participant.affiliation:
        s = schema.speaker
        connection.execute(update(s).where(s.c.id == row.id).values(affiliation=participant.affiliation))
    return Person(row.id, row.name, row.affiliation or participant.affiliation)


def _made(connection: Connection, speaker_id: str, participant: Participant) -> Person:
    person = Person(speaker_id, participant.name, participant.affiliation)
    values = {"id": person.id, "name": person.name, "affiliation": person.affiliation}
    connection.execute(insert(schema.speaker).values(**values, name_key=key_of(participant)))
    return person


def _free_id(connection: Connection, participant: Participant) -> str:
    """The slug of the name; a later namesake's ends in six hex digits."""
    s = schema.speaker
    plain = slug(participant.name)
    told_apart = f"{participant.name}\n{participant.affiliation}\n{participant.delegation}"
    digest = hashlib.sha256(told_apart.encode()).hexdigest()
    candidates = [plain, *(f"{plain}~{digest[i : i + 6]}" for i in range(0, 60, 6))]
    taken = set(connection.execute(select(s.c.id).where(s.c.id.in_(candidates))).scalars())
    return next(c for c in candidates if c not in taken)

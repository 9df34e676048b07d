"""A correction as somebody writes it on the command line, with names in place of ids, made one that can be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.errors import BadCorrections, UnknownName
from corpus.identities import agree
from corpus.names import name_key, slug
from corpus.records import Person
from corpus.store import RecordStore
from corpus.twins import near_names
from ingest.corrections import Correction, Deed


@dataclass(frozen=True, slots=True)
class Draft:
    """Documents by id, title or identity; people by id or name. `new` says that `to` may be nobody known yet."""

    do: Deed
    document: str | None = None
    quote: str | None = None
    occurrence: int | None = None
    label: str | None = None
    person: str | None = None
    to: str | None = None
    new: bool = False
    affiliation: str | None = None
    note: str | None = None


def drafted(store: RecordStore, draft: Draft, today: date) -> Correction:
    """Raises UnknownName with near names, AmbiguousName."""
    person = _named(store, draft.person) if draft.person else None
    to = (_new_or_named(store, draft) if draft.new else _named(store, draft.to)) if draft.to else None
    about = Correction(
        draft.do,
        document=store.view().resolve_document(draft.document) if draft.document else None,
        quote=draft.quote,
        occurrence=draft.occurrence,
        label=draft.label,
        note=draft.note,
        made=today.isoformat(),
    )
    if person:
        about = replace(about, person=person.id, name=person.name)
    return replace(about, to=to.id, to_name=to.name, to_affiliation=to.affiliation) if to else about


def drafted_split(
    store: RecordStore, person: str, documents: Sequence[str], affiliation: str | None, name: str | None, today: date
) -> list[Correction]:
    """A new person with an id of their own, to whom what is held of this one in the documents, or with the affiliation,
    goes. Raises UnknownName, AmbiguousName, BadCorrections."""
    if bool(documents) == bool(affiliation):
        raise BadCorrections(f"split {person}", "say what goes to the new person: --document, or --affiliation.")
    view, one = store.view(), _named(store, person)
    ids = [view.resolve_document(d) for d in documents]
    to_name, to_affiliation = name or one.name, affiliation or _listed_with(store, one, ids)
    taken = {p.id for p in store.everybody()}
    seed = hashlib.sha256(f"{one.id}\n{ids}\n{affiliation}\n{name}".encode()).hexdigest()
    to = next(i for n in range(0, 60, 6) if (i := f"{slug(to_name)}~{seed[n : n + 6]}") not in taken)
    where: Sequence[str | None] = ids or [None]
    return [
        Correction(
            "split",
            document,
            person=one.id,
            name=one.name,
            affiliation=None if document else affiliation,
            to=to,
            to_name=to_name,
            to_affiliation=to_affiliation,
            made=today.isoformat(),
        )
        for document in where
    ]


def _listed_with(store: RecordStore, person: Person, documents: Sequence[str]) -> str | None:
    """The affiliation that these documents list the person with, where it is another than the record's."""
    rolls = (store.view().document(d).roll for d in documents)
    listed = [e.participant.affiliation for roll in rolls for e in roll if e.person.id == person.id]
    return next((a for a in listed if a), None)


def _named(store: RecordStore, name: str | None) -> Person:
    """By id, also of those whom no view shows; else whom the name means. Raises UnknownName, AmbiguousName."""
    wanted = name or ""
    everybody = store.everybody()
    known = next((p for p in everybody if p.id == wanted), None)
    if known is not None:
        return known
    try:
        return store.view().resolve_speaker(wanted)
    except UnknownName as error:
        unseen = [p for p in everybody if name_key(p.name) == name_key(wanted)]
        if len(unseen) == 1:
            return unseen[0]
        raise UnknownName("speaker", wanted, near_names(wanted, store.view().people())) from error


def _new_or_named(store: RecordStore, draft: Draft) -> Person:
    """Whom the record knows by this very name and an affiliation that agrees; else somebody new."""
    name = draft.to or ""
    same = [
        p for p in store.everybody() if name_key(p.name) == name_key(name) and agree(p.affiliation, draft.affiliation)
    ]
    if len(same) == 1:
        return same[0]
    taken = {p.id for p in store.everybody()}
    seed = hashlib.sha256(f"{name}\n{draft.affiliation}".encode()).hexdigest()
    free = (i for i in (slug(name), *(f"{slug(name)}~{seed[n : n + 6]}" for n in range(0, 60, 6))) if i not in taken)
    return Person(next(free), name, draft.affiliation)

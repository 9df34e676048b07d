"""Corrections applied to one document: from the document as it was read to the document as staff say it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.identities import agree
from corpus.names import fold, name_key
from corpus.originals import people_in
from corpus.records import Document, Participant, Person, RollEntry, Span, Statement, Utterance
from ingest.corrections import Correction
from ingest.quotes import places_of
from ingest.withholding import names_of, places_of_labels, places_of_names, places_of_offices, whole_sentences, withheld


@dataclass(frozen=True, slots=True)
class Order:
    """A correction with the people whom it names; None where the record knows nobody so called."""

    correction: Correction
    person: Person | None = None
    to: Person | None = None

    @property
    def names_nobody(self) -> bool:
        c = self.correction
        return bool((c.person and not self.person) or (c.to and not self.to))


@dataclass(frozen=True, slots=True)
class Amended:
    """The document as corrected, and of the corrections: which found something, which fit several places or people."""

    document: Document
    applied: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()  # words and names that are blocks now, as they stood in the text


@dataclass(slots=True)
class _Sheet:
    """One document while it is being corrected."""

    document: Document
    words: list[Span] = field(default_factory=list)  # withheld
    hidden: list[Person] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    names: list[Span] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    merged: dict[str, list[Person]] = field(default_factory=dict)  # by the id of whoever stayed
    unsure: bool = False


def amended(original: Document, orders: Sequence[Order]) -> Amended:
    """Applies the corrections one after the other, so that a later one goes over an earlier one.

    A quote that stands at several places, or words of several people, are not reassigned but withdrawn: they are known
    to be wrong, and not known whose they are. What comes to be a withheld person's afterwards is withheld as well.
    """
    sheet = _Sheet(original, merged=_merged(orders))
    applied: list[str] = []
    unsure: list[str] = []
    in_turn = followed(orders)
    for order in (*in_turn, *(o for o in in_turn if _is_of_withheld(o))):
        sheet.unsure = False
        if _apply(sheet, order):
            applied.append(order.correction.digest)
            if sheet.unsure:
                unsure.append(order.correction.digest)
    if not applied:
        return Amended(original)
    places = (*sheet.names, *sheet.labels)
    document = withheld(sheet.document, sheet.words, places, sheet.hidden, sheet.called)
    document = replace(document, version=_version(document, original.version))
    lost = tuple(original.text[a:b] for a, b in (*sheet.words, *places))
    return Amended(document, tuple(dict.fromkeys(applied)), tuple(unsure), lost)


def followed(orders: Sequence[Order]) -> list[Order]:
    """The orders, those behind a merge about whoever stayed: what is said of A, once A is B, is said of B."""
    now: dict[str, Person] = {}
    return [_follow(order, now) for order in orders]


def whoever_stayed(orders: Sequence[Order]) -> dict[str, Person]:
    """Ids of everybody who was merged, with whom they are after all orders."""
    now: dict[str, Person] = {}
    for order in orders:
        _follow(order, now)
    return now


def _merged(orders: Sequence[Order]) -> dict[str, list[Person]]:
    """By the id of whoever stayed, the others: what they were called are that person's names too."""
    stayed = whoever_stayed(orders)
    found: dict[str, list[Person]] = {}
    for person in (o.person for o in orders if o.correction.do == "merge"):
        if person and person.id in stayed:
            found.setdefault(stayed[person.id].id, []).append(person)
    return found


def _is_of_withheld(order: Order) -> bool:
    c = order.correction
    return c.do == "withhold" and order.person is not None and not (c.quote or c.label or c.document)


def _follow(order: Order, now: dict[str, Person]) -> Order:
    """The order about who is meant by now; a merge is noted in `now`."""
    person, to = (now.get(p.id, p) if p else None for p in (order.person, order.to))
    if order.correction.do == "merge" and person and order.to:
        to = order.to if to is None or to.id == person.id else to
        now.pop(to.id, None)
        now |= {i: to for i, p in now.items() if p.id == person.id}
        now[person.id] = to
    return replace(order, person=person, to=to)


def _apply(sheet: _Sheet, order: Order) -> bool:
    """Whether the correction found something in the document."""
    c = order.correction
    if c.document is not None and c.document not in (sheet.document.id, sheet.document.identity):
        return False
    if c.do in ("merge", "split"):
        return _renamed(sheet, order)
    if c.quote:
        return _quoted(sheet, order)
    if c.label:
        return _labelled(sheet, order)
    return _of_person(sheet, order)


# --- who is who


def _renamed(sheet: _Sheet, order: Order) -> bool:
    """Everything of one person becomes another's: everywhere, or where a split says so."""
    person, to, document = order.person, order.to, sheet.document
    if person is None or to is None or not _mentions(document, person):
        return False
    wanted = order.correction.affiliation
    listed = [e.participant.affiliation for e in document.roll if e.person.id == person.id]
    if wanted and not any(_same_place(affiliation, wanted) for affiliation in listed):
        return False

    def turned(found: Person | None) -> Person | None:
        return to if found is not None and found.id == person.id else found

    sheet.document = replace(
        document,
        roll=tuple(replace(e, person=turned(e.person) or e.person) for e in document.roll),
        utterances=tuple(replace(u, speaker=turned(u.speaker)) for u in document.utterances),
        statements=tuple(
            replace(s, source=turned(s.source), on_behalf_of=turned(s.on_behalf_of)) for s in document.statements
        ),
    )
    return True


def _same_place(one: str | None, other: str) -> bool:
    return bool(one) and agree(one, other)


# --- what the correction is about


def _quoted(sheet: _Sheet, order: Order) -> bool:
    c, document = order.correction, sheet.document
    places = places_of(c.quote or "", document.text)
    if c.occurrence:
        places = places[c.occurrence - 1 : c.occurrence]
    if not places:
        return False
    if c.do == "withhold":
        sheet.words += [s for place in places for s in whole_sentences(document, place)]
        return True
    of_person = _is_by(order.person) if c.person else _anybody
    over = {i: s for i, s in enumerate(document.statements) if _over(s, places) and of_person(s.source)}
    # Of several in one sentence, those whose content the quote is about.
    statements = {i for i, s in over.items() if _over_span(s.content, places)} or set(over)
    turns = {u.number for u in document.utterances if u.label and _over(u, places) and of_person(u.speaker)}
    sheet.unsure = len(places) > 1
    return _given(sheet, order, statements, turns)


def _labelled(sheet: _Sheet, order: Order) -> bool:
    wanted = _bare(order.correction.label)
    turns = [u for u in sheet.document.utterances if u.label and _bare(u.label) == wanted]
    statements = {i for i, s in enumerate(sheet.document.statements) if _bare(s.label) == wanted}
    if order.correction.do == "withhold":
        sheet.words += [(u.start, u.end) for u in turns]
        sheet.words += [(s.start, s.end) for i, s in enumerate(sheet.document.statements) if i in statements]
        sheet.labels += places_of_labels(sheet.document, turns)
        return bool(turns or statements)
    found = _given(sheet, order, statements, {u.number for u in turns})
    if found and order.to and not sheet.unsure:
        sheet.document = replace(sheet.document, roll=_with_label(sheet.document.roll, order.to, order.correction))
    return found


def _of_person(sheet: _Sheet, order: Order) -> bool:
    person, document = order.person, sheet.document
    if person is None:
        return False
    if order.correction.do == "withhold":
        return _hidden(sheet, person)
    by = _is_by(person)
    statements = {i for i, s in enumerate(document.statements) if by(s.source)}
    return _given(sheet, order, statements, {u.number for u in document.utterances if by(u.speaker)})


def _hidden(sheet: _Sheet, person: Person) -> bool:
    """The person with all their words, and their name wherever it stands."""
    document = sheet.document
    mentioned = _mentions(document, person)
    if not mentioned and _names_another(document, person):
        return False
    called = [person, *(p for p in sheet.merged.get(person.id, ()) if mentioned or not _names_another(document, p))]
    names = [place for one in called for place in places_of_names(document, one, mentioned)]
    if not (mentioned or names):
        return False
    turns = [u for u in document.utterances if _is_by(person)(u.speaker)]
    sheet.words += [(u.start, u.end) for u in turns]
    sheet.words += [(s.start, s.end) for s in document.statements if _is_by(person)(s.source)]
    sheet.labels += places_of_labels(document, turns)
    sheet.names += names + places_of_offices(document, person, names)
    sheet.hidden.append(person)
    sheet.called |= {n for one in called for n in names_of(document, one)} | {document.text[a:b] for a, b in names}
    return True


# --- whose it is from now on


def _given(sheet: _Sheet, order: Order, statements: set[int], turns: set[int]) -> bool:
    """These statements and turns are the new person's, or nobody's; False where there are none."""
    document = sheet.document
    sources = {p for i in statements if (p := document.statements[i].source)}
    sources |= {p for n in turns if (p := document.utterances[n].speaker)}
    if not statements and not turns:
        return False
    if order.correction.do == "reassign" and len(sources) > 1:
        sheet.unsure = True
    to = None if sheet.unsure else order.to
    sheet.document = replace(
        document,
        utterances=tuple(replace(u, speaker=to) if u.number in turns else u for u in document.utterances),
        statements=tuple(_said_by(s, to) if i in statements else s for i, s in enumerate(document.statements)),
    )
    return True


def _said_by(statement: Statement, to: Person | None) -> Statement:
    """Whoever was spoken for was so by the one who is no longer held to have spoken, unless there is a new one."""
    if to is not None:
        return replace(statement, source=to)
    plain = "reported" if statement.attribution == "on_behalf" else statement.attribution
    return replace(statement, source=None, on_behalf_of=None, attribution=plain)


def _with_label(roll: Sequence[RollEntry], to: Person, correction: Correction) -> tuple[RollEntry, ...]:
    """The label is the new person's on the roll, and nobody else's."""
    wanted, label = _bare(correction.label), correction.label or ""
    entries = [replace(e, participant=replace(e.participant, labels=_labels(e, label, to, wanted))) for e in roll]
    if all(e.person.id != to.id for e in entries):
        entries.append(RollEntry(to, Participant(to.name, to.affiliation, labels=(label,))))
    return tuple(entries)


def _labels(entry: RollEntry, label: str, to: Person, wanted: str) -> tuple[str, ...]:
    kept = tuple(x for x in entry.participant.labels if _bare(x) != wanted)
    return (*kept, label) if entry.person.id == to.id else kept


def _mentions(document: Document, person: Person) -> bool:
    return any(p.id == person.id for p in people_in(document))


def _names_another(document: Document, person: Person) -> bool:
    """Whether somebody else of this name is in the document: then the name there is theirs."""
    called = [(p.id, p.name) for p in people_in(document)] + [(e.person.id, e.participant.name) for e in document.roll]
    return any(i != person.id and name_key(name) == name_key(person.name) for i, name in called)


def _is_by(person: Person | None) -> Callable[[Person | None], bool]:
    return lambda found: found is not None and person is not None and found.id == person.id


def _anybody(_: Person | None) -> bool:
    return True


def _over(what: Statement | Utterance, places: Iterable[Span]) -> bool:
    return _over_span((what.start, what.end), places)


def _over_span(what: Span, places: Iterable[Span]) -> bool:
    return any(what[0] < end and start < what[1] for start, end in places)


def _bare(label: str | None) -> str:
    return fold(label or "").rstrip(": ")


def _version(document: Document, read_as: str) -> str:
    parts = (read_as, document.text, document.title, document.roll, document.utterances, document.statements)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

"""What waits for a person: labels that are nobody's, people who may be one, words that a reader says are another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from itertools import combinations
from types import MappingProxyType

from corpus.errors import UnknownName
from corpus.names import has_title
from corpus.records import Document, Person, Statement
from corpus.twins import possible_twins
from corpus.view import View
from service.contract import Json, person_json
from service.store import Noted

FIRST_WORDS = 12
NOBODY: Mapping[str, str] = MappingProxyType({})


def unresolved(view: View, settled: Set[tuple[str, str]] = frozenset()) -> list[Json]:
    """Labels that stand for nobody known, most frequent first within each document, with the first words said.

    Turns, and in reports sources that are called by a name; not "one delegate". `settled` are pairs of document and
    label that staff took away themselves.
    """
    found: list[Json] = []
    for summary in view.documents():
        document = view.document(summary.id)
        labels = _labels(document)
        waiting = {label: said for label, said in labels.items() if (document.id, label) not in settled}
        for label, said in sorted(waiting.items(), key=lambda item: (-len(item[1]), item[1][0])):
            words = " ".join(document.text[said[0][0] : said[0][1]].split()[:FIRST_WORDS])
            found.append(
                {"document": document.id, "title": document.title, "label": label, "count": len(said), "words": words}
            )
    return found


def _labels(document: Document) -> dict[str, list[tuple[int, int]]]:
    """Where each label without a person speaks."""
    found: dict[str, list[tuple[int, int]]] = {}
    for u in document.utterances:
        if u.label and u.speaker is None:
            found.setdefault(u.label, []).append((u.start, u.end))
    for s in document.statements:
        if s.source is None and _is_named(s):
            found.setdefault(s.label, []).append((s.start, s.end))
    return found


def _is_named(statement: Statement) -> bool:
    """Whether the label is a name: with a title, or with a capital beyond its first word."""
    return has_title(statement.label) or any(w[0].isupper() for w in statement.label.split()[1:])


def twins(view: View, apart: Iterable[frozenset[str]] = (), hidden: Sequence[Person] = ()) -> list[Json]:
    """Pairs of speakers who may be one person, by name; `apart` are pairs that staff hold to be two.

    `hidden` are people who are withheld: somebody who is shown may be one of them.
    """
    delegations = {e.person.id for e in view.roll_entries() if e.participant.delegation}
    shown = [p for p in view.people() if p.id not in delegations]
    people = [*shown, *(p for p in hidden if p not in shown)]
    rolls = (frozenset(e.person.id for e in view.document(d.id).roll) for d in view.documents())
    distinct = {*apart, *(frozenset((a.id, b.id)) for a, b in combinations(hidden, 2))}
    found = [t for t in possible_twins(people, rolls) if frozenset((t.one.id, t.other.id)) not in distinct]
    return [{"speakers": [_known(view, t.one), _known(view, t.other)], "why": t.why} for t in found]


def _known(view: View, person: Person) -> Json:
    shown = person_json(person) or {}
    try:
        documents = [d.id for d in view.speaker(person.id).documents]
    except UnknownName:
        return {**shown, "affiliation": person.affiliation, "documents": [], "withheld": True}
    return {**shown, "affiliation": person.affiliation, "documents": documents}


def wrong_speakers(view: View, noted: Sequence[Noted], merged: Mapping[str, str] = NOBODY) -> list[Json]:
    """What readers say is another's, oldest first, as long as the record still holds it to be that person's.

    `merged` are ids of people who are somebody else by now.
    """
    found: list[Json] = []
    for note in noted:
        claims = note.answer["claims"] if note.claim is None else note.answer["claims"][note.claim : note.claim + 1]
        still = [c for c in (_cited(view, note.answer, claim, merged) for claim in claims) if c]
        if still:
            at = datetime.fromtimestamp(note.created, UTC).isoformat(timespec="seconds")
            found.append({"id": note.id, "at": at, "comment": note.comment, "claims": still})
    return found


def _cited(view: View, answer: Json, claim: Json, merged: Mapping[str, str]) -> Json | None:
    """Whom the claim names and what it cites; None where the record no longer holds these words to be theirs."""
    if not claim["speaker"]:
        return None
    speaker_id = merged.get(claim["speaker"]["id"], claim["speaker"]["id"])
    citations = {c["number"]: c for c in answer["citations"]}
    for number in claim["citations"]:
        citation = citations.get(number)
        if citation and _still_says(view, citation, speaker_id):
            return {"speaker": claim["speaker"], "document": citation["document"], "quote": citation["quote"]}
    return None


def _still_says(view: View, citation: Json, speaker_id: str) -> bool:
    try:
        document = view.document(citation["document"])
    except UnknownName:
        return False
    at = document.text.find(citation["quote"])
    if at < 0:  # withheld by now; or read otherwise, and then somebody has to look
        return "█" not in document.text
    end = at + len(citation["quote"])
    sources = [s.source for s in document.statements if s.start < end and at < s.end]
    sources += [u.speaker for u in document.utterances if u.start < end and at < u.end]
    return any(p is not None and p.id == speaker_id for p in sources)

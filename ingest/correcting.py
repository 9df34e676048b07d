"""Corrections applied to the record: which documents they touch, and one published generation of what they change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.errors import BadCorrections
from corpus.identities import agree
from corpus.names import name_key
from corpus.originals import Original
from corpus.protocols import Embedder
from corpus.records import Document, Participant, Person
from corpus.store import RecordStore, Source
from ingest.amending import Amended, Order, amended, followed, whoever_stayed
from ingest.corrections import Correction, add, check, load_corrections, remove
from ingest.fingerprints import source_hash
from ingest.indexes import open_indexes
from ingest.lock import exclusive
from ingest.report import QUIET, Hooks
from ingest.staging import Staging
from ingest.upkeep import recover

APPLIED_BY = ("ingest.amending", "ingest.withholding", "ingest.quotes")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is newly withheld: of which documents, their words, and the people."""

    documents: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


OnHidden = Callable[[Hidden], None]


def _nothing(_: Hidden) -> None:
    return None


@dataclass(slots=True)
class Outcome:
    """What came of applying the corrections: documents that changed, and corrections that want a look."""

    documents: list[str] = field(default_factory=list)
    new: tuple[Correction, ...] = ()  # what was kept just now
    idle: list[Correction] = field(default_factory=list)  # match nothing any more
    unsure: list[Correction] = field(default_factory=list)  # fit several places or people: withdrawn, not reassigned
    nobody: list[Correction] = field(default_factory=list)  # name somebody whom the record does not know


class Orders:
    """The corrections of a data folder with the people whom they name in this record, oldest first."""

    def __init__(self, store: RecordStore, corrections: Sequence[Correction], *, create: bool = True) -> None:
        """With `create`, people whom only a correction names are made speakers of the record."""
        self._store = store
        self._people = _People(store, create)
        self.all = tuple(followed([self._people.order(c) for c in corrections]))

    @property
    def digest(self) -> str:
        """Changes whenever the same documents could be corrected otherwise; "" without corrections."""
        if not self.all:
            return ""
        named = [(o.correction.digest, o.person and o.person.id, o.to and o.to.id) for o in self.all]
        return hashlib.sha256(repr((named, source_hash(*APPLIED_BY))).encode()).hexdigest()[:16]

    @property
    def withheld(self) -> tuple[Person, ...]:
        """The people who must not be shown."""
        whole = (o for o in self.all if o.correction.do == "withhold" and not o.correction.quote)
        return tuple(o.person for o in whole if o.person)

    def amended(self, original: Document) -> Amended:
        return amended(original, self.all)

    def touched(self, sources: Sequence[Source]) -> list[Source]:
        """The documents in which anything could be corrected, or is."""
        if self.withheld:
            return list(sources)  # a name may stand anywhere
        corrected, mentions = self._store.applied(), self._store.mentions()
        documents = {o.correction.document for o in self.all}
        ids = {o.person.id for o in self.all if o.person and not o.correction.document}
        return [
            s for s in sources if s.id in corrected or documents & {s.id, s.identity} or ids & mentions.get(s.id, set())
        ]

    def outcome(self, unsure: set[str]) -> Outcome:
        """Which corrections want a look, as the current documents are."""
        used = {digest for digests in self._store.applied().values() for digest in digests}
        told = Outcome()
        for order in self.all:
            c = order.correction
            if order.names_nobody:
                told.nobody.append(c)
            elif c.digest not in used:
                told.idle.append(c)
            elif c.digest in unsure:
                told.unsure.append(c)
        return told


class _People:
    """Who is meant by an id or a name of a correction."""

    def __init__(self, store: RecordStore, create: bool) -> None:
        self._store = store
        self._create = create
        self._by_id = {p.id: p for p in store.everybody()}

    def order(self, c: Correction) -> Order:
        return Order(c, self._find(c.person, c.name) if c.person else None, self._to(c) if c.to else None)

    def _to(self, c: Correction) -> Person | None:
        """Whom the words go to, made where nobody is so called; always by a split, whose new person is a namesake."""
        speaker_id = c.to or ""
        known = self._by_id.get(speaker_id) if c.do == "split" else self._find(c.to, c.to_name, c.to_affiliation)
        if known is None and c.to_name and self._create and speaker_id not in self._by_id:  # nor somebody else's id
            [known] = self._store.identify([Participant(c.to_name, c.to_affiliation)], {c.to_name: speaker_id})
            self._by_id[known.id] = known
        return known

    def _find(self, speaker_id: str | None, name: str | None, affiliation: str | None = None) -> Person | None:
        """By the id, where the name is still that; else the only one of the name whose affiliation agrees."""
        known = self._by_id.get(speaker_id or "")
        if known and (name is None or name_key(known.name) == name_key(name)):
            return known
        wanted = name_key(name or speaker_id or "")
        namesakes = [p for p in self._by_id.values() if name_key(p.name) == wanted]
        found = [p for p in namesakes if agree(p.affiliation, affiliation)]
        return found[0] if len(found) == 1 else None


def apply_all(store: RecordStore, orders: Orders, staging: Staging, on_hidden: OnHidden = _nothing) -> Outcome:
    """Stages and publishes every document that the corrections change, for who holds the lock."""
    sources = {s.id: s for s in store.sources()}
    changed, unsure = _changes(store, orders, list(sources.values()))
    hidden = _newly_hidden(store, orders, changed)
    if hidden.documents:
        on_hidden(hidden)
    for original, new in changed:
        source = sources[new.document.id]
        kept = Original(original, new.applied) if new.applied else None
        staging.stage(new.document, source.root, source.bytes_sha256, kept)
    staging.publish()
    if hidden.documents:
        staging.purge(hidden.documents)
        on_hidden(hidden)
    store.note_corrections(orders.digest)
    told = orders.outcome(unsure)
    told.documents = [new.document.id for _, new in changed]
    return told


def correct(
    store: RecordStore,
    embedder: Embedder,
    new: Callable[[], Sequence[Correction]] = tuple,
    *,
    undo: Sequence[int] = (),
    on_hidden: OnHidden = _nothing,
    hooks: Hooks = QUIET,
) -> Outcome:
    """Keeps new corrections, and applies the whole file at once. `new` is asked once nobody else can write; `undo` are
    places in the file (from 0) of corrections to be taken back.

    Raises BadCorrections where a new one finds nothing, or fits several places or people; nothing is kept then.
    """
    with exclusive(store, hooks):
        before = load_corrections(store.folder)
        drafts = tuple(new())
        for draft in drafts:
            check(draft)
        kept = tuple(c for i, c in enumerate(before) if i not in undo)
        indexes = open_indexes(store, embedder)
        try:
            recover(store, indexes)  # sweeps speakers, so before any are made
            orders = Orders(store, (*kept, *drafts))
            _refuse_idle(store, orders, drafts)
            remove(store.folder, undo)
            if drafts:
                add(store.folder, *drafts)
            told = apply_all(store, orders, Staging(store, indexes, embedder, hooks), on_hidden)
            told.new = drafts
        finally:
            indexes.close()
    return told


def looked_over(store: RecordStore) -> tuple[Outcome, bool]:
    """Which corrections want a look as things are, and whether the file has been applied; nothing is changed.

    Raises BadCorrections.
    """
    orders = Orders(store, load_corrections(store.folder), create=False)
    _, unsure = _changes(store, orders, store.sources())
    return orders.outcome(unsure), orders.digest == store.corrections_done()


def hidden_people(store: RecordStore) -> list[Person]:
    """Who is withheld, by the file as it is. Raises BadCorrections."""
    orders = Orders(store, load_corrections(store.folder), create=False)
    return list(orders.withheld)


def merged_ids(store: RecordStore) -> dict[str, str]:
    """Ids of merged people, each with that of whoever stayed. Raises BadCorrections."""
    orders = Orders(store, load_corrections(store.folder), create=False)
    return {i: p.id for i, p in whoever_stayed(orders.all).items()}


def settled_labels(store: RecordStore) -> frozenset[tuple[str, str]]:
    """Pairs of document and label whose words have nobody because staff took the name away."""
    applied, found = store.applied(), set()
    for source in store.sources():
        if source.id in applied:
            original, now = store.original(source.number).document, store.whole(source.number)[0]
            pairs = zip(original.utterances, now.utterances, strict=True)
            found |= {(source.id, u.label) for was, u in pairs if u.label and was.speaker and not u.speaker}
            nobodys = {(s.start, s.end, s.label) for s in now.statements if s.source is None}
            was_somebodys = [s for s in original.statements if s.source]
            found |= {(source.id, s.label) for s in was_somebodys if (s.start, s.end, s.label) in nobodys}
    return frozenset(found)


def _refuse_idle(store: RecordStore, orders: Orders, drafts: Sequence[Correction]) -> None:
    """Raises BadCorrections for a new correction that finds nothing, or more than it may."""
    if not drafts:
        return
    used: set[str] = set()
    unsure: set[str] = set()
    for source in orders.touched(store.sources()):
        new = orders.amended(store.original(source.number).document)
        used |= set(new.applied)
        unsure |= set(new.unsure)
    for draft in drafts:
        if draft.digest not in used:
            raise BadCorrections(draft.about, "nothing in the record fits it. Quote the words as they stand there.")
        if draft.digest in unsure and draft.do != "withhold":
            raise BadCorrections(
                draft.about,
                "it fits several places, or the words of several people. Quote more of them, or say which with "
                "--occurrence or --person.",
            )


def _changes(
    store: RecordStore, orders: Orders, sources: Sequence[Source]
) -> tuple[list[tuple[Document, Amended]], set[str]]:
    """The documents that are not yet as they should be, as read and as corrected; and corrections that are unsure."""
    changed, unsure = [], set()
    for source in orders.touched(sources):
        original = store.original(source.number)
        new = orders.amended(original.document)
        unsure |= set(new.unsure)
        current, _ = store.whole(source.number)
        if current.version != new.document.version or set(original.applied) != set(new.applied):
            changed.append((original.document, new))
    return changed, unsure


def _newly_hidden(store: RecordStore, orders: Orders, changed: Sequence[tuple[Document, Amended]]) -> Hidden:
    documents = [new for _, new in changed if new.withheld]
    texts = tuple(dict.fromkeys(t for new in documents for t in new.withheld))
    return Hidden(tuple(n.document.id for n in documents), texts, orders.withheld)

"""The read side of the record: one published generation, immutable, safe between threads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, func, select

from corpus import schema
from corpus.database import reading
from corpus.errors import AmbiguousName, UnknownName
from corpus.loading import load_document, passage_of, person_of, roll_of, speakers_of
from corpus.names import best_matches, fold
from corpus.passage_table import PassageTable, passage_table
from corpus.records import Document, Passage, Person, RollEntry, Statement, Utterance
from corpus.summaries import Counts, DocumentSummary, SpeakerSummary, summary_of

KEPT_DOCUMENTS = 64  # whole documents kept in memory by a view; a version never changes


class View:
    """What was said, as of one generation. Later ingests do not change it; a forgotten document is unknown to it."""

    def __init__(
        self,
        engine: Engine,
        path: Path,
        generation: int,
        index_folder: Path,
        index_signature: str,
        current: Sequence[int],
    ) -> None:
        self.generation = generation
        self.index_folder = index_folder
        self.index_signature = index_signature
        self._engine = engine
        self._path = path
        self._current = tuple(current)
        self._loaded = lru_cache(maxsize=KEPT_DOCUMENTS)(self._load)

    # --- documents

    def documents(self) -> list[DocumentSummary]:
        """All documents by date, undated ones last, then id."""
        return list(self._summaries.values())

    def document(self, document_id: str, version: str | None = None) -> Document:
        """The document whole, as current or of an older version that is still kept. Raises UnknownName."""
        current = self._numbers.get(document_id)
        if version is None or (current and self._summaries[document_id].version == version):
            if current is None:
                raise UnknownName("document", document_id)
            return self._loaded(current)
        return self._loaded(self._older(document_id, version))

    def resolve_document(self, name: str) -> str:
        """The id of the document with this id, title or identity. Raises UnknownName, AmbiguousName."""
        if name in self._summaries:
            return name
        wanted = fold(name)
        found = [d for d in self.documents() if wanted in (fold(d.id), fold(d.title), fold(d.identity))]
        if not found:
            raise UnknownName("document", name)
        if len(found) > 1:
            raise AmbiguousName("document", name, [Person(d.id, d.title) for d in found])
        return found[0].id

    # --- speakers

    def people(self) -> list[Person]:
        """Everybody whom the current documents hold to have said something or list on a roll, by name."""
        return sorted(self._people.values(), key=lambda p: (fold(p.name), p.id))

    def roll_entries(self) -> list[RollEntry]:
        """The rolls of all current documents, one after the other."""
        return [entry for entries in self._rolls.values() for entry in entries]

    def speakers(self) -> list[SpeakerSummary]:
        """All speakers by name."""
        return [SpeakerSummary(p, self._meetings(p.id)) for p in self.people()]

    def speaker(self, speaker_id: str) -> SpeakerSummary:
        """Raises UnknownName."""
        person = self._people.get(speaker_id)
        if person is None:
            raise UnknownName("speaker", speaker_id)
        return SpeakerSummary(person, self._meetings(speaker_id))

    def resolve_speaker(self, name: str) -> Person:
        """The speaker with this id, or whom this name can mean. Raises UnknownName, AmbiguousName with candidates."""
        if name in self._people:
            return self._people[name]
        matching = set(best_matches(name, dict.fromkeys(p.name for p in self._people.values())))
        found = [p for p in self.people() if p.name in matching]
        if not found:
            labelled = {e.person.id: e.person for e in self.roll_entries() if name in e.participant.labels}
            found = list(labelled.values())
        if not found:
            raise UnknownName("speaker", name)
        if len(found) > 1:
            raise AmbiguousName("speaker", name, found)
        return found[0]

    def statements_of(self, speaker_id: str) -> list[tuple[DocumentSummary, Statement | Utterance]]:
        """What the speaker said, in the order of documents and positions: statements, and utterances of transcripts."""
        said: list[tuple[DocumentSummary, Statement | Utterance]] = []
        for summary in self._meetings(speaker_id):
            document = self.document(summary.id)
            said += [(summary, s) for s in document.statements if s.source and s.source.id == speaker_id]
            said += [(summary, u) for u in document.utterances if u.speaker and u.speaker.id == speaker_id]
        return said

    def counts(self) -> Counts:
        u = schema.utterance
        unresolved = select(func.count()).select_from(
            select(u.c.version, u.c.label)
            .where(u.c.version.in_(self._current), u.c.label.is_not(None), u.c.speaker.is_(None))
            .distinct()
            .subquery()
        )
        with self._reading() as connection:
            labels = int(connection.execute(unresolved).scalar_one())
        summaries = self.documents()
        return Counts(
            len(summaries),
            sum(s.utterances for s in summaries),
            sum(s.statements for s in summaries),
            len(self._people),
            labels,
        )

    # --- passages

    @cached_property
    def table(self) -> PassageTable:
        with self._reading() as connection:
            return passage_table(connection, self._numbers)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages with these numbers that are current, in the order asked for."""
        p, v, d = schema.passage, schema.version, schema.document
        columns = (p, func.substr(v.c.text, p.c.start + 1, p.c.end - p.c.start).label("words"), v.c.hash, d.c.id)
        query = (
            select(*columns)
            .join(v, v.c.number == p.c.version)
            .join(d, d.c.number == v.c.document)
            .where(p.c.number.in_(list(numbers)), v.c.number.in_(self._current))
        )
        with self._reading() as connection:
            rows = {r.number: r for r in connection.execute(query)}
            speakers = speakers_of(connection, list(rows), self._people)
        return [passage_of(rows[n], tuple(speakers.get(n, ()))) for n in numbers if n in rows]

    # --- inside

    def _reading(self) -> Any:
        return reading(self._engine, self._path)

    @cached_property
    def _rows(self) -> list[Row[Any]]:
        v, d = schema.version, schema.document
        counts = (_count(schema.utterance).label("utterances"), _count(schema.statement).label("statements"))
        columns = [c for c in v.c if c.name != "text"]
        query = select(*columns, d.c.id, d.c.identity, *counts).join(d, d.c.number == v.c.document)
        with self._reading() as connection:
            rows = connection.execute(query.where(v.c.number.in_(self._current))).all()
        return sorted(rows, key=lambda r: (r.date is None, r.date or "", r.id))

    @cached_property
    def _summaries(self) -> dict[str, DocumentSummary]:
        return {r.id: summary_of(r) for r in self._rows}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {r.id: r.number for r in self._rows}

    @cached_property
    def _people(self) -> dict[str, Person]:
        ids = {i for found in self._mentioned.values() for i in found}
        with self._reading() as connection:
            rows = connection.execute(select(schema.speaker)).all()
        return {r.id: person_of(r) for r in rows if r.id in ids}

    @cached_property
    def _mentioned(self) -> dict[str, set[str]]:
        """Ids of the speakers of each document."""
        of = {number: document for document, number in self._numbers.items()}
        found: dict[str, set[str]] = {document: set() for document in self._numbers}
        with self._reading() as connection:
            for column in (
                schema.roll.c.speaker,
                schema.utterance.c.speaker,
                schema.statement.c.source,
                schema.statement.c.on_behalf_of,
            ):
                version = column.table.c.version
                query = select(version, column).where(version.in_(self._current), column.is_not(None)).distinct()
                for number, speaker_id in connection.execute(query):
                    found[of[number]].add(speaker_id)
        return found

    @cached_property
    def _rolls(self) -> dict[str, list[RollEntry]]:
        with self._reading() as connection:
            return {d: roll_of(connection, n, self._people) for d, n in self._numbers.items()}

    def _meetings(self, speaker_id: str) -> tuple[DocumentSummary, ...]:
        return tuple(s for d, s in self._summaries.items() if speaker_id in self._mentioned[d])

    def _older(self, document_id: str, version: str) -> int:
        v, d = schema.version, schema.document
        query = select(v.c.number).join(d, d.c.number == v.c.document)
        query = query.where(d.c.id == document_id, v.c.hash == version, v.c.state != "staged")
        with self._reading() as connection:
            found = connection.execute(query.order_by(v.c.number.desc())).scalars().first()
        if found is None:
            raise UnknownName("document version", f"{document_id}?version={version}")
        return int(found)

    def _load(self, number: int) -> Document:
        with self._reading() as connection:
            return load_document(connection, number)


def _count(table: Any) -> Any:
    return select(func.count()).where(table.c.version == schema.version.c.number).scalar_subquery()

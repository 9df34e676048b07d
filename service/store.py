"""The service's own database: answers, conversations, feedback. The one door to its file, service.sqlite3.

An answer is kept whole with the quotes it showed, so that it reads the same whatever becomes of the record. What
is forgotten is overwritten (`secure_delete`), and the file and its log are then rewritten without free pages.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)

from corpus.database import compact, open_database, reading, writing
from corpus.errors import NewerData, StoreError, UnknownName
from corpus.records import Person
from service.answers import Answer, Turn
from service.contract import Json, answer_json
from service.traces import Traces

FILE = "service.sqlite3"
SCHEMA = 1
FORGOTTEN_KEPT_S = 86_400.0  # far longer than any question may take

_tables = MetaData()
conversations = Table(
    "conversations",
    _tables,
    Column("id", String, primary_key=True),
    Column("created", Float, nullable=False),
    Column("brought", Text, nullable=False),  # JSON of the turns that the reader brought along
)
answers = Table(
    "answers",
    _tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, unique=True, nullable=False),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
cited = Table(
    "cited",
    _tables,
    Column("answer", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("document", String, primary_key=True, index=True),
)
feedback = Table(
    "feedback",
    _tables,
    Column("id", String, primary_key=True),
    Column("answer", ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("claim", Integer),
    Column("verdict", String, nullable=False),
    Column("comment", Text),
)
# Hashes of forgotten ids, so that a question asked before cannot store its answer after.
forgotten = Table(
    "forgotten", _tables, Column("document", String, primary_key=True), Column("at", Float, nullable=False)
)


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation with its answers as they were given, oldest first."""

    id: str
    created: float  # seconds since 1970
    brought: tuple[Turn, ...]
    answers: tuple[Json, ...]

    def turns(self) -> tuple[Turn, ...]:
        """What was said so far, oldest first: the turns brought along, then each question with its answer."""
        given = [t for a in self.answers for t in (Turn("user", a["question"]), Turn("assistant", _shown(a)))]
        return (*self.brought, *given)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a reader noted about an answer; `claim` counts from 0, None is the whole answer."""

    id: str
    created: float  # seconds since 1970
    answer: Json
    claim: int | None
    comment: str | None


class ServiceStore:
    """Answers, conversations and feedback of one data folder; safe between threads and processes."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Opens or makes the database. Raises StoreError, NewerData, DiskFull."""
        self._path = folder / FILE
        self._clock = clock
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The data folder {folder} cannot be made: {error.strerror}.") from error
        self._engine = open_database(self._path)
        self._open()

    def close(self) -> None:
        self._engine.dispose()

    def now(self) -> float:
        """The store's clock, to be read when a question arrives."""
        return self._clock()

    def add_answer(
        self, answer: Answer, *, asked_at: float, conversation: str | None = None, brought: Sequence[Turn] = ()
    ) -> Json:
        """The answer's JSON with its id and its conversation's, both unguessable; stored before it is returned.

        It is returned but not stored where a document it shows was forgotten after the question was asked, or its
        conversation was deleted meanwhile.
        """
        conversation_id = conversation or _new_id()
        body = answer_json(answer, _new_id(), conversation_id)
        documents = sorted({c.document for c in (*answer.citations, *answer.related)})
        with self._writing() as connection:
            if _forgotten_since(connection, documents, asked_at):
                return body
            if conversation is None:
                turns = [{"role": t.role, "content": t.content} for t in brought]
                row = {"id": conversation_id, "created": self._clock(), "brought": _dump(turns)}
                connection.execute(insert(conversations).values(row))
            elif not _has_conversation(connection, conversation):
                return body
            row = {"id": body["id"], "conversation": conversation_id, "created": self._clock(), "body": _dump(body)}
            connection.execute(insert(answers).values(row))
            if documents:
                connection.execute(insert(cited), [{"answer": body["id"], "document": d} for d in documents])
        return body

    def answer(self, answer_id: str) -> Json:
        """The answer as it was given. Raises UnknownName."""
        with self._reading() as connection:
            body = connection.scalar(select(answers.c.body).where(answers.c.id == answer_id))
        if body is None:
            raise UnknownName("answer", answer_id)
        return _load(body)

    def conversation(self, conversation_id: str) -> StoredConversation:
        """Raises UnknownName."""
        with self._reading() as connection:
            row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one_or_none()
            if row is None:
                raise UnknownName("conversation", conversation_id)
            given = select(answers.c.body).where(answers.c.conversation == conversation_id).order_by(answers.c.number)
            bodies = tuple(_load(body) for body in connection.scalars(given))
        return StoredConversation(row.id, row.created, tuple(Turn(**t) for t in json.loads(row.brought)), bodies)

    def delete_conversation(self, conversation_id: str) -> None:
        """Removes it with its answers and their feedback. Raises UnknownName."""
        with self._writing() as connection:
            gone = connection.execute(delete(conversations).where(conversations.c.id == conversation_id)).rowcount
        if not gone:
            raise UnknownName("conversation", conversation_id)
        self._rewrite()

    def add_feedback(
        self, answer_id: str, verdict: str, *, claim: int | None = None, comment: str | None = None
    ) -> str:
        """The id of what was noted. Raises UnknownName for the answer or a claim (counted from 0) that it has not."""
        if claim is not None and claim >= len(self.answer(answer_id)["claims"]):
            raise UnknownName("claim", str(claim))
        row = {"id": _new_id(), "answer": answer_id, "created": self._clock(), "claim": claim}
        with self._writing() as connection:
            if connection.scalar(select(answers.c.id).where(answers.c.id == answer_id)) is None:
                raise UnknownName("answer", answer_id)
            connection.execute(insert(feedback).values(row | {"verdict": verdict, "comment": comment}))
        return str(row["id"])

    def forget_document(self, document_id: str, *, texts: Sequence[str] = (), people: Sequence[Person] = ()) -> int:
        """How many conversations were removed: those that show the document, a run of its words, or these people.

        `texts` are its stored texts, `people` those whom no other document holds. Afterwards no byte of them is left
        in the file, its log or its free pages.
        """
        with self._writing() as connection:
            self._note_forgotten(connection, document_id)
            found = _showing(connection, document_id) | _holding(connection, Traces(texts, people))
            if found:
                connection.execute(delete(conversations).where(conversations.c.id.in_(found)))
        self._rewrite()
        return len(found)

    def hide(self, documents: Sequence[str], texts: Sequence[str], people: Sequence[Person]) -> int:
        """How many conversations were removed that show these words or people, which staff withhold from now on.

        Questions about these documents that were asked before cannot store their answer after.
        """
        with self._writing() as connection:
            for document_id in documents:
                self._note_forgotten(connection, document_id)
            found = _holding(connection, Traces(texts, people))
            if found:
                connection.execute(delete(conversations).where(conversations.c.id.in_(found)))
        if found:
            self._rewrite()
        return len(found)

    def noted(self, verdict: str) -> list[Noted]:
        """What readers noted with this verdict, oldest first, with the answers that it is about."""
        query = select(feedback, answers.c.body).join(answers, answers.c.id == feedback.c.answer)
        query = query.where(feedback.c.verdict == verdict).order_by(feedback.c.created, feedback.c.id)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Noted(r.id, r.created, _load(r.body), r.claim, r.comment) for r in rows]

    def dismiss(self, feedback_id: str) -> None:
        """Removes what was noted. Raises UnknownName."""
        with self._writing() as connection:
            gone = connection.execute(delete(feedback).where(feedback.c.id == feedback_id)).rowcount
        if not gone:
            raise UnknownName("feedback", feedback_id)

    def check(self) -> str | None:
        """What is wrong with the file as SQLite finds it; None where it is sound."""
        with self._reading() as connection:
            verdict = connection.scalar(text("PRAGMA quick_check(1)"))
        return None if verdict == "ok" else str(verdict)

    def _open(self) -> None:
        with self._writing() as connection:
            found = int(connection.scalar(text("PRAGMA user_version")) or 0)
            if found > SCHEMA:
                raise NewerData(str(self._path.parent), found, SCHEMA)
            if found == 0:
                _tables.create_all(connection)
                connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))

    def _note_forgotten(self, connection: Connection, document_id: str) -> None:
        now = self._clock()
        connection.execute(delete(forgotten).where(forgotten.c.at < now - FORGOTTEN_KEPT_S))
        hashed = _hash(document_id)
        if not connection.execute(update(forgotten).where(forgotten.c.document == hashed).values(at=now)).rowcount:
            connection.execute(insert(forgotten).values(document=hashed, at=now))

    def _rewrite(self) -> None:
        """The file anew without free pages, and its log emptied. Raises StoreError where a reader never pauses."""
        compact(self._engine, self._path)
        log = self._path.with_name(f"{FILE}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(f"{self._path} is being read without a pause. Run this again to finish.")

    def _reading(self) -> AbstractContextManager[Connection]:
        return reading(self._engine, self._path)

    def _writing(self) -> AbstractContextManager[Connection]:
        """A transaction that has begun to write, so that what is checked in it still holds when it is committed."""
        return writing(self._engine, self._path)


def _new_id() -> str:
    """128 random bits: whoever does not know it cannot guess it."""
    return secrets.token_urlsafe(16)


def _hash(document_id: str) -> str:
    return sha256(document_id.encode()).hexdigest()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _load(body: str) -> Json:
    loaded: Json = json.loads(body)
    return loaded


def _shown(answer: Json) -> str:
    """What the reader saw of an answer."""
    abstention = answer.get("abstention")
    return str(answer["text"] or (abstention["message"] if abstention else ""))


def _has_conversation(connection: Connection, conversation: str) -> bool:
    return connection.scalar(select(conversations.c.id).where(conversations.c.id == conversation)) is not None


def _forgotten_since(connection: Connection, documents: Sequence[str], asked_at: float) -> bool:
    hashed = [_hash(d) for d in documents]
    query = select(forgotten.c.document).where(forgotten.c.document.in_(hashed), forgotten.c.at >= asked_at)
    return connection.execute(query.limit(1)).first() is not None


def _showing(connection: Connection, document_id: str) -> set[str]:
    query = select(answers.c.conversation).join(cited, cited.c.answer == answers.c.id)
    return set(connection.scalars(query.where(cited.c.document == document_id)))


def _holding(connection: Connection, traces: Traces) -> set[str]:
    """Conversations with a trace in anything that was said or noted."""
    everything = (
        select(conversations.c.id, conversations.c.brought),
        select(answers.c.conversation, answers.c.body),
        select(answers.c.conversation, feedback.c.comment).join(feedback, feedback.c.answer == answers.c.id),
    )
    return {c for query in everything for c, said in connection.execute(query) if traces.are_in(said or "")}

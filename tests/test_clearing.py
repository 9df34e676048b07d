"""Stored answers go with the documents they show, while the record still knows what to look for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import RecordStore
from ingest.pipeline import ingest
from ingest.report import Hooks
from service.answers import Answer
from service.clearing import Clearing
from service.store import FILE, ServiceStore
from tests.meetings_fake import EMBEDDER, NoStatements, all_bytes, run, write_meeting, write_texts

SECRET = "s.proceedings.json"
WORDS = "Xylophone quartets alarm the cormorants on the outer pier."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    write_meeting(write_texts(tmp_path / "texts") / SECRET, WORDS)
    return tmp_path / "texts"


@pytest.fixture
def store(tmp_path: Path, texts: Path) -> RecordStore:
    store = RecordStore(tmp_path / "data")
    run(store, texts)
    return store


def ask(store: RecordStore, question: str) -> None:
    """Stores an answer that cites nothing: only its words tell where they are from."""
    answers = ServiceStore(store.folder)
    answers.add_answer(Answer(question, question, "", (), ()), asked_at=answers.now())
    answers.close()


def prune(store: RecordStore, texts: Path, clearing: Clearing, hooks: Hooks) -> None:
    ingest([texts], store, EMBEDDER, NoStatements(), prune=True, on_forget=clearing.clear_of, hooks=hooks)
    clearing.clear_again()


def at(name: str, act: Callable[[], None]) -> Hooks:
    """Does something after one step."""
    return Hooks(step=lambda done: act() if done == name else None)


def test_words_of_a_pruned_document_leave_the_stored_answers(store, texts):
    ask(store, f"Who said: {WORDS}")
    ask(store, "And the ferry?")
    (texts / SECRET).unlink()
    clearing = Clearing(store, lambda: ServiceStore(store.folder))
    prune(store, texts, clearing, Hooks())
    assert clearing.cleared == 1
    left = all_bytes(store.folder)
    assert b"ylophone" not in left
    assert b"And the ferry?" in left


def test_what_is_answered_while_a_document_goes_is_cleared_too(store, texts):
    (texts / SECRET).unlink()
    clearing = Clearing(store, lambda: ServiceStore(store.folder))
    prune(store, texts, clearing, at("forgotten", lambda: ask(store, f"Who said: {WORDS}")))
    assert clearing.cleared == 1
    assert b"ylophone" not in all_bytes(store.folder)


def test_where_answers_cannot_be_cleared_the_record_keeps_the_document_to_try_again(store, texts):
    ask(store, f"Who said: {WORDS}")
    (texts / SECRET).unlink()

    def locked() -> ServiceStore:
        raise StoreError("The answers are locked.")

    with pytest.raises(StoreError, match="locked"):
        prune(store, texts, Clearing(store, locked), Hooks())
    assert SECRET in {d.id for d in store.view().documents()}
    prune(store, texts, Clearing(store, lambda: ServiceStore(store.folder)), Hooks())
    assert b"ylophone" not in all_bytes(store.folder)


def test_nothing_is_opened_where_nothing_is_forgotten(store, texts):
    prune(store, texts, Clearing(store, lambda: ServiceStore(store.folder)), Hooks())
    assert not (store.folder / FILE).exists()

"""What of a question is its topic, and whether it asks for a person."""

from __future__ import annotations

import pytest

from corpus.records import Person
from retriever.known_people import KnownPeople
from retriever.scaffold import asks_who, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What did Ada Quill say about the harbour dues?", "Ada Quill harbour dues"),
        ("Summarize the discussion about winter ferries.", "winter ferries"),
        ("Who thought that volunteers cannot replace librarians?", "volunteers replace librarians"),
        ("Who?", "Who?"),
        ("誰が安全性について話したか", "誰が安全性について話したか"),
    ],
)
def test_scaffolding_is_left_out(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    "question", ["Who said so?", "Which delegates objected?", "And who agreed?", "Whose idea was it?"]
)
def test_asks_for_a_person(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize(
    "question", ["What did the delegates say?", "Which delegates did he name?", "Why?", "The who and why"]
)
def test_asks_for_something_else(question: str) -> None:
    assert not asks_who(question)


PEOPLE = KnownPeople([Person("ada", "Ada Quill"), Person("bo", "Bo Quill"), Person("ines", "Inês Okoro")])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("What did Ada Quill say?", {"ada"}),
        ("What did Ms. Quill say?", {"ada", "bo"}),
        ("What did Ines Okoro say?", {"ines"}),
        ("Is a quill a feather?", set()),
        ("", set()),
    ],
)
def test_people_named_in_a_text(text: str, ids: set[str]) -> None:
    assert PEOPLE.named_in(text) == ids

"""The record as a LangChain retriever."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from corpus.errors import CorruptIndex
from corpus.protocols import Filters, Hit, Query
from corpus.records import Passage, Person
from retriever.langchain import RostrumRetriever

PASSAGE = Passage(
    "pier.txt", "v9", 4, 100, 131, "The pier closes on the first frost", "Winter", (Person("a", "Ada Quill"),), 7
)


@dataclass
class OneHit:
    asked: list[Query] = field(default_factory=list)

    def search(self, query: Query) -> list[Hit]:
        self.asked.append(query)
        return [Hit(PASSAGE, 0.75, 1)]


class Broken:
    def search(self, query: Query) -> list[Hit]:
        raise CorruptIndex("no words")


def test_documents_carry_the_words_and_where_they_stand() -> None:
    (document,) = RostrumRetriever(retriever=OneHit()).invoke("When does the pier close?")
    assert document.page_content == PASSAGE.text
    assert document.metadata == {
        "document": "pier.txt",
        "version": "v9",
        "utterance": 4,
        "speakers": ["Ada Quill"],
        "section": "Winter",
        "start": 100,
        "end": 131,
        "score": 0.75,
    }


def test_filters_and_limit_reach_the_retriever() -> None:
    inner = OneHit()
    filters = Filters(documents=frozenset({"pier.txt"}))
    RostrumRetriever(retriever=inner, filters=filters, limit=3).invoke("pier")
    assert inner.asked == [Query("pier", filters, 3)]


def test_failure_to_look_is_raised_not_empty() -> None:
    with pytest.raises(CorruptIndex):
        RostrumRetriever(retriever=Broken()).invoke("pier")

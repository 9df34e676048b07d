"""Documents of what is measured: where a quote stands, who said a span, and how many are kept in memory."""

from __future__ import annotations

import pytest

from corpus.errors import CouldNotLook, UnknownName
from evaluation.held import HeldDocuments, held, names_of
from service.contract import Json

TEXT = "Ada: the pier\n  needs paint.\nRoll: • Ada • Ben"


class Source:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def document(self, document_id: str) -> Json:
        self.asked.append(document_id)
        if document_id == "none":
            raise UnknownName("document", document_id)
        if document_id == "down":
            raise CouldNotLook("The service is down.")
        return {"id": document_id, "text": TEXT}


def test_a_quote_is_found_whatever_the_white_space_and_its_words_whatever_the_signs() -> None:
    document = held({"text": TEXT}, "a")
    assert document.find("pier needs  paint.") == (9, 28)
    assert document.find("pier needs paint!") is None
    assert document.find_words("pier needs paint!") == (9, 27)
    assert document.find_words("Ada - Ben") == (37, 46)
    assert document.find("") is None
    assert document.find_words("...") is None


def test_documents_are_kept_up_to_a_number_the_latest_used_first() -> None:
    source = Source()
    documents = HeldDocuments(source, kept=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert documents.get(name)
    assert source.asked == ["a", "b", "c", "b"]


def test_what_is_not_there_is_nothing_and_what_cannot_be_had_an_error() -> None:
    source = Source()
    documents = HeldDocuments(source)
    assert documents.get("none") is None
    assert documents.get("none") is None
    assert source.asked == ["none"]
    with pytest.raises(CouldNotLook):
        documents.get("down")


def test_names_stand_alone_in_lists_or_with_an_id() -> None:
    item = {"speaker": {"id": "a", "name": "Ada"}, "for": None, "about": ["Ben", {"name": "Cyd"}]}
    assert names_of(item, "speaker", "for", "about", "missing") == ["Ada", "Ben", "Cyd"]

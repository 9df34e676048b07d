"""No claim is shown unless the record gives those words to that person."""

from dataclasses import replace

import pytest

from corpus.records import Document, Person
from service.answers import Citation, Claim
from service.citations import citation_of, numbered, rendered
from service.composers.extractive import claim_of
from service.excerpts import Excerpt
from service.verification import verify
from tests.proceedings import BERG, LIM, OKAFOR, report, transcript
from tests.test_excerpts import of


def checked(claim: Claim, *citations: Citation, document: Document) -> list[str]:
    verified = verify([claim], {c.key: c for c in citations}, {(document.id, document.version): document})
    return [d.reason for d in verified.dropped]


def claim(excerpt: Excerpt, speaker: Person | None = None) -> Claim:
    made = claim_of(excerpt, "words")
    return replace(made, speaker=speaker) if speaker else made


def test_claims_made_from_the_record_hold() -> None:
    for document in (report(), transcript()):
        for excerpt in of(document, 0, 1, 2):
            assert checked(claim(excerpt), citation_of(excerpt), document=document) == []


@pytest.mark.parametrize("wrong", [LIM, BERG])
def test_words_of_another_person_are_dropped(wrong: Person) -> None:
    excerpt = of(report(), 1)[0]
    (reason,) = checked(claim(excerpt, wrong), citation_of(excerpt), document=report())
    assert "does not give these words" in reason


def test_neighbours_words_in_a_transcript_are_dropped() -> None:
    own, neighbour = of(transcript(), 0)[0], of(transcript(), 1)[0]
    swapped = replace(claim(own), keys=(citation_of(neighbour).key,))
    assert checked(swapped, citation_of(neighbour), document=transcript())


def test_words_of_an_unresolved_label_are_nobodys() -> None:
    excerpt = of(transcript(), 2)[0]
    assert checked(claim(excerpt, OKAFOR), citation_of(excerpt), document=transcript())


def test_invented_quote_is_dropped() -> None:
    excerpt = of(report(), 1)[0]
    invented = replace(citation_of(excerpt), quote="tidal levies must be abolished")
    assert checked(claim(excerpt), invented, document=report()) == [f"{invented.key}: the quote is not the span"]


def test_narration_that_cites_spoken_words_is_dropped() -> None:
    excerpt = of(report(), 1)[0]
    told = replace(claim(excerpt), speaker=None, attribution="narration")
    assert "gives to somebody" in checked(told, citation_of(excerpt), document=report())[0]


def test_claim_without_a_citation_or_with_an_unknown_one_is_dropped() -> None:
    excerpt = of(report(), 1)[0]
    assert checked(replace(claim(excerpt), keys=()), document=report()) == ["it cites nothing"]
    assert "does not exist" in checked(claim(excerpt), document=report())[0]


def test_span_outside_the_document_is_dropped() -> None:
    excerpt = of(report(), 1)[0]
    outside = replace(citation_of(excerpt), end=10_000)
    assert "outside" in checked(claim(excerpt), outside, document=report())[0]


def test_numbers_are_given_in_order_of_first_use_and_shared_by_equal_spans() -> None:
    found = of(report(), 2, 1)
    citations = {c.key: c for c in map(citation_of, found)}
    claims, listed = numbered([claim(e) for e in found], citations)
    assert [c.citations for c in claims] == [(1,), (1,), (2,), (3,)]
    assert [c.number for c in listed] == [1, 2, 3]


def test_citation_that_nobody_uses_is_left_out() -> None:
    found = of(report(), 1)
    _, listed = numbered([claim(found[0])], {c.key: c for c in map(citation_of, found)})
    assert [c.key for c in listed] == [citation_of(found[0]).key]


def test_text_carries_the_numbers_of_its_claims() -> None:
    claims = [Claim("Rosa Lim spoke", ("a",), citations=(1,)), Claim("Who pays?", ("b",), citations=(2, 1))]
    assert rendered(claims) == "Rosa Lim spoke [1]. Who pays? [2] [1]"

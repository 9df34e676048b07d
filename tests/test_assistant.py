"""Whole answers over the sample proceedings, with the real model: who is named, in whose words, and when not."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus.samples
from corpus.errors import BadQuestion
from corpus.protocols import Filters
from corpus.store import RecordStore
from ingest.attribution.extractor import RuleExtractor
from ingest.passages import index_signature
from ingest.pipeline import ingest
from retriever.embedding import SentenceEmbedder
from retriever.relevance import Relevance
from retriever.search import HybridRetriever
from service.answers import Answer, ClaimReady, Done, Evidence, Turn
from service.assistant import Assistant
from service.searcher import RecordSearcher

SAMPLES = Path(corpus.samples.__file__).parent


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    store = RecordStore(tmp_path_factory.mktemp("samples"))
    report = ingest([SAMPLES], store, SentenceEmbedder(), RuleExtractor())
    assert report.failed == []
    return store


@pytest.fixture(scope="module")
def assistant(record: RecordStore) -> Assistant:
    model = SentenceEmbedder()
    retriever = HybridRetriever(record, model, signature=index_signature(model))
    return Assistant(RecordSearcher(record, retriever, Relevance(model)))


def speakers(answer: Answer) -> list[str]:
    return [c.speaker.name for c in answer.claims if c.speaker]


def assert_sound(answer: Answer, record: RecordStore) -> None:
    """Quotes are the record's, numbers run from 1 in order of first use, and every spoken claim is its speaker's."""
    used = list(dict.fromkeys(n for c in answer.claims for n in c.citations))
    assert used == [c.number for c in answer.citations] == list(range(1, len(used) + 1))
    for citation in answer.citations:
        document = record.view().document(citation.document, citation.version)
        assert document.text[citation.start : citation.end] == citation.quote
        assert len(citation.quote.split()) <= 80
    for claim in answer.claims:
        assert claim.citations
        assert all(f"[{n}]" in answer.text for n in claim.citations)


def test_position_is_told_in_the_persons_own_words(assistant: Assistant, record: RecordStore) -> None:
    answer = assistant.answer("What did Amara Dessalines ask the forum to do about the colours?")
    assert set(speakers(answer)) == {"Amara Dessalines"}
    assert "blue and orange" in answer.text
    assert_sound(answer, record)


def test_who_is_answered_with_the_person(assistant: Assistant, record: RecordStore) -> None:
    answer = assistant.answer("Who is against changing the default colours because of printed guides?")
    assert speakers(answer) == ["Lena Brandt"]
    assert answer.claims[0].stance == "against"
    assert_sound(answer, record)


def test_supporters_and_opponents_share_a_citation(assistant: Assistant, record: RecordStore) -> None:
    answer = assistant.answer("Who supported closing the spawning grounds from March to May?")
    assert {"Northern Fisheries Union", "Coastal Alliance"} >= set(speakers(answer)) != set()
    assert_sound(answer, record)


def test_comparison_shows_each_side(assistant: Assistant, record: RecordStore) -> None:
    answer = assistant.answer("How do Inma Martinez and Michael Sellitto differ on what safety means?")
    assert set(speakers(answer)) == {"Inma Martinez", "Michael Sellitto"}
    assert_sound(answer, record)


def test_roll_is_about_people_and_said_by_nobody(assistant: Assistant, record: RecordStore) -> None:
    answer = assistant.answer("Who were the panellists at the AI safety event in Tokyo?")
    assert speakers(answer) == []
    assert "Merve Hickok" in {p.name for c in answer.claims for p in c.about}
    assert {c.attribution for c in answer.claims} == {"narration"}
    assert_sound(answer, record)


def test_unknown_person_is_not_in_the_record(assistant: Assistant) -> None:
    answer = assistant.answer("What did Ingrid Vandermeer say about blue paint?")
    assert answer.abstention is not None
    assert answer.abstention.kind == "not_in_record"
    assert (answer.claims, answer.citations) == ((), ())


def test_silent_person_is_told_as_such_with_what_they_did_say(assistant: Assistant) -> None:
    answer = assistant.answer("What did Lena Brandt say about the salaries of astronauts on Mars?")
    assert answer.abstention is not None
    assert answer.abstention.kind == "speaker_silent"
    assert {c.speaker.name for c in answer.related[:1] if c.speaker} == {"Lena Brandt"}


def test_name_of_two_people_is_unclear(assistant: Assistant) -> None:
    answer = assistant.answer("What did Brandt say about the colours?")
    assert answer.abstention is not None
    assert answer.abstention.kind == "unclear"
    assert "Lena Brandt" in answer.text
    assert "Oskar Brandt" in answer.text


def test_follow_up_takes_its_person_from_the_question_before(assistant: Assistant, record: RecordStore) -> None:
    history = [
        Turn("user", "What did Merve Hickok say about interoperability?"),
        Turn("assistant", "Merve Hickok stressed interoperability [1]."),
    ]
    answer = assistant.answer("And what did she say about harm by social media?", history=history)
    assert "Merve Hickok" in answer.standalone_question
    assert set(speakers(answer)) <= {"Merve Hickok"}
    assert_sound(answer, record)


def test_filter_on_a_document_keeps_to_it(assistant: Assistant) -> None:
    filters = Filters(documents=frozenset({"2025-06-03-open-tile-forum.md"}))
    answer = assistant.answer("Who spoke about safety?", filters=filters)
    assert {c.document for c in answer.citations} <= {"2025-06-03-open-tile-forum.md"}


def test_filter_on_a_speaker_keeps_to_the_speaker(assistant: Assistant) -> None:
    answer = assistant.answer("What was said about AI safety?", filters=Filters(speakers=frozenset({"inma-martinez"})))
    assert set(speakers(answer)) <= {"Inma Martinez"}


def test_stream_shows_evidence_then_claims_then_the_same_whole(assistant: Assistant) -> None:
    events = list(assistant.stream("What did Merve Hickok say about interoperability?"))
    assert isinstance(events[0], Evidence)
    assert all(c.number == 0 for c in events[0].citations)
    done = events[-1]
    assert isinstance(done, Done)
    assert tuple(e.claim for e in events if isinstance(e, ClaimReady)) == done.answer.claims
    assert dict(done.answer.timings_ms)["total"] > 0


@pytest.mark.parametrize("question", ["", "   ", "?!", "\u200b\u200b", "x" * 10_000])
def test_empty_and_overlong_questions_are_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(BadQuestion):
        assistant.answer(question)


def test_question_about_an_empty_record_finds_nothing(tmp_path: Path) -> None:
    store, model = RecordStore(tmp_path / "data"), SentenceEmbedder()
    (tmp_path / "one.txt").write_text("Nothing much.", encoding="utf-8")
    ingest([tmp_path / "one.txt"], store, model, RuleExtractor())
    retriever = HybridRetriever(store, model, signature=index_signature(model))
    answer = Assistant(RecordSearcher(store, retriever, Relevance(model))).answer("Who argued for longer piers?")
    assert answer.abstention is not None
    assert answer.abstention.kind == "not_in_record"


def test_exchanged_names_give_the_exchanged_answer(assistant: Assistant, tmp_path: Path) -> None:
    name = "2025-02-11-ferries-committee.proceedings.json"
    text = (SAMPLES / name).read_text(encoding="utf-8")
    for old, new in (
        ("Okoro", "\0"),
        ("Wessel", "Okoro"),
        ("\0", "Wessel"),
        ("Fenn", "\0"),
        ("Dag", "Fenn"),
        ("\0", "Dag"),
    ):
        text = text.replace(old, new)
    (tmp_path / name).write_text(text, encoding="utf-8")
    store, model = RecordStore(tmp_path / "data"), SentenceEmbedder()
    ingest([tmp_path / name], store, model, RuleExtractor())
    retriever = HybridRetriever(store, model, signature=index_signature(model))
    swapped = Assistant(RecordSearcher(store, retriever, Relevance(model)))
    question = "Who would rather spend the money on a second diesel ferry?"
    assert speakers(assistant.answer(question)) == ["Fenn Okoro"]
    assert speakers(swapped.answer(question)) == ["Dag Wessel"]

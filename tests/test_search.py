"""HybridRetriever over small made-up meetings."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.errors import CorruptIndex, IndexOutOfDate
from corpus.protocols import Filters, Query
from corpus.records import Passage
from retriever.dense import DenseIndex
from retriever.search import HybridRetriever
from tests.proceedings_fake import FakeRecord, FakeSummary, FakeView, WordEmbedder, indexed, said

HARBOUR = said(
    ("harbour", "Ines Okoro", "Let us open the meeting of the harbour board and approve the minutes of May."),
    ("harbour", "Ines Okoro", "What will the new ferry timetable cost the islands in winter?"),
    ("harbour", "Tomas Brandt", "About four million, because two more crews are needed in the dark months."),
    ("harbour", "Lena Fisk", "The dredging of the northern channel has been put off until the spring tides."),
    ("library", "Ines Okoro", "The library opens on Sundays from now on, staffed by volunteers of the town."),
    ("library", "Pavel Moss", "Volunteers cannot replace librarians, whose training takes three years."),
)


@pytest.fixture
def retriever(tmp_path: Path) -> HybridRetriever:
    return _over(FakeView(indexed(tmp_path / "1", HARBOUR), HARBOUR))


def _over(view: FakeView) -> HybridRetriever:
    return HybridRetriever(FakeRecord(view), WordEmbedder(), signature="sig")


def _texts(retriever: HybridRetriever, query: Query) -> list[str]:
    return [h.passage.text for h in retriever.search(query)]


def test_best_passage_comes_first_with_ranks_and_falling_scores(retriever: HybridRetriever) -> None:
    hits = retriever.search(Query("When will the northern channel be dredged?"))
    assert hits[0].passage.text.startswith("The dredging")
    assert [h.rank for h in hits] == [1, 2, 3, 4, 5, 6]
    assert all(0 <= b.score <= a.score <= 1 for a, b in pairwise(hits))


def test_reply_is_lifted_by_the_question_before_it(retriever: HybridRetriever) -> None:
    texts = _texts(retriever, Query("cost of the ferry timetable"))
    assert texts[1].startswith("About four million")


def test_document_filter_keeps_to_the_document(retriever: HybridRetriever) -> None:
    hits = retriever.search(Query("the ferry opens", Filters(documents=frozenset({"library"}))))
    assert {h.passage.document for h in hits} == {"library"}


def test_speaker_filter_keeps_to_the_speaker(retriever: HybridRetriever) -> None:
    hits = retriever.search(Query("ferry timetable", Filters(speakers=frozenset({"tomas-brandt"}))))
    assert [h.passage.text[:13] for h in hits] == ["About four mi"]


def test_unknown_filter_finds_nothing(retriever: HybridRetriever) -> None:
    assert retriever.search(Query("ferry", Filters(documents=frozenset({"nowhere"})))) == []


def test_named_speaker_is_preferred(retriever: HybridRetriever) -> None:
    about_board = Query("What did Lena Fisk think of the board?")
    assert retriever.search(about_board)[0].passage.speakers[0].name == "Lena Fisk"


def test_preferred_speaker_of_the_query_is_lifted(retriever: HybridRetriever) -> None:
    plain = _texts(retriever, Query("volunteers"))
    lifted = _texts(retriever, Query("volunteers", prefer=frozenset({"pavel-moss"})))
    assert plain.index(HARBOUR[5].text) >= lifted.index(HARBOUR[5].text) == 0


def test_dates_are_inclusive_and_as_precise_as_the_document_says(tmp_path: Path) -> None:
    dated = [FakeSummary("harbour", date="2024-03"), FakeSummary("library", date="2024-06-02")]
    retriever = _over(FakeView(indexed(tmp_path, HARBOUR), HARBOUR, dated))
    found = lambda **f: {h.passage.document for h in retriever.search(Query("the", Filters(**f)))}  # noqa: E731
    assert found(since="2024-03-15") == {"harbour", "library"}
    assert found(since="2024-06-02") == {"library"}
    assert found(until="2024-03-15") == {"harbour"}
    assert found(until="2024-06") == {"harbour", "library"}


def test_event_filter(tmp_path: Path) -> None:
    summaries = [FakeSummary("harbour", event="Board"), FakeSummary("library", event="Town")]
    retriever = _over(FakeView(indexed(tmp_path, HARBOUR), HARBOUR, summaries))
    assert {h.passage.document for h in retriever.search(Query("open", Filters(event="Town")))} == {"library"}


@pytest.mark.parametrize("text", ["", "   ", "zzqx vvbn"])
def test_nothing_to_find_is_an_empty_list(retriever: HybridRetriever, text: str) -> None:
    assert retriever.search(Query(text)) == []


def test_empty_record_finds_nothing(tmp_path: Path) -> None:
    assert _over(FakeView(indexed(tmp_path, []), [])).search(Query("ferry")) == []


def test_parts_of_one_utterance_do_not_crowd_out_others(tmp_path: Path) -> None:
    parts = [
        Passage("talk", "v1", 0, 40 * i, 40 * i + 39, f"Peat bogs store carbon, part {i}.", number=i + 1)
        for i in range(4)
    ]
    other = Passage("talk", "v1", 1, 170, 200, "Peat is cut for fuel.", number=9)
    far = Passage("talk", "v1", 2, 201, 230, "Lunch is at noon.", number=10)
    passages = [*parts, other, far]
    hits = _over(FakeView(indexed(tmp_path, passages), passages)).search(Query("peat bogs carbon"))
    assert [h.passage.utterance for h in hits][:3] == [0, 1, 2]
    assert len(hits) == 6


def test_passages_of_versions_that_are_not_current_are_dropped_and_refilled(tmp_path: Path) -> None:
    old = said(*[("harbour", "Ines Okoro", "ferry ferry ferry timetable")] * 5, first_number=100)
    folder = indexed(tmp_path, [*HARBOUR, *old])
    hits = _over(FakeView(folder, HARBOUR)).search(Query("ferry timetable", limit=6))
    assert {h.passage.number for h in hits} == {p.number for p in HARBOUR}


def test_new_generation_is_seen_and_the_old_view_still_works(tmp_path: Path) -> None:
    old = FakeView(indexed(tmp_path / "1", HARBOUR), HARBOUR)
    record = FakeRecord(old)
    retriever = HybridRetriever(record, WordEmbedder(), signature="sig")
    retriever.search(Query("ferry"))
    more = said(("museum", "Ada Quill", "The ferry museum needs a roof."), first_number=50)
    indexed(tmp_path / "1", more)
    record.current = FakeView(tmp_path / "1", [*HARBOUR, *more], generation=2)
    assert "museum" in {h.passage.document for h in retriever.search(Query("ferry museum roof"))}
    assert "museum" not in {h.passage.document for h in retriever.search(Query("ferry museum roof"), old)}


def test_search_goes_on_when_the_index_folder_was_replaced(tmp_path: Path) -> None:
    old = FakeView(indexed(tmp_path / "1", HARBOUR), HARBOUR)
    new = FakeView(indexed(tmp_path / "2", HARBOUR), HARBOUR, generation=2)
    shutil.rmtree(tmp_path / "1")
    retriever = HybridRetriever(FakeRecord(new), WordEmbedder(), signature="sig")
    assert retriever.search(Query("ferry timetable"), old)


def test_missing_index_is_an_error_not_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(CorruptIndex, match="reindex"):
        _over(FakeView(tmp_path / "none", HARBOUR)).search(Query("ferry"))


def test_passage_without_vector_is_a_corrupt_index(tmp_path: Path) -> None:
    folder = indexed(tmp_path, HARBOUR[:-1])
    with pytest.raises(CorruptIndex, match="1 of 6"):
        _over(FakeView(folder, HARBOUR)).search(Query("ferry"))


def test_index_of_another_model_is_out_of_date(tmp_path: Path) -> None:
    view = FakeView(indexed(tmp_path, HARBOUR), HARBOUR, index_signature="other")
    with pytest.raises(IndexOutOfDate, match="rostrum reindex"):
        _over(view).search(Query("ferry"))


def test_who_question_ranks_the_speaker_before_the_one_who_was_asked(retriever: HybridRetriever) -> None:
    hits = retriever.search(Query("Who said that two more crews are needed?"))
    assert hits[0].passage.speakers[0].name == "Tomas Brandt"


def test_vectors_of_the_generation_before_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = FakeRecord(FakeView(indexed(tmp_path, HARBOUR), HARBOUR))
    retriever = HybridRetriever(record, WordEmbedder())
    retriever.search(Query("ferry"))
    asked: list[int] = []
    read = DenseIndex.vectors
    monkeypatch.setattr(DenseIndex, "vectors", lambda self, numbers: asked.extend(numbers) or read(self, numbers))
    more = said(("museum", "Ada Quill", "The ferry museum needs a roof."), first_number=50)
    indexed(tmp_path, more)
    record.current = FakeView(tmp_path, [*HARBOUR, *more], generation=2)
    assert len(retriever.search(Query("ferry museum"))) == 7
    assert asked == [50]


def test_many_threads_open_a_generation_once(tmp_path: Path) -> None:
    record = FakeRecord(FakeView(indexed(tmp_path, HARBOUR), HARBOUR))
    retriever = HybridRetriever(record, WordEmbedder())
    with ThreadPoolExecutor(8) as pool:
        opened = set(pool.map(lambda _: id(retriever.opened()), range(32)))
        found = list(pool.map(lambda _: len(retriever.search(Query("ferry timetable"))), range(32)))
    assert len(opened) == 1
    assert found == [6] * 32

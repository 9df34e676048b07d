"""Words in tantivy: BM25, stemming, scripts without spaces, hostile questions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import CorruptIndex
from retriever.lexical import LexicalIndex, asks, spaced

TEXTS = [
    "Ferries were running late in the fog.",
    "The café élan subsidy for small farms.",
    "日本語の安全性について議論した。",
    "Will the farms be paid? Thank you, Chair.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    made = LexicalIndex(tmp_path_factory.mktemp("words"), create=True)
    made.add([1, 2, 3, 4], [7, 7, 8, 8], TEXTS)
    return made


@pytest.mark.parametrize(
    ("query", "number"),
    [("a ferry runs", 1), ("CAFE ELAN", 2), ("安全", 3), ("議論", 3), ("ｃａｆｅ", 2), ("chair paid", 4)],
)
def test_words_are_found_in_any_form(index: LexicalIndex, query: str, number: int) -> None:
    assert index.best(query, 3)[0][0] == number


def test_scores_fall_and_the_limit_holds(index: LexicalIndex) -> None:
    found = index.best("farm subsidy", 5)
    assert [n for n, _ in found] == [2, 4]
    assert found[0][1] > found[1][1] > 0
    assert len(index.best("farm subsidy", 1)) == 1
    assert index.best("farm", 0) == []


def test_only_some_documents_or_passages(index: LexicalIndex) -> None:
    assert [n for n, _ in index.best("farm", 5, documents=[8])] == [4]
    assert [n for n, _ in index.best("farm", 5, numbers=[2, 3])] == [2]
    assert index.best("farm", 5, documents=[]) == []
    assert index.best("farm", 5, numbers=[]) == []


def test_score_does_not_depend_on_the_filter(index: LexicalIndex) -> None:
    assert dict(index.best("farm", 5))[4] == pytest.approx(dict(index.best("farm", 5, documents=[8]))[4])


def test_unknown_words_find_nothing(index: LexicalIndex) -> None:
    assert index.best("xylophone", 5) == []
    assert index.best("", 5) == []
    assert index.best("?!…", 5) == []


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_wrong_query(index: LexicalIndex, text: str) -> None:
    index.best(text, 3)


@pytest.mark.parametrize(
    "text", ["text:[a TO *]", '"farm', "(((", "farm AND NOT -", "^5 ~2", "*", "a" * 10_000, "\ud800"]
)
def test_query_operators_are_only_words(index: LexicalIndex, text: str) -> None:
    index.best(text, 3)


def test_rarer_words_tell_more(index: LexicalIndex) -> None:
    assert index.rarity("ferri") > index.rarity("farm") > 0
    assert index.most("ferry") > index.best("ferry", 1)[0][1]


def test_adding_again_replaces_and_deleting_takes_out(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path, create=True)
    index.add([1, 2], [1, 1], ["old heron", "grey heron"])
    index.add([1], [1], ["new stork"])
    index.delete([2, 99])
    assert index.best("heron", 5) == []
    assert (index.numbers(), index.count()) == ({1}, 1)
    index.add([], [], [])
    index.delete([])


def test_passages_that_end_in_a_question(index: LexicalIndex) -> None:
    assert index.asking() == {4}
    assert asks("賛成ですか。")
    assert not asks("Why? " + "Because of the long and short of it. " * 10)


OTHER_PROCESS = """
import sys; from pathlib import Path; from retriever.lexical import LexicalIndex
index = LexicalIndex(Path(sys.argv[1])); index.add([2], [1], ["grey stork"]); index.delete([1])
"""


def test_opening_anew_sees_what_another_process_wrote_and_the_old_handle_works_on(tmp_path: Path) -> None:
    old = LexicalIndex(tmp_path, create=True)
    old.add([1], [1], ["white heron"])
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, str(tmp_path)], check=True, timeout=120)
    assert LexicalIndex(tmp_path).numbers() == {2}
    assert [n for n, _ in old.best("heron", 5)] == [1]


def test_text_is_not_kept(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path, create=True)
    index.add([1], [1], ["Cormorants nest quietly beneath lighthouses"])
    index.close()
    assert not any(b"Cormorants nest" in f.read_bytes() for f in tmp_path.iterdir() if f.is_file())


def test_missing_folder_is_corrupt_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CorruptIndex, match="rostrum reindex"):
        LexicalIndex(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_damaged_files_are_corrupt(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("nothing of the kind")
    with pytest.raises(CorruptIndex):
        LexicalIndex(tmp_path)


def test_runs_without_spaces_become_pairs() -> None:
    assert spaced("AIの安全性 is").split() == ["AI", "の安", "安全", "全性", "is"]
    assert spaced("桜").split() == ["桜"]

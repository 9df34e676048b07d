"""Token vectors on disk: what was added is read again, whatever ended half-way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CorruptIndex
from retriever.encoding import Tokens, unit
from retriever.token_index import ENTRIES, ENTRY, ROWS, TokenIndex
from retriever.token_rows import Rows, rows_of, similarities

DIMENSIONS = 16
RNG = np.random.default_rng(3)


def _tokens(text: str) -> Tokens:
    """One random unit vector for each word, space and comma apart."""
    spans = [(i, i + len(w)) for i, w in _words(text)]
    return Tokens(tuple(spans), unit(RNG.standard_normal((len(spans), DIMENSIONS)).astype(np.float32)))


def _words(text: str) -> list[tuple[int, str]]:
    at, found = 0, []
    for word in text.replace("\n", " ").split(" "):
        if word:
            found.append((at, word))
        at += len(word) + 1
    return found


def _rows(text: str) -> Rows:
    return rows_of(text, _tokens(text))


def test_bytes_are_near_the_exact_vectors() -> None:
    tokens = _tokens("\nferries leave harbours")
    rows = rows_of("\nferries leave harbours", tokens)
    assert similarities(rows, tokens.vectors) == pytest.approx(tokens.vectors @ tokens.vectors.T, abs=0.02)


def test_function_words_and_punctuation_are_left_out_and_spans_count_from_the_words() -> None:
    text = "Ann Boe\nthe ferry - is late"
    rows = _rows(text)
    words = text.partition("\n")[2]
    assert [words[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == ["", "", "ferry", "late"]


def test_what_was_added_is_there_after_opening_again(tmp_path: Path) -> None:
    first, second = _rows("\nferries leave"), _rows("\nnothing sails today")
    TokenIndex(tmp_path, DIMENSIONS, create=True).add([7, 3], ["a", "b"], {"a": first, "b": second})
    index = TokenIndex(tmp_path, DIMENSIONS)
    starts, counts = index.places(np.array([3, 7]))
    assert counts.tolist() == [len(second), len(first)]
    assert (index.data()[starts[0] : starts[0] + counts[0]] == second).all()
    assert index.held(["a", "c"]) == {"a"}
    assert (index.rows_of(["a"])["a"] == first).all()


def test_equal_texts_share_their_rows(tmp_path: Path) -> None:
    index = TokenIndex(tmp_path, DIMENSIONS, create=True)
    index.add([1, 2], ["same", "same"], {"same": _rows("\none ferry")})
    size = (tmp_path / ROWS).stat().st_size
    TokenIndex(tmp_path, DIMENSIONS, create=True).add([3], ["same"], {})
    assert (tmp_path / ROWS).stat().st_size == size
    assert len(set(TokenIndex(tmp_path, DIMENSIONS).places(np.array([1, 2, 3]))[0].tolist())) == 1


def test_number_added_again_has_the_later_rows(tmp_path: Path) -> None:
    index = TokenIndex(tmp_path, DIMENSIONS, create=True)
    index.add([1], ["old"], {"old": _rows("\none")})
    index.add([1], ["new"], {"new": _rows("\none two three")})
    assert index.places(np.array([1]))[1].tolist() == TokenIndex(tmp_path, DIMENSIONS).places(np.array([1]))[1].tolist()
    assert index.places(np.array([1]))[1].tolist() == [3]


@pytest.mark.parametrize("name", [ROWS, ENTRIES])
def test_torn_end_is_passed_over_and_written_over(tmp_path: Path, name: str) -> None:
    TokenIndex(tmp_path, DIMENSIONS, create=True).add([1], ["a"], {"a": _rows("\nferries leave")})
    with (tmp_path / name).open("ab") as file:
        file.write(b"half")
    index = TokenIndex(tmp_path, DIMENSIONS)
    index.add([2], ["b"], {"b": _rows("\nthree ferries wait")})
    again = TokenIndex(tmp_path, DIMENSIONS)
    assert again.places(np.array([1, 2]))[1].tolist() == [2, 3]
    assert len(again.data()) == 5


def test_text_without_telling_words_has_no_rows(tmp_path: Path) -> None:
    index = TokenIndex(tmp_path, DIMENSIONS, create=True)
    index.add([1], ["a"], {"a": _rows("\nit was -")})
    assert index.places(np.array([1]))[1].tolist() == [0]
    assert len(index.data()) == 0


def test_missing_passage_cut_file_and_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorruptIndex, match="no token vectors"):
        TokenIndex(tmp_path / "none", DIMENSIONS)
    index = TokenIndex(tmp_path, DIMENSIONS, create=True)
    index.add([1], ["a"], {"a": _rows("\nferries leave")})
    with pytest.raises(CorruptIndex, match="1 of 2 passages"):
        index.places(np.array([1, 2]))
    (tmp_path / ROWS).write_bytes(b"")
    with pytest.raises(CorruptIndex, match="cut short"):
        TokenIndex(tmp_path, DIMENSIONS).data()


def test_an_entry_is_on_disk_only_after_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = TokenIndex(tmp_path, DIMENSIONS, create=True)
    (tmp_path / ENTRIES).unlink()
    (tmp_path / ENTRIES).mkdir()  # writing entries fails
    with pytest.raises(CorruptIndex):
        index.add([1], ["a"], {"a": _rows("\nferries leave")})
    assert (tmp_path / ROWS).stat().st_size > 0
    assert ENTRY.itemsize == 32

"""Where one sentence ends and the next begins."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Oduya thanked Dr. Falk and Prof. Lind for coming.",
        "Exports to the U.S. market rose by 3.4 per cent, i.e. more than planned.",
        "See para. 12 and No. 5 of the annex.",
        "K.Y. Mensah and J. R. Holm disagreed.",
        "He listed: better data; more staff; and a clear mandate.",
        "“Is it safe?” she asked.",
        "Lind et al. (2019) had shown it.",
        "CJN! said that more was needed.",
        "The grant by Acme Inc. was renewed.",
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It failed. She left.", ["It failed.", "She left."]),
        ("It came from the U.S. She said so.", ["It came from the U.S.", "She said so."]),
        ("They met at 3 p.m. The chair opened.", ["They met at 3 p.m.", "The chair opened."]),
        ("“We must act.” He left.", ["“We must act.”", "He left."]),
        ("Why? Nobody knew.", ["Why?", "Nobody knew."]),
        ("See Annex I. The rest followed.", ["See Annex I.", "The rest followed."]),
        ("No. We disagree.", ["No.", "We disagree."]),
        ("1. The plan was read. 2. It was adopted.", ["1. The plan was read.", "2. It was adopted."]),
        ("One paragraph\n\nAnother", ["One paragraph", "Another"]),
        ("Points:\n- first\n- second", ["Points:", "- first", "- second"]),
        ("Systems were sound. here nothing failed.", ["Systems were sound.", "here nothing failed."]),
        ("会議は始まった。議長が挨拶した。", ["会議は始まった。", "議長が挨拶した。"]),
        ("It ended in 1999. Nobody protested.", ["It ended in 1999.", "Nobody protested."]),
        ("  ", []),
    ],
)
def test_sentences_are_cut(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_only_the_asked_part_is_cut() -> None:
    text = "One here. Two here. Three here."
    assert [text[a:b] for a, b in sentences(text, 10, 19)] == ["Two here."]


@given(st.text(alphabet=st.sampled_from("aB.?!\" \n'1)U;-。é"), max_size=80))
def test_spans_are_ordered_trimmed_and_lose_only_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["word " * 100_000, "." * 200_000, "a. " * 100_000, "\n" * 200_000, "“" * 200_000])
def test_long_text_takes_linear_time(text: str) -> None:
    began = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - began < 5

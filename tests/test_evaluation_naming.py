"""When two names are one person, for measuring; that the measuring tool says the same is tested with the judging."""

from __future__ import annotations

import pytest

from evaluation.naming import covers, folded, name_parts, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ms. Ada Moor", "ada moor"),
        ("Ada Moor (Harbour Board)", "Adá Móor"),
        ("Moor Ada", "Ada Moor"),
        ("Moor", "Ada Moor"),
        ("Ada", "Ada Moor"),
        ("A. Moor", "Ada Moor"),
        ("Steve Moor", "Stephen Moor"),
        ("the US", "United States"),
        ("South Korea", "Republic of Korea"),
        ("G-77 and China", "Group of 77 and China"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Moor", "Ben Moor"),
        ("Ada Moor", "Ada Vale"),
        ("Guinea", "Papua New Guinea"),
        ("North Korea", "South Korea"),
        ("China", "G-77/China"),
        ("Coastal Alliance", "Northern Alliance"),
        ("Vale", "Ada Vale Moor"),
    ],
)
def test_two_persons(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_titles_alone_are_a_name_where_there_is_nothing_else() -> None:
    assert name_parts("The Chair") == ("the", "chair")
    assert folded("The UK") == "united kingdom"


def test_three_words_of_five_cover_a_quote_and_two_do_not() -> None:
    assert covers("the pier needs fresh paint", "Paint the pier!")
    assert not covers("the pier needs fresh paint", "pier paint")
    assert not covers("...", "anything")

"""How people are called: titles, letters behind, order, initials, brackets, capitals; countries by all their names."""

from __future__ import annotations

import pytest

from corpus.names import (
    best_matches,
    clean_name,
    fold,
    has_title,
    name_key,
    name_words,
    names_in,
    slug,
    surname,
    tier,
    without_brackets,
)
from corpus.territories import place_key, place_name, place_names


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Ms. Merle Okafor", ("merle", "okafor")),
        ("Associate Prof. Endo", ("endo",)),
        ("Right Hon. Ana Vidal (Northside, Ind.)", ("ana", "vidal")),
        ("Nia Pryce AM", ("nia", "pryce")),
        ("José O’Hare-Núñez", ("jose", "o'hare-nunez")),
        ("Don Mills", ("don", "mills")),
        ("Tan Wei Ming", ("tan", "wei", "ming")),
        ("Jack Ma", ("jack", "ma")),
        ("Councillor Theo Blix", ("theo", "blix")),
        ("The Chair", ()),
        ("", ()),
    ],
)
def test_titles_letters_and_brackets_are_no_part_of_a_name(label, words):
    assert name_words(label) == words


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Dr. ANA VIDAL", "Ana Vidal"),
        ("EMI Kato", "Emi Kato"),
        ("Mr. K.Y. Owusu-Badu", "K.Y. Owusu-Badu"),
        ("JJ Smith", "JJ Smith"),
        ("Hon. MARC MCNEIL", "Marc McNeil"),
        ("JEAN-LUC D'ARCY", "Jean-Luc D'Arcy"),
        ("Bert VAN DER PLOEG", "Bert van der Ploeg"),
        ("Ms. Ana Vidal (Port, Ind.)", "Ana Vidal"),
        ("The Chair", ""),
    ],
)
def test_a_clean_name_is_in_normal_case(label, name):
    assert clean_name(label) == name


def test_brackets_in_brackets_go_together():
    assert without_brackets("The Chair (Hon. Ana Vidal (Northside, Ind.))") == "The Chair"
    assert without_brackets("Ana (unclosed") == "Ana"


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("Ana Vidal", "Ana Vidal", 0),
        ("Vidal Ana", "Ana Vidal", 1),
        ("A. Vidal", "Ana Vidal", 2),
        ("Ana Vidal", "Ana M. Vidal", 2),
        ("Ms. Vidal", "Ana Vidal", 3),
        ("van der Ploeg", "Bert van der Ploeg", 3),
        ("Ms. Ana", "Ana Vidal", 4),
        ("Ms. Kato", "KATO Emi", 3),
        ("Emi", "KATO Emi", 4),
        ("B. Vidal", "Ana Vidal", None),
        ("Ana Vidal", "Vidal", None),
        ("Tom Vidal", "Ana Vidal", None),
    ],
)
def test_how_well_a_label_fits_a_name(label, name, expected):
    assert tier(label, name) == expected


def test_the_best_fit_decides_and_two_are_both_given():
    assert best_matches("Miller", ["Tom Miller", "Miller Jones", "Jane Miller"]) == ["Tom Miller", "Jane Miller"]
    assert best_matches("J. Miller", ["Tom Miller", "Jane Miller"]) == ["Jane Miller"]
    assert best_matches("Nobody", ["Tom Miller"]) == []


def test_one_name_has_one_key_however_it_is_written():
    assert len({name_key(n) for n in ("Dr. José Núñez", "NUNEZ Jose", "Jose Nunez", "Jose Nunez PhD")}) == 1
    assert name_key("Tom Miller") != name_key("Jane Miller")


def test_particles_belong_to_the_surname():
    assert surname("Bert van der Ploeg") == ("van", "der", "ploeg")


def test_slugs_keep_letters_of_any_script():
    assert (slug("Ms. Ana Vidal (Port)"), slug("江間 有沙"), slug("!?")) == ("ms-ana-vidal", "江間-有沙", "unnamed")


def test_folding_keeps_what_tells_names_apart():
    assert fold("O’Hare–Núñez  JR") == "o'hare-nunez jr"
    assert fold("É" * 100) == "e" * 100


def test_a_title_is_told():
    assert has_title("Prof. Endo")
    assert not has_title("Endo")


def test_mentions_in_running_text():
    people = ["Ana Vidal", "Tom Miller", "Jane Miller"]
    text = "Did Ana Vidal's plan please Miller, or only the miller?"
    found = [(text[a:b], names) for a, b, names in names_in(text, people)]
    assert found == [("Ana Vidal", ["Ana Vidal"]), ("Miller", ["Tom Miller", "Jane Miller"])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the US", "United States of America"),
        ("USA", "America"),
        ("UK", "United Kingdom"),
        ("Russia", "RUSSIAN FEDERATION"),
        ("South Korea", "Republic of Korea"),
        ("Türkiye", "TURKEY"),
        ("Iran", "Islamic Republic of Iran"),
        ("Cote d’Ivoire", "Ivory Coast"),
        ("G-77 and China", "the G-77/CHINA"),
        ("St. Lucia", "Saint Lucia"),
        ("Trinidad & Tobago", "TRINIDAD AND TOBAGO"),
        ("the Netherlands", "Holland"),
        ("EU", "the European Union"),
    ],
)
def test_names_of_one_country_or_group_have_one_key(one, other):
    assert place_key(one) == place_key(other) is not None


@pytest.mark.parametrize("name", ["us", "it", "Atlantis", "", "North", "Ana Vidal", "Korean", "in"])
def test_other_words_are_no_country(name):
    assert place_key(name) is None


def test_two_koreas_and_two_congos_are_two():
    assert place_key("North Korea") != place_key("South Korea")
    assert place_key("DRC") != place_key("Congo")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("JAPAN", "Japan"),
        ("US", "United States"),
        ("America", "United States"),
        ("RUSSIAN FEDERATION", "Russian Federation"),
        ("the G-77/CHINA", "G-77/China"),
        ("AOSIS", "AOSIS"),
        ("Antigua & Barbuda", "Antigua and Barbuda"),
        ("ANTINGUA AND BARBUDA", "Antigua and Barbuda"),
    ],
)
def test_a_country_is_called_as_the_text_does_but_never_by_an_abbreviation(label, name):
    assert place_name([label]) == name


def test_all_names_of_a_key_are_given_and_none_of_an_unknown_one():
    assert {"US", "America", "United States"} <= set(place_names("US"))
    assert place_names("nowhere") == ()

"""The light guess at a text's language."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.language import language_of

_TEXTS = {
    "en": "The harbour board met in the morning and agreed that the quay is to be rebuilt by the end of the year. ",
    "fr": "Le conseil du port s'est réuni dans la matinée et a décidé que le quai est à refaire pour les bateaux. ",
    "de": "Der Rat des Hafens ist am Morgen zusammengetreten und hat beschlossen, dass der Kai nicht zu halten ist. ",
    "es": "El consejo del puerto se reunió por la mañana y decidió que el muelle no se puede usar para los barcos. ",
    "ja": "港の理事会は午前中に開かれ、岸壁を年末までに建て直すことを決めました。",
}


@pytest.mark.parametrize("language", _TEXTS)
def test_the_commonest_words_or_the_script_tell_the_language(language: str) -> None:
    assert language_of(_TEXTS[language] * 4) == language


def test_a_short_text_has_no_language() -> None:
    assert language_of("The board met.") is None


def test_a_text_in_two_languages_has_none() -> None:
    assert language_of((_TEXTS["en"] + _TEXTS["de"]) * 4) is None


def test_numbers_and_names_alone_have_no_language() -> None:
    assert language_of("Ana Bell 12 Jo Abe 14 Li Wen 16 " * 20) is None


def test_what_the_file_says_of_its_language_counts_more() -> None:
    text = "---\ntitle: Quay\nlang: cy\n---\n" + _TEXTS["en"] * 4
    assert read("quay.md", text.encode()).language == "cy"


def test_documents_without_a_word_about_it_get_the_guess() -> None:
    assert read("quay.txt", (_TEXTS["en"] * 4).encode()).language == "en"

"""The sentences of an answer are made of a name, a cue and the record's words."""

from dataclasses import replace

from service.wording import repeated, told, trimmed
from tests.proceedings import report, transcript
from tests.test_excerpts import of


def test_reported_words_keep_their_cue_and_get_the_full_name() -> None:
    assert told(of(report(), 1)[0]) == "Nadia Okafor stressed that tidal levies must be fair"


def test_pronoun_is_replaced_by_the_name() -> None:
    assert told(of(report(), 1)[1]) == "Nadia Okafor warned against raising them in winter"


def test_supporter_is_told_as_one() -> None:
    assert told(of(report(), 2)[1]) == "Pieter van der Berg supported this: “a two-year trial”"
    assert repeated(of(report(), 2)[1]) == "Pieter van der Berg supported this"
    assert repeated(of(report(), 2)[0]) == "Rosa Lim proposed this"


def test_own_words_are_quoted() -> None:
    assert told(of(transcript(), 1)[0]) == (
        "Pieter van der Berg said: “I don't think we should tax fishermen. They have little”"
    )


def test_narration_names_nobody() -> None:
    assert told(of(report(), 0)[0]) == "“The forum was held in Port Lumen on 3 May 2022”"


def test_unknown_label_is_shown_as_written() -> None:
    assert told(of(transcript(), 2)[0]) == "Stranger (not named in the record): “Nobody asked the harbour towns”"


def test_line_breaks_are_folded_and_the_full_stop_taken_off() -> None:
    assert trimmed("a levy\nthat\n  works.") == "a levy that works"
    assert trimmed("and so on...") == "and so on..."


def test_participle_and_noun_cues_make_whole_sentences() -> None:
    excerpt = of(report(), 1)[0]
    assert told(replace(excerpt, cue="conceding")).startswith("Nadia Okafor is recorded as conceding")
    assert told(replace(excerpt, cue="concerns raised by")).startswith("Concerns raised by Nadia Okafor: “")
    assert told(replace(excerpt, cue="")) == "Nadia Okafor: “tidal levies must be fair”"
    assert told(replace(excerpt, cue="according to")) == "According to Nadia Okafor, “tidal levies must be fair”"

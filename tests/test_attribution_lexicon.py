"""Word forms are made by rule, and told apart by what follows."""

from __future__ import annotations

import pytest

from ingest.attribution.cues import find_cues
from ingest.attribution.lexicon import forms, verbs


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("argue", {"argue", "argues", "argued", "arguing"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("say", {"say", "says", "said", "saying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("emphasize", {"emphasize", "emphasizes", "emphasized", "emphasizing",
                       "emphasise", "emphasises", "emphasised", "emphasising"}),
    ],
)  # fmt: skip
def test_forms_of_a_lemma(lemma: str, expected: set[str]) -> None:
    assert set(forms(lemma)) == expected


def test_lexicon_is_broad() -> None:
    assert len({v.lemma for readings in verbs().values() for v in readings}) > 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She drew attention to costs.", ["drew attention to"]),
        ("She pointed strongly to costs.", ["pointed strongly to"]),
        ("She pointed at the door.", []),
        ("She raised funds.", []),
        ("She raised a serious concern.", ["raised a serious concern"]),
        ("She reminded members that fees are due.", ["reminded members"]),
        ("She called him.", []),
        ("She called again for calm.", ["called again for"]),
    ],
)
def test_cue_with_its_further_words(text: str, expected: list[str]) -> None:
    found = [text[c.start : c.end] for c in find_cues(text, 0, len(text)) if not c.phase and not c.weak]
    assert found == expected


def test_negation_is_found_through_auxiliaries() -> None:
    cues = find_cues("They have never supported it and could not agree.", 0, 49)
    assert [c.negated for c in cues] == [True, True]

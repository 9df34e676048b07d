"""Stances in people's own words: plain ones are heard, unclear ones are neither."""

import pytest

from corpus.stances import stance_of


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("I strongly support the trial.", "favour"),
        ("We'd prefer the second option.", "favour"),
        ("I think that is a good idea.", "favour"),
        ("I have no objection to that.", "favour"),
        ("I'm opposed to the levy.", "against"),
        ("I don't think we should do this.", "against"),
        ("We cannot accept the text.", "against"),
        ("That would be a mistake.", "against"),
        ("Do you support the trial?", "neither"),
        ("The trial starts in May.", "neither"),
        ("I support the trial but I'm concerned about its cost.", "neither"),
    ],
)
def test_stance(words: str, stance: str) -> None:
    assert stance_of(words) == stance

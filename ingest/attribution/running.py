"""Free reported speech: sentences that go on without a cue inside a speaker's passage."""

from __future__ import annotations

import re

_PRESENT = re.compile(
    r"\b(?:is|are|has|have|does|do|must|should|can|cannot|may|might|needs?|makes?|means?|seems?|remains?|requires?|depends?|"
    r"allows?|leads?|lacks?|offers?|provides?|would|could)\b"
)
_BACKWARD = re.compile(
    r"(?:this|these|such|otherwise|therefore|thus|hence|consequently|as a result|for (?:example|instance|this reason)|"
    r"in other words|the (?:lesson|reason|point|problem|question|solution|key|goal|aim|challenge|answer|result) "
    r"(?:is|are)\b|"
    r"if |there (?:is|are|seems?|must|should)|t?here seems? )",
    re.I,
)
# What reporters themselves write in the present or the future: where to find things and what comes next.
_NARRATION = re.compile(
    r"\b(?:will|shall|https?|www|available|website|online at|adjourn\w*|reconven\w*|session|meeting|workshop|"
    r"conference|the (?:draft|document|report|text|decision|paper|proposal|agenda|bill|programme|program|event|"
    r"panel|chair|secretariat|committee|working group))\b",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|did|[a-z]{3,}ed)\b")


def runs_on(sentence: str, *, comes_back: bool) -> bool:
    """Whether a sentence without a cue is still the speaker's: told in the present, and either the same speaker
    follows or it points back to what was just said. The reporter's own notes are not."""
    if re.fullmatch(r"[¤,.\s]+", sentence):
        return True  # a quotation that goes on
    if not _PRESENT.search(sentence) or _NARRATION.search(sentence) or sentence.rstrip().endswith("?"):
        return False
    first = _PRESENT.search(sentence)
    past = _PAST.search(sentence)
    if past and first and past.start() < first.start():
        return False
    return comes_back or bool(_BACKWARD.match(sentence.lstrip()))

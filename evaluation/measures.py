"""Every measure there is, in the order in which they are shown."""

from __future__ import annotations

from corpus.errors import BadInput
from evaluation.metrics import (
    abstention,
    attribution,
    citations,
    latency,
    mentions,
    quotes,
    retrieval,
    right,
    roll,
    speakers,
    stance,
)
from evaluation.metrics.measure import Measure

_PARTS = (right, attribution, speakers, citations, quotes, roll, stance, mentions, abstention, retrieval, latency)
MEASURES: tuple[Measure, ...] = tuple(m for part in _PARTS for m in part.MEASURES)
BY_NAME = {m.name: m for m in MEASURES}
# Those that are shown for every type, document and speaker.
IN_GROUPS = ("right", "right_speaker", "locked", "speaker_f1", "citation_recall", "ndcg@10")


def measure(name: str) -> Measure:
    """The measure of this name. Raises BadInput, with the names there are."""
    if name not in BY_NAME:
        raise BadInput(f"There is no measure called {name!r}. There are: {', '.join(BY_NAME)}.")
    return BY_NAME[name]

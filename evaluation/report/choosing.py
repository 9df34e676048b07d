"""Which cases the report shows, and in which order: wrong ones first; of very many, some of each outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.judging import CaseScore

ALL_UP_TO = 1_000  # so many cases are shown whole: a file of a few megabytes
WRONG, ERROR, RIGHT, SEARCHED = "wrong", "error", "right", "searched"
# In the order in which they are shown, with how many are shown of more than ALL_UP_TO cases.
MOST = {WRONG: 500, ERROR: 100, SEARCHED: 100, RIGHT: 100}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Scores to be shown, in order; `of` has how many are shown and how many there are of each outcome."""

    scores: tuple[CaseScore, ...]
    of: dict[str, tuple[int, int]]

    @property
    def left_out(self) -> bool:
        return any(shown < there for shown, there in self.of.values())


def outcome(score: CaseScore) -> str:
    if score.error is not None:
        return ERROR
    if score.right is None:
        return SEARCHED
    return RIGHT if score.right else WRONG


def chosen(scores: Iterable[CaseScore]) -> Chosen:
    """Every case; of more than a thousand, some of each outcome, spread evenly over the set and always the same."""
    groups: defaultdict[str, list[CaseScore]] = defaultdict(list)
    for score in scores:
        groups[outcome(score)].append(score)
    whole = sum(map(len, groups.values())) <= ALL_UP_TO
    kept = {name: groups[name] if whole else spread(groups[name], most) for name, most in MOST.items()}
    counts = {name: (len(kept[name]), len(groups[name])) for name in MOST if groups[name]}
    return Chosen(tuple(s for name in MOST for s in kept[name]), counts)


def spread(scores: Sequence[CaseScore], most: int) -> Sequence[CaseScore]:
    """At most so many, evenly spaced."""
    if len(scores) <= most:
        return scores
    return [scores[n * len(scores) // most] for n in range(most)]

"""Every kind of robustness set, by the name that it has on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import BadInput
from evaluation.cases import Case
from evaluation.perturbing.derived import Derived, Kind, Record
from evaluation.perturbing.distractors import distractors
from evaluation.perturbing.name_swap import name_swap
from evaluation.perturbing.paraphrase import paraphrase
from evaluation.perturbing.shuffle import shuffle
from evaluation.perturbing.typos import name_typos, typos

KINDS: dict[str, Kind] = {
    "name-swap": name_swap,
    "typos": typos,
    "name-typos": name_typos,
    "paraphrase": paraphrase,
    "distractors": distractors,
    "shuffle": shuffle,
}


def perturb(kind: str, cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """The derived set. Raises BadInput for a kind that there is not."""
    if kind not in KINDS:
        raise BadInput(f"There is no kind called {kind!r}. There are: {', '.join(KINDS)}.")
    return KINDS[kind](cases, record, seed)

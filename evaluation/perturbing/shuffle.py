"""Shuffled order, of the cases and of the documents: nothing may depend on it, every answer must be the same."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.cases import Case
from evaluation.perturbing.derived import Derived, File, Record, drawing

ORDER = "order.txt"


def shuffle(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """The cases in another order; and order.txt, the files of the record in another order, one a line."""
    draw = drawing(seed, "shuffle")
    mixed, places = list(cases), sorted(record.places())
    draw.shuffle(mixed)
    draw.shuffle(places)
    note = f"{ORDER} names the files in the order in which to ingest them."
    return Derived(tuple(mixed), (File(ORDER, "".join(f"{p}\n" for p in places)),), notes=(note,))

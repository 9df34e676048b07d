"""Bars that a run must reach: "right=0.9"; for latency, that it must not exceed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import BadInput
from evaluation.measures import BY_NAME, measure
from service.contract import Json


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: float


def bars(given: Sequence[str]) -> list[Bar]:
    """The bars as they were written. Raises BadInput for one that names no measure or no number."""
    found = []
    for text in given:
        name, _, number = text.partition("=")
        try:
            found.append(Bar(measure(name.strip()).name, float(number)))
        except ValueError:
            raise BadInput(f"{text!r} is no bar. One looks like right=0.9.") from None
    return found


def missed(wanted: Sequence[Bar], summary: Json) -> list[str]:
    """A sentence for each bar that the run does not reach; [] where it passes.

    An undefined measure reaches none; nor does a run with errors, since what failed was not measured.
    """
    told = [t for bar in wanted if (t := _missed(bar, summary["measures"].get(bar.name, {})))]
    if wanted and summary["errors"]:
        told.append(f"Cases that failed: {summary['errors']}. A bar is only reached by a whole run.")
    return told


def _missed(bar: Bar, found: Json) -> str | None:
    value = found.get("value")
    if value is None:
        return f"{bar.name} is undefined in this run; the bar is {bar.value:g}."
    higher = BY_NAME[bar.name].higher_is_better
    if (value >= bar.value) if higher else (value <= bar.value):
        return None
    return f"{bar.name} is {value:.3f}, {'under' if higher else 'over'} the bar of {bar.value:g}."

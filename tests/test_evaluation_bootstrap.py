"""Intervals are always the same, hold what they should, and are undefined over nothing."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation import bootstrap
from evaluation.bootstrap import interval, resamples
from evaluation.judging import CaseScore
from evaluation.measures import measure

RIGHT = measure("right")


def scores(right: int, wrong: int, failed: int = 0) -> list[CaseScore]:
    judged = [CaseScore(f"c{n}", "who", right=n < right) for n in range(right + wrong)]
    return [*judged, *(CaseScore(f"f{n}", "who", error="no") for n in range(failed))]


def test_an_interval_is_about_as_wide_as_the_normal_one() -> None:
    """80 of 100: 0.8 ± 1.96 · √(0.8 · 0.2 / 100) = 0.722 to 0.878."""
    found = interval(RIGHT, RIGHT.table(scores(80, 20)))
    assert found is not None
    assert found.low == pytest.approx(0.722, abs=0.015)
    assert found.high == pytest.approx(0.878, abs=0.015)


def test_it_is_the_same_every_time_and_whatever_the_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    table = RIGHT.table(scores(30, 10))
    first = interval(RIGHT, table)
    monkeypatch.setattr(bootstrap, "_BATCH_NUMBERS", 400)
    assert interval(RIGHT, table) == first
    assert interval(RIGHT, table, seed=1) != first


def test_cases_that_failed_do_not_count() -> None:
    assert interval(RIGHT, RIGHT.table(scores(8, 2, failed=30))) == interval(RIGHT, RIGHT.table(scores(8, 2)))


@pytest.mark.parametrize("found", [scores(0, 0), scores(1, 0), scores(0, 0, failed=5)])
def test_fewer_than_two_cases_give_none(found: list[CaseScore]) -> None:
    assert interval(RIGHT, RIGHT.table(found)) is None


def test_where_all_are_alike_there_is_no_doubt_to_show() -> None:
    found = interval(RIGHT, RIGHT.table(scores(9, 0)))
    assert found is not None
    assert (found.low, found.high) == (1.0, 1.0)


@pytest.mark.parametrize("name", ["speaker_f1", "stance_f1", "latency_s_p95", "abstention_f1"])
def test_measures_that_are_no_plain_mean_have_intervals_too(name: str) -> None:
    draw = np.random.default_rng(3)
    found = [
        CaseScore(
            f"c{n}",
            "who",
            right=True,
            abstained=bool(n % 3),
            due=bool(n % 2),
            wall_ms=float(draw.integers(100, 900)),
            speaker_precision=float(draw.integers(0, 2)),
            speaker_recall=0.5,
            stances=(("favour", "favour" if n % 4 else "against"),),
        )
        for n in range(40)
    ]
    value, _ = measure(name).of(found)
    around = interval(measure(name), measure(name).table(found))
    assert value is not None
    assert around is not None
    assert around.low < value <= around.high


def test_as_many_draws_are_made_as_asked_for() -> None:
    batches = list(resamples(7, 25))
    assert sum(len(b) for b in batches) == 25
    assert all(b.shape[1] == 7 and b.min() >= 0 and b.max() < 7 for b in batches)

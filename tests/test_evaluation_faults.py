"""Faults planted in a system are caught by the measure that is made for each, beyond what chance would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evaluation.bootstrap import Interval, interval
from evaluation.judging import CaseScore
from evaluation.measures import measure
from service.contract import Json
from tests.evaluation_fake import FakeSystem, answer, citation, good_system, measured, person, silence, sitting


class Ticking:
    """A clock that goes on by so much at each call: a question takes one tick."""

    def __init__(self, tick_s: float) -> None:
        self.now = 0.0
        self.tick_s = tick_s

    def __call__(self) -> float:
        self.now += self.tick_s
        return self.now


def around(name: str, scores: Sequence[CaseScore]) -> Interval:
    found = interval(measure(name), measure(name).table(scores))
    assert found is not None
    return found


def swaps_two_speakers(came: Json) -> Json:
    other = {"Nadia Okafor": "Rosa Lim", "Rosa Lim": "Nadia Okafor"}
    swapped = [c | {"speaker": person(other.get(c["speaker"]["name"], c["speaker"]["name"]))} for c in came["claims"]]
    return came | {"claims": swapped}


def cites_the_neighbour(came: Json) -> Json:
    """Credits the right person, with the words of whoever spoke next."""
    document = sitting()
    ends = [(u["start"], u["end"]) for u in document["utterances"]]
    after = {start: ends[(n + 1) % len(ends)] for n, (start, _) in enumerate(ends)}
    return came | {"citations": [citation(document, *after[c["start"]], c["number"]) for c in came["citations"]]}


def never_abstains(came: Json) -> Json:
    return answer(sitting(), ("Rosa Lim", "a lampkeeper of its own")) if came["abstained"] else came


def always_abstains(came: Json) -> Json:
    return silence()


FAULTS = [
    (swaps_two_speakers, "right_speaker"),
    (swaps_two_speakers, "speaker_precision"),
    (cites_the_neighbour, "citation_precision"),
    (cites_the_neighbour, "citation_recall"),
    (never_abstains, "abstention_recall"),
    (always_abstains, "abstention_precision"),
]


@pytest.mark.parametrize(("spoil", "name"), FAULTS)
def test_a_planted_fault_is_caught_by_the_measure_made_for_it(
    tmp_path: Path, spoil: Callable[[Json], Json], name: str
) -> None:
    good = measured(tmp_path / "good", good_system())
    bad = measured(tmp_path / "bad", good_system(spoil=spoil))
    assert measure(name).of(good)[0] == 1.0
    assert around(name, bad).high < around(name, good).low
    assert sum(bool(s.right) for s in bad) < sum(bool(s.right) for s in good) == len(good)


def test_a_swap_is_seen_in_the_table_of_who_was_taken_for_whom(tmp_path: Path) -> None:
    scores = measured(tmp_path, good_system(spoil=swaps_two_speakers))
    pairs = [pair for s in scores for pair in s.confusions]
    assert pairs.count(("Nadia Okafor", "Rosa Lim")) == pairs.count(("Rosa Lim", "Nadia Okafor")) == 5
    assert pairs.count(("Pieter Berg", "Pieter Berg")) == 5


def test_a_system_that_is_slower_by_half_is_caught_by_latency(tmp_path: Path) -> None:
    fast = measured(tmp_path / "fast", good_system(), clock=Ticking(0.2))
    slow = measured(tmp_path / "slow", good_system(), clock=Ticking(0.3))
    p50 = measure("latency_s_p50")
    assert p50.of(fast)[0] == pytest.approx(0.2)
    assert p50.of(slow)[0] == pytest.approx(0.3)
    assert around("latency_s_p50", slow).low > around("latency_s_p50", fast).high
    assert [s.right for s in slow] == [s.right for s in fast]


def test_faults_of_one_kind_leave_the_measures_of_the_others_alone(tmp_path: Path) -> None:
    never = measured(tmp_path / "never", good_system(spoil=never_abstains))
    swapped = measured(tmp_path / "swapped", good_system(spoil=swaps_two_speakers))
    assert measure("right_speaker").of(swapped)[0] == 0.5
    assert measure("abstention_f1").of(swapped)[0] == 1.0
    assert measure("citation_precision").of(never)[0] == 1.0


def test_a_system_without_a_fault_has_full_marks(tmp_path: Path) -> None:
    scores = measured(tmp_path, FakeSystem(good_system().answers))
    full = ("right", "right_speaker", "locked", "verbatim", "speaker_f1", "citation_recall", "abstention_f1")
    assert {name: measure(name).of(scores)[0] for name in full} == dict.fromkeys(full, 1.0)

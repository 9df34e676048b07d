"""Two runs compared: gains and losses, what is chance, what is refused, and a page that is safe to open."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from corpus.errors import BadInput, CouldNotLook
from evaluation.cases import Case
from evaluation.comparing import Compared, Comparison, compare
from evaluation.comparison_page import page, write
from evaluation.measures import measure
from evaluation.pairing import by_case, paired_interval, sign_test, signs
from evaluation.running import ask_all, judge_all
from evaluation.runs import Run, Ways, begin, open_run
from service.cli.main import app
from service.contract import Json
from tests.evaluation_fake import (
    NOW,
    SITTING,
    FakeSystem,
    answer,
    case_of,
    cases,
    citation,
    good_answers,
    good_system,
    person,
    silence,
    sitting,
    started,
)

RIGHT = measure("right")


def ran(folder: Path, system: FakeSystem, wanted: Sequence[Case] | None = None) -> Run:
    run = ask_all(started(folder, system, wanted), system, parallel=1)
    judge_all(run, system)
    return open_run(folder)


def silent_on(*numbers: int) -> FakeSystem:
    """Abstains where it should answer."""
    system = good_system()
    system.answers |= {case_of(n).question: silence() for n in numbers}
    return system


def of(found: Comparison, name: str) -> Compared:
    return next(m for m in found.measures if m.measure.name == name)


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (0, 6, 0.03125), (3, 1, 0.625), (8, 2, 0.109375)],
)
def test_the_sign_test_is_worked_by_hand(better: int, worse: int, p: float) -> None:
    """8 against 2: 2 · (1 + 10 + 45) / 1024 = 0.109."""
    assert sign_test(better, worse) == p


def test_the_sign_test_of_many_cases_neither_overflows_nor_passes_one() -> None:
    assert sign_test(5_000, 5_000) == 1.0
    assert 0 <= sign_test(6_000, 4_000) < 1e-80


def table(*values: float) -> np.ndarray:
    return np.array([(math.nan, math.nan) if math.isnan(v) else (v, 1.0) for v in values])


def test_cases_are_paired_so_that_hard_ones_do_not_widen_the_interval() -> None:
    """Both are wrong on the same 20 of 40; each figure alone is unsure by 0.3, the difference is exactly 0."""
    both = table(*([1.0] * 20 + [0.0] * 20))
    around = paired_interval(RIGHT, both, both)
    assert around is not None
    assert (around.low, around.high) == (0.0, 0.0)


def test_a_loss_on_ten_of_forty_cases_has_an_interval_below_nought() -> None:
    around = paired_interval(RIGHT, table(*[1.0] * 40), table(*([1.0] * 30 + [0.0] * 10)))
    assert around is not None
    assert -0.45 < around.low < -0.25 < around.high < -0.1


def test_an_interval_needs_two_cases_that_either_defines() -> None:
    nan = math.nan
    assert paired_interval(RIGHT, table(1.0, nan), table(0.0, nan)) is None
    assert paired_interval(RIGHT, table(1.0, nan, nan), table(nan, 1.0, nan)) is not None


def test_signs_are_of_cases_that_both_define_and_lower_waits_are_better() -> None:
    found = signs(RIGHT, table(1.0, 1.0, 0.0, math.nan), table(0.0, 1.0, 1.0, 1.0))
    assert (found.better, found.worse, found.binary) == (1, 1, False)
    waits = signs(measure("latency_s_p50"), np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [1.0], [4.0]]))
    assert (waits.better, waits.worse) == (2, 1)


def test_the_figure_of_each_case_alone_is_that_of_the_measure() -> None:
    f1 = measure("speaker_f1")
    found = by_case(f1, np.array([[1.0, 1.0, 0.5, 1.0], [math.nan] * 4]))
    assert found[0] == pytest.approx(2 / 3)
    assert math.isnan(found[1])


def test_a_system_against_itself_gains_and_loses_nothing(tmp_path: Path) -> None:
    found = compare(ran(tmp_path / "a", good_system()), ran(tmp_path / "b", good_system()))
    assert (found.common, found.left_out, found.failed) == (30, 0, 0)
    assert (found.gained, found.lost, found.losses, found.differs) == ((), (), [], ())
    assert {m.difference for m in found.measures if m.measure.unit == "share"} <= {0.0, None}


def test_lost_and_gained_cases_stand_with_both_answers(tmp_path: Path) -> None:
    found = compare(ran(tmp_path / "a", silent_on(3)), ran(tmp_path / "b", silent_on(5)))
    assert [c.case.id for c in found.gained] == ["c3"]
    (lost,) = found.lost
    assert lost.case.id == "c5"
    assert "lamp" not in lost.answer_a["text"]
    assert lost.answer_a["claims"]
    assert lost.answer_b["abstention"]["kind"] == "not_in_record"
    assert lost.b.wrongs == ("abstained",)


def test_six_cases_lost_and_none_gained_is_a_significant_loss_and_five_are_not(tmp_path: Path) -> None:
    before = ran(tmp_path / "a", good_system())
    five = compare(before, ran(tmp_path / "five", silent_on(*range(5))))
    assert (of(five, "right").signs.p, five.losses) == (0.0625, [])
    six = compare(before, ran(tmp_path / "six", silent_on(*range(6))))
    assert "right" in [m.measure.name for m in six.losses]
    back = compare(open_run(tmp_path / "six"), before)
    assert back.losses == []
    assert of(back, "right").verdict == "gained"


def test_losing_as_much_as_is_gained_is_no_significant_loss(tmp_path: Path) -> None:
    found = compare(ran(tmp_path / "a", silent_on(*range(8))), ran(tmp_path / "b", silent_on(*range(8, 16))))
    assert (len(found.lost), len(found.gained), found.losses) == (8, 8, [])


def swapped(came: Json) -> Json:
    other = {"Nadia Okafor": "Rosa Lim", "Rosa Lim": "Nadia Okafor"}
    claims = [c | {"speaker": person(other.get(c["speaker"]["name"], c["speaker"]["name"]))} for c in came["claims"]]
    return came | {"claims": claims}


def beside(came: Json) -> Json:
    """Cites, exactly, words that follow the right ones."""
    source = sitting()
    moved = [citation(source, c["end"] - 3, c["end"] + 20, c["number"]) for c in came["citations"]]
    return came | {"citations": moved}


@pytest.mark.parametrize(
    ("spoil", "names"),
    [(swapped, {"right", "right_speaker", "locked", "speaker_f1"}), (beside, {"right", "citation_recall"})],
)
def test_a_planted_fault_is_a_significant_loss_of_the_measure_made_for_it(tmp_path: Path, spoil, names) -> None:
    found = compare(ran(tmp_path / "a", good_system()), ran(tmp_path / "b", good_system(spoil=spoil)))
    assert names <= {m.measure.name for m in found.losses}


def test_never_abstaining_is_a_significant_loss_of_abstention_recall(tmp_path: Path) -> None:
    talkative = good_system()
    some = answer(sitting(), ("Rosa Lim", sitting()["text"][:20]))
    talkative.answers |= {c.question: some for c in cases() if c.abstain}
    found = compare(ran(tmp_path / "a", good_system()), ran(tmp_path / "b", talkative))
    assert "abstention_recall" in [m.measure.name for m in found.losses]


def test_failed_cases_are_in_no_figure_and_many_more_of_them_are_a_loss_of_their_own(tmp_path: Path) -> None:
    failing = good_system()
    failing.answers |= {case_of(n).question: CouldNotLook("Nobody is at home.") for n in range(7)}
    found = compare(ran(tmp_path / "a", good_system()), ran(tmp_path / "b", failing))
    assert (found.failed, found.lost, of(found, "right").cases) == (7, (), 23)
    assert [m.measure.name for m in found.losses] == ["answered"]


def test_runs_in_which_no_case_was_answered_by_both_are_refused(tmp_path: Path) -> None:
    wanted = [case_of(0), case_of(1)]
    down = CouldNotLook("Nobody is at home.")
    one = FakeSystem(good_answers(wanted) | {wanted[0].question: down})
    other = FakeSystem(good_answers(wanted) | {wanted[1].question: down})
    with pytest.raises(BadInput, match="answered in both"):
        compare(ran(tmp_path / "a", one, wanted), ran(tmp_path / "b", other, wanted))


def test_a_set_that_has_grown_is_compared_over_what_is_common(tmp_path: Path) -> None:
    found = compare(ran(tmp_path / "a", good_system(), cases()[:20]), ran(tmp_path / "b", good_system()))
    assert (found.common, found.left_out) == (20, 10)
    assert "hash of the cases" in [d.what for d in found.differs]


def test_other_sets_are_refused_with_how_many_are_left_out(tmp_path: Path) -> None:
    a, b = ran(tmp_path / "a", good_system(), cases()[:12]), ran(tmp_path / "b", good_system(), cases()[8:])
    with pytest.raises(BadInput, match="4 cases in common, and 26 would be left out"):
        compare(a, b)


def test_a_case_in_other_words_is_another_case_unless_compared_by_id(tmp_path: Path) -> None:
    reworded = [replace(c, question=f"Please: {c.question}") for c in cases()]
    a = ran(tmp_path / "a", good_system())
    b = ran(tmp_path / "b", FakeSystem(good_answers(reworded)), reworded)
    with pytest.raises(BadInput, match="--by-id"):
        compare(a, b)
    assert compare(a, b, by_id=True).common == 30


def test_of_a_derived_set_both_questions_and_both_expectations_are_shown(tmp_path: Path) -> None:
    others = [replace(c, question=f"Please: {c.question}", answer="Somebody else.") for c in cases()]
    lost = FakeSystem(good_answers(others) | {others[0].question: silence()})
    a, b = ran(tmp_path / "a", good_system()), ran(tmp_path / "b", lost, others)
    text = "".join(page(compare(a, b, by_id=True)))
    assert f"In B: {others[0].question}" in text
    assert "In B expected: Nadia Okafor · Somebody else." in text


def test_a_run_that_was_not_finished_is_refused(tmp_path: Path) -> None:
    whole = ran(tmp_path / "a", good_system())
    with pytest.raises(BadInput, match="Finish it"):
        compare(whole, started(tmp_path / "b", good_system()))


def test_what_was_not_the_same_is_listed(tmp_path: Path) -> None:
    changed = good_system(held={SITTING: sitting() | {"version": "v2"}})
    changed.told = replace(changed.told, version="2", settings={"model": "x"}, prompts={"compose.md": "abc"})
    a = ran(tmp_path / "a", good_system())
    run = ask_all(begin(tmp_path / "b", cases(), ["x.jsonl"], changed.about(), Ways(search=False), NOW), changed)
    judge_all(run, changed)
    found = {d.what: (d.a, d.b) for d in compare(a, open_run(tmp_path / "b")).differs}
    assert found["version"] == ("1", "2")
    assert found["setting model"] == (None, "x")
    assert found["prompt compose.md"] == (None, "abc")
    assert found[f"document {SITTING}"] == ("v1", "v2")
    assert found["searched for"] == ("True", "False")
    assert "hash of the cases" not in found


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_no_words_become_html_and_nothing_is_loaded(tmp_path: Path) -> None:
    evil = '</style><script>alert(1)</script><img src=x onerror="alert(2)">'
    wanted = [replace(c, question=f"{c.question} {evil}", answer=evil) for c in cases()]
    good = good_answers(wanted)
    bad = good | {wanted[0].question: silence() | {"abstention": {"kind": evil, "message": evil}, "text": evil}}
    a = ran(tmp_path / "a", FakeSystem(good), wanted)
    b = ran(tmp_path / 'b"><b>', FakeSystem(bad), wanted)
    text = "".join(page(compare(a, b)))
    seen = Tags()
    seen.feed(text)
    assert not seen.tags & {"script", "img", "link", "b", "iframe"}
    assert not {n for n in seen.attributes if n.startswith("on")} | (seen.attributes & {"src", "href"})
    assert "default-src 'none'" in text
    assert not re.search(r"https?://", text)
    assert "&lt;script&gt;" in text


def test_the_page_shows_both_answers_of_a_lost_case_and_what_was_expected(tmp_path: Path) -> None:
    found = compare(ran(tmp_path / "a", good_system()), ran(tmp_path / "b", silent_on(2)))
    write(tmp_path / "page.html", found)
    text = (tmp_path / "page.html").read_text()
    assert "Lost: 1" in text
    assert "The record holds nothing that answers this." in text
    assert text.count("The orchard needs 4 more years") >= 2  # expected, and in the first answer
    assert "No significant loss." in text


def eval_compare(*arguments: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["eval", "compare", *map(str, arguments)])


def test_the_command_exits_1_at_a_significant_loss_and_0_otherwise(tmp_path: Path) -> None:
    ran(tmp_path / "a", good_system())
    ran(tmp_path / "b", silent_on(*range(6)))
    worse = eval_compare(tmp_path / "a", tmp_path / "b", "--out", tmp_path / "page.html")
    assert worse.exit_code == 1, worse.output
    assert "Significant loss: right is 0.800, and was 1.000." in worse.stderr
    assert "c4 who" in worse.stdout
    assert "Lost: 6; gained: 0. Everything is in" in worse.stdout
    assert (tmp_path / "page.html").exists()
    better = eval_compare(tmp_path / "b", tmp_path / "a", "--json")
    assert better.exit_code == 0
    told = json.loads(better.stdout)
    assert (told["lost"], len(told["gained"]), told["significant_losses"]) == ([], 6, [])
    assert told["measures"]["right"]["p"] == 0.03125


def test_the_command_exits_2_where_the_runs_cannot_be_compared(tmp_path: Path) -> None:
    ran(tmp_path / "a", good_system(), cases()[:5])
    ran(tmp_path / "b", good_system(), cases()[5:])
    refused = eval_compare(tmp_path / "a", tmp_path / "b")
    assert refused.exit_code == 2
    assert "0 cases in common, and 30 would be left out" in refused.stderr
    assert eval_compare(tmp_path / "a", tmp_path / "nothing").exit_code == 2

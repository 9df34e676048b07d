"""Runs are kept, go on where they were interrupted, and never mix two measurements."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import BadInput, CouldNotLook, StoreError
from evaluation import exports, lines, runs
from evaluation.answers import Answered
from evaluation.cases import Case
from evaluation.running import ask_all, judge_all
from evaluation.runs import ANSWERS, QRELS, RUN, SCORES, SUMMARY, TABLE, TREC_RUN, Ways, begin, open_run
from service.answers import Turn
from service.contract import Json
from tests.evaluation_fake import (
    NOW,
    FakeSystem,
    HeldOf,
    answer,
    case_of,
    cases,
    good_answers,
    good_system,
    person,
    silence,
    sitting,
    started,
)

ROOT = Path(__file__).parents[1]


class Interrupted(FakeSystem):
    """Stops the program at the question of this number."""

    stop_at = 8

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        if len(self.asked) == self.stop_at:
            raise KeyboardInterrupt
        return super().ask(question, history, document)


def whole(folder: Path, system: FakeSystem, wanted: Sequence[Case] | None = None, parallel: int = 2) -> runs.Run:
    run = ask_all(started(folder, system, wanted), system, parallel=parallel)
    judge_all(run, system)
    return run


def test_a_run_keeps_what_was_measured_asked_answered_and_scored(tmp_path: Path) -> None:
    run = open_run(whole(tmp_path, good_system()).folder)
    assert run.info.about.documents == ({"id": "sitting.txt", "version": "v1", "title": "Sitting"},)
    assert run.info.begun == "2031-05-02T09:00:00+00:00"
    assert list(run.cases()) == cases()
    came = run.came("c3")
    assert came
    assert came.answer
    assert came.answer["claims"][0]["speaker"]["name"] == "Ines Abara"
    assert [s.case for s in run.scores()] == [c.id for c in cases()]
    assert run.summary()["right"] == 1.0


def test_an_interrupted_run_goes_on_without_asking_again_what_was_answered(tmp_path: Path) -> None:
    stopped = Interrupted(good_answers(cases()))
    with pytest.raises(KeyboardInterrupt):
        ask_all(started(tmp_path, stopped), stopped, parallel=1)
    again = good_system()
    assert whole(tmp_path, again).summary()["cases"] == len(cases())
    assert not set(stopped.asked[: stopped.stop_at - 1]) & set(again.asked)
    assert len(again.asked) == len(cases()) - stopped.stop_at
    assert len((tmp_path / ANSWERS).read_text().splitlines()) == len(cases())


def test_a_finished_run_asks_nothing_again(tmp_path: Path) -> None:
    whole(tmp_path, good_system())
    again = good_system()
    whole(tmp_path, again)
    assert again.asked == []


@pytest.mark.parametrize("torn", ['{"case": "c2", "wall', "{", '{"case":"c2"', "\xff"])
def test_a_torn_last_line_is_mended_and_its_case_asked_again(tmp_path: Path, torn: str) -> None:
    whole(tmp_path, good_system())
    kept = (tmp_path / ANSWERS).read_text().splitlines(keepends=True)
    (tmp_path / ANSWERS).write_text("".join(kept[:-1]) + torn, encoding="latin-1")
    again = good_system()
    assert whole(tmp_path, again).summary()["right"] == 1.0
    assert len(again.asked) == 1


def test_a_last_line_that_lacks_nothing_but_its_end_counts(tmp_path: Path) -> None:
    whole(tmp_path, good_system())
    (tmp_path / ANSWERS).write_text((tmp_path / ANSWERS).read_text().rstrip("\n"))
    again = good_system()
    whole(tmp_path, again)
    assert again.asked == []


@pytest.mark.parametrize("damage", ["nonsense", "[]", '{"case": "c1"}'])
def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path, damage: str) -> None:
    whole(tmp_path, good_system())
    kept = (tmp_path / ANSWERS).read_text()
    (tmp_path / ANSWERS).write_text(damage + "\n" + kept)
    with pytest.raises(BadInput, match=r"answers\.jsonl"):
        open_run(tmp_path)


def test_a_failing_case_is_an_error_and_no_wrong_answer(tmp_path: Path) -> None:
    failing = good_system()
    failing.answers[case_of(2).question] = CouldNotLook("The index is torn.")
    failing.answers[case_of(3).question] = KeyError("a fault of ours")
    found = whole(tmp_path, failing).summary()
    assert (found["errors"], found["failed"], found["wrong"]) == (2, ["c2", "c3"], [])
    assert found["right"] == 1.0
    assert found["measures"]["right"]["count"] == len(cases()) - 2
    assert found["measures"]["latency_s_p50"]["count"] == len(cases()) - 2
    came = open_run(tmp_path).came("c3")
    assert came
    assert came.error == "KeyError: 'a fault of ours'"


def test_a_failed_case_is_tried_again_and_its_tries_are_counted(tmp_path: Path) -> None:
    failing = good_system()
    failing.answers[case_of(2).question] = CouldNotLook("The index is torn.")
    whole(tmp_path, failing)
    whole(tmp_path, failing)
    mended = good_system()
    run = whole(tmp_path, mended)
    assert mended.asked == [case_of(2).question]
    came = open_run(tmp_path).came("c2")
    assert came
    assert (came.tries, came.error) == (3, None)
    assert run.summary()["errors"] == 0


def test_a_run_in_which_nothing_was_answered_could_not_look(tmp_path: Path) -> None:
    down = FakeSystem({case_of(2).question: CouldNotLook("Nobody is at home.")})
    with pytest.raises(CouldNotLook, match="Nobody is at home"):
        whole(tmp_path, down, [case_of(2)])


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": [{"citations": ["one"]}]},
        {"citations": [{"number": 1}]},
        {"claims": "none"},
        {"abstention": "unclear"},
        [],
        None,
    ],
)
def test_what_has_not_the_form_of_the_contract_is_an_error_of_its_case(tmp_path: Path, broken: Json) -> None:
    wanted = [case_of(0), case_of(1)]
    system = FakeSystem(good_answers(wanted) | {case_of(0).question: broken})
    found = whole(tmp_path, system, wanted).summary()
    assert (found["failed"], found["wrong"]) == (["c0"], [])


def test_a_citation_of_a_document_that_nobody_has_is_a_wrong_answer(tmp_path: Path) -> None:
    elsewhere = sitting() | {"id": "elsewhere.txt"}
    case = case_of(0)
    system = FakeSystem({case.question: answer(elsewhere, (case.speakers[0], case.evidence[0].quote))})
    run = whole(tmp_path, system, [case])
    (score,) = run.scores()
    assert (score.right, score.locked, score.verbatim) == (False, (0, 1), (0, 1))


CHANGES = {
    "other cases": lambda s, w: (s, w[1:]),
    "another system": lambda s, w: (replace(s, told=replace(s.told, where="elsewhere")), w),
    "another version": lambda s, w: (replace(s, told=replace(s.told, code="abc")), w),
    "other settings": lambda s, w: (replace(s, told=replace(s.told, settings={"model": "x"})), w),
    "another index": lambda s, w: (replace(s, told=replace(s.told, index="x")), w),
    "other documents": lambda s, w: (replace(s, held={"sitting.txt": sitting() | {"version": "v2"}}), w),
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_measurement_in_the_same_folder_is_refused_with_a_remedy(tmp_path: Path, what: str) -> None:
    whole(tmp_path, good_system())
    before = (tmp_path / ANSWERS).read_bytes()
    system, wanted = CHANGES[what](good_system(), cases())
    with pytest.raises(BadInput, match=rf"{what}.*--out"):
        started(tmp_path, system, wanted)
    assert (tmp_path / ANSWERS).read_bytes() == before


def test_another_commit_of_the_same_code_goes_on(tmp_path: Path) -> None:
    whole(tmp_path, good_system())
    later = good_system()
    later.told = replace(later.told, commit="0a1b2c")
    assert started(tmp_path, later).left() == []


def test_another_way_of_asking_is_another_measurement(tmp_path: Path) -> None:
    system = good_system()
    started(tmp_path, system)
    with pytest.raises(BadInput, match="--together"):
        begin(tmp_path, cases(), [], system.about(), Ways(together=True), NOW)


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(BadInput, match="not empty"):
        started(tmp_path, good_system())


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99}', '{"format": 1}', '{"format": 1, "about": 3}'])
def test_a_folder_whose_run_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / RUN).write_text(text)
    with pytest.raises(BadInput, match=r"run\.json"):
        open_run(tmp_path)


def test_a_run_that_was_not_finished_has_no_figures_yet(tmp_path: Path) -> None:
    run = started(tmp_path, good_system())
    assert list(run.scores()) == []
    with pytest.raises(BadInput, match="Finish it"):
        run.summary()


def test_a_record_that_changes_meanwhile_makes_the_run_useless(tmp_path: Path) -> None:
    system = good_system()
    run = ask_all(started(tmp_path, system), system)
    system.held["new.txt"] = sitting() | {"id": "new.txt"}
    with pytest.raises(BadInput, match="changed"):
        judge_all(run, system)


def test_a_folder_that_cannot_be_written_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        started(tmp_path / "file" / "run", good_system())


def test_two_runs_never_write_to_one_folder_at_a_time(tmp_path: Path) -> None:
    system = good_system()
    run = started(tmp_path, system)
    with lines.alone(tmp_path), pytest.raises(BadInput, match="Another run is writing"):
        ask_all(run, system)
    assert system.asked == []


def test_no_more_cases_are_asked_at_a_time_than_allowed(tmp_path: Path) -> None:
    class Counting(FakeSystem):
        now, most, lock = 0, 0, threading.Lock()

        def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            came = super().ask(question, history, document)
            with self.lock:
                self.now -= 1
            return came

    system = Counting(good_answers(cases()))
    whole(tmp_path, system, parallel=3)
    assert system.most <= 3
    assert len(system.asked) == len(cases())


def test_cases_with_a_scope_are_asked_of_that_document_only_together(tmp_path: Path) -> None:
    asked: list[str | None] = []

    class Noting(FakeSystem):
        def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
            asked.append(document)
            return silence()

    case = replace(case_of(0), scope="sitting.txt")
    for ways in (Ways(), Ways(together=True)):
        system = Noting()
        ask_all(begin(tmp_path / str(ways.together), [case], [], system.about(), ways, NOW), system)
    assert asked == [None, "sitting.txt"]


def test_ranking_cases_are_searched_for_and_give_a_run_and_qrels(tmp_path: Path) -> None:
    ranked = Case("r 1", "evidence", "Lamps?", document="a b.txt", utterances=((2, 2), (7, 1)))
    hit = {"document": "a b.txt", "utterances": [1, 2], "speakers": [person("Ada Moor")], "text": "words", "score": 0.5}
    run = whole(tmp_path, FakeSystem(hits=[hit]), [ranked])
    exports.write(run, HeldOf(sitting()))
    assert (tmp_path / TREC_RUN).read_text() == "r%201 Q0 a%20b.txt#1 1 2 rostrum\nr%201 Q0 a%20b.txt#2 2 1 rostrum\n"
    assert (tmp_path / QRELS).read_text() == "r%201 0 a%20b.txt#2 2\nr%201 0 a%20b.txt#7 1\n"
    assert run.summary()["measures"]["mrr"] == {"value": 0.5, "count": 1, "low": None, "high": None}
    assert run.summary()["right"] is None
    assert "words" not in (tmp_path / ANSWERS).read_text()  # of a hit, its place is kept


def test_an_answer_stands_where_its_search_fails(tmp_path: Path) -> None:
    class Blind(FakeSystem):
        def search(self, query: str, limit: int, document: str | None = None) -> list[Json]:
            raise CouldNotLook("No such path.")

    found = whole(tmp_path, Blind(good_answers(cases()))).summary()
    assert (found["right"], found["errors"], found["search_errors"]) == (1.0, 0, 20)
    assert found["measures"]["mrr"] == {"value": None, "count": 0, "low": None, "high": None}


def test_half_a_character_does_not_end_a_run(tmp_path: Path) -> None:
    case = case_of(0)
    run = whole(tmp_path, FakeSystem({case.question: silence() | {"text": "\udfff"}}), [case])
    exports.write(run, HeldOf(sitting()))
    assert open_run(tmp_path).summary()["cases"] == 1


def test_a_document_of_another_form_could_not_be_looked_at(tmp_path: Path) -> None:
    system = good_system(held={"sitting.txt": sitting() | {"utterances": [{"start": "one"}]}})
    with pytest.raises(CouldNotLook, match=r"sitting\.txt has not the form"):
        whole(tmp_path, system)


def test_the_table_of_cases_shows_words_as_words(tmp_path: Path) -> None:
    case = replace(case_of(0), question="=HYPERLINK(1)")
    run = whole(tmp_path, FakeSystem({case.question: silence()}), [case])
    exports.write(run, HeldOf(sitting()))
    heading, row = (tmp_path / TABLE).read_text().splitlines()
    assert heading.startswith("id,type,right,why not,error,question")
    assert row.startswith("c0,who,no,abstained,–,'=HYPERLINK(1)")


def test_figures_stand_by_type_document_and_speaker_and_their_macro_mean(tmp_path: Path) -> None:
    """Ines is asked about five times and always wrong; the three others always right: 0.75 by speaker."""
    system = good_system()
    for n in range(3, 20, 4):
        system.answers[case_of(n).question] = silence()
    found = whole(tmp_path, system).summary()
    assert found["by_type"]["who"]["right"] == {"value": 0.75, "count": 20}
    assert found["by_speaker"]["Ines Abara"]["right"] == {"value": 0.0, "count": 5}
    assert found["macro"]["right"]["by_speaker"] == {"value": 0.75, "count": 4}
    assert found["macro"]["right"]["by_type"] == {"value": 0.875, "count": 2}
    assert found["right_by_type"] == {"unanswerable": "10/10", "who": "15/20"}
    assert found["speaker_confusion"][-1] == {"expected": "Ines Abara", "shown": None, "cases": 5}
    assert found["abstention_confusion"][0] == {"expected": "answered", "shown": "answered", "cases": 15}


def test_two_runs_of_the_same_answers_give_the_same_figures_to_the_letter(tmp_path: Path) -> None:
    def figures(folder: Path) -> Json:
        found = whole(folder, good_system(), parallel=3).summary()
        return {n: v for n, v in found["measures"].items() if not n.startswith("latency")}

    assert figures(tmp_path / "a") == figures(tmp_path / "b")


def test_files_of_a_run_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def torn():
        yield {"one": 1}
        raise KeyboardInterrupt

    lines.write(tmp_path / SCORES, [{"old": 1}])
    with pytest.raises(KeyboardInterrupt):
        lines.write(tmp_path / SCORES, torn())
    assert [row for _, row in lines.rows(tmp_path / SCORES)] == [{"old": 1}]


def test_an_answer_survives_its_line() -> None:
    from evaluation.answers import answered

    came = Answered("c1", {"text": "words"}, wall_ms=12.5, tries=2)
    assert answered(json.loads(lines.dump(came.as_json()))) == came


MEMORY = """
import sys
from pathlib import Path
from evaluation import exports
from evaluation.running import ask_all, judge_all
from tests.evaluation_fake import HeldOf, ManySystem, many_cases, sitting, started
system = ManySystem()
run = ask_all(started(Path(sys.argv[1]), system, many_cases(10_000)), system, parallel=4)
judge_all(run, system)
exports.write(run, HeldOf(sitting()))
assert run.summary()["cases"] == 10_000
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) * 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell how much memory was used")
def test_ten_thousand_cases_need_less_than_500_mb(tmp_path: Path) -> None:
    """Of the process that asks and judges; answers are as large as the extractive ones, 5 KB and more."""
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "run")]
    unwatched = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, cwd=ROOT, env=unwatched, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 500_000_000
    assert (tmp_path / "run" / ANSWERS).stat().st_size > 10_000 * 5_000
    assert (tmp_path / "run" / SUMMARY).exists()

"""The history of runs: oldest first, each set by itself, and none passed over in silence."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import BadInput
from evaluation.cases import Case, case_json
from evaluation.history import History, history
from evaluation.report import write_report
from evaluation.report.trends import PAGE, write_history
from evaluation.running import ask_all, judge_all
from evaluation.runs import PLAINLY, RUN, Run, Ways, begin
from service.cli.main import app
from tests.evaluation_fake import NOW, FakeSystem, case_of, cases, good_system, silence
from tests.test_evaluation_report import HOSTILE, Seen, seen


def run_at(folder: Path, days: int, wanted: Sequence[Case] = (), ways: Ways = PLAINLY, spoilt: int = 0) -> Run:
    """A run begun so many days later, of which the first answers are silences."""
    system = good_system()
    asked = list(wanted) or cases()
    for case in asked[:spoilt]:
        system.answers[case.question] = silence()
    begun = begin(folder, asked, ["made-up.jsonl"], system.about(), ways, NOW + timedelta(days=days))
    run = ask_all(begun, system, parallel=1)
    judge_all(run, system)
    return run


def page_of(found: History, folder: Path) -> Seen:
    return seen(write_history(found, folder).read_text(encoding="utf-8"))


def names(found: History) -> list[str]:
    return [p.name for p in found.points]


def lines_of(page: Seen) -> list[str]:
    """The lines of the first measure: one for each set."""
    drawn = [attributes for tag, attributes in page.elements if tag == "path" and attributes["class"] == "line"]
    return [str(found["d"]) for found in drawn]


def test_runs_stand_oldest_first_wherever_they_lie(tmp_path: Path) -> None:
    run_at(tmp_path / "z", 1)
    run_at(tmp_path / "a" / "deep", 3)
    run_at(tmp_path / "m", 2)
    found = history(tmp_path)
    assert names(found) == ["z", "m", "a/deep"]
    assert {p.set for p in found.points} == {"A"}


def test_the_folder_of_a_run_is_a_history_of_one(tmp_path: Path) -> None:
    run_at(tmp_path, 1)
    found = history(tmp_path)
    assert names(found) == ["."]
    assert "1 run of 1 set of cases" in page_of(found, tmp_path).said


def test_a_measure_is_drawn_over_time_with_its_interval(tmp_path: Path) -> None:
    for day, spoilt in enumerate((10, 5, 0)):
        run_at(tmp_path / str(day), day, spoilt=spoilt)
    page = page_of(history(tmp_path), tmp_path)
    heights = [float(y) for y in re.findall(r" ([\d.]+)(?=L|$)", lines_of(page)[0])]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == 3
    assert len(page.all("line", **{"class": "whisker"})) > 3
    assert "last: 1.000 (1.000 to 1.000)" in page.said
    assert {"2031-05-02", "2031-05-03", "2031-05-04"} <= set(page.words)


def test_runs_of_different_sets_are_not_joined(tmp_path: Path) -> None:
    for day in range(4):
        run_at(tmp_path / str(day), day, [case_of(1), case_of(2 + day % 2)])
    found = history(tmp_path)
    assert {letter: len(runs) for letter, runs in found.sets().items()} == {"A": 2, "B": 2}
    page = page_of(found, tmp_path)
    a, b = lines_of(page)[:2]
    assert (a.count("L"), b.count("L")) == (1, 1)
    assert "set B: made-up.jsonl, 2 cases" in page.said


def test_one_set_asked_in_another_way_is_another_set(tmp_path: Path) -> None:
    run_at(tmp_path / "a", 1)
    run_at(tmp_path / "b", 2, ways=Ways(search=False))
    found = history(tmp_path)
    assert [p.set for p in found.points] == ["A", "B"]
    page = page_of(found, tmp_path)
    assert lines_of(page) == []
    assert "--no-search" in page.said


def test_where_a_figure_is_undefined_the_line_is_broken(tmp_path: Path) -> None:
    for day in range(5):
        run_at(tmp_path / str(day), day)
    place = tmp_path / "2" / "summary.json"
    summary = json.loads(place.read_text())
    summary["measures"]["right"] = {"value": None, "count": 0, "low": None, "high": None}
    place.write_text(json.dumps(summary))
    page = page_of(history(tmp_path), tmp_path)
    assert [line.count("L") for line in lines_of(page)[:2]] == [1, 1]
    assert "– of 0" in page.said


def test_what_cannot_be_used_is_named_with_its_reason(tmp_path: Path) -> None:
    run_at(tmp_path / "good", 1)
    for name in ("torn", "begun", "bare"):
        run_at(tmp_path / name, 2)
    (tmp_path / "torn" / RUN).write_text("{")
    (tmp_path / "begun" / "summary.json").unlink()
    (tmp_path / "bare" / "summary.json").write_text("{}")
    found = history(tmp_path)
    assert names(found) == ["good"]
    assert [name for name, _ in found.left_out] == ["bare", "begun", "torn"]
    assert "Finish it" in dict(found.left_out)["begun"]
    assert "torn: " in page_of(found, tmp_path).said


def test_where_nothing_can_be_used_the_page_says_so(tmp_path: Path) -> None:
    (tmp_path / RUN).write_text("[]")
    page = page_of(history(tmp_path), tmp_path)
    assert "0 runs of 0 sets of cases Not among them: .:" in page.said


def test_no_run_at_all_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="rostrum eval run"):
        history(tmp_path)
    with pytest.raises(BadInput, match="nowhere"):
        history(tmp_path / "nowhere")


def test_links_are_not_followed(tmp_path: Path) -> None:
    run_at(tmp_path / "a", 1)
    os.symlink(tmp_path, tmp_path / "a" / "again")
    assert names(history(tmp_path)) == ["a"]


def test_a_run_leads_to_its_report_where_there_is_one(tmp_path: Path) -> None:
    write_report(run_at(tmp_path / "with report", 1))
    run_at(tmp_path / "without", 2)
    page = page_of(history(tmp_path), tmp_path)
    assert [a["href"] for a in page.all("a") if not str(a["href"]).startswith("#")] == ["./with%20report/report.html"]


def test_names_of_folders_and_files_are_no_html(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>"
    system = FakeSystem(good_system().answers)
    begun = begin(tmp_path / name, cases(), [HOSTILE], system.about(), Ways(), NOW)
    judge_all(ask_all(begun, system, parallel=1), system)
    run_at(tmp_path / f"{name} too", 1, [case_of(1)])
    (tmp_path / "b<i>").mkdir()
    (tmp_path / "b<i>" / RUN).write_text("{")
    page = page_of(history(tmp_path), tmp_path)
    assert page.all("img") == page.all("i") == []
    assert len(page.all("script")) == 1


def test_the_command_shows_a_table_and_writes_the_page(tmp_path: Path) -> None:
    run_at(tmp_path / "monday", 1, spoilt=15)
    run_at(tmp_path / "tuesday", 2, [case_of(1)])
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / RUN).write_text("{")
    done = CliRunner().invoke(app, ["eval", "history", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert re.search(r"monday.*│ A .*0\.500", done.stdout)
    assert "Set B: made-up.jsonl, 1 case, " in done.stdout
    assert "torn is left out" in done.stderr
    assert (tmp_path / PAGE).exists()
    as_json = CliRunner().invoke(app, ["eval", "history", str(tmp_path), "--json"])
    assert [row["run"] for row in json.loads(as_json.stdout)] == ["monday", "tuesday"]


def test_a_run_from_the_command_line_ends_with_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def fake(*_: object) -> Iterator[FakeSystem]:
        yield good_system()

    monkeypatch.setattr("service.cli.evaluating._system", fake)
    asked = tmp_path / "cases.jsonl"
    asked.write_text("".join(json.dumps(case_json(c)) + "\n" for c in cases()), encoding="utf-8")
    done = CliRunner().invoke(app, ["eval", "run", str(asked), "--out", str(tmp_path / "run")])
    assert done.exit_code == 0, done.output
    assert "30 of 30 answers are right" in seen((tmp_path / "run" / "report.html").read_text(encoding="utf-8")).said


def test_the_command_writes_the_report_of_a_run_again(tmp_path: Path) -> None:
    run_at(tmp_path, 1)
    done = CliRunner().invoke(app, ["eval", "report", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "report.html").exists()

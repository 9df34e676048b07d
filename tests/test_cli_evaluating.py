"""`rostrum eval` on the terminal: what is printed, and what the exit code says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from service import wiring
from service.cli.main import app
from tests.fake_service import FakeAssistant, FakeRecord, FakeView, desk

Rostrum = Callable[..., Result]
LAMPS = {
    "id": "lamps",
    "type": "position",
    "question": "What about lamps?",
    "speakers": ["Ada Moor"],
    "evidence": [{"document": "harbour talk.md", "quote": "The lamps must burn all night."}],
}
STARS = LAMPS | {"id": "stars", "speakers": ["Cyd Vale"]}


class Indexed(FakeView):
    index_signature = "made of words"


class Stubborn(FakeAssistant):
    """Fails at questions about stars."""

    def answer(self, question: str, **more: object):  # type: ignore[no-untyped-def]
        if "stars" in question:
            raise RuntimeError("a fault of ours")
        return super().answer(question, **more)  # type: ignore[arg-type]


@pytest.fixture
def assistant() -> FakeAssistant:
    return Stubborn()


@pytest.fixture
def rostrum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant) -> Rostrum:
    from service.recorded import Recorded

    record = FakeRecord()
    record.now = Indexed()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        wiring, "open_desk", lambda settings: desk(settings.data, assistant=assistant, record=Recorded(record))
    )
    monkeypatch.setattr(wiring, "open_record", lambda settings: Recorded(record))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["--data", str(tmp_path / "data"), "eval", *arguments])

    return run


def write(path: Path, *cases: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(c) + "\n" for c in cases), encoding="utf-8")
    return str(path)


def test_a_run_is_shown_with_intervals_counts_and_dashes(rostrum: Rostrum, tmp_path: Path) -> None:
    result = rostrum("run", write(tmp_path / "set.jsonl", LAMPS, STARS), "--out", "runs/one")
    assert result.exit_code == 0, result.output
    assert "│ right " in result.stdout
    assert "0.000 to 1.000" in result.stdout
    assert "│ abstention_recall    │ –      │ –" in result.stdout
    assert "stars     │ position │ Cyd Vale is not shown; most of the speakers" in result.stdout
    summary = json.loads((tmp_path / "runs" / "one" / "summary.json").read_text())
    assert (summary["right"], summary["wrong"]) == (0.5, ["stars"])
    assert (tmp_path / "runs" / "one" / "cases.csv").exists()


def test_a_run_as_json_is_the_summary(rostrum: Rostrum, tmp_path: Path) -> None:
    result = rostrum("run", write(tmp_path / "set.jsonl", LAMPS), "--out", "one", "--json")
    assert json.loads(result.stdout) == json.loads((tmp_path / "one" / "summary.json").read_text())


@pytest.mark.parametrize(
    ("bar", "code", "told"),
    [
        ("right=0.5", 0, ""),
        ("right=0.6", 1, "right is 0.500, under the bar of 0.6"),
        ("latency_s_p95=60", 0, ""),
        ("latency_s_p95=0", 1, "over the bar"),
        ("stance_f1=0.1", 1, "stance_f1 is undefined"),
        ("rihgt=0.1", 2, "no measure called 'rihgt'"),
        ("right", 2, "no bar"),
    ],
)
def test_the_exit_code_tells_whether_a_bar_was_reached(
    rostrum: Rostrum, tmp_path: Path, bar: str, code: int, told: str
) -> None:
    result = rostrum("run", write(tmp_path / "set.jsonl", LAMPS, STARS), "--out", "one", "--fail-under", bar)
    assert result.exit_code == code, result.output
    assert told in result.stderr


def test_a_failed_case_is_told_and_keeps_a_run_from_its_bar(rostrum: Rostrum, tmp_path: Path) -> None:
    failing = STARS | {"question": "What about stars?"}
    cases = write(tmp_path / "set.jsonl", LAMPS, failing)
    assert rostrum("run", cases, "--out", "one").exit_code == 0
    result = rostrum("run", cases, "--out", "one", "--fail-under", "right=0.5")
    assert result.exit_code == 1
    assert "Cases that failed: 1." in result.stderr
    assert json.loads((tmp_path / "one" / "summary.json").read_text())["right"] == 1.0


def test_a_run_goes_on_and_another_set_in_its_folder_is_refused(
    rostrum: Rostrum, tmp_path: Path, assistant: FakeAssistant
) -> None:
    cases = write(tmp_path / "set.jsonl", LAMPS)
    rostrum("run", cases, "--out", "one")
    rostrum("run", cases, "--out", "one")
    assert len(assistant.asked) == 1
    result = rostrum("run", write(tmp_path / "set.jsonl", STARS), "--out", "one")
    assert result.exit_code == 2
    assert "other cases" in result.stderr


def test_an_interruption_says_how_to_go_on(rostrum: Rostrum, tmp_path: Path, assistant: FakeAssistant) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    assistant.before = stop
    result = rostrum("run", write(tmp_path / "set.jsonl", LAMPS), "--out", "one")
    assert result.exit_code == 130
    assert "The same command goes on" in result.stderr


def test_a_set_without_fault_is_told_so(rostrum: Rostrum, tmp_path: Path) -> None:
    result = rostrum("check", write(tmp_path / "set.jsonl", LAMPS, STARS))
    assert (result.exit_code, result.stdout) == (0, "No fault was found.\n")


def test_faults_are_a_table_or_json_and_exit_1(rostrum: Rostrum, tmp_path: Path) -> None:
    wrong = LAMPS | {"speakers": ["Ada Mohr"]}
    cases = write(tmp_path / "set.jsonl", wrong, wrong)
    result = rostrum("check", cases)
    assert result.exit_code == 1
    assert "did you mean Ada Moor" in result.stdout
    told = json.loads(rostrum("check", cases, "--json").stdout)
    assert [(f["line"], f["case"]) for f in told] == [(1, "lamps"), (2, "lamps"), (2, "lamps")]


def test_a_template_is_written_once(rostrum: Rostrum, tmp_path: Path) -> None:
    assert rostrum("template", "set.xlsx").exit_code == 0
    result = rostrum("template", "set.xlsx")
    assert result.exit_code == 2
    assert "there already" in result.stderr


def test_a_service_that_is_not_there_could_not_be_asked(rostrum: Rostrum, tmp_path: Path) -> None:
    cases = write(tmp_path / "set.jsonl", LAMPS)
    for arguments in (("run", cases, "--out", "one"), ("check", cases)):
        result = rostrum(*arguments, "--url", "http://127.0.0.1:9")
        assert result.exit_code == 1
        assert "could not be asked" in result.stderr
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("arguments", [(), ("run",), ("run", "set.jsonl"), ("check", "missing.jsonl")])
def test_wrong_usage_exits_2(rostrum: Rostrum, arguments: tuple[str, ...]) -> None:
    assert rostrum(*arguments).exit_code == 2

"""`rostrum eval report` and `history`: one run to look at, and how the figures of many went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.terminal import AsJson, note, say, say_json, table

if TYPE_CHECKING:
    from evaluation.history import History, Point
    from service.contract import Json

# What the terminal shows of each run; history.html draws more.
SHOWN = ("right", "right_speaker", "locked", "speaker_f1", "citation_recall", "abstention_f1", "ndcg@10")
HEADINGS = ("run", "begun", "set", "commit", "cases", "failed", *(name.replace("_", " ") for name in SHOWN), "p50 s")


def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]) -> None:
    """Write DIR/report.html again: one file with everything of the run, to be looked at in a browser."""
    from evaluation.report import write_report
    from evaluation.runs import open_run

    say(f"{write_report(open_run(folder))} is written.")


def history(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Runs are looked for in it and below.")],
    as_json: AsJson = False,
) -> None:
    """Every run below DIR, oldest first, as a table and as plots in DIR/history.html."""
    from evaluation.history import history as history_of
    from evaluation.report.trends import write_history

    found = history_of(folder)
    page = write_history(found, folder)
    for name, reason in found.left_out:
        note(f"{name} is left out: {reason}")
    if as_json:
        say_json([_as_json(point) for point in found.points])
        return
    table(HEADINGS, (_row(point) for point in found.points))
    _say_sets(found)
    say(f"The plots are in {page}.")


def _row(point: Point) -> tuple[object, ...]:
    from evaluation.report.trends import commit

    begun = f"{point.begun:%Y-%m-%d %H:%M}"
    figures = (_figure(point.found(name)["value"]) for name in (*SHOWN, "latency_s_p50"))
    return point.name, begun, point.set, commit(point), point.info.cases, point.summary["errors"], *figures


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def _say_sets(found: History) -> None:
    """Which set is which, where there is more than one: their figures are not to be compared."""
    from evaluation.report.numbers import counted

    if len(found.sets()) > 1:
        for letter, runs in found.sets().items():
            info = runs[0].info
            many = counted(info.cases, "case", "cases")
            say(f"Set {letter}: {', '.join(info.files)}, {many}, {info.cases_sha256[:12]}.")


def _as_json(point: Point) -> Json:
    info = point.info
    known = {"run": point.name, "begun": info.begun, "set": point.set, "version": info.about.version}
    cases = {"commit": info.about.commit, "cases": info.cases, "cases_sha256": info.cases_sha256}
    return {**known, **cases, "errors": point.summary["errors"], "measures": point.summary["measures"]}

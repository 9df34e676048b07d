"""`rostrum eval`: sets of questions, asked and judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.comparing import compare
from service.cli.deriving import drafts, perturb
from service.cli.reporting import history, report
from service.cli.terminal import AsJson, Data, bar, note, say, say_json, settings, table

if TYPE_CHECKING:
    from evaluation.checking import Record
    from evaluation.http_system import OverHTTP
    from evaluation.runs import Run
    from evaluation.systems import System
    from service.contract import Json

Cases = Annotated[list[Path], typer.Argument(metavar="CASES…", help="Files of cases: .jsonl, .csv or .xlsx.")]
Url = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Ask the service at this address; else the data folder.")
]
# What the terminal shows of a run; everything else stands in summary.json.
SHOWN = (
    *("right", "right_speaker", "locked", "verbatim", "speaker_f1", "citation_precision", "citation_recall"),
    *("abstention_precision", "abstention_recall", "ndcg@10", "recall@20", "mrr", "latency_s_p50", "latency_s_p95"),
)
WRONG_SHOWN = 20

app = typer.Typer(no_args_is_help=True, help="Sets of questions: check them, run them, compare runs.")


def add_to(main: typer.Typer) -> None:
    for command in (run, check, template, compare, perturb, drafts, report, history):
        app.command()(command)
    main.add_typer(app, name="eval")


def run(
    ctx: typer.Context,
    cases: Cases,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run; goes on with one begun.")],
    url: Url = None,
    parallel: Annotated[int, typer.Option(min=1, max=64, help="Cases that are asked at the same time.")] = 2,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="MEASURE=BAR", help="Exit 1 under this bar, right=0.9 say; repeatable.")
    ] = None,
    together: Annotated[
        bool, typer.Option("--together", help="Ask a case with `scope` of that document alone.")
    ] = False,
    scoped: Annotated[bool, typer.Option("--scoped", help="Search for a ranking case in its document alone.")] = False,
    search: Annotated[bool, typer.Option(help="Search for questions with evidence, too, for the ranking.")] = True,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Ask every case and judge the answers; goes on where it was interrupted."""
    from evaluation.bars import bars, missed
    from evaluation.cases import read_cases
    from evaluation.report import write_report
    from evaluation.running import run_cases
    from evaluation.runs import Ways

    wanted, read, files = bars(fail_under or ()), read_cases(cases), [p.name for p in cases]
    ways = Ways(together, scoped, search)
    with _system(ctx, data, url) as system, _told_how_to_go_on(), bar() as progress:
        done = run_cases(out, read, system, files=files, ways=ways, parallel=parallel, progress=progress)
    write_report(done)
    summary = done.summary()
    if as_json:
        say_json(summary)
    else:
        _show(done, summary)
    under = missed(wanted, summary)
    for sentence in under:
        note(sentence)
    raise typer.Exit(1 if under else 0)


def check(ctx: typer.Context, cases: Cases, url: Url = None, as_json: AsJson = False, data: Data = None) -> None:
    """Find faults before anything runs: quotes that do not occur, unknown names, ids used twice."""
    from evaluation.checking import check as faults_of

    with _record(ctx, data, url) as record:
        faults = list(faults_of(cases, record))
    if as_json:
        say_json([{"file": f.file, "line": f.line, "case": f.case, "message": f.message} for f in faults])
    elif faults:
        table(("file", "line", "case", "fault"), ((f.file, f.line, f.case, f.message) for f in faults))
    else:
        say("No fault was found.")
    raise typer.Exit(1 if faults else 0)


def template(file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .xlsx, .csv or .jsonl.")]) -> None:
    """Write a set to begin with: examples of each type, and in .xlsx a sheet that explains the columns."""
    from evaluation.template import write

    write(file)
    say(f"{file} is written. The examples ask about the sample proceedings; put your own in their place.")


@contextmanager
def _told_how_to_go_on() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        note("The same command goes on from here.")
        raise


@contextmanager
def _system(ctx: typer.Context, data: Path | None, url: str | None) -> Iterator[System]:
    if url is not None:
        with _service(ctx, data, url) as service:
            yield service
        return
    from evaluation.systems import in_process

    with in_process(settings(ctx, data)) as system:
        yield system


@contextmanager
def _record(ctx: typer.Context, data: Path | None, url: str | None) -> Iterator[Record]:
    if url is not None:
        with _service(ctx, data, url) as service:
            yield service
        return
    from evaluation.systems import RecordInProcess
    from service.wiring import open_record

    yield RecordInProcess(open_record(settings(ctx, data)))


def _service(ctx: typer.Context, data: Path | None, url: str) -> OverHTTP:
    from evaluation.http_system import OverHTTP

    token = settings(ctx, data).token
    return OverHTTP(url, token.get_secret_value() if token else None)


def _show(run: Run, summary: Json) -> None:
    """The headline figures with their intervals, right answers by type, and what was not right, and why."""
    measures = summary["measures"]
    table(("measure", "figure", "95 % interval", "cases"), (_row(n, measures[n]) for n in SHOWN))
    if summary["right_by_type"]:
        table(("type", "right"), summary["right_by_type"].items())
    wrong = ((s.case, s.type, "; ".join(s.wrongs)) for s in run.scores() if s.right is False)
    if summary["wrong"]:
        table(("not right", "type", "why"), islice(wrong, WRONG_SHOWN))
    if len(summary["wrong"]) > WRONG_SHOWN:
        say(f"… and {len(summary['wrong']) - WRONG_SHOWN} more, see cases.csv.")
    if summary["failed"]:
        note(f"Failed, and in no figure: {summary['errors']}. The same command tries them again.")
    if summary["search_errors"]:
        note(f"Answered, but could not be searched for: {summary['search_errors']}.")
    say(f"Everything is in {run.folder}; look at report.html there.")


def _row(name: str, found: Json) -> tuple[object, ...]:
    """Undefined figures are dashes with their count."""
    if found["value"] is None:
        return name, None, None, found["count"]
    around = None if found["low"] is None else f"{found['low']:.3f} to {found['high']:.3f}"
    return name, f"{found['value']:.3f}", around, found["count"]

"""What commands print: results to stdout, errors and progress to stderr; tables and bars for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from ingest.pipeline import Hooks
    from service.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The data folder, default ./rostrum-data.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings(ctx: typer.Context, data: Path | None, **chosen: object) -> Settings:
    """The settings, with what was given on the command line before all else. Raises BadSettings."""
    from service.settings import load

    return load(data=data or ctx.obj, **chosen)


def fail(message: str, code: int) -> NoReturn:
    """The message on stderr; ends the command."""
    note(f"rostrum: {message}")
    raise typer.Exit(code)


def say(message: str = "") -> None:
    """A line on stdout, as it is."""
    typer.echo(message)


def say_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """A line on stderr, for what is no result. What would move a terminal's cursor is escaped."""
    typer.echo("".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in message), err=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """A table; cells are shown as they are, None as a dash."""
    shown = Table(*headings, title=title, title_justify="left", header_style="bold")
    for row in rows:
        shown.add_row(*(Text("–" if cell is None else str(cell)) for cell in row))
    console().print(shown)


def console() -> Console:
    """Stdout; as wide as the terminal, or wide enough for whole rows where there is none."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160, highlight=False)


@contextmanager
def hooks() -> Iterator[Hooks]:
    """What an ingest tells while it runs: sentences and a bar on stderr."""
    from ingest.pipeline import Hooks

    with bar() as progress:
        yield Hooks(say=note, progress=progress)


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """Takes what is under way, how much is done, and of how much; a bar on stderr, only where that is a terminal."""
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def progress(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = shown.add_task(what, total=total)
        shown.update(tasks[what], completed=done, total=total)

    with shown:
        yield progress

"""`rostrum eval report`: a run to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.terminal import say


def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]) -> None:
    """Write DIR/report.html again: one file with everything of the run, to be looked at in a browser."""
    from evaluation.report import write_report
    from evaluation.runs import open_run

    say(f"{write_report(open_run(folder))} is written.")

"""The command `rostrum`. What is heavy is imported by the command that needs it: help comes at once."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from corpus.errors import BadInput, BadSettings, RostrumError
from service.cli import asking, correcting, evaluating, ingesting, mending, record, serving
from service.cli.terminal import fail
from service.environment import prepare

USAGE = 2
FAILED = 1
INTERRUPTED = 130


class _Told(TyperGroup):
    """Errors that were foreseen become a sentence on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RostrumError as error:
            fail(str(error), code_of(error, ctx.invoked_subcommand))
        except KeyboardInterrupt:
            fail("Stopped.", INTERRUPTED)


def code_of(error: RostrumError, command: str | None) -> int:
    """2 where the command or a setting is unusable, 1 where it failed; `forget` fails where nothing has the name."""
    if isinstance(error, BadSettings):
        return USAGE
    return USAGE if isinstance(error, BadInput) and command != "forget" else FAILED


app = typer.Typer(
    cls=_Told,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cited answers about who argued what, from the proceedings of forums, conferences and committees.",
)


@app.callback()
def _settings_for_all(
    ctx: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", help="The data folder.", envvar="ROSTRUM_DATA")] = None,
) -> None:
    ctx.obj = data


for part in (ingesting, asking, serving, evaluating, record, correcting, mending):
    part.add_to(app)


def main() -> None:
    """The entry point. A reader that closes the pipe early ends the command quietly."""
    prepare()
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILED)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("rostrum: The output could not be written: no space is left where it goes.")


if __name__ == "__main__":
    main()

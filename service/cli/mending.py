"""`rostrum reindex`, `rostrum forget` and `rostrum doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.terminal import AsJson, Data, hooks, say, say_json, settings, table

SIGNS = {"sound": "ok", "warning": "warning", "fault": "FAULT"}


def add_to(app: typer.Typer) -> None:
    app.command()(reindex)
    app.command()(forget)
    app.command()(doctor)


def reindex(ctx: typer.Context, data: Data = None) -> None:
    """Make the indexes anew from the record."""
    from service import wiring

    with hooks() as told:
        passages = wiring.reindex(settings(ctx, data), told)
    say(f"{passages:,} passages are indexed.")


def forget(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(help="The document: its id or an unambiguous title.")],
    data: Data = None,
) -> None:
    """Remove a document everywhere: record, indexes, stored answers, freed pages."""
    from service import wiring

    with hooks() as told:
        forgotten, conversations = wiring.forget(settings(ctx, data), document, told)
    say(f"{forgotten} is forgotten. Stored conversations that went with it: {conversations}.")


def doctor(
    ctx: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Check settings, model, stores and indexes, and say how to mend each fault."""
    from service import wiring
    from service.doctor import examine, sound

    findings = list(examine(wiring.doctor_parts(settings(ctx, data)), offline=offline))
    if as_json:
        names = ("check", "state", "message", "remedy")
        say_json({"sound": sound(findings), "findings": [{n: getattr(f, n) for n in names} for f in findings]})
    else:
        table(("check", "state", "found", "to do"), ((f.check, SIGNS[f.state], f.message, f.remedy) for f in findings))
    raise typer.Exit(0 if sound(findings) else 1)

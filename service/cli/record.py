"""`rostrum documents` and `rostrum speakers`: what and who is in the record."""

from __future__ import annotations

import typer

from service.cli.terminal import AsJson, Data, say, say_json, settings, table


def add_to(app: typer.Typer) -> None:
    app.command()(documents)
    app.command()(speakers)


def documents(ctx: typer.Context, as_json: AsJson = False, data: Data = None) -> None:
    """List the documents of the record, by date."""
    from service.wiring import open_record

    found = open_record(settings(ctx, data)).documents()
    if as_json:
        say_json({"items": found, "next": None})
    elif found:
        rows = ((d["id"], d["kind"], d["date"], d["title"], d["event"]) for d in found)
        table(("document", "kind", "date", "title", "event"), rows)
    else:
        say("The record is empty. Put proceedings in with `rostrum ingest PATH`.")


def speakers(ctx: typer.Context, as_json: AsJson = False, data: Data = None) -> None:
    """List the speakers of the record, by name."""
    from service.wiring import open_record

    found = open_record(settings(ctx, data)).speakers()
    if as_json:
        say_json({"items": found, "next": None})
    elif found:
        rows = ((s["name"], s.get("affiliation"), s["id"], len(s["meetings"])) for s in found)
        table(("speaker", "affiliation", "id", "documents"), rows)
    else:
        say("Nobody is in the record. Put proceedings in with `rostrum ingest PATH`.")

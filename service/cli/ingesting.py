"""`rostrum ingest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.terminal import AsJson, Data, hooks, note, say_json, settings, table

if TYPE_CHECKING:
    from ingest.report import IngestReport


# Said of the one document that is named, and kept; "" takes back what was said before.
Title = Annotated[str | None, typer.Option("--title", help="Its title.")]
Date = Annotated[str | None, typer.Option("--date", help="Its date: 2024-03-28, 2024-03 or 2024.")]
Place = Annotated[str | None, typer.Option("--place", help="Where it was held.")]
Event = Annotated[str | None, typer.Option("--event", help="The forum or committee that it belongs to.")]
Language = Annotated[str | None, typer.Option("--language", help="Its language: en, pt-BR.")]


def add_to(app: typer.Typer) -> None:
    app.command()(ingest)


def ingest(
    ctx: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, ZIP archives, web addresses, or folders, read recursively."),
    ],
    title: Title = None,
    date: Date = None,
    place: Place = None,
    event: Event = None,
    language: Language = None,
    prune: Annotated[bool, typer.Option("--prune", help="Forget documents whose file is gone.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Put proceedings into the record; unchanged documents are skipped, changed ones replaced whole."""
    from service import wiring

    if not all(paths):  # an unset variable of the shell, which would else be the folder one stands in
        raise typer.BadParameter("a path is empty; name the folder, or . for this one")
    details = {"title": title, "date": date, "place": place, "event": event, "language": language}
    with hooks() as told:
        report = wiring.ingest(settings(ctx, data), paths, told, prune=prune, details=details)
    for name, reason in report.failed:
        note(reason if reason.startswith(name) else f"{name}: {reason}")
    for name, same in report.duplicates:
        note(f"{name}: the same bytes as {same}; taken as one document.")
    for about, why in report.corrections:
        note(f"corrections.yaml: {about}: {why}.")
    if as_json:
        say_json(counts(report) | {"failures": [{"document": n, "reason": r} for n, r in report.failed]})
    else:
        shown = counts(report)
        rows = [[f"{n:,}" for n in shown.values()]]
        table(tuple(shown), rows, title="Documents of this run, and what the record now holds")
    raise typer.Exit(1 if report.failed else 0)


def counts(report: IngestReport) -> dict[str, int]:
    """What the table at the end shows: documents of this run, then what the whole record holds."""
    documents = {name: len(getattr(report, name)) for name in ("new", "changed", "unchanged", "missing", "failed")}
    corrected = {"corrected": len(report.corrected)} if report.corrected else {}
    pruned = {"pruned": len(report.pruned)} if report.pruned else {}
    record = {"utterances": report.utterances, "statements": report.statements, "speakers": report.speakers}
    return {**documents, **pruned, **corrected, **record, "unresolved labels": report.unresolved}

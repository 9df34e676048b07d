"""`rostrum documents` and `rostrum speakers`: what and who is in the record."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.terminal import AsJson, Data, fail, hooks, say, say_json, settings, table

people = typer.Typer(
    invoke_without_command=True, help="List the speakers of the record; merge and split say who is who."
)


def add_to(app: typer.Typer) -> None:
    app.command()(documents)
    app.add_typer(people, name="speakers")


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


@people.callback()
def speakers(ctx: typer.Context, as_json: AsJson = False, data: Data = None) -> None:
    """List the speakers of the record, by name."""
    if ctx.invoked_subcommand:
        ctx.obj = data or ctx.obj
        return
    from service.wiring import open_record

    found = open_record(settings(ctx, data)).speakers()
    if as_json:
        say_json({"items": found, "next": None})
    elif found:
        rows = ((s["name"], s.get("affiliation"), s["id"], len(s["meetings"])) for s in found)
        table(("speaker", "affiliation", "id", "documents"), rows)
    else:
        say("Nobody is in the record. Put proceedings in with `rostrum ingest PATH`.")


@people.command()
def merge(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="The speaker who goes: id or name.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The speaker who stays: id or name.")],
    data: Data = None,
) -> None:
    """A is B: whatever is held of A is B's, from now on and at every ingest."""
    from datetime import date

    from ingest.drafts import Draft, drafted
    from service import wiring

    draft = Draft("merge", person=one, to=other)
    with hooks() as told:
        done = wiring.correct(settings(ctx, data), told, lambda record: [drafted(record, draft, date.today())])
    say(f"They are one. Documents that changed: {', '.join(done.documents)}.")


@people.command()
def split(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="A", help="The speaker who is two: id or name.")],
    document: Annotated[
        list[str] | None, typer.Option("--document", metavar="NAME", help="Goes to the new one; may be repeated.")
    ] = None,
    affiliation: Annotated[
        str | None, typer.Option("--affiliation", help="Where A is listed with this, it is the new one.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the new one is called, if otherwise.")] = None,
    data: Data = None,
) -> None:
    """A is two people: what these documents, or this affiliation, hold of A goes to a new one."""
    from datetime import date

    from ingest.drafts import drafted_split
    from service import wiring

    if bool(document) == bool(affiliation):
        fail("Say what goes to the new person: --document NAME, or --affiliation WORDS.", 2)
    with hooks() as told:
        done = wiring.correct(
            settings(ctx, data),
            told,
            lambda record: drafted_split(record, person, document or [], affiliation, name, date.today()),
        )
    say(f"The new one is {done.new[-1].to}. Documents that changed: {', '.join(done.documents)}.")

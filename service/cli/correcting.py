"""`rostrum correct`: what staff say is wrong in the record, and `rostrum review`: what waits for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.terminal import AsJson, Data, fail, hooks, note, say, say_json, settings, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.store import RecordStore
    from ingest.correcting import Outcome
    from ingest.corrections import Correction, Deed

Document = Annotated[str | None, typer.Option("--document", metavar="NAME", help="The document: id or title.")]
Quote = Annotated[str | None, typer.Option("--quote", metavar="WORDS", help="The words, as they stand there.")]
Occurrence = Annotated[int | None, typer.Option("--occurrence", min=1, help="Which one, where the words stand often.")]
Label = Annotated[str | None, typer.Option("--label", help="What the document calls the speaker.")]
Person = Annotated[str | None, typer.Option("--person", metavar="NAME", help="The speaker: id or name.")]
Note = Annotated[str | None, typer.Option("--note", help="Why; kept beside the correction.")]

app = typer.Typer(no_args_is_help=True, help="Correct who said what; in effect at once, and kept in corrections.yaml.")


def add_to(app_of_all: typer.Typer) -> None:
    app_of_all.add_typer(app, name="correct")
    app_of_all.command()(review)


@app.command()
def reassign(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who really said it: id or name.")],
    document: Document = None,
    quote: Quote = None,
    label: Label = None,
    person: Person = None,
    occurrence: Occurrence = None,
    new: Annotated[bool, typer.Option("--new", help="The record does not know this person yet.")] = False,
    affiliation: Annotated[str | None, typer.Option("--affiliation", help="Of the new person.")] = None,
    comment: Note = None,
    data: Data = None,
) -> None:
    """Somebody else said it: the words of a quote, of a label, or all that a person is held to have said."""
    if affiliation and not new:
        fail("--affiliation is for a --new person.", 2)
    given = {"to": to, "new": new, "affiliation": affiliation, "note": comment}
    _keep(ctx, data, "reassign", document, quote, occurrence, label, person, **given)


@app.command()
def withdraw(
    ctx: typer.Context,
    document: Document = None,
    quote: Quote = None,
    label: Label = None,
    person: Person = None,
    occurrence: Occurrence = None,
    comment: Note = None,
    data: Data = None,
) -> None:
    """It is not known who said it: the words stay, the name is taken away."""
    _keep(ctx, data, "withdraw", document, quote, occurrence, label, person, note=comment)


@app.command()
def withhold(
    ctx: typer.Context,
    document: Document = None,
    quote: Quote = None,
    label: Label = None,
    person: Person = None,
    occurrence: Occurrence = None,
    comment: Note = None,
    data: Data = None,
) -> None:
    """It must not be shown: words, or a person with all their words and their name."""
    _keep(ctx, data, "withhold", document, quote, occurrence, label, person, note=comment)


@app.command()
def apply(ctx: typer.Context, data: Data = None) -> None:
    """Apply corrections.yaml after it was edited by hand."""
    _tell(_apply(ctx, data))


@app.command()
def show(ctx: typer.Context, as_json: AsJson = False, data: Data = None) -> None:
    """List what was corrected, oldest first."""
    from service import wiring

    found = wiring.corrections(settings(ctx, data))
    items = [{"number": n, "correction": c.about, "made": c.made, "note": c.note} for n, c in enumerate(found, start=1)]
    if as_json:
        say_json({"items": items, "next": None})
    elif items:
        table(("number", "correction", "made", "note"), ([_plain(cell) for cell in i.values()] for i in items))
    else:
        say("Nothing was corrected.")


@app.command()
def undo(
    ctx: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER…", min=1, help="As `rostrum correct show` counts.")],
    data: Data = None,
) -> None:
    """Take corrections back: what was read holds again."""
    from service import wiring

    known = len(wiring.corrections(settings(ctx, data)))
    if max(numbers) > known:
        fail(f"There are {known} corrections; see `rostrum correct show`.", 2)
    _tell(_apply(ctx, data, undo=[n - 1 for n in numbers]))


def review(
    ctx: typer.Context,
    dismiss: Annotated[
        str | None, typer.Option("--dismiss", metavar="FEEDBACK", help="Take this feedback off the list.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What waits for a person: unresolved labels, possible twins, feedback, corrections that fit nothing."""
    from service import wiring

    chosen = settings(ctx, data)
    if dismiss:
        wiring.dismiss(chosen, dismiss)
        return say("Dismissed.")
    waiting = wiring.review(chosen)
    if as_json:
        return say_json(waiting)
    for title, headings, rows in _tables(waiting):
        if rows:
            table(headings, rows, title=title)
    if not waiting["applied"]:
        say("corrections.yaml was edited since it was applied: run `rostrum correct apply`.")
    elif not any(rows for _, _, rows in _tables(waiting)):
        say("Nothing waits.")
    return None


def _tables(waiting: dict[str, Any]) -> list[tuple[str, tuple[str, ...], list[list[str]]]]:
    labels = [(i["document"], i["label"], i["count"], i["words"]) for i in waiting["labels"]]
    twins = [(_who(i["speakers"][0]), _who(i["speakers"][1]), i["why"]) for i in waiting["twins"]]
    feedback = [
        (i["id"], c["speaker"]["name"], c["document"], c["quote"], i["comment"])
        for i in waiting["feedback"]
        for c in i["claims"]
    ]
    corrections = [(i["correction"], i["reason"]) for i in waiting["corrections"]]
    found: list[tuple[str, tuple[str, ...], list[Any]]] = [
        ("Labels that are nobody's", ("document", "label", "times", "first words"), labels),
        ("People who may be one", ("speaker", "speaker", "why"), twins),
        ("Words that readers say are another's", ("feedback", "shown as", "document", "quote", "comment"), feedback),
        ("Corrections that want a look", ("correction", "why"), corrections),
    ]
    return [(title, headings, [[_plain(cell) for cell in row] for row in rows]) for title, headings, rows in found]


def _who(person: dict[str, Any]) -> str:
    where = "withheld" if person.get("withheld") else ", ".join(person["documents"])
    about = "; ".join(x for x in (person["affiliation"], where) if x)
    return f"{person['name']} [{person['id']}] ({about})"


def _keep(
    ctx: typer.Context,
    data: Path | None,
    do: Deed,
    document: str | None,
    quote: str | None,
    occurrence: int | None,
    label: str | None,
    person: str | None,
    **more: Any,
) -> None:
    from datetime import date

    from ingest.drafts import Draft, drafted

    draft = Draft(do, document, quote, occurrence, label, person, **more)
    _tell(_apply(ctx, data, lambda record: [drafted(record, draft, date.today())]))


def _apply(
    ctx: typer.Context,
    data: Path | None,
    new: Callable[[RecordStore], Sequence[Correction]] | None = None,
    undo: Sequence[int] = (),
) -> Outcome:
    from service import wiring

    with hooks() as told:
        return wiring.correct(settings(ctx, data), told, new or (lambda _: ()), undo=undo)


def _tell(told: Outcome) -> None:
    say(f"Documents that changed: {', '.join(map(_plain, told.documents)) or 'none'}.")
    for what, found in (
        ("nothing in the record fits it any more", told.idle),
        ("it fits several places or people", told.unsure),
        ("it names nobody in the record", told.nobody),
    ):
        for correction in found:
            note(f"{correction.about}: {what}.")


def _plain(cell: object) -> str:
    """What would move a terminal's cursor is escaped: readers and documents wrote this."""
    text = "–" if cell is None else str(cell)
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)

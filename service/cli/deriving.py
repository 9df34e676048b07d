"""`rostrum eval perturb` and `drafts`: sets made of other sets, and of what readers noted."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from service.cli.terminal import Data, fail, say, settings

NEXT = {
    "instead": "Ingest {out}/documents into a data folder of its own",
    "beside": "Ingest what the record holds and {out}/documents, too, into a data folder of its own",
    "same": "Ask it of the same record",
}


def perturb(
    ctx: typer.Context,
    cases: Annotated[list[Path], typer.Argument(metavar="CASES…", help="Files of cases: .jsonl, .csv or .xlsx.")],
    kind: Annotated[
        str,
        typer.Option("--kind", help="name-swap, typos, name-typos, paraphrase, distractors or shuffle."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder, for the cases and documents.")],
    seed: Annotated[int, typer.Option(help="Another one gives another set, the same one the same.")] = 0,
    data: Data = None,
) -> None:
    """Derive a harder set from any set, to see how much of what is right stays right."""
    from evaluation.cases import read_cases
    from evaluation.perturbing.derived import write
    from evaluation.perturbing.kinds import perturb as of_kind
    from evaluation.perturbing.recorded import StoredRecord
    from service.wiring import record_store

    read = read_cases(cases)
    with closing(record_store(settings(ctx, data))) as store:
        found = of_kind(kind, read, StoredRecord(store), seed)
        changed = write(out, found, read, kind=kind, seed=seed)
    for note in found.notes:
        say(note)
    say(f"{out} holds {len(found.cases)} cases, {changed} of them not as they were, and {len(found.files)} more files.")
    say(f"{NEXT[found.ingest].format(out=out)}, run the cases, and compare with `rostrum eval compare A B --by-id`.")


def drafts(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file; else they are printed.")
    ] = None,
    verdict: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VERDICT", help="wrong_speaker, wrong_quote, someone_missing, other or right; repeatable."
        ),
    ] = None,
    accept: Annotated[
        Path | None, typer.Option("--accept", metavar="FILE", help="Drafts, some of them with `accept` true.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="SET.jsonl", help="The set that they join.")] = None,
    data: Data = None,
) -> None:
    """Make draft cases of what readers noted; or add those that somebody has accepted to a set."""
    if (accept is None) != (into is None):
        fail("--accept FILE and --into SET.jsonl go together.", 2)
    if accept is not None and into is not None:
        if out is not None or verdict:
            fail("--accept goes without --out and --verdict.", 2)
        _accept(accept, into)
    else:
        _draft(ctx, out, verdict, data)


def _accept(drafted: Path, into: Path) -> None:
    from evaluation.drafts import accept

    found = accept(drafted, into)
    say(f"{len(found.joined)} cases joined {into}; {found.already} were in it; {found.waiting} are not accepted.")
    if found.joined:
        say(f"`rostrum eval check {into}` looks for their quotes and names in the record.")


def _draft(ctx: typer.Context, out: Path | None, verdict: list[str] | None, data: Path | None) -> None:
    from evaluation.drafts import WRONG, write
    from evaluation.drafts import drafts as of_feedback
    from service.store import ServiceStore
    from service.wiring import record_store

    chosen = settings(ctx, data)
    record_store(chosen).close()  # says where there is no data folder
    with closing(ServiceStore(chosen.data)) as store:
        found = of_feedback(store, verdict or WRONG)
        if out is None:
            for draft in found:
                say(json.dumps(draft, ensure_ascii=True))
            return
        count = write(out, found)
    say(f"{out} holds {count} drafts. Say in each what is expected and set `accept` to true, or delete its line; then:")
    say(f"rostrum eval drafts --accept {out} --into SET.jsonl")

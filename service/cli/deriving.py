"""`rostrum eval perturb`: sets made of other sets."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from service.cli.terminal import Data, say, settings

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

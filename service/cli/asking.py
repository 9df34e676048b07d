"""`rostrum ask` and `rostrum search`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput
from service.cli.terminal import AsJson, Data, fail, say, say_json, settings, table

if TYPE_CHECKING:
    from service.contract import Json
    from service.desk import Desk
    from service.recorded import Wishes

Document = Annotated[str | None, typer.Option("--document", metavar="NAME", help="Only this document: id or title.")]
Speaker = Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Only this speaker: id or name.")]
RUN_DEPTH = 100
SNIPPET_CHARS = 90


def add_to(app: typer.Typer) -> None:
    app.command()(ask)
    app.command()(search)


def ask(
    ctx: typer.Context,
    question: str,
    as_json: AsJson = False,
    speaker: Speaker = None,
    document: Document = None,
    data: Data = None,
) -> None:
    """Answer a question from the record; every sentence names who said it and cites the words."""
    from service.recorded import Wishes

    desk = _desk(ctx, data)
    answer = desk.ask(desk.prepare(question, Wishes(document=document, speaker=speaker)))
    if as_json:
        say_json(answer)
    else:
        say("\n".join(answer_lines(answer)))


def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="What to look for; left out with --run.")] = "",
    as_json: AsJson = False,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="FILE", help="Search for every case of FILE; print a TREC run.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many hits.")] = 10,
    speaker: Speaker = None,
    document: Document = None,
    data: Data = None,
) -> None:
    """Find passages of the record, best first."""
    if run is None and not query:
        fail("Give a query, or a file of cases with --run.", 2)
    from service.recorded import Wishes

    desk = _desk(ctx, data)
    wishes = Wishes(document=document, speaker=speaker)
    if run is not None:
        for line in trec_lines(desk, cases(run), wishes):
            say(line)
        return
    hits = desk.search(query, wishes, limit=limit)
    if as_json:
        say_json({"hits": hits})
    elif hits:
        table(("rank", "score", "speakers", "document", "section", "words"), map(_row, hits))
    else:
        say("Nothing in the record fits.")


def _desk(ctx: typer.Context, data: Path | None) -> Desk:
    from service.wiring import open_desk  # heavy: model and indexes

    return open_desk(settings(ctx, data))


def answer_lines(answer: Json) -> Iterator[str]:
    """An answer for a person: the text, its citations by number, and who else touched on it."""
    yield answer["text"]
    for number, citation in enumerate(answer["citations"] or answer["related"], start=1):
        yield ""
        mark = f"[{citation['number']}]" if answer["citations"] else f" {number}."
        yield f"{mark} {place(citation)}"
        yield f"    “{' '.join(citation['quote'].split())}”"
    others = answer["coverage"]["others"]
    if others:
        yield ""
        shown, touching = answer["coverage"]["shown"], answer["coverage"]["touching"]
        yield f"{shown} of {touching} speakers on this are shown. Also: {', '.join(p['name'] for p in others)}."


def place(citation: Json) -> str:
    """Whose words, where: "Ada Moor · Harbour talk (talk.md), 2031-05-02 · Lamps · utterance 4"."""
    speaker = citation["speaker"]
    dated = f", {citation['date']}" if citation["date"] else ""
    parts = (
        speaker["name"] if speaker else None,
        f"{citation['title']} ({citation['document']}){dated}",
        citation["section"],
        f"utterance {citation['utterance']}",
    )
    return " · ".join(p for p in parts if p)


def _row(hit: Json) -> tuple[object, ...]:
    words = " ".join(hit["text"].split())
    snippet = words if len(words) <= SNIPPET_CHARS else words[: SNIPPET_CHARS - 1] + "…"
    speakers = ", ".join(p["name"] for p in hit["speakers"])
    return hit["rank"], f"{hit['score']:.3f}", speakers, hit["document"], hit["section"], snippet


def cases(path: Path) -> list[Json]:
    """The cases of a file, one JSON object a line, each with `id` and `question`. Raises BadInput with the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path}, line {number}: is not JSON.") from error
        if not isinstance(case, dict) or not all(isinstance(case.get(key), str) for key in ("id", "question")):
            raise BadInput(f"{path}, line {number}: a case needs `id` and `question`.")
        found.append(case)
    return found


def trec_lines(desk: Desk, wanted: list[Json], wishes: Wishes) -> Iterator[str]:
    """Lines of a TREC run, "case Q0 document#utterance rank score rostrum": each utterance once, best first."""
    for case in wanted:
        ranked: dict[str, float] = {}
        for hit in desk.search(case["question"], wishes, limit=RUN_DEPTH):
            for number in range(hit["utterances"][0], hit["utterances"][1] + 1):
                ranked.setdefault(f"{hit['document'].replace(' ', '%20')}#{number}", hit["score"])
        for rank, (item, score) in enumerate(ranked.items(), start=1):
            yield f"{case['id']} Q0 {item} {rank} {score:.6f} rostrum"

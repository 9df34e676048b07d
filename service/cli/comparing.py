"""`rostrum eval compare`: two runs of the same cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.terminal import AsJson, note, say, say_json, table

if TYPE_CHECKING:
    from evaluation.comparing import Changed, Compared, Comparison
    from service.contract import Json

SHOWN = 20
ANSWER_CHARS = 400


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="The folder of a run, the one before.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The folder of the run that is judged against it.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.html", help="Also write it as one page.")] = None,
    by_id: Annotated[
        bool, typer.Option("--by-id", help="Cases of one id are one case, whatever their words: for derived sets.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Is B worse than A? Every measure with its paired interval, what was gained and lost; exit 1 at a loss."""
    from evaluation.comparing import compare as of_runs
    from evaluation.comparison_page import write
    from evaluation.runs import open_run

    found = of_runs(open_run(a), open_run(b), by_id=by_id)
    if out is not None:
        write(out, found)
    if as_json:
        say_json(_json(found))
    else:
        _show(found, out)
    for loss in found.losses:
        note(f"Significant loss: {loss.measure.name} is {loss.b:.3f}, and was {loss.a:.3f}.")
    raise typer.Exit(1 if found.losses else 0)


def _show(found: Comparison, out: Path | None) -> None:
    from evaluation.comparing import MAIN

    if found.differs:
        rows = [(_plain(d.what), _plain(d.a), _plain(d.b)) for d in found.differs]
        table(("not the same", "A", "B"), rows[:SHOWN])
        _more(len(rows))
    main = [m for m in found.measures if m.measure.name in MAIN or m.verdict]
    heads = ("measure", "A", "B", "B - A", "95 % interval", "better", "worse", "sign test p", "cases", "")
    table(heads, (_measure(m) for m in main))
    for title, cases in (("Lost", found.lost), ("Gained", found.gained)):
        _changed(title, cases)
    say(f"Cases in common: {found.common}; left out: {found.left_out}; failed in one of the runs: {found.failed}.")
    say(f"Lost: {len(found.lost)}; gained: {len(found.gained)}." + (f" Everything is in {out}." if out else ""))


def _measure(m: Compared) -> tuple[object, ...]:
    """Undefined figures are dashes."""
    from evaluation.comparison_page import chance

    around = f"{m.around.low:+.3f} to {m.around.high:+.3f}" if m.around else None
    figures = (_figure(m.a, ".3f"), _figure(m.b, ".3f"), _figure(m.difference, "+.3f"))
    counts = (m.signs.better, m.signs.worse, chance(m.signs.p), m.cases)
    return (m.measure.name, *figures, around, *counts, m.verdict or "")


def _figure(value: float | None, form: str) -> str | None:
    return None if value is None else format(value, form)


def _changed(title: str, cases: Sequence[Changed]) -> None:
    if not cases:
        return
    rows = (
        (
            _plain(f"{c.case.id} {c.case.type}\n{c.case.question}"),
            _told(c.answer_a, c.a.wrongs),
            _told(c.answer_b, c.b.wrongs),
        )
        for c in cases[:SHOWN]
    )
    table((title, "A", "B"), rows)
    _more(len(cases))


def _more(count: int) -> None:
    if count > SHOWN:
        say(f"… and {count - SHOWN} more, see the page that --out writes.")


def _told(answer: Json, wrongs: tuple[str, ...]) -> str:
    """The answer as a reader saw it, and why it is not right."""
    said = answer.get("text") or (answer.get("abstention") or {}).get("message") or ""
    short = said if len(said) <= ANSWER_CHARS else said[: ANSWER_CHARS - 1] + "…"
    return _plain(short + (f"\n({'; '.join(wrongs)})" if wrongs else "")) or ""


def _plain(text: str | None) -> str | None:
    """Nothing that would move a terminal's cursor."""
    return None if text is None else "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def _json(found: Comparison) -> Json:
    return {
        "a": found.names[0],
        "b": found.names[1],
        "common": found.common,
        "left_out": found.left_out,
        "failed": found.failed,
        "significant_losses": [m.measure.name for m in found.losses],
        "measures": {m.measure.name: _measure_json(m) for m in found.measures},
        "lost": [c.case.id for c in found.lost],
        "gained": [c.case.id for c in found.gained],
        "differs": [asdict(d) for d in found.differs],
    }


def _measure_json(m: Compared) -> Json:
    around = {"low": m.around and m.around.low, "high": m.around and m.around.high}
    figures = {"a": m.a, "b": m.b, "difference": m.difference, **around, "cases": m.cases, "differing": m.differing}
    return {**figures, "better": m.signs.better, "worse": m.signs.worse, "p": m.signs.p, "verdict": m.verdict}

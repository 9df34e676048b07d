"""The history of runs as a page: how each of the main measures went, with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from evaluation import lines
from evaluation.history import History, Point
from evaluation.measures import BY_NAME
from evaluation.metrics.measure import Measure
from evaluation.report.elements import DASH, Inside, Markup, cropped, el, joined, section, table
from evaluation.report.numbers import around, counted, figure, moment
from evaluation.report.page import page
from evaluation.report.plots import Axes, frame, path, picture, round_steps, x_title
from evaluation.report.writing import REPORT
from service.contract import Json

PAGE = "history.html"
# The measures that are drawn; every figure of a run stands in its own report.
MAIN = (
    *("right", "right_speaker", "locked", "speaker_f1", "citation_precision", "citation_recall"),
    *("abstention_f1", "ndcg@10", "latency_s_p50", "latency_s_p95"),
)
LOOKS = 6  # of sets: colour and dashes; then they come again
TICKS = 4
SHARES = [(n / 4, f"{n / 4:g}") for n in range(5)]
Numbered = Sequence[tuple[int, Point]]


def write_history(found: History, folder: Path) -> Path:
    """Where the page stands. Raises StoreError."""
    lines.write_text(folder / PAGE, _page(found, folder))
    return folder / PAGE


def _page(found: History, folder: Path) -> Iterator[str]:
    anchors = (("plots", "Over time"), ("runs", "Runs"), ("sets", "Sets"))
    title = f"{counted(len(found.points), 'run', 'runs')} of {counted(len(found.sets()), 'set', 'sets')} of cases"
    return page(title, anchors, _body(found, folder, title))


def _body(found: History, folder: Path, title: str) -> Iterator[Markup]:
    yield el("header", el("h1", title), _left_out(found))
    if not found.points:
        return
    told = (
        "Runs stand in the order of time, evenly spaced. A bar is the interval in which 95 % of the figures lie when "
        "as many cases are drawn anew. Only runs of one set, asked in one way, are joined by a line."
    )
    drawn = (_drawn(BY_NAME[name], found) for name in MAIN)
    yield section("plots", "Over time", el("p", told), _legend(found), el("div", drawn, class_="plots"))
    yield section("runs", "Runs", _runs(found, folder))
    yield section("sets", "Sets", _sets(found))


def _left_out(found: History) -> Markup | None:
    if not found.left_out:
        return None
    listed = (el("li", f"{name}: {reason}") for name, reason in found.left_out)
    return el("div", el("p", "Not among them:"), el("ul", listed), class_="warn")


def _look(letter: str, found: History) -> str:
    return f"look{list(found.sets()).index(letter) % LOOKS}"


def _legend(found: History) -> Markup | None:
    if len(found.sets()) < 2:
        return None
    return el("ul", (_key(letter, runs, found) for letter, runs in found.sets().items()), class_="legend")


def _key(letter: str, runs: Sequence[Point], found: History) -> Markup:
    stroke = el("line", x1=0, x2=30, y1=7, y2=7, class_="line")
    drawn = el("svg", stroke, viewBox="0 0 30 14", width=30, height=14, aria_hidden="true", class_=_look(letter, found))
    return el("li", drawn, f" set {letter}: {_named(runs[0])}")


def _named(point: Point) -> str:
    return f"{', '.join(point.info.files) or DASH}, {counted(point.info.cases, 'case', 'cases')}"


def _drawn(measure: Measure, found: History) -> Markup:
    highs = [p.found(measure.name)[end] or 0.0 for p in found.points for end in ("high", "value")]
    steps = SHARES if measure.unit == "share" else [(s, f"{s:g}") for s in round_steps(max(highs), 4)]
    axes = Axes((0.5, len(found.points) + 0.5), (0.0, steps[-1][0]), width=480, height=220)
    numbered = list(enumerate(found.points, start=1))
    told = f"{measure.title}, {'' if measure.unit == 'share' else f'in {measure.unit}, '}over the runs"
    inside = [_line(measure, numbered, letter, axes, found) for letter in found.sets()]
    drawn = picture(
        axes,
        told,
        frame(axes, _ticks(found.points), steps),
        inside,
        x_title(axes, f"begun; runs 1 to {len(found.points)}"),
    )
    unit = "" if measure.unit == "share" else f", {measure.unit}"
    return el("figure", el("figcaption", el("b", measure.title + unit), f" {_last(measure, found)}"), drawn)


def _last(measure: Measure, found: History) -> str:
    latest = found.points[-1].found(measure.name)
    of = f", set {found.points[-1].set}" if len(found.sets()) > 1 else ""
    return f"last{of}: {figure(latest['value'], measure.unit)} ({around(latest, measure.unit)})"


def _ticks(points: Sequence[Point]) -> list[tuple[float, str]]:
    every = -(-len(points) // TICKS)
    numbered = enumerate(points, start=1)
    return [(float(n), f"{p.begun:%Y-%m-%d}") for n, p in numbered if (n - 1) % every == 0]


def _line(measure: Measure, numbered: Numbered, letter: str, axes: Axes, found: History) -> Markup:
    """One set: a dot and a bar for each run that has a figure; the line is broken where a run has none."""
    own = [(n, p.found(measure.name), p) for n, p in numbered if p.set == letter]
    pieces: list[list[tuple[float, float]]] = [[]]
    marks: list[Inside] = []
    for n, one, point in own:
        if one["value"] is None:
            pieces.append([])
            continue
        pieces[-1].append((float(n), one["value"]))
        marks.append(_mark(n, one, axes, f"{n}: {point.name}, {figure(one['value'], measure.unit)}"))
    joined_up = [path(axes, piece) for piece in pieces if len(piece) > 1]
    return el("g", joined_up, marks, class_=_look(letter, found))


def _mark(number: int, one: Json, axes: Axes, told: str) -> Markup:
    x = axes.at_x(number)
    bar = None
    if one["low"] is not None:
        bar = el("line", x1=x, x2=x, y1=axes.at_y(one["low"]), y2=axes.at_y(one["high"]), class_="whisker")
    return el("g", bar, el("circle", cx=x, cy=axes.at_y(one["value"]), r=4, class_="dot"), el("title", told))


def _runs(found: History, folder: Path) -> Markup:
    headings = ("run", "begun", "set", "version", "commit", "cases", "failed", *(BY_NAME[n].title for n in MAIN))
    rows = (_row(number, point, folder) for number, point in enumerate(found.points, start=1))
    return table("The runs, oldest first. Under each figure stands its interval.", headings, rows)


def _row(number: int, point: Point, folder: Path) -> tuple[Inside, ...]:
    about = point.info.about
    return (
        (f"{number}. ", _link(point, folder)),
        el("span", moment(point.info.begun), class_="figure"),
        point.set,
        about.version or DASH,
        el("span", el("code", commit(point)), class_="figure"),
        f"{point.info.cases:,}",
        f"{point.summary['errors']:,}",
        *(_cell(point, BY_NAME[name]) for name in MAIN),
    )


def _link(point: Point, folder: Path) -> Inside:
    """The name of the run, leading to its report where it has one."""
    if not (folder / point.name / REPORT).is_file():
        return point.name
    return el("a", point.name, href=f"./{quote(point.name)}/{REPORT}")


def commit(point: Point) -> str:
    """The first seven digits, "+" behind them where there were changes; "–" where it is not told."""
    told = point.info.about.commit
    return f"{told[:7]}{'+' if told.endswith('+changes') else ''}" if told else DASH


def _cell(point: Point, measure: Measure) -> Markup:
    one = point.found(measure.name)
    if one["value"] is None:
        return el("span", DASH, " ", el("small", f"of {one['count']:,}"), class_="figure")
    told = (figure(one["value"], measure.unit), el("br"), el("small", around(one, measure.unit)))
    return el("span", told, class_="figure")


def _sets(found: History) -> Markup:
    rows = (
        (letter, _named(runs[0]), el("code", runs[0].info.cases_sha256), _ways(runs[0]), f"{len(runs):,}")
        for letter, runs in found.sets().items()
    )
    return table("Equal cases, asked in one way, are one set.", ("set", "files", "hash", "asked", "runs"), rows)


def _ways(point: Point) -> Inside:
    ways = point.info.ways
    told = [name for name, so in (("--together", ways.together), ("--scoped", ways.scoped)) if so]
    told += [] if ways.search else ["--no-search"]
    return joined(cropped(" ".join(told) or "plainly", 200))

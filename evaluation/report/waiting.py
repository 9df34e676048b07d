"""How long answers took: the share that had come after so many seconds."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.judging import CaseScore
from evaluation.report.elements import Markup, el, section
from evaluation.report.numbers import figure
from evaluation.report.plots import Axes, Point, frame, path, picture, round_steps, x_title
from service.contract import Json

POINTS = 300  # of the curve, however many answers there are
SHARES = [(n / 4, f"{25 * n} %") for n in range(5)]


def drawn(scores: Sequence[CaseScore], summary: Json) -> Markup:
    waits = sorted(s.wall_ms / 1000 for s in scores if s.error is None)
    if not waits:
        return section("latency", "Waiting", el("p", "Nothing was answered, so there is no wait to draw."))
    marks = {p: summary["measures"].get(f"latency_s_p{p}", {}).get("value") for p in (50, 95)}
    told = (
        f"The share of {len(waits):,} cases that were answered within so many seconds: half within "
        f"{figure(marks[50], 's')}, 95 of 100 within {figure(marks[95], 's')}; "
        f"the slowest took {figure(waits[-1], 's')}."
    )
    return section("latency", "Waiting", el("figure", _curve(waits, marks, told), el("figcaption", told)))


def _curve(waits: Sequence[float], marks: dict[int, float | None], told: str) -> Markup:
    seconds = round_steps(waits[-1])
    axes = Axes((0.0, seconds[-1]), (0.0, 1.0))
    ticks = [(s, f"{s:g} s") for s in seconds]
    return picture(
        axes,
        told,
        frame(axes, ticks, SHARES),
        path(axes, _steps(waits)),
        [_mark(axes, percent, value) for percent, value in marks.items() if value is not None],
        x_title(axes, "wait"),
    )


def _steps(waits: Sequence[float]) -> list[Point]:
    """A staircase from nobody to everybody, thinned out evenly."""
    count = len(waits)
    places = sorted({round(n * (count - 1) / (POINTS - 1)) for n in range(POINTS)})
    points: list[Point] = [(0.0, 0.0)]
    for place in places:
        points += [(waits[place], points[-1][1]), (waits[place], (place + 1) / count)]
    return points


def _mark(axes: Axes, percent: int, value: float) -> list[Markup]:
    x, y = axes.at_x(value), axes.at_y(percent / 100)
    near_end = value > 0.8 * axes.x[1]
    return [
        el("line", x1=x, x2=x, y1=y, y2=axes.at_y(0), class_="even"),
        el("circle", cx=x, cy=y, r=4, class_="dot"),
        el(
            "text",
            f"p{percent}: {figure(value, 's')}",
            x=x - 8 if near_end else x + 8,
            y=y + 16,
            class_="label end" if near_end else "label",
        ),
    ]

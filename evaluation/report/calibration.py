"""Calibration of abstention: whether a score of the evidence tells how often the record holds an answer."""

from __future__ import annotations

from evaluation.report.elements import Markup, el, joined, table
from evaluation.report.numbers import counted, figure
from evaluation.report.plots import Axes, frame, path, picture, x_title
from service.contract import Json

TICKS = [(n / 5, f"{n / 5:g}") for n in range(6)]


def drawn(found: Json) -> Markup:
    """The curve with its table; or that there is none to draw."""
    bins: list[Json] = found["bins"]
    if not bins:
        return el(
            "p",
            "No answer of this run carries an evidence score, so there is no calibration to draw; the table of "
            "answers and silences is all there is to be told.",
        )
    total = counted(sum(b["cases"] for b in bins), "case", "cases")
    told = (
        f"Calibration of {total}: the nearer to the diagonal, the better the score tells whether the record holds an "
        f"answer. Mean distance: {figure(found['error'])}."
    )
    return joined((el("figure", _curve(bins, told), el("figcaption", told), class_="narrow"), _table(bins)))


def _curve(bins: list[Json], told: str) -> Markup:
    axes = Axes((0.0, 1.0), (0.0, 1.0), width=420, height=320)
    most = max(b["cases"] for b in bins)
    dots = [
        el(
            "circle",
            cx=axes.at_x(min(1.0, max(0.0, b["mean_score"]))),
            cy=axes.at_y(b["answerable"]),
            r=round(4 + 6 * (b["cases"] / most) ** 0.5, 1),
            class_="dot",
        )
        for b in bins
    ]
    points = [(min(1.0, max(0.0, b["mean_score"])), b["answerable"]) for b in bins]
    silent = [(min(1.0, max(0.0, b["mean_score"])), b["abstained"]) for b in bins]
    return picture(
        axes,
        told,
        frame(axes, TICKS, TICKS),
        path(axes, [(0, 0), (1, 1)], "even"),
        path(axes, points),
        path(axes, silent, "line second"),
        dots,
        x_title(axes, "score; solid: an answer is there; dashed: abstained"),
    )


def _table(bins: list[Json]) -> Markup:
    headings = ("score", "cases", "mean score", "an answer is in the record", "abstained")
    rows = (
        (
            f"{b['low']:.1f} to {b['high']:.1f}",
            str(b["cases"]),
            figure(b["mean_score"]),
            figure(b["answerable"]),
            figure(b["abstained"]),
        )
        for b in bins
    )
    return table("Answers by their evidence score.", headings, rows)

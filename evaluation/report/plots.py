"""Small pictures as inline SVG. What they show also stands in words or a table beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.report.elements import Inside, Markup, el

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 14, 42
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """From values to places in a picture; both axes begin at `x[0]` and `y[0]`."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = WIDTH
    height: float = HEIGHT

    def at_x(self, value: float) -> float:
        low, high = self.x
        return round(LEFT + (value - low) / ((high - low) or 1) * (self.width - LEFT - RIGHT), 2)

    def at_y(self, value: float) -> float:
        low, high = self.y
        return round(self.height - BOTTOM - (value - low) / ((high - low) or 1) * (self.height - TOP - BOTTOM), 2)


def picture(axes: Axes, told: str, *inside: Inside) -> Markup:
    """A picture as wide as there is room; `told` is what it shows, in words."""
    box = f"0 0 {axes.width:g} {axes.height:g}"
    return el("svg", el("title", told), *inside, viewBox=box, role="img", class_="plot")


def frame(axes: Axes, x_ticks: Iterable[tuple[float, str]], y_ticks: Iterable[tuple[float, str]]) -> list[Markup]:
    """Grid lines with their labels."""
    left, right, foot = LEFT, axes.width - RIGHT, axes.height - BOTTOM
    drawn: list[Markup] = []
    for value, label in y_ticks:
        y = axes.at_y(value)
        drawn += [
            el("line", x1=left, x2=right, y1=y, y2=y, class_="grid"),
            el("text", label, x=left - 6, y=y + 4, class_="tick end"),
        ]
    for value, label in x_ticks:
        x = axes.at_x(value)
        drawn += [
            el("line", x1=x, x2=x, y1=foot, y2=foot + 4, class_="axis"),
            el("text", label, x=x, y=foot + 20, class_="tick middle"),
        ]
    return [*drawn, el("line", x1=left, x2=right, y1=foot, y2=foot, class_="axis")]


def x_title(axes: Axes, words: str) -> Markup:
    return el("text", words, x=(LEFT + axes.width - RIGHT) / 2, y=axes.height - 4, class_="tick middle")


def path(axes: Axes, points: Sequence[Point], class_: str = "line") -> Markup:
    places = "".join(f"{'L' if n else 'M'}{axes.at_x(x):g} {axes.at_y(y):g}" for n, (x, y) in enumerate(points))
    return el("path", d=places, class_=class_)


def interval_bar(value: float | None, low: float | None, high: float | None) -> Markup | None:
    """A figure from 0 to 1 as a dot, and its interval as a bar; None where there is no figure."""
    if value is None:
        return None

    def at(share: float) -> float:
        return round(6 + 148 * min(1.0, max(0.0, share)), 1)

    drawn = [el("line", x1=6, x2=154, y1=9, y2=9, class_="grid")]
    if low is not None and high is not None:
        drawn.append(el("rect", x=at(low), width=max(1.5, at(high) - at(low)), y=5, height=8, class_="range"))
    drawn.append(el("circle", cx=at(value), cy=9, r=4, class_="dot"))
    return el("svg", *drawn, viewBox="0 0 160 18", width="160", height="18", aria_hidden="true", class_="bar")


def share_bar(value: float | None) -> Markup | None:
    """A share as a bar that is filled so far."""
    if value is None:
        return None
    filled = round(100 * min(1.0, max(0.0, value)), 1)
    drawn = (
        el("rect", x=0, y=3, width=100, height=8, rx=2, class_="empty"),
        el("rect", x=0, y=3, width=filled, height=8, rx=2, class_="filled"),
    )
    return el("svg", *drawn, viewBox="0 0 100 14", width="100", height="14", aria_hidden="true", class_="bar")


def round_steps(most: float, steps: int = 5) -> list[float]:
    """Round values from 0 to at least `most`, about so many."""
    if most <= 0:
        return [0.0, 1.0]
    size = 10.0**-6
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * steps >= most:
                return [step * n for n in range(int(-(-most // step)) + 1)]
        size *= 10

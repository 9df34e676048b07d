"""Figures as words: three decimals, "–" where undefined."""

from __future__ import annotations

from datetime import datetime

from evaluation.report.elements import DASH, Markup, el
from service.contract import Json

MORE = 3  # decimals of a share


def figure(value: float | None, unit: str = "share") -> str:
    """ "0.792", "0.552 s", or "–"."""
    if value is None:
        return DASH
    return f"{value:.{MORE}f}" + (f" {unit}" if unit != "share" else "")


def around(found: Json, unit: str = "share") -> str:
    """ "0.667 to 0.896", or "–" where fewer than two cases define the measure."""
    if found.get("low") is None or found.get("high") is None:
        return DASH
    return f"{found['low']:.{MORE}f} to {figure(found['high'], unit)}"


def share(found: Json) -> Markup:
    """A figure of a group, with how many cases define it: "0.750 of 4"."""
    return el("span", figure(found["value"]), " ", el("small", f"of {found['count']:,}"), class_="figure")


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def moment(iso: str) -> str:
    """ "2031-05-02 09:00 UTC"; what is no moment, as it is."""
    try:
        begun = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{begun:%Y-%m-%d %H:%M} {begun.tzname() or ''}".strip()

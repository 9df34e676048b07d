"""Bullets and numbers that were typed in front of the items of a list."""

from __future__ import annotations

import re

from ingest.readers.scanning import BULLET

_BULLET = re.compile(r"^[•·‣◦▪●○■□➢✓\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf02d–—*-]\s+(?=\S)")
_NUMBER = re.compile(r"^(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_DASH = re.compile(r"[–—*-]")


def item_of(text: str) -> tuple[str, str] | None:
    """The mark and the words of an item: "•" for every bullet, numbers as they stand; None where there is no mark."""
    bullet = _BULLET.match(text)
    if bullet:
        return BULLET, text[bullet.end() :]
    number = _NUMBER.match(text)
    return (number[1], text[number.end() :]) if number else None


def is_number(mark: str) -> bool:
    """Whether the text is a number as items bear it: "1.", "(a)", "iv)"."""
    return _NUMBER.match(f"{mark} x") is not None


def is_dash(text: str) -> bool:
    """Whether the text begins with a sign that stands between words too."""
    return _DASH.match(text) is not None

"""Rows of tables in office documents to pieces; a row that holds a speaker and what was said is a turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.pieces import Piece
from ingest.readers.turns import may_begin

_LABEL_CELL = re.compile(r"^[^\W\d_][^:|]{0,60}:$")


def piece_of_row(cells: Sequence[str], *, near: bool) -> Piece:
    """A row with its cells; where the first one ends in a colon as a label does, a paragraph."""
    filled = [c for c in cells if c]
    if len(filled) == 2 and cells[0] and _LABEL_CELL.match(filled[0]) and may_begin(f"{filled[0]} {filled[1]}"):
        return Piece(f"{filled[0]} {filled[1]}")
    if len(filled) == 1 and len(cells) == 1:
        return Piece(filled[0], near=near)
    return Piece(" | ".join(filled), "row", cells=tuple(cells), near=near)

"""Rows of tables in office documents to pieces; a row that holds a speaker and what was said is a turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.names import fold
from ingest.readers.pieces import Piece
from ingest.readers.turns import may_begin

_LABEL_CELL = re.compile(r"^[^\W\d_][^:|]{0,60}:$")
_CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?$")
_WHO = frozenset("speaker speakers name who participant person".split())
_SAID = frozenset(
    "text transcript speech remarks remark statement statements contribution intervention words said utterance".split()
)
_WHEN = frozenset("time timestamp start timecode".split())


def pieces_of_table(rows: Sequence[Sequence[str]]) -> list[Piece]:
    """The rows in order. A table of one column is paragraphs, one with columns for speakers and their words turns."""
    filled = [row for row in rows if any(row)]
    if all(len(row) == 1 for row in filled):
        return [Piece(row[0]) for row in filled]
    columns = _columns(filled[0]) if filled else {}
    if "who" in columns and "said" in columns:
        turns = [_turn(row, columns) for row in filled[1:]]
        return [Piece(" | ".join(c for c in filled[0] if c), "row", cells=tuple(filled[0])), *turns]
    return [piece_of_row(row, near=i > 0) for i, row in enumerate(filled)]


def piece_of_row(cells: Sequence[str], *, near: bool) -> Piece:
    """A row with its cells; where the first one ends in a colon as a label does, a paragraph."""
    filled = [c for c in cells if c]
    if len(filled) == 2 and cells[0] and _LABEL_CELL.match(filled[0]) and may_begin(f"{filled[0]} {filled[1]}"):
        return Piece(f"{filled[0]} {filled[1]}")
    if len(cells) == 1:
        return Piece(filled[0] if filled else "", near=near)
    return Piece(" | ".join(filled), "row", cells=tuple(cells), near=near)


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Which column holds who spoke, what was said and when, by one word of the header each."""
    columns: dict[str, int] = {}
    for i, cell in enumerate(header):
        for column, words in (("who", _WHO), ("said", _SAID), ("when", _WHEN)):
            if column not in columns and fold(cell).strip(" :") in words:
                columns[column] = i
    return columns


def _turn(row: Sequence[str], columns: dict[str, int]) -> Piece:
    places = (columns.get(column) for column in ("who", "said", "when"))
    who, said, when = (row[i] if i is not None and i < len(row) else "" for i in places)
    clock = f"[{when}] " if _CLOCK.match(when) else ""
    return Piece(f"{clock}{who.rstrip(':')}: {said}" if who else said)

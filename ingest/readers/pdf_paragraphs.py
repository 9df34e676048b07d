"""Lines of a PDF to pieces: which lines are one paragraph, a heading, an item of a list or a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ingest.readers.bold_names import with_labels
from ingest.readers.list_marks import item_of
from ingest.readers.pdf_breaks import Style, continues, stands_apart, style_of
from ingest.readers.pdf_hyphens import Spelling, joined_lines, spelling_of
from ingest.readers.pdf_lines import Line
from ingest.readers.pieces import Piece
from ingest.readers.scanning import BULLET
from ingest.readers.stored_text import clean, one_line
from ingest.readers.table_rows import pieces_of_table

_NOTE = re.compile(r"^(?:\[?\d{1,3}\]?|[*†‡§])[\s.)]{0,3}\S")
_SMALLER = 0.92  # times the usual size of letters: a footnote
_LARGER = 1.12  # times the usual size of letters: a heading
_MAX_HEADING_CHARS = 200


def pieces_of_columns(columns: Sequence[Sequence[Line]]) -> list[Piece]:
    """The pieces in order; a paragraph goes on over the end of a column or page."""
    lines = [line for column in columns for line in column]
    if not lines:
        return []
    style = style_of(lines)
    spelling = spelling_of([line.text for line in lines])
    texts, notes = _notes_apart(columns, style)
    groups = list(_groups(texts, style))
    levels = _levels(groups, style)
    found = _body(groups, style, levels, spelling)
    if notes:
        found.append(Piece("Notes", "heading", 2))
        found += [_piece(g, style, {}, spelling) for g in _groups(notes, style)]
    return [p for p in found if p.text]


def _body(groups: Sequence[list[Line]], style: Style, levels: dict[float, int], spelling: Spelling) -> list[Piece]:
    found: list[Piece] = []
    leads: dict[int, str] = {}
    for part in _parts(groups):
        lead = _lead(part[0], spelling)
        leads |= {len(found): lead} if lead else {}
        found += _pieces(part, style, levels, spelling)
    return with_labels(found, leads)


def _lead(group: Sequence[Line], spelling: Spelling) -> str:
    """What stands in bold at the beginning of a paragraph, over lines if it must; "" where all of it does, or none."""
    bold: list[str] = []
    for line in group:
        bold.append(line.text[: line.lead])
        if line.lead < len(line.text):
            return one_line(clean(joined_lines(bold if line.lead else bold[:-1], spelling)))
    return ""


def _parts(groups: Iterable[list[Line]]) -> Iterator[list[list[Line]]]:
    """The groups of lines, each by itself, and the rows of one table together."""
    for width, found in groupby(groups, key=lambda g: len(g[0].cells)):
        if width:
            yield list(found)
        else:
            yield from ([group] for group in found)


def _pieces(
    groups: Sequence[Sequence[Line]], style: Style, levels: dict[float, int], spelling: Spelling
) -> Sequence[Piece]:
    if groups[0][0].cells:
        return pieces_of_table([[one_line(clean(cell)) for cell in group[0].cells] for group in groups])
    return [_piece(groups[0], style, levels, spelling)]


def _notes_apart(columns: Sequence[Sequence[Line]], style: Style) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and those of footnotes: small ones at the end of a column from a number on.

    They go behind the text, for they would part its paragraphs, and nobody speaks them.
    """
    texts: list[Line] = []
    notes: list[Line] = []
    for column in columns:
        first = len(column)
        while first and column[first - 1].size < _SMALLER * style.size and not column[first - 1].cells:
            first -= 1
        while first < len(column) and not _NOTE.match(column[first].text):
            first += 1
        texts += column[:first]
        notes += column[first:]
    return (texts, notes) if texts else (notes, texts)


def _groups(lines: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    group: list[Line] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if group and not continues(group, line, following, style):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _levels(groups: Sequence[Sequence[Line]], style: Style) -> dict[float, int]:
    """The level of each size of letters larger than usual, 1 for the largest."""
    sizes = sorted({round(g[0].size, 1) for g in groups if g[0].size >= _LARGER * style.size}, reverse=True)
    merged: list[float] = []
    levels: dict[float, int] = {}
    for size in sizes:
        if not merged or size < 0.95 * merged[-1]:
            merged.append(size)
        levels[size] = min(6, len(merged))
    return levels


def _piece(group: Sequence[Line], style: Style, levels: dict[float, int], spelling: Spelling) -> Piece:
    first = group[0]
    near = not stands_apart(first, style)
    text = one_line(clean(joined_lines([line.text for line in group], spelling)))
    level = levels.get(round(first.size, 1), 0)
    if level and len(text) <= _MAX_HEADING_CHARS and not re.search(r"[,;]$|\w{3,}\.\s+\w", text):
        return Piece(text, "heading", level)
    bold = all(line.bold for line in group)
    item = item_of(text)
    if item and not (bold and item[0] != BULLET):
        depth = round((first.left - first.column[0]) / (0.5 * first.size))
        return Piece(item[1], "item", max(0, depth), item[0], near=near)
    return Piece(text, bold=bold, near=near)

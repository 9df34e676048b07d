"""Lines of a PDF to pieces: which lines are one paragraph, a heading, an item of a list or a row of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ingest.readers.bold_names import with_labels
from ingest.readers.list_marks import is_dash, item_of
from ingest.readers.openings import opens
from ingest.readers.paragraphs import breaks_off
from ingest.readers.pdf_hyphens import Spelling, is_unspaced, joined_lines, spelling_of
from ingest.readers.pdf_lines import Line
from ingest.readers.pieces import Piece
from ingest.readers.scanning import BULLET
from ingest.readers.stored_text import clean, one_line
from ingest.readers.table_rows import pieces_of_table

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_NOTE = re.compile(r"^(?:\[?\d{1,3}\]?|[*†‡§])[\s.)]{0,3}\S")
_SMALLER = 0.92  # times the usual size of letters: a footnote
_LARGER = 1.12  # times the usual size of letters: a heading
_MAX_HEADING_CHARS = 200
_INDENT = 0.7  # letter sizes
_LOOSE = 1.25  # times the usual spacing of lines: a new paragraph
_SLACK = 1.0  # letter sizes by which a word that would have fitted leaves room


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in the document: size of letters, spacing of lines in letter sizes, how paragraphs begin."""

    size: float
    spacing: float
    indented: bool  # first lines are
    hanging: bool  # all lines but the first are indented
    spaced: bool  # paragraphs stand apart
    justified: bool


def pieces_of_columns(columns: Sequence[Sequence[Line]]) -> list[Piece]:
    """The pieces in order; a paragraph goes on over the end of a column or page."""
    lines = [line for column in columns for line in column]
    if not lines:
        return []
    style = _style(lines)
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
        first = part[0][0]
        if 0 < first.lead < len(first.text):
            leads[len(found)] = one_line(clean(first.text[: first.lead]))
        found += _pieces(part, style, levels, spelling)
    return with_labels(found, leads)


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


def _style(lines: Sequence[Line]) -> Style:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 0.06 * size + 0.3 and not line.cells]
    gaps = [line.above / line.size for line in body if line.above and 0.9 < line.above / line.size < 2.2]
    spacing = median(sorted(gaps)[: max(1, int(0.8 * len(gaps)))]) if gaps else 1.25
    starts = sum(map(_is_indented, body))
    loose = sum(1 for line in body if line.above and _LOOSE * spacing * line.size < line.above < 4 * line.size)
    full = sum(line.column[1] - line.right < 1 for line in body)
    many = 0.04 * len(body)
    hanging = starts > 0.5 * len(body) and _hangs(lines)
    return Style(size, spacing, starts > many and not hanging, hanging, loose > many, full > 0.6 * len(body))


def _hangs(lines: Sequence[Line]) -> bool:
    """Whether full lines at the margin are followed by indented ones, and hardly ever by others at the margin."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.above and b.above < 2 * b.size and not _is_indented(a)]
    full = [b for a, b in pairs if not _fits_above(a, b) and not item_of(b.text)]
    indented = sum(map(_is_indented, full))
    return indented > 2 and indented >= 0.9 * len(full)


def _is_indented(line: Line) -> bool:
    return _INDENT * line.size < line.left - line.column[0] < 5 * line.size


def _groups(lines: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    group: list[Line] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if group and not _continues(group, line, following, style):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, following: Line | None, style: Style) -> bool:
    """Whether the line belongs to the paragraph of the group."""
    last = group[-1]
    if line.cells or last.cells or abs(last.size - line.size) > 0.08 * last.size:
        return False
    if last.bold != line.bold and (_is_headline(last) or _is_headline(line)):
        return False
    if line.above is None:
        return not item_of(line.text) and _goes_over(group, line, style)
    if item_of(line.text) and _begins_item(group, line, style):
        return False
    if line.above > _LOOSE * style.spacing * line.size or line.above < -1:
        return False
    if style.hanging and not _is_indented(line):
        return False
    if 0 < line.lead < min(60, len(line.text)) and not last.bold and _ENDS.search(last.text):
        return False
    if last.bold and line.bold and _is_headline(last):
        return not item_of(line.text) and not _fits_above(last, line, slack=8)
    if not (style.indented or style.spaced) and opens(line.text) and _ENDS.search(last.text):
        return False
    if last.text.endswith(",") and not _begins_by_place(group, line, following, style.indented):
        return True
    return not _fits_above(last, line) and not _begins_by_place(group, line, following, style.indented)


def _begins_item(group: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a bullet or number begins an item, and does not only happen to stand first on a line."""
    last = group[-1]
    found = item_of(line.text)
    if found and found[0] == BULLET and not is_dash(line.text):
        return True
    if item_of(group[0].text):
        return abs(line.left - group[0].left) < line.size or _ENDS.search(last.text) is not None
    apart = line.above is not None and line.above > _LOOSE * style.spacing * line.size
    if apart or _fits_above(last, line):
        return True
    return not breaks_off(last.text, line.text) and _begins_by_place(group, line, None, False)


def _is_headline(line: Line) -> bool:
    return line.bold and len(line.text) <= 120


def _fits_above(last: Line, line: Line, slack: float = _SLACK) -> bool:
    """Whether the first word of the line would have had room in the line above, which therefore ended on purpose."""
    if last.text.endswith(("-", "‐", "\u00ad")) and line.text[:1].islower():
        return False
    width = (line.right - line.left) / max(1, len(line.text))
    word = 1 if is_unspaced(line.text) else len(line.text.split(None, 1)[0]) + 1
    room = last.column[1] - last.right
    return room > word * width + slack * line.size


def _begins_by_place(group: Sequence[Line], line: Line, following: Line | None, indented: bool) -> bool:
    """Whether the line is indented as first lines are, or stands out to the left of the lines above.

    Below an indented line another one is the first of a paragraph where first lines are `indented`, and where the next
    line is not: a paragraph of one line, or of one person, stood above it.
    """
    last, step = group[-1], _INDENT * line.size
    if line.left > last.left + step:
        hanging = len(group) == 1 and (item_of(last.text) or (following and abs(following.left - line.left) < step / 2))
        return not hanging
    if line.left < last.left - step:
        return len(group) > 1 and not item_of(group[0].text)
    returns = following is not None and following.above is not None and not _is_indented(following)
    return indented and _is_indented(line) and len(group) == 1 and (opens(line.text) or returns)


def _goes_over(group: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a paragraph goes on at the top of the next column or page."""
    last = group[-1]
    if _is_headline(last) or _is_headline(line) or opens(line.text):
        return False
    if breaks_off(last.text, line.text):
        return True
    if _is_indented(line) and not _is_indented(last):
        return False
    full = last.right > last.column[1] - 3 * last.size
    if not full:
        return False
    to_the_edge = style.justified and last.column[1] - last.right < 1
    return not _ENDS.search(last.text) or to_the_edge or (style.indented and not _is_indented(line))


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
    near = first.above is not None and first.above <= _LOOSE * style.spacing * first.size
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

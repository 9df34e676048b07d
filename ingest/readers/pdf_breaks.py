"""Where paragraphs of a PDF begin: by space, indents, room left in the line above, and how the document does it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.list_marks import is_dash, item_of
from ingest.readers.openings import opens
from ingest.readers.paragraphs import breaks_off
from ingest.readers.pdf_hyphens import is_unspaced
from ingest.readers.pdf_lines import Line
from ingest.readers.scanning import BULLET

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
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


def style_of(lines: Sequence[Line]) -> Style:
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


def stands_apart(line: Line, style: Style) -> bool:
    """Whether more space than usual is above the line, or nothing at all in its column."""
    return line.above is None or line.above > _LOOSE * style.spacing * line.size


def continues(group: Sequence[Line], line: Line, following: Line | None, style: Style) -> bool:
    """Whether the line belongs to the paragraph of the group."""
    last = group[-1]
    if line.cells or last.cells or abs(last.size - line.size) > 0.08 * last.size:
        return False
    if last.bold != line.bold and (_is_headline(last) or _is_headline(line)) and not _labels(last, line):
        return False
    if line.above is None:
        return not item_of(line.text) and _goes_over(group, line, style)
    if item_of(line.text) and _begins_item(group, line, style):
        return False
    if stands_apart(line, style) or line.above < -1:
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


def _labels(last: Line, line: Line) -> bool:
    """Whether a label in bold fills the line above, and ends in this one or just above it."""
    return last.bold and not _fits_above(last, line) and (line.lead > 0 or last.text.endswith(":"))


def _begins_item(group: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a bullet or number begins an item, and does not only happen to stand first on a line."""
    last = group[-1]
    found = item_of(line.text)
    if found and found[0] == BULLET and not is_dash(line.text):
        return True
    if item_of(group[0].text):
        return abs(line.left - group[0].left) < line.size or _ENDS.search(last.text) is not None
    if stands_apart(line, style) or _fits_above(last, line):
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

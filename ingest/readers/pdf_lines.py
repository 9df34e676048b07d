"""Rows of a region of a page: lines of text, and rows of tables with their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.participant_tables import columns_of
from ingest.readers.pdf_furniture import rows_of
from ingest.readers.pdf_pages import Run

_ALIGNED = 4.0  # points
_MIN_ROWS = 3
_CELL_LINE = 1.6  # spacing of the lines of a cell, in letter sizes
_MAX_TABLE_RUNS = 5000
_MAX_CELLS = 40  # of a row
_MAX_HEADER_CHARS = 40
_LONG_WORD = 30
_ROW_GAP = 4.0  # letter sizes between two rows of one table


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column, with the edges of the column; `above` is how far the line above it stands, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool  # the whole of it
    lead: int  # bold letters at its beginning
    column: tuple[float, float]
    above: float | None = None  # None for the first of a column
    cells: tuple[str, ...] = ()  # of a table row


def lines_of(region: Sequence[Run]) -> list[Line]:
    """The lines from top to bottom; a table row is one line with cells."""
    rows = rows_of(region)
    found: list[Line] = []
    column = _edges(region)
    tables = {id(table[0]): table for table in _tables(rows)}
    skip = 0
    for row in rows:
        if skip:
            skip -= 1
            continue
        table = tables.get(id(row))
        if table:
            found += _cells(table, column, found[-1].base if found else None)
            skip = len(table) - 1
        else:
            found.append(_line(row, column, found[-1].base if found else None))
    return found


def _edges(region: Sequence[Run]) -> tuple[float, float]:
    """Left and right edge of the column; of the right edges the one that all but a few lines keep to.

    Long words without a space, such as addresses of pages, may stand out of a column.
    """
    rights = sorted(r.right for r in region if " " in r.text or len(r.text) < _LONG_WORD) or [r.right for r in region]
    lefts = sorted(r.left for r in region)
    return lefts[int(0.02 * len(lefts))], rights[min(len(rights) - 1, int(0.97 * len(rights)))]


def _line(row: Sequence[Run], column: tuple[float, float], before: float | None) -> Line:
    text = " ".join(r.text for r in row)
    letters = sum(len(r.text.replace(" ", "")) for r in row)
    largest = max(row, key=lambda r: len(r.text))
    return Line(
        text,
        row[0].left,
        row[-1].right,
        largest.base,
        largest.size,
        bold=sum(r.bold for r in row) >= 0.95 * letters,
        lead=_lead(row),
        column=column,
        above=None if before is None else before - largest.base,
    )


def _lead(row: Sequence[Run]) -> int:
    """How many signs at the beginning of the line are bold, over as many of its runs as that goes on."""
    count = 0
    for run in row:
        count += run.lead + (1 if count else 0)
        if run.lead < len(run.text):
            break
    return count


def _tables(rows: Sequence[list[Run]]) -> Iterator[list[list[Run]]]:
    """Stretches of rows that are tables: rows of several cells whose left edges come again."""
    i = 0
    while i < len(rows):
        last = _table_end(rows, i) if 1 < len(rows[i]) <= _MAX_CELLS else i
        if last > i:
            yield list(rows[i:last])
        i = max(last, i + 1)


def _table_end(rows: Sequence[list[Run]], first: int) -> int:
    """The row behind the last one of the table that begins at `first`; `first` where none does."""
    places = [r.left for r in rows[first]]
    several = 1
    last = first + 1
    for i in range(first + 1, len(rows)):
        row = rows[i]
        fits = all(_is_cell(r, places) for r in row)
        spacing = rows[i - 1][0].base - row[0].base
        if not fits or spacing > _ROW_GAP * row[0].size:
            break
        if len(row) > 1:
            several, last = several + 1, i + 1
        elif row[0].left > places[0] + _ALIGNED or spacing < _CELL_LINE * row[0].size:
            last = i + 1 if row[0].left > places[0] + _ALIGNED else last
    header = columns_of([r.text for r in rows[first]])
    needed = 2 if "name" in header and len(header) > 1 else _MIN_ROWS
    return last if several >= needed and last - first <= _MAX_TABLE_RUNS else first


def roll_table(runs: Sequence[Run]) -> list[Run]:
    """The runs of a table of participants as the file holds them, told by its header; [] where there is none."""
    for row in rows_of(runs):
        header = columns_of([r.text for r in row]) if 1 < len(row) <= _MAX_CELLS else {}
        if "name" not in header or len(header) < 2 or any(len(r.text) > _MAX_HEADER_CHARS for r in row):
            continue
        places = [r.left for r in row]
        found: list[Run] = []
        for run in sorted((r for r in runs if r.order >= row[0].order), key=lambda r: r.order):
            if not _is_cell(run, places) or (found and found[-1].base - run.base > _ROW_GAP * run.size):
                break
            found.append(run)
        if len(found) > len(row):
            return found
    return []


def _is_cell(run: Run, places: Sequence[float]) -> bool:
    """Whether the run begins where a column does and ends before the next one begins."""
    at = [i for i, place in enumerate(places) if abs(run.left - place) <= _ALIGNED]
    return bool(at) and run.right < ([*places, float("inf")][at[-1] + 1])


def _cells(rows: Sequence[list[Run]], column: tuple[float, float], before: float | None) -> Iterator[Line]:
    """One line for each row of the table, with what its cells hold over several lines put together."""
    places = [r.left for r in rows[0]]
    runs = sorted((r for row in rows for r in row), key=lambda r: r.order)
    spacing = _spacing(rows)
    current: list[list[Run]] = []
    at = -1
    for run in runs:
        i = min(range(len(places)), key=lambda n: abs(places[n] - run.left))
        anew = not current or i < at or (i == at and not _goes_on(current[i], run, spacing))
        if anew:
            if current:
                yield (line := _row_line(current, column, before))
                before = line.base
            current = [[] for _ in places]
        current[i].append(run)
        at = i
    if current:
        yield _row_line(current, column, before)


def _spacing(rows: Sequence[list[Run]]) -> float:
    gaps = [a[0].base - b[0].base for a, b in pairwise(rows)]
    return median(gaps) if gaps else 0.0


def _goes_on(cell: Sequence[Run], run: Run, spacing: float) -> bool:
    """Whether the run is the next line of the cell: closer than the rows of the table stand."""
    if not cell:
        return True
    gap = cell[-1].base - run.base
    return -1 <= gap < min(_CELL_LINE * run.size, max(spacing, 1.3 * run.size) + 1)


def _row_line(cells: Sequence[Sequence[Run]], column: tuple[float, float], before: float | None) -> Line:
    runs = [r for cell in cells for r in cell]
    texts = tuple(" ".join(r.text for r in cell) for cell in cells)
    sizes = Counter(r.size for r in runs)
    base = max(r.base for r in runs)
    return Line(
        " | ".join(t for t in texts if t),
        min(r.left for r in runs),
        max(r.right for r in runs),
        base,
        sizes.most_common(1)[0][0],
        bold=False,
        lead=0,
        column=column,
        above=None if before is None else before - base,
        cells=texts,
    )

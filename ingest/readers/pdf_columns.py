"""The order in which the runs of a page are read: columns from left to right, each from top to bottom."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.readers.pdf_furniture import rows_of
from ingest.readers.pdf_lines import roll_table
from ingest.readers.pdf_pages import Run

_MIN_GUTTER = 7.0  # points; newspapers are set closer than that, proceedings are not
_MARGIN = 2.0
_SAME_LINE = 0.6  # points; the cells of a row stand on one line, those of two columns rarely do
_MIN_LINES = 3  # of a column
_MAX_CROSSING = 0.45  # share of the lines that may stand across a gutter
_MIN_WORDS = 4  # of a usual line of a column; cells of tables hold fewer
_TIGHT = 1.6  # line spacing within a paragraph, in letter sizes
_MAX_DEPTH = 4
_MAX_EDGES = 12  # left edges that are tried
_MAX_RUNS = 2000  # of a page that is looked at for columns; no printed page holds as many


def regions_of_pages(pages: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The runs of all pages in groups, each of which is read from top to bottom before the next one.

    A page with too few lines to tell, often the last one, has the columns of the other pages.
    """
    gutters = [_gutter(runs) for runs in pages]
    usual = Counter(round(g) for g in gutters if g is not None).most_common(1)
    found: list[list[Run]] = []
    for runs, gutter in zip(pages, gutters, strict=True):
        if gutter is None and usual and _keeps_to(runs, usual[0][0]):
            gutter = usual[0][0]
        table = roll_table(runs) if gutter is not None else []
        first, last = (table[0].order, table[-1].order) if table else (0, -1)
        found += _regions([r for r in runs if r.order < first], gutter, 0) if table else []
        found += [table] if table else []
        found += _regions([r for r in runs if r.order > last], gutter, 0)
    return found


def _keeps_to(runs: Sequence[Run], gutter: float) -> bool:
    """Whether the runs stand in the columns that the gutter parts, and are held one column after the other."""
    left = [r for r in runs if r.right <= gutter]
    right = [r for r in runs if r.left >= gutter]
    across = len(runs) - len(left) - len(right)
    return bool(left and right) and across <= _MAX_CROSSING * len(runs) and _is_by_columns(left, right)


def _regions(runs: Sequence[Run], gutter: float | None, depth: int) -> list[list[Run]]:
    if gutter is None or depth > _MAX_DEPTH:
        return [list(runs)] if runs else []
    found: list[list[Run]] = []
    for across, band in _bands(runs, gutter):
        if across:
            found.append(band)
            continue
        for part in _stacked(band, gutter):
            for side in ([r for r in part if r.left < gutter], [r for r in part if r.left >= gutter]):
                found += _regions(side, _gutter(side), depth + 1)
    return found


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where the widest empty strip between two columns lies; None where the runs are one column, or a table."""
    if not 2 * _MIN_LINES <= len(runs) <= _MAX_RUNS:
        return None
    best: tuple[float, float] | None = None
    for start, end in _strips(runs):
        x = start + _MARGIN  # lines of the right column that are less indented than others begin in the strip
        left = [r for r in runs if r.right <= x]
        right = [r for r in runs if r.left >= x]
        across = len(runs) - len(left) - len(right)
        if min(len(left), len(right)) < _MIN_LINES or across > _MAX_CROSSING * len(runs):
            continue
        if not _side_by_side(left, right) or not (_is_by_columns(left, right) or _is_prose(left, right)):
            continue
        worth = min(len(left), len(right)) - 2 * across + (end - start) / 1000
        if best is None or worth > best[0]:
            best = (worth, x)
    return best[1] if best else None


def _strips(runs: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """Strips that few runs cross, as [start, end): from where some end to where others begin."""
    ends = sorted({round(r.right) for r in runs})
    for start in _frequent([r.left for r in runs]):
        before = [e for e in ends if e <= start - _MIN_GUTTER + 1]
        inside = [r for r in runs if start - _MIN_GUTTER < r.right < start and r.left < start]
        if before and len(inside) <= 0.05 * len(runs):
            yield before[-1], float(start)


def _frequent(places: Sequence[float]) -> list[int]:
    """The left edges that most runs share, at most a dozen."""
    counts = Counter(round(p) for p in places)
    shared = {c: counts[c - 1] + n + counts[c + 1] for c, n in counts.items()}
    return [c for c, n in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_MAX_EDGES] if n >= _MIN_LINES]


def _side_by_side(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether the two stand at the same heights for a good part."""
    top = min(max(r.base for r in left), max(r.base for r in right))
    bottom = max(min(r.base for r in left), min(r.base for r in right))
    beside = [r for r in (*left, *right) if bottom - 1 <= r.base <= top + 1]
    return len(beside) >= 0.4 * (len(left) + len(right)) and top > bottom


def _is_by_columns(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether the file itself holds one side after the other, and not row by row as it does a table."""
    sides = sorted([(r.order, 0) for r in left] + [(r.order, 1) for r in right])
    back = sum(1 for (_, a), (_, b) in itertools.pairwise(sides) if a == 1 and b == 0)
    return back <= max(1, 0.1 * min(len(left), len(right)))


def _is_prose(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether both sides are made of lines of words that fill them, which the cells of a table do not."""
    return all(_fills(side) for side in (left, right))


def _fills(side: Sequence[Run]) -> bool:
    width = max(r.right for r in side) - min(r.left for r in side)
    full = median(r.right - r.left for r in side)
    return full >= 0.75 * width and median(len(r.text.split()) for r in side) >= _MIN_WORDS


def _bands(runs: Sequence[Run], gutter: float) -> Iterator[tuple[bool, list[Run]]]:
    """Stretches of the page from the top: (True, lines across the gutter) and (False, what stands beside it)."""
    band: list[Run] = []
    state = False
    beside = sorted(r.base for r in runs if r.left >= gutter)
    by_columns = _is_by_columns([r for r in runs if r.right <= gutter], [r for r in runs if r.left >= gutter])
    for row in rows_of(runs):
        across = any(_stands_across(r, gutter, beside) for r in row) or (by_columns and _is_table_row(row, gutter))
        across = across or (state and (_ends_paragraph(band, row, gutter) or _ends_cell(band, row)))
        if across != state and band:
            yield state, band
            band = []
        state = across
        band.extend(row)
    if band:
        yield state, band


def _stands_across(run: Run, gutter: float, beside: Sequence[float]) -> bool:
    """Whether a run goes over the gutter, and is no long word that its column could not hold.

    `beside` are the heights of the lines to the right of the gutter, in ascending order; none of them is at its height.
    """
    if not run.left < gutter < run.right:
        return False
    at = bisect_left(beside, run.base - 0.8 * run.size)
    return at == len(beside) or beside[at] > run.base + 0.8 * run.size


def _is_table_row(row: Sequence[Run], gutter: float) -> bool:
    """Whether the file holds both sides of the row together, although it goes by columns elsewhere."""
    left = [r for r in row if r.left < gutter]
    right = [r for r in row if r.left >= gutter]
    if not left or not right or abs(left[-1].base - right[0].base) > _SAME_LINE:
        return False
    return right[0].order - left[-1].order == 1


def _ends_cell(band: Sequence[Run], row: Sequence[Run]) -> bool:
    """Whether a row is the next line of one cell of the table above it."""
    if len(row) > 1 or not band:
        return False
    orders = [r.order for r in band[-8:]]
    close = 0 < band[-1].base - row[0].base < _TIGHT * row[0].size
    return close and min(orders) < row[0].order <= max(orders) + 1 and len({r.base for r in band[-8:]}) < len(orders)


def _ends_paragraph(band: Sequence[Run], row: Sequence[Run], gutter: float) -> bool:
    """Whether a row is the short last line of the paragraph that stands across the gutter above it."""
    if not band or any(r.left >= gutter for r in row):
        return False
    last, first = band[-1], row[0]
    close = 0 < last.base - first.base < _TIGHT * last.size and abs(last.size - first.size) < 0.5
    return close and abs(last.left - first.left) < 1.5 * last.size


def _stacked(band: Sequence[Run], gutter: float) -> list[list[Run]]:
    """The band parted where both columns pause and the file goes on below only when all above is done."""
    rows = rows_of(band)
    ends = list(itertools.accumulate((max(r.order for r in row) for row in rows), max))
    begins = list(itertools.accumulate((min(r.order for r in row) for row in reversed(rows)), min))[::-1]
    parts: list[list[Run]] = [[]]
    for i, row in enumerate(rows):
        if i and ends[i - 1] < begins[i] and _pauses(rows[i - 1], row) and _both(parts[-1], gutter):
            parts.append([])
        parts[-1].extend(row)
    return parts


def _both(runs: Sequence[Run], gutter: float) -> bool:
    right = sum(r.left >= gutter for r in runs)
    return 1 < right < len(runs) - 1


def _pauses(above: Sequence[Run], below: Sequence[Run]) -> bool:
    return above[0].base - below[0].base > _TIGHT * min(r.size for r in (*above, *below))

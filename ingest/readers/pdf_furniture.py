"""What the pages of a PDF bear at their edges and what is no part of the text: running heads, page and line numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf_pages import Page, Run

_EDGE_ROWS = 3  # rows at the top and the bottom among which such lines stand
_PART_GAP = 3.0  # letter sizes
_SAME_HEIGHT = 5.0  # points by which the places of a running head differ from page to page
_MAX_CHARS = 160
_MAX_RUNS = 40  # of a row at the edge
_PLAIN_NUMBER = re.compile(r"^[-–—|\[(\s]*(\d{1,4})[-–—|\])\s]*$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\[(\s]*)(?:page|p\.|pg\.?|seite|página|página|pagina|sida|strona)\s*(\d{1,4})"
    r"(?:\s*(?:of|/|von|de|sur|di|av|z)\s*\d{1,4})?(?:[-–—|\])\s]*)$|^(\d{1,4})\s*(?:/|of)\s*\d{1,4}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxl]+\b")
_LEADER = re.compile(r"(?:\s?[.·…_]){5,}\s*(?:\d{1,4}|[ivxl]{1,7})$")
_MIN_LINE_NUMBERS = 8


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines at their edges that recur, and without page and line numbers."""
    pages = [_without_contents(_without_line_numbers(page)) for page in pages]
    edges = [_edge_rows(page) for page in pages]
    gone = _recurring(edges) | _page_numbers(edges)
    return [replace(p, runs=tuple(r for r in p.runs if (p.number, r.order) not in gone)) for p in pages]


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs by height, topmost first, each row from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (-r.base, r.left)):
        if rows and abs(rows[-1][0].base - run.base) < 0.3 * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda r: r.left) for row in rows]


_Row = tuple[int, list[Run]]  # page number, the runs


def _edge_rows(page: Page) -> list[_Row]:
    rows = rows_of(page.runs)
    outer = rows if len(rows) <= 2 * _EDGE_ROWS else rows[:_EDGE_ROWS] + rows[-_EDGE_ROWS:]
    return [(page.number, row) for row in outer]


def _recurring(edges: Sequence[Sequence[_Row]]) -> set[tuple[int, int]]:
    """The runs of the lines at the edges that come again on other pages at the same height, numbers aside."""
    alike: dict[object, list[tuple[int, list[Run]]]] = defaultdict(list)
    for page in edges:
        for number, row in page:
            for part in _parts(row) if len(row) <= _MAX_RUNS else ():
                text = " ".join(r.text for r in part)
                for sign in _signs(text, number):
                    alike[sign].append((number, part))
    gone: set[tuple[int, int]] = set()
    for found in alike.values():
        heights: dict[int, set[int]] = defaultdict(set)  # pages by height
        for number, part in found:
            heights[_height(part)].add(number)
        for number, part in found:
            peers = len(set().union(*(heights.get(_height(part) + step, ()) for step in (-1, 0, 1))))
            if peers > 1 and _is_many(peers, len(edges)):
                gone |= {(number, r.order) for r in part}
    return gone


def _height(part: Sequence[Run]) -> int:
    return round(part[0].base / _SAME_HEIGHT)


def _parts(row: Sequence[Run]) -> list[list[Run]]:
    """The row in parts with wide gaps between: the name of the event at the left, the page at the right."""
    parts = [[row[0]]]
    for run in row[1:]:
        if run.left - parts[-1][-1].right > _PART_GAP * run.size:
            parts.append([])
        parts[-1].append(run)
    return parts


def _is_many(count: int, pages: int) -> bool:
    """Whether a line recurs often enough: on left pages alone, say, or throughout a chapter."""
    return count >= 3 or count >= 0.5 * pages


def _signs(text: str, page: int) -> list[object]:
    """What lines at the edges of two pages must have in common: the very words, or all but numbers that count pages."""
    if len(text) > _MAX_CHARS or not any(c.isalnum() for c in text):
        return []
    numbers = [int(n) for n in _DIGITS.findall(text) if len(n) < 6]
    pattern = _DIGITS.sub("#", text)
    roman = [_ROMAN.sub("#", text.lower())] if len(text) < 12 and _ROMAN.search(text.lower()) else []
    return [text, *roman, *((pattern, i, n - page) for i, n in enumerate(numbers))]


def _page_numbers(edges: Sequence[Sequence[_Row]]) -> set[tuple[int, int]]:
    """Lone numbers in the outermost rows that count with the pages, and lines such as "Page 3 of 9"."""
    gone: set[tuple[int, int]] = set()
    counted: dict[int, list[tuple[int, Run]]] = defaultdict(list)
    for page in edges:
        for number, row in page:
            for run in row:
                bare = _PLAIN_NUMBER.match(run.text)
                if _PAGE_NUMBER.match(run.text):
                    gone.add((number, run.order))
                elif bare and len(row) <= 3:
                    counted[int(bare[1]) - number].append((number, run))
    for offset, found in counted.items():
        if len({n for n, _ in found}) > 1 or (len(edges) == 1 and offset == 1):
            gone |= {(n, run.order) for n, run in found}
    return gone


def _without_contents(page: Page) -> Page:
    """The page without lines of a table of contents: a heading, dots, and where it stands."""
    gone = {r.order for row in rows_of(page.runs) if _LEADER.search(" ".join(r.text for r in row)) for r in row}
    return replace(page, runs=tuple(r for r in page.runs if r.order not in gone)) if gone else page


def _without_line_numbers(page: Page) -> Page:
    """The page without numbers that count its lines in the margin."""
    rows = rows_of(page.runs)
    firsts = [row[0] for row in rows if len(row) > 1 and _PLAIN_NUMBER.match(row[0].text)]
    numbers = [int(_DIGITS.findall(r.text)[0]) for r in firsts]
    steps = [b - a for a, b in pairwise(numbers)]
    counting = sum(0 < s <= 5 for s in steps) >= len(steps) - 1
    if len(firsts) < max(_MIN_LINE_NUMBERS, 0.6 * len(rows)) or not counting:
        return page
    edge = max(r.right for r in firsts)
    lone = {r.order for row in rows for r in row if r.right <= edge + 1 and _PLAIN_NUMBER.match(r.text)}
    return replace(page, runs=tuple(r for r in page.runs if r.order not in lone))

"""Page furniture out of the lines of a file that came from pages: footers, running heads, page numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_MAX_CHARS = 120
_PAGE = re.compile(
    r"^(?:[-–—|\[(]\s*)?(?:page|p\.|pg\.|seite|página)\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?(?:\s*[-–—|\])])?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:[-–—]\s?)?(\d{1,4})(?:\s?[-–—])?$|^(\d{1,4})\s?(?:/|of)\s?\d{1,4}$")
_NUMBERED = re.compile(
    r"^\S.*?(?:\s{2,}|\t|\s[|·•]\s)(?:page\s)?(\d{1,4})$|^(\d{1,4})(?:\s{2,}|\t|\s[|·•]\s).*\S$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]*_]*$")
_NO_FURNITURE = re.compile(r"^\s*(?:[#>|]|[-*+•]\s|```|\d{1,3}[.)]\s)")


def without_furniture(lines: Sequence[str]) -> list[str]:
    """The lines with page furniture and form feeds as empty lines."""
    parted, page_ends = _at_form_feeds(lines)
    standing = [i for i, line in enumerate(parted) if 0 < len(line.strip()) <= _MAX_CHARS]
    gone = _page_marks(parted, standing) | _running(parted, standing, page_ends)
    return ["" if i in gone else line for i, line in enumerate(parted)]


def _at_form_feeds(lines: Sequence[str]) -> tuple[list[str], set[int]]:
    """The lines with an empty one for each form feed, and where those are."""
    parted: list[str] = []
    ends: set[int] = set()
    for line in lines:
        first, *rest = line.split("\f")
        parted.append(first)
        for part in rest:
            ends.add(len(parted))
            parted += ["", part]
    return parted, ends


def _page_marks(lines: Sequence[str], standing: Sequence[int]) -> set[int]:
    """Lines such as "Page 3 of 9"; lone numbers that count upwards."""
    gone = {i for i in standing if _PAGE.match(lines[i].strip()) or _is_numbered_cut(lines, i)}
    bare: list[tuple[int, int]] = []
    for i in standing:
        m = _BARE.match(lines[i].strip())
        if m and _alone(lines, i):
            bare.append((i, int(m[1] or m[2])))
    numbers = [n for _, n in bare]
    counting = len(numbers) > 1 and all(a < b for a, b in itertools.pairwise(numbers))
    return gone | {i for i, n in bare if counting or _cuts_sentence(lines, i) or (len(numbers) == 1 and n < 1000)}


def _is_numbered_cut(lines: Sequence[str], i: int) -> bool:
    """Whether a line with a page number at its side stands in the middle of a sentence."""
    return bool(_NUMBERED.match(lines[i].strip())) and _cuts_sentence(lines, i)


def _alone(lines: Sequence[str], i: int) -> bool:
    return not _text(lines, i - 1) or not _text(lines, i + 1)


def _text(lines: Sequence[str], i: int) -> str:
    return lines[i].strip() if 0 <= i < len(lines) else ""


def _running(lines: Sequence[str], standing: Sequence[int], page_ends: set[int]) -> set[int]:
    """Lines that come again, digits aside, with a page number, at the ends of pages, or in the midst of sentences."""
    alike: dict[str, list[int]] = defaultdict(list)
    for i in standing:
        if not _NO_FURNITURE.match(lines[i]):
            alike[_DIGITS.sub("#", lines[i].strip())].append(i)
    gone: set[int] = set()
    for places in alike.values():
        if len(places) > 1 and _is_running(lines, places, page_ends):
            gone.update(places)
    return gone


def _is_running(lines: Sequence[str], places: list[int], page_ends: set[int]) -> bool:
    numbers = Counter(m[1] or m[2] for m in (_NUMBERED.match(lines[i].strip()) for i in places) if m)
    if len(numbers) > 1 and len(numbers) >= 0.8 * len(places):
        return True
    if sum(_cuts_sentence(lines, i) for i in places) >= max(1, 0.25 * len(places)):
        return True
    at_ends = sum(_beside(lines, i, page_ends) for i in places)
    return len(places) > 2 and at_ends >= 0.8 * len(places)


def _beside(lines: Sequence[str], i: int, page_ends: set[int]) -> bool:
    """Whether only empty lines stand between this line and the end of a page."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and abs(j - i) < 6 and j not in page_ends and not lines[j].strip():
            j += step
        if j in page_ends or (j < 0 and page_ends):
            return True
    return False


def _cuts_sentence(lines: Sequence[str], i: int) -> bool:
    """Whether the line stands between the two halves of a sentence."""
    before = _next_text(lines, i, -1)
    after = _next_text(lines, i, 1)
    return len(before) > 40 and not _ENDS.search(before) and after[:1].islower()


def _next_text(lines: Sequence[str], i: int, step: int) -> str:
    j = i + step
    while 0 <= j < len(lines) and abs(j - i) < 8 and not lines[j].strip():
        j += step
    return _text(lines, j)[-400:] if step < 0 else _text(lines, j)[:400]

"""Lines to paragraphs: hard-wrapped lines are joined, and paragraphs that a page end broke in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.readers.pieces import Piece

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_OPEN_WORDS = frozenset(
    "a an the of in on at by for from to with and or but nor that which who whose whom this these those its his her "
    "their our as into between among through during under over about against within without towards toward per via "
    "such including is are was were be been has have had will would should could can may might must not than".split()
)
_LAST_WORD = re.compile(r"([\w’'-]{1,40})$")
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-‐]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_MAX_WRAP = 130  # longer lines were not broken to fit a page
_MIN_WRAP = 45
_MIN_BROKEN = 25  # characters; shorter lines are headings or items rather than half a sentence


def wrap_width(lines: Iterable[str]) -> int | None:
    """The width at which lines were broken, in characters; None where they were not."""
    lengths: list[int] = []
    previous = ""
    for line in lines:
        line = line.strip()
        if previous and line:
            lengths.append(len(previous))
        previous = line
    if not lengths:
        return None
    lengths.sort()
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return width if _MIN_WRAP <= width <= _MAX_WRAP else None


def goes_on(before: str, after: str, width: int | None) -> bool:
    """Whether two lines with no empty line between them are one: the first was full, or its sentence is not over."""
    if not before or not after:
        return False
    if breaks_off(before, after):
        return True
    if width is None or len(before) > _MAX_WRAP:
        return False
    first_word = after.split(None, 1)[0]
    return len(before) + 1 + len(first_word) > 0.92 * width


def breaks_off(before: str, after: str) -> bool:
    """Whether the sentence is not over: no mark ends it, and lower case follows, or its last word wants another."""
    tail = before[-60:]
    if _ENDS.search(tail):
        return False
    if after[:1].islower() or _HYPHEN.search(tail):
        return True
    last = _LAST_WORD.search(tail)
    return bool(last and last[1] in _OPEN_WORDS) and len(before) > 30


def joined(before: str, after: str, words: frozenset[str] = frozenset()) -> str:
    """Both as one; a word divided by a hyphen is mended unless the text writes it with one elsewhere."""
    hyphen, rest = _HYPHEN.search(before[-60:]), _FIRST_WORD.match(after[:60])
    if not hyphen:
        return f"{before} {after}"
    if not rest or not after[:1].islower():
        return before + after
    whole, parted = (hyphen[1] + rest[0]).lower(), f"{hyphen[1]}-{rest[0]}".lower()
    return before + after if parted in words and whole not in words else before[:-1] + after


def known_words(text: str) -> frozenset[str]:
    """The words of the text in lower case, those with hyphens whole: they tell how a divided word is written."""
    return frozenset(w.lower() for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def mended(pieces: Sequence[Piece], words: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces with those joined that a page end or an empty line broke in mid-sentence."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _continues(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [replace(group[0], text=join_lines([p.text for p in group], words)) for group in groups]


def _continues(group: Sequence[Piece], piece: Piece) -> bool:
    head, tail = group[0], group[-1].text
    if head.form not in ("paragraph", "item") or piece.form != "paragraph" or head.bold or piece.bold:
        return False
    return len(tail) >= _MIN_BROKEN and breaks_off(tail, piece.text)


def join_lines(texts: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """The texts as one, with spaces; divided words are mended."""
    parts: list[str] = []
    for text in texts:
        if parts and _HYPHEN.search(parts[-1][-60:]):
            parts[-1] = joined(parts[-1], text, words)
        else:
            parts.append(text)
    return " ".join(parts)

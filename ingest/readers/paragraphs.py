"""Lines to paragraphs: hard-wrapped lines are joined, and paragraphs that a page end broke in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.readers.pieces import Piece

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_CLOSED = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_OPEN_WORDS = frozenset(
    "a an the of in on at by for from to with and or but nor that which who whose whom this these those its his her "
    "their our as into between among through during under over about against within without towards toward per via "
    "such including is are was were be been has have had will would should could can may might must not than".split()
)
_LAST_WORD = re.compile(r"([\w’'-]{1,40})$")
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-‐]$")
_MAX_WRAP = 130  # longer lines were not broken to fit a page
_MIN_WRAP = 45


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
    hyphen = _HYPHEN.search(before[-60:])
    rest = re.match(r"[^\W\d_]+", after[:60])
    if not hyphen or not rest or not after[:1].islower():
        return f"{before}-{after}"[: len(before)] + (after if hyphen else " " + after)
    whole = (hyphen[1] + rest[0]).lower()
    parted = f"{hyphen[1]}-{rest[0]}".lower()
    return before + after if parted in words and whole not in words else before[:-1] + after


def known_words(text: str) -> frozenset[str]:
    """The words of the text in lower case, those with hyphens whole: they tell how a divided word is written."""
    return frozenset(w.lower() for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def mended(pieces: Sequence[Piece], words: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces with those joined that a page end or an empty line broke in mid-sentence."""
    whole: list[list[str] | Piece] = []
    heads: list[Piece] = []
    for piece in pieces:
        last = heads[-1] if heads else None
        if last and _belongs(last, whole_tail(whole), piece):
            tail = whole[-1]
            assert isinstance(tail, list)
            tail.append(joined(tail.pop(), piece.text, words)) if _HYPHEN.search(tail[-1][-60:]) else tail.append(
                piece.text
            )
        else:
            heads.append(piece)
            whole.append([piece.text])
    return [replace(head, text=" ".join(parts)) for head, parts in zip(heads, whole, strict=True)]


def whole_tail(whole: Sequence[list[str] | Piece]) -> str:
    """The last words of the last piece so far."""
    tail = whole[-1]
    return tail[-1] if isinstance(tail, list) else tail.text


def _belongs(head: Piece, tail: str, piece: Piece) -> bool:
    if head.form not in ("paragraph", "item") or piece.form != "paragraph" or head.bold or piece.bold:
        return False
    if len(tail) < 30 and not piece.text[:1].islower():
        return False
    return breaks_off(tail, piece.text) and not _CLOSED.search(tail)

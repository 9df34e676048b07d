"""Which paragraphs are headings although no mark says so: by numbers, capitals, length and what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.metadata import is_date
from ingest.readers.pieces import Piece
from ingest.readers.turns import is_timed

_MAX_CHARS = 110
_MAX_WORDS = 12
_NUMBERED = re.compile(
    r"^(?:\(?(?:\d{1,2}|[ivxl]{1,5}|[a-z])\)|(?:\d{1,2}\.){1,4}\d{0,2}|[ivxl]{1,5}\.|[a-z]\.|"
    r"(?:section|part|chapter|session|agenda item|item|panel|day)\s+"
    r"(?:\d{1,2}|[ivxl]{1,5}|one|two|three|four|five|six)\b[.:]?)\s*(?P<rest>[^\W_].*)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^[\[(][^\[\]()]{1,200}[\])]$")  # "(Laughter)"
_BARE_NUMBER = re.compile(r"^\d{1,2}\s+[^\W\d_a-z]")  # "3 Round table"
_STOPS = re.compile(r"[.,;…。]$|[.!?]\s+\S")
_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_SMALL = frozenset(
    "a an the of in on at by for from to with and or but nor as vs via per de la le du des und der die das y e".split()
)


def with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those made headings that look like one and stand before something to head."""
    return [_as_heading(piece) if heads(pieces, i) else piece for i, piece in enumerate(pieces)]


def _as_heading(piece: Piece) -> Piece:
    text = f"{piece.mark} {piece.text}" if piece.mark else piece.text
    return replace(piece, form="heading", level=3, text=text.removesuffix(":"), mark="")


def heads(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the piece at `i` is a heading without a mark."""
    piece = pieces[i]
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    if following is None or len(piece.text) > _MAX_CHARS or not _WORD.search(piece.text):
        return False
    if piece.form == "item":
        return _numbered_item(pieces, i)
    if piece.form != "paragraph" or len(piece.text.split()) > 2 * _MAX_WORDS or is_date(piece.text):
        return False
    if _ASIDE.match(piece.text) or is_timed(piece.text):
        return False
    if piece.bold:
        return not re.search(r"[.;,]$", piece.text)
    if _STOPS.search(piece.text) or piece.text.endswith(":"):
        return False
    if _NUMBERED.match(piece.text) or _BARE_NUMBER.match(piece.text):
        return not piece.near or not _alike(pieces, i)
    under = piece.near and i > 0 and pieces[i - 1].form == "paragraph"
    return not under and _by_look(piece, following)


def _by_look(piece: Piece, following: Piece) -> bool:
    words = _WORD.findall(piece.text)
    if ":" in piece.text or "\t" in piece.text or len(words) > _MAX_WORDS or not words[0][:1].isupper():
        return False
    if following.near and following.form == "paragraph":
        return False
    if in_capitals(piece.text):
        return True
    if following.form == "item":
        return is_titled(words) or len(words) <= 6
    return has_body(following) and (is_titled(words) or len(words) <= 7)


def has_body(piece: Piece) -> bool:
    """Whether the piece is long enough to stand under a heading."""
    return piece.form in ("paragraph", "row") and (
        len(piece.text) >= 80 or bool(re.search(r"\w[.!?][\"”]?$|^.{30,}:$", piece.text))
    )


def in_capitals(text: str) -> bool:
    """Whether all letters are capitals, and there are words of them."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 5 and all(not c.islower() for c in letters) and any(c.isupper() for c in letters)


def is_titled(words: Sequence[str]) -> bool:
    """Whether the words are capitalised as in a title: all but the small ones."""
    weighty = [w for w in words if w.lower() not in _SMALL]
    return bool(weighty) and sum(w[:1].isupper() for w in weighty) >= 0.75 * len(weighty)


def _numbered_item(pieces: Sequence[Piece], i: int) -> bool:
    """A short numbered line that stands alone and heads a paragraph: "1. Introduction"."""
    piece, following = pieces[i], pieces[i + 1]
    if not re.match(r"\(?(?:\d|[ivx])", piece.mark) or piece.near or following.near or _STOPS.search(piece.text):
        return False
    before = pieces[i - 1] if i else None
    listed = following.form == "item" or (before is not None and before.form == "item" and before.mark != "•")
    return not listed and following.form == "paragraph" and has_body(following) and piece.text[:1].isupper()


def _alike(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the lines around are numbered too: then it is a list."""
    around = [pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(pieces)]
    return any(_NUMBERED.match(p.text) for p in around)

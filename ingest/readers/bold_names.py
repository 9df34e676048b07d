"""Transcripts that set the names of speakers in bold and put no colon behind them: they become labels with one.

Told with care, for lists of people and reports set names in bold as well: names come again and again, there are two of
them at least, and what stands behind one begins a sentence ("Ana Bell We shall mend it", not "Ana Bell said that").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.readers.pieces import Piece
from ingest.readers.turns import may_begin

_MIN_NAMES = 4
_MIN_RECURRING = 0.6  # share of the names in bold
_MAX_LOWER = 0.1  # share of those behind which no sentence begins
_MAX_CHARS = 120
_ASIDE = re.compile(r"\s*[(\[][^\n]*[)\]]$")


def with_labels(pieces: Sequence[Piece], leads: Mapping[int, str]) -> list[Piece]:
    """The pieces, with "Name: " in front of what a name in bold heads; `leads` are bold beginnings by piece number."""
    inline = {i: lead for i, lead in leads.items() if _is_inline(pieces[i], lead)}
    told = {i: n for i, lead in inline.items() if (n := _name(lead)) and not _rest(pieces[i], lead)[:1].islower()}
    found = list(pieces)
    if _recur(told.values()) and len(inline) - len(told) <= _MAX_LOWER * len(inline):
        for i, name in told.items():
            found[i] = replace(pieces[i], text=f"{name}: {_rest(pieces[i], inline[i])}")
    alone = {i: n for i in range(len(pieces) - 1) if _stands_alone(pieces, i) and (n := _name(pieces[i].text))}
    return _merged(found, alone) if _recur(alone.values()) else found


def _is_inline(piece: Piece, lead: str) -> bool:
    """Whether a name may stand in bold in front of words, with no colon of its own."""
    rest = _rest(piece, lead)
    return piece.form in ("paragraph", "item") and bool(rest) and not lead.rstrip().endswith(":") and rest[0] != ":"


def _rest(piece: Piece, lead: str) -> str:
    return piece.text[len(lead) :].lstrip(" \t–—-") if piece.text.startswith(lead) else ""


def _name(lead: str) -> str | None:
    """The name with what stands in brackets behind it; None where the words in bold are no name."""
    name = lead.strip(" \t.,–—-")
    bare = _ASIDE.sub("", name)
    return name if len(name) <= _MAX_CHARS and may_begin(f"{bare}: x") else None


def _recur(names: Iterable[str]) -> bool:
    """Whether names come again as speakers do, and those of a list do not."""
    counts = Counter(names)
    recurring = sum(n for n in counts.values() if n > 1)
    total = sum(counts.values())
    return len(counts) > 1 and total >= _MIN_NAMES and recurring >= _MIN_RECURRING * total


def _stands_alone(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line in bold stands above words that are not."""
    following = pieces[i + 1]
    return pieces[i].bold and pieces[i].form == "paragraph" and following.form == "paragraph" and not following.bold


def _merged(pieces: Sequence[Piece], names: Mapping[int, str]) -> list[Piece]:
    found: list[Piece] = []
    for i, piece in enumerate(pieces):
        if i - 1 in names:
            found.append(replace(piece, text=f"{names[i - 1]}: {piece.text}"))
        elif i not in names:
            found.append(piece)
    return found

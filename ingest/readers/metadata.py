"""Title, date, place and event, from front matter, the first lines, or the name of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from ingest.readers.pieces import Hints, Piece
from ingest.readers.stored_text import one_line
from ingest.readers.turns import is_timed

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_RANGE = r"(?:\s*(?:-|–|—|to|and|&)\s*[0-3]?\d(?:st|nd|rd|th)?)?"  # "8-10 May": the first day counts
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"\b{_YEAR}[/.](?P<number>[01]?\d)[/.](?P<day>[0-3]?\d)\b",
        rf"\b{_DAY}{_RANGE}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY}{_RANGE},?\s+{_YEAR}\b",
        rf"\b{_YEAR}年\s*(?P<number>[01]?\d)月\s*(?P<day>[0-3]?\d)日",
    )
)
_COARSE = (
    re.compile(rf"^{_YEAR}-(?P<number>[01]\d)$"),
    re.compile(rf"^{_MONTH}\s+{_YEAR}$", re.IGNORECASE),
    re.compile(rf"^{_YEAR}$"),
)
_FIELD = re.compile(
    r"^(?P<field>date|when|held on|place|venue|location|where|event|meeting|conference|title|language)"
    r"\s*:\s*(?P<value>\S.{0,200})$",
    re.IGNORECASE,
)
_FIELDS = {
    "date": "date", "when": "date", "held on": "date", "place": "place", "venue": "place", "location": "place",
    "where": "place", "event": "event", "meeting": "event", "conference": "event", "title": "title",
    "language": "language",
}  # fmt: skip
_HELD = re.compile(
    r"(?<!be )\b(?:[Hh]eld|[Tt]ook place|takes place|met|[Cc]onvened|gathered|meeting)\b"
    r"[^.:;\"“”‘’\n]{0,50}?\b(?:at|in)\s+"
    r"(?P<place>(?:the\s+)?[^\W\d_a-z][^.,;:()\"“”\n]{2,160})"
)
_PLACE_END = re.compile(r"\s+(?:and|on|from|which|where|with|to|by|for|under|was|were|is|that|during)\s.*$|\s+\d.*$")
_HEAD_CHARS = 1500  # dates and places further down are talked about, not those of the meeting


def iso_date(text: str) -> str | None:
    """The first date in the text as ISO 8601, as precise as it is written; None where there is none."""
    for pattern in _WRITTEN:
        for m in pattern.finditer(text):
            found = _valid(m)
            if found:
                return found
    for pattern in _COARSE:
        coarse = pattern.search(text.strip())
        if coarse:
            return _coarse(coarse)
    return None


def _valid(m: re.Match[str]) -> str | None:
    try:
        return date(int(m["year"]), _month(m), int(m["day"])).isoformat()
    except ValueError:
        return None


def _month(m: re.Match[str]) -> int:
    groups = m.groupdict()
    return int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"].lower()]


def _coarse(m: re.Match[str]) -> str | None:
    groups = m.groupdict()
    if "month" not in groups and "number" not in groups:
        return str(m["year"])
    month = _month(m)
    return f"{m['year']}-{month:02d}" if 1 <= month <= 12 else None


def title_of_name(name: str) -> str:
    """A title from the name of a file: without folders and endings, marks as spaces."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = re.sub(r"(\.proceedings)?\.\w{1,5}$", "", base)
    return one_line(re.sub(r"[_]+|(?<=[^\W\d])-(?=[^\W\d])", " ", base)) or one_line(name) or "Untitled"


def field_of(text: str) -> tuple[str, str] | None:
    """("date", "8 October 2024") of a line "Date: 8 October 2024"; None where the line is no such field."""
    m = _FIELD.match(text)
    key = _FIELDS.get(m["field"].lower()) if m else None
    return (key, m["value"].strip()) if m and key else None


def complete(hints: Hints, name: str, pieces: Sequence[Piece]) -> Hints:
    """The hints with what the first pieces and the name of the file add; the title is never None."""
    head = list(_head(pieces))
    fields = dict(reversed([f for f in map(field_of, head) if f]))
    title = hints.title or _first_heading(pieces) or fields.get("title") or title_of_name(name)
    opening = "\n".join(head)
    return Hints(
        title=title,
        date=_first_date(hints.date, fields.get("date"), title, opening, _name_date(name)),
        place=hints.place or fields.get("place") or place_in(opening),
        event=hints.event or fields.get("event"),
        language=hints.language,
    )


def _head(pieces: Sequence[Piece]) -> list[str]:
    head: list[str] = []
    length = 0
    for piece in pieces:
        if length > _HEAD_CHARS or len(head) > 40:
            break
        head.append(piece.text[:_HEAD_CHARS])
        length += len(piece.text)
    return head


def _first_heading(pieces: Sequence[Piece]) -> str | None:
    """The first line where it is short, or else the first heading among the first few pieces."""
    first = pieces[0] if pieces else None
    if first and is_title(first):
        return first.text
    for piece in pieces[:4]:
        if piece.form == "heading":
            return piece.text
    return None


def is_title(piece: Piece) -> bool:
    """Whether a first piece can be the title: a heading, or a short line that is no sentence, field or date."""
    if piece.form == "heading":
        return True
    short = piece.form == "paragraph" and 4 < len(piece.text) <= 140 and not re.search(r"[.:;,]$", piece.text)
    return short and field_of(piece.text) is None and not is_date(piece.text) and not is_timed(piece.text)


def is_date(text: str) -> bool:
    """Whether the text is little more than a date."""
    return len(text.split()) <= 6 and any(p.search(text) for p in _WRITTEN)


def _first_date(*texts: str | None) -> str | None:
    for text in texts:
        found = iso_date(text) if text else None
        if found:
            return found
    return None


def _name_date(name: str) -> str | None:
    base = PurePosixPath(name).name
    m = re.search(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", base)
    return "-".join(m.groups()) if m else None


def place_in(text: str) -> str | None:
    """Where the opening says that the meeting was held; None where it does not."""
    m = _HELD.search(text)
    if not m:
        return None
    place = _PLACE_END.sub("", one_line(m["place"]))
    place = re.sub(r"^the\s+", "", place)
    capitalised = re.match(r"[^\W\d_a-z]", place)
    return (
        place if capitalised and len(place) > 2 and iso_date(place) is None and place.lower() not in _MONTHS else None
    )

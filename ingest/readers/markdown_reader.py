"""Markdown: front matter, comments and fenced code, then the same lines and pieces as plain text."""

from __future__ import annotations

import re

from ingest.readers.composing import compose
from ingest.readers.furniture import without_furniture
from ingest.readers.metadata import iso_date
from ingest.readers.openings import opens
from ingest.readers.pieces import Hints
from ingest.readers.raw import RawFile
from ingest.readers.scanning import pieces_of
from ingest.readers.stored_text import clean, one_line
from ingest.reading import Reading

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>(?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(?P<key>[A-Za-z_-]{2,30})\s*:[ \t]*(?P<value>.*)$")
_KEYS = {
    "title": "title", "date": "date", "place": "place", "location": "place", "venue": "place", "event": "event",
    "meeting": "event", "conference": "event", "lang": "language", "language": "language",
}  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Markdown:
    endings = (".md", ".markdown")

    def fits(self, file: RawFile) -> bool:
        return file.ends(*self.endings)

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument where no words are left."""
        hints, body = front_matter(clean(file.text))
        lines = without_furniture(without_comments(body).split("\n"))
        return compose(file.name, pieces_of(lines, opens), hints, body)


def front_matter(text: str) -> tuple[Hints, str]:
    """What the fields between the first two "---" lines say, and the text behind them; no fields: no hints."""
    m = _FRONT.match(text)
    fields = _fields(m["fields"]) if m else {}
    if not m or not fields:
        return Hints(), text
    date = fields.get("date")
    language = fields.get("language")
    hints = Hints(
        title=fields.get("title"),
        date=iso_date(date) if date else None,
        place=fields.get("place"),
        event=fields.get("event"),
        language=language if language and _LANGUAGE.fullmatch(language) else None,
    )
    return hints, text[m.end() :]


def _fields(text: str) -> dict[str, str]:
    """The known fields; simple values only, for more is no concern of a reader."""
    found: dict[str, str] = {}
    lines = [line for line in text.split("\n") if line.strip()]
    matches = [_FIELD.match(line) for line in lines]
    if not matches or not matches[0]:
        return {}
    found["?"] = ""
    for m in matches:
        key = _KEYS.get(m["key"].lower()) if m else None
        value = one_line(m["value"]).strip("\"'") if m else ""
        if key and value:
            found.setdefault(key, value)
    return found


def without_comments(text: str) -> str:
    """The text without HTML comments; one that never ends is kept."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + 3
    return "".join((*parts, text[position:]))

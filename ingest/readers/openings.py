"""Lines that begin anew even without an empty line above: turns, fields, lists of people, remarks in brackets."""

from __future__ import annotations

from ingest.readers.participants import starts_entry
from ingest.readers.turns import is_aside, may_begin


def opens(line: str) -> bool:
    """Whether the line is never joined to the one above it."""
    return may_begin(line) or starts_entry(line) or is_aside(line.strip())

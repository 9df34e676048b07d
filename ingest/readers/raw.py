"""One file before it is read: its name, its bytes and, for the formats that are text, its characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.readers.decoding import MAX_BYTES, decode

_OPENING_CHARS = 4000


@dataclass(frozen=True)
class RawFile:
    """Readers of binary formats take `data`, those of text `text`; decoding waits until somebody asks."""

    name: str
    data: bytes
    max_bytes: int = MAX_BYTES

    @cached_property
    def text(self) -> str:
        """All characters. Raises UnreadableDocument where the bytes are no text."""
        return decode(self.name, self.data, self.max_bytes)

    @property
    def opening(self) -> str:
        """The first few thousand characters. Raises UnreadableDocument where the bytes are no text."""
        return self.text[:_OPENING_CHARS]

    def ends(self, *endings: str) -> bool:
        """Whether the name has one of these endings, in whatever case."""
        return self.name.lower().endswith(endings)

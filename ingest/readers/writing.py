"""Writes the stored text and notes where each block stands in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.reading import Block


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written next: a heading, or a block of one or more paragraphs with what stands in front of it."""

    paragraphs: tuple[str, ...]
    form: Literal["heading", "text", "roll"] = "text"
    label: str | None = None
    lead: str = ""  # stands in the text before the words: "KG: ", "• "
    time_s: float | None = None
    near: bool = False  # on the next line, without an empty one between
    keep: bool = False  # even without words, for it has a number


def write(entries: Sequence[Entry]) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks in order; the section of a block is the last heading above it."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    section: str | None = None
    for entry in entries:
        words = unicodedata.normalize("NFC", "\n\n".join(p for p in entry.paragraphs if p)).strip()
        if not words and not entry.keep:
            continue
        gap = ("\n" if entry.near else "\n\n") if parts else ""
        lead = unicodedata.normalize("NFC", gap + entry.lead)
        start = position + len(lead)
        parts += (lead, words)
        position = start + len(words)
        if entry.form == "heading":
            section = words
        else:
            role: Literal["text", "roll"] = "roll" if entry.form == "roll" else "text"
            blocks.append(Block(start, position, entry.label, section, entry.time_s, role))
    return "".join(parts), tuple(blocks)

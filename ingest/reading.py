"""What a reader gives: the stored text of a document, its blocks, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Kind, Participant


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of stored text that is one thing: a turn, a paragraph, a list item, a roll line, a table row.

    Headings are no blocks: they are the `section` of those below them. [start, end) is without label, bullet and
    surrounding white space. `label` is set only for a speaker turn, as written ("KG", "Ms. Hickok").
    """

    start: int
    end: int
    label: str | None = None
    section: str | None = None
    time_s: float | None = None
    role: Literal["text", "roll"] = "text"  # "roll": a line of a list or table of participants


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read. Blocks are in order and never overlap; every span lies inside `text`.

    `participants` are those that the file lists or names (a table, "Speakers and Panelists", a JSON field), in order;
    people introduced in running text are added later by `ingest.roll`.
    """

    text: str
    kind: Kind
    title: str
    blocks: tuple[Block, ...]
    participants: tuple[Participant, ...] = ()
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None

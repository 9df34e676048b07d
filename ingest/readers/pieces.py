"""What a text is made of before it is stored: headings, paragraphs, list items and table rows, without mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["heading", "paragraph", "item", "row", "code"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph, item or row, on one line. `mark` is the number or bullet in front of an item."""

    text: str
    form: Form = "paragraph"
    level: int = 0  # of a heading, 1 highest; depth of an item in columns
    mark: str = ""
    cells: tuple[str, ...] = ()  # of a table row
    bold: bool = False  # the whole of it stood in bold: perhaps a heading
    near: bool = False  # no empty line stood before it


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file says of itself beside its text; None where it does not."""

    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None

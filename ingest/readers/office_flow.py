"""What the body of an office document is made of, and how it becomes pieces: the same for Word and OpenDocument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.readers.bold_names import with_labels
from ingest.readers.list_marks import is_number, item_of
from ingest.readers.openings import opens
from ingest.readers.pieces import Piece
from ingest.readers.scanning import pieces_of
from ingest.readers.stored_text import clean, one_line
from ingest.readers.table_rows import pieces_of_table

_SPACED = 0.15  # share of empty paragraphs; where there are so many they part the others
_STEP = 4  # columns by which each level of a list is indented


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as the program shows it. `text` may hold line breaks; `mark` is its bullet or number."""

    text: str
    level: int = 0  # of a heading, 1 highest
    bold: bool = False  # the whole of it
    mark: str = ""
    depth: int = 0  # of a list
    lead: str = ""  # what stands in bold at its beginning
    title: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Body:
    """The paragraphs and tables in order, and the footnotes that they refer to."""

    flow: list[Paragraph | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The first paragraph that is set as the title."""
        found = (one_line(clean(p.text)) for p in self.flow if isinstance(p, Paragraph) and p.title)
        return next((t for t in found if t), None)


def pieces_of_body(body: Body) -> list[Piece]:
    """The pieces in order; the footnotes stand behind the text, for nobody speaks them."""
    paragraphs = [p for p in body.flow if isinstance(p, Paragraph)]
    spaced = sum(not p.text.strip() for p in paragraphs) > _SPACED * len(paragraphs)
    pieces: list[Piece] = []
    leads: dict[int, str] = {}
    for piece, lead in _pieces(body.flow, spaced):
        if lead:
            leads[len(pieces)] = lead
        pieces.append(piece)
    pieces = with_labels(pieces, leads)
    notes = [one_line(clean(note)) for note in body.notes]
    if any(notes):
        pieces.append(Piece("Notes", "heading", 2))
        pieces += [Piece(f"{n} {note}") for n, note in enumerate(notes, 1) if note]
    return pieces


def lead_of(spans: Sequence[tuple[str, bool]]) -> str:
    """What stands in bold at the beginning of words with whether they are bold; "" where all of them are, or none."""
    end = next((i for i, (text, bold) in enumerate(spans) if not bold and text.strip()), len(spans))
    return "" if end == len(spans) else "".join(text for text, _ in spans[:end])


def _pieces(flow: Iterable[Paragraph | Table], spaced: bool) -> Iterator[tuple[Piece, str]]:
    """The pieces with what stands in bold at the beginning of each."""
    blank = True
    for part in flow:
        if isinstance(part, Table):
            rows = [[one_line(clean(c)) for c in row] for row in part.rows]
            yield from ((piece, "") for piece in pieces_of_table(rows))
            blank = True
        elif not part.text.strip():
            blank = True
        else:
            pieces = _pieces_of(part, near=spaced and not blank)
            yield from ((piece, one_line(clean(part.lead)) if len(pieces) == 1 else "") for piece in pieces)
            blank = False


def _pieces_of(paragraph: Paragraph, *, near: bool) -> Sequence[Piece]:
    text = clean(paragraph.text)
    words = one_line(text)
    if not words:
        return ()
    if paragraph.level:
        return (Piece(_numbered(paragraph.mark, words), "heading", paragraph.level),)
    if paragraph.mark and not _is_item(paragraph.mark):
        return (Piece(_numbered(paragraph.mark, words), bold=paragraph.bold, near=near),)
    typed = None if paragraph.mark else item_of(words)
    if typed and paragraph.bold and is_number(typed[0]):  # rather a heading than an item
        return (Piece(words, bold=True, near=near),)
    if paragraph.mark or typed:
        mark, words = typed or (paragraph.mark, words)
        return (Piece(words, "item", paragraph.depth * _STEP, mark, near=True),)
    if "\n" in text.strip():
        return pieces_of(text.split("\n"), opens)
    return (Piece(words, bold=paragraph.bold, near=near),)


def _is_item(mark: str) -> bool:
    return is_number(mark) or not any(c.isalnum() for c in mark)


def _numbered(mark: str, words: str) -> str:
    return f"{mark} {words}" if mark else words

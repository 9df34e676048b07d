"""The door to openpyxl: rows out of a workbook, and a workbook of rows. Nothing in a cell is ever a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput

MAX_UNPACKED_BYTES = 500_000_000
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MAX_CELL_CHARS = 32_767


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: its rows, the first of them the headings, and how wide each column is, in characters."""

    title: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


def rows(path: Path) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Row numbers, from 1, with the cells of the workbook's first sheet. Raises BadInput where it is no workbook."""
    from openpyxl import load_workbook  # heavy
    from openpyxl.utils.exceptions import InvalidFileException

    _refuse_bombs(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        finally:
            book.close()
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise BadInput(f"{path} cannot be read as a workbook. Open it and save it again as .xlsx.") from error


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise BadInput(f"{path} cannot be read as a workbook. Open it and save it again as .xlsx.") from error
    if size > MAX_UNPACKED_BYTES:
        raise BadInput(f"{path} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB. Split it.")


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes a workbook; the headings stay in sight, and long words wrap."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        for line, texts in enumerate(sheet.rows):
            made = []
            for text in texts:
                cell = WriteOnlyCell(page, _NOT_XML.sub("", text)[:MAX_CELL_CHARS] or None)
                if cell.value is not None:
                    cell.data_type = "s"  # words that begin with "=" are words
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if line == 0:
                    cell.font = Font(bold=True)
                made.append(cell)
            page.append(made)
    book.save(path)

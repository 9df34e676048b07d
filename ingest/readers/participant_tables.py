"""Tables of participants: columns with names, labels, bodies and roles, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.names import fold
from corpus.records import Participant
from ingest.readers.person_lines import person_of, without_titles
from ingest.readers.pieces import Piece

_WORD = re.compile(r"[^\W\d_]+")
_COLUMNS = {
    "label": "abbreviation abbreviations initials abbr abbrev code codes label handle short acronym tla shortname",
    "body": "organization organisation affiliation company employer institution institute body country delegation "
    "representing org party university from agency firm group constituency",
    "role": "role position title function capacity office job",
    "name": "name names participant participants attendee attendees delegate delegates speaker speakers member person "
    "who panelist panellist",
}


def tables_of(pieces: Sequence[Piece]) -> Iterator[tuple[range, list[tuple[int, Participant]]]]:
    """Each table of participants: the numbers of its rows, its header included, and who stands in which."""
    for first, last in _runs(pieces):
        listed = list(_people(pieces, first, last))
        if listed:
            yield range(first, last), listed


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """[first, last) of each run of table rows."""
    first = None
    for i, is_row in enumerate([*(p.form == "row" for p in pieces), False]):
        if is_row and first is None:
            first = i
        elif not is_row and first is not None:
            yield first, i
            first = None


def _people(pieces: Sequence[Piece], first: int, last: int) -> Iterator[tuple[int, Participant]]:
    columns = columns_of(pieces[first].cells)
    if "name" not in columns or len(columns) < 2:
        return
    for i in range(first + 1, last):
        person = person_of_row(pieces[i].cells, columns)
        if person:
            yield i, person


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds names, labels, bodies and roles, by the words of the header; the first of each counts."""
    columns: dict[str, int] = {}
    for i, cell in enumerate(header):
        words = [fold(w) for w in _WORD.findall(cell)]
        for column in _COLUMNS:
            if column not in columns and set(words) & set(_COLUMNS[column].split()):
                columns[column] = i
                break
    return columns


def person_of_row(cells: Sequence[str], columns: dict[str, int]) -> Participant | None:
    """The person of one row; None where its name cell is empty."""

    def cell(column: str) -> str | None:
        i = columns.get(column)
        return (cells[i].strip() or None) if i is not None and i < len(cells) else None

    name = cell("name")
    if not name or not any(c.isalpha() for c in name):
        return None
    person = person_of(name) or Participant(without_titles(name))
    labels = tuple(part for part in re.split(r"[\s,;/]+", cell("label") or "") if part)
    return Participant(
        person.name, cell("body") or person.affiliation, cell("role") or person.role, labels or person.labels
    )

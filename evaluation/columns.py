"""Cases as rows of a sheet: what each column holds, and how a cell is read and written.

Lists stand one entry a line (or with ";" between), turns as "user: …", stances as "Name: favour". A cell that begins
with "[" or "{" is JSON: so is written what could not be read back otherwise.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import BadInput
from service.contract import Json

T = TypeVar("T")
Row = tuple[int, Sequence[object]]
QUOTES = 3  # pairs of document and quote in a template; a file may have more
LISTS = ("speakers", "speakers_allowed", "must_mention", "documents")
TEXTS = ("id", "type", "question", "answer", "abstention", "scope", "speaker_note", "document")
_PAIR = re.compile(r"(document|quote) (\d+)")
_TURN = re.compile(r"(?m)^(user|assistant):[ \t]*", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+\.0")


def names(quotes: int = QUOTES) -> tuple[str, ...]:
    """The columns in their order, with so many pairs for evidence."""
    pairs = [f"{what} {n}" for n in range(1, quotes + 1) for what in ("document", "quote")]
    first = ("id", "type", "question", "history", "speakers", "speakers_allowed")
    last = ("answer", "must_mention", "abstain", "abstention", "stances", "documents", "scope", "speaker_note")
    return (*first, *pairs, *last, "document", "utterances")


def csv_rows(path: Path) -> Iterator[Row]:
    """Line numbers and cells; the separator is the one with which the first line names `id` and `question`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        separator = next((s for s in ",;\t" if {"id", "question"} <= _headings(head.split(s))), ",")
        reader = csv.reader(file, delimiter=separator)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise BadInput(f"{path.name}, line {line}: {error}.") from error


def _headings(cells: Iterable[object]) -> set[str]:
    return {str(c).strip().strip('"').lower() for c in cells}


def objects(rows: Iterable[Row], file: str) -> Iterator[tuple[int, Json | str]]:
    """Line numbers with the JSON object of each row that is not empty, or with what is wrong with it.

    Raises BadInput where the first row does not name the columns.
    """
    found = iter(rows)
    _, first = next(found, (1, ()))
    headings = [_text(c).strip().lower() for c in first]
    if missing := [n for n in ("id", "type", "question") if n not in headings]:
        raise BadInput(f"{file}: the first row must name the columns; there is no {' and no '.join(missing)}.")
    for line, cells in found:
        filled = {h: t for h, t in zip(headings, map(_text, cells), strict=False) if h and t.strip()}
        if filled:
            yield line, _object(filled)


def _object(filled: dict[str, str]) -> Json | str:
    try:
        return {**_evidence(filled), **{n: _READERS.get(n, _plain)(t) for n, t in filled.items() if not _PAIR.match(n)}}
    except BadInput as error:
        return str(error)


def _text(cell: object) -> str:
    """What a cell says: numbers without ".0", truth as true and false, nothing as ""."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    said = str(cell)
    return said[:-2] if isinstance(cell, float) and _NUMBER.fullmatch(said) else said.replace("\r\n", "\n")


def _evidence(filled: dict[str, str]) -> Json:
    pairs: dict[int, Json] = {}
    for name, text in filled.items():
        if found := _PAIR.fullmatch(name):
            pairs.setdefault(int(found[2]), {})[found[1]] = text.strip()
    for n, pair in pairs.items():
        if len(pair) < 2:
            raise BadInput(f"`document {n}` and `quote {n}` go together; one of them is empty.")
    return {"evidence": [pairs[n] for n in sorted(pairs)]} if pairs else {}


def _plain(text: str) -> str:
    return text.strip()


def _list(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        return _json(text, list)
    return [entry.strip() for entry in re.split(r"[\n;]", text) if entry.strip()]


def _history(text: str) -> list[Json]:
    if text.lstrip().startswith("["):
        return _json(text, list)
    parts = _TURN.split(text.strip())
    if parts[0] or len(parts) == 1:
        raise BadInput("`history`: every turn begins with `user:` or `assistant:` on a line of its own.")
    return [{"role": r.lower(), "content": c.strip()} for r, c in zip(parts[1::2], parts[2::2], strict=True)]


def _mapping(text: str) -> dict[str, str]:
    if text.lstrip().startswith("{"):
        return _json(text, dict)
    found = {}
    for entry in _list(text):
        name, colon, value = entry.rpartition(":")
        if not colon:
            raise BadInput(f"`{entry}`: a name, a colon and a value are expected.")
        found[name.strip()] = value.strip()
    return found


def _grades(text: str) -> Json:
    try:
        return {n: int(grade) for n, grade in _mapping(text).items()}
    except ValueError:
        raise BadInput("`utterances`: a number, a colon and a grade are expected on each line.") from None


def _truth(text: str) -> bool:
    if text.strip().lower() in ("true", "yes", "1", "x"):
        return True
    if text.strip().lower() in ("false", "no", "0"):
        return False
    raise BadInput("`abstain`: yes or no is expected.")


def _json(text: str, kind: type[T]) -> T:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, kind):
        raise BadInput("a cell that begins with [ or { must be JSON.")
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(LISTS, _list),
    "history": _history,
    "stances": _mapping,
    "utterances": _grades,
    "abstain": _truth,
}


def cells(raw: Json, headings: Sequence[str]) -> list[str]:
    """The row of a case's JSON under these columns; reading it gives the same JSON."""
    pairs: dict[str, str] = {}
    for n, item in enumerate(raw.get("evidence", ()), start=1):
        pairs |= {f"document {n}": item["document"], f"quote {n}": item["quote"]}
    return [pairs.get(h, "") if _PAIR.fullmatch(h) else _written(h, raw.get(h)) for h in headings]


def _written(name: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, str):
        return value
    plain = _shown(name, value)
    try:
        same = _READERS[name](plain) == value
    except BadInput:
        same = False
    return plain if same else json.dumps(value, ensure_ascii=False)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "history":
        return "\n".join(f"{t['role']}: {t['content']}" for t in value)
    return "\n".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, dict) else "\n".join(value)

"""Lines of plain or marked-up text to pieces: headings, paragraphs, items, rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.readers.decorations import is_bold, is_definition, plain
from ingest.readers.paragraphs import breaks_off, goes_on, join_lines, wrap_width
from ingest.readers.participants import is_roll_heading
from ingest.readers.person_lines import person_of
from ingest.readers.pieces import Form, Piece
from ingest.readers.stored_text import one_line

_HASHES = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|(?=[^\W\d_]))(\S.*)$")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^\s*(?:[-*_=~–—]\s*){3,}$")
_FENCE = re.compile(r"^\s{0,3}(?:`{3,}|~{3,})")
_BULLET = re.compile(r"^(\s*)([-*+•·‣◦▪●○–—]|o(?=\s{2}))\s+(?:\[[ xX]\]\s+)?(?=\S)")
_NUMBER = re.compile(r"^(\s*)(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_QUOTE = re.compile(r"^\s{0,3}>(?!>)\s?")  # ">>" is how captions mark a change of speaker
_DIVIDER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_TABS = re.compile(r"\t+")
BULLET = "•"


@dataclass
class _Open:
    """The piece that lines are still added to."""

    form: Form
    parts: list[str]
    level: int = 0
    mark: str = ""
    bold: bool = False
    near: bool = False


@dataclass
class _Scan:
    width: int | None
    starts_piece: Callable[[str], bool]
    listing: bool = False  # below the heading of a list of people
    pieces: list[Piece] = field(default_factory=list)
    open: _Open | None = None
    blank: bool = True
    last_line: str = ""

    def add(self, piece: Piece) -> None:
        self.close()
        if piece.text:
            self.pieces.append(piece)

    def close(self) -> None:
        if self.open is not None:
            text = one_line(join_lines(self.open.parts))
            if text:
                o = self.open
                self.pieces.append(Piece(text, o.form, o.level, o.mark, bold=o.bold and len(o.parts) == 1, near=o.near))
        self.open = None

    def start(self, form: Form, line: str, raw: str, level: int = 0, mark: str = "") -> None:
        self.close()
        self.open = _Open(form, [plain(line)], level, mark, is_bold(raw), near=not self.blank)


def never(_: str) -> bool:
    return False


def pieces_of(lines: Sequence[str], starts_piece: Callable[[str], bool] = never) -> list[Piece]:
    """The pieces in order. `starts_piece` tells lines that begin anew even without an empty line: "KG: …"."""
    scan = _Scan(wrap_width(lines), starts_piece)
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
            scan.close()
        elif fenced:
            scan.add(Piece(one_line(line), "code", near=bool(scan.pieces and scan.pieces[-1].form == "code")))
        else:
            _take(scan, line)
        scan.blank = not line.strip()
    scan.close()
    return scan.pieces


def _take(scan: _Scan, line: str) -> None:
    line = _QUOTE.sub("", line)
    _note_list(scan, line)
    bare = line.strip()
    if (
        not bare
        or is_definition(line)
        or _underlines(scan, line)
        or _RULE.match(bare)
        or (_DIVIDER.match(bare) and "-" in bare)
    ):
        scan.close()
    elif not (_heading(scan, line) or _row(scan, line) or _item(scan, line)):
        _words(scan, line)
    scan.last_line = bare


def _underlines(scan: _Scan, line: str) -> bool:
    """Whether the line underlines the one above, which becomes a heading."""
    o = scan.open
    m = _UNDERLINE.match(line)
    if not m or o is None or o.form != "paragraph" or len(o.parts) > 1 or len(o.parts[0]) > 120 or len(m[1]) < 2:
        return False
    o.form, o.level = "heading", 1 if m[1][0] == "=" else 2
    return True


def _heading(scan: _Scan, line: str) -> bool:
    m = _HASHES.match(line)
    if not m:
        return False
    words = _CLOSING_HASHES.sub("", m[2]) if m[2].endswith(("#", " ")) else m[2]
    scan.add(Piece(one_line(plain(words)), "heading", len(m[1])))
    return True


def _row(scan: _Scan, line: str) -> bool:
    """A row of a table drawn with upright strokes, or of two or more tabs."""
    bare = line.strip()
    if not (bare.startswith("|") and bare.count("|") > 1) and bare.count(" | ") < 1:
        return False
    cells = tuple(one_line(plain(c)) for c in bare.strip("|").split("|"))
    near = bool(scan.open is None and scan.pieces and scan.pieces[-1].form == "row" and not scan.blank)
    scan.add(Piece(" | ".join(c for c in cells if c), "row", cells=cells, near=near))
    return True


def _item(scan: _Scan, line: str) -> bool:
    bullet = _BULLET.match(line)
    number = None if bullet else _NUMBER.match(line)
    m = bullet or number
    if not m or (number and not _starts_item(scan, number)):
        return False
    depth = len(m[1].expandtabs(4))
    near = not scan.blank
    scan.start("item", line[m.end() :], line[m.end() :], depth, BULLET if bullet else m[2])
    if scan.open is not None:
        scan.open.near = near
    return True


def _starts_item(scan: _Scan, m: re.Match[str]) -> bool:
    """Whether a number opens an item: not where it only happens to begin the next line of a sentence."""
    o = scan.open
    return o is None or o.form == "item" or not goes_on(scan.last_line, m[2], scan.width)


def _words(scan: _Scan, line: str) -> None:
    o = scan.open
    if o is None or scan.blank or scan.starts_piece(line) or _lists(scan, line) or _turns_bold(o, line):
        scan.start("paragraph", line, line)
    elif (o.form == "item" and line[:1].isspace()) or goes_on(scan.last_line, line.strip(), scan.width):
        o.parts.append(plain(line))
    else:
        scan.start("paragraph", line, line)


def _turns_bold(o: _Open, line: str) -> bool:
    """Whether a line in bold stands under one that is not, or the other way round."""
    return is_bold(line) != o.bold and (is_bold(line) or len(o.parts) == 1)


def _lists(scan: _Scan, line: str) -> bool:
    """Whether the line is the next of a list of people, each on a line of their own."""
    return scan.listing and person_of(plain(line)) is not None and not breaks_off(scan.last_line, line.strip())


def _note_list(scan: _Scan, line: str) -> None:
    """Notes whether the lines to come stand under the heading of a list of people."""
    bare = line.strip().strip("#*_ ")
    if len(bare) < 80 and is_roll_heading(bare):
        scan.listing = True
    elif len(bare) > 200 or line.lstrip().startswith("#"):
        scan.listing = False

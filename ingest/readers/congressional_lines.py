"""The typography of the Congressional Record: indents tell what is said, what is inserted, and what is a heading.

Said: the first line two columns in, the others at the margin. Inserted (letters, bills, articles): smaller type, all
of it five columns in. Headings: in the middle, empty lines around. Page marks stand anywhere, also within a sentence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ingest.readers.stored_text import one_line

Form = Literal["said", "inserted", "heading", "rule", "time", "row"]

_WIDTH = 71
_OFF_CENTRE = 2  # columns that a heading may be off the middle
_INSERTED = 4  # columns from which a line is inserted matter
_NEW_INSERTED = 7  # a line so far in begins a paragraph of it
_MAX_HEADING_LINES = 12
_FAR_IN = 20  # a date or a signature at the right
_LONG_LINE = 55

_PAGE = re.compile(r"\n+\s{0,80}\[\[Page [\w\-]{1,20}\]\]\n*(?=\n|$)")
_RULE = re.compile(r"^\s*(?:_{3,}|={3,}|-{5,}|\*\s*\*\s*\*\s*\*\s*\*)(?:\s*(?:END )?NOTE\s*_+)?\s*$")
_TIME = re.compile(r"^\s*\{time\}\s*(?P<clock>\d{3,4})\s*$")
_COLUMNS = re.compile(r"\S(?: {3,}|\.{4,})\S.*?\S? {2,}\S|\S\.{4,}\s*\S|\S {4,}\S")
_LEADERS = re.compile(r"\.{5,} *[-+$(\[]?(?:\d|\.*$)")
_BULLET = re.compile(r"^\s{0,2}(?:<bullet>|[●•])\s*", re.I)
_CODES = re.compile(r"</?(?:[A-Za-z][^<>\n]{0,100})>")
_INTRODUCED = re.compile(r"By (?:Mr|Mrs|Ms|Miss|Dr)\. [^.]*[A-Z]{2}.{0,2000}:$", re.S)
_BILL = re.compile(r"(?:S|H)\. ?(?:J\. ?|Con\. ?)?(?:R\. ?|Res\. ?)?\d+\. ")
_SENTENCE = re.compile(r"[a-z]{3}.*[a-z][.,;:]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading of one or more lines, a row of a table, a rule, or a time of day (the text is "1430")."""

    text: str
    form: Form
    bullet: bool = False  # printed without having been said


def paragraphs_of(page: str) -> Iterator[Line]:
    """What the page is made of, in order."""
    page = _PAGE.sub(_join, "\n" + "\n".join(_without_gaps(page.expandtabs())))
    yield from _merged(_Lines(page.split("\n")).paragraphs())


def _without_gaps(page: str) -> Iterator[str]:
    """The lines, without blanks at their ends, and at most two empty ones in a row."""
    empty = 0
    for line in page.split("\n"):
        line = line.rstrip()
        empty = 0 if line else empty + 1
        if empty <= 2:
            yield line


def _join(mark: re.Match[str]) -> str:
    """Nothing where the text goes on behind the mark of a page; an empty line in front of a heading."""
    behind = re.match(r"\n( *)\S", mark.string[mark.end() : mark.end() + 200])
    return "" if behind and len(behind[1]) <= _NEW_INSERTED else "\n"


def plain(text: str) -> str:
    """The text without the codes of the typesetter and the tags of the page; bullets stay, for they mean something."""
    text = re.sub(r"<bullet>", "●", text, flags=re.I)
    return html.unescape(_CODES.sub("", text))


def with_bills(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, with "By Mr. BELL (for himself and Mr. Abe):" and "S. 12. A bill to …" behind it as one heading."""
    held: Line | None = None
    for line in lines:
        if held and line.form == "said" and _BILL.match(line.text):
            yield Line(f"{held.text} {line.text}", "heading")
            held = None
            continue
        if held:
            yield held
        held = line if _INTRODUCED.match(line.text) and line.form != "heading" else None
        if not held:
            yield line
    if held:
        yield held


@dataclass
class _Lines:
    lines: list[str]
    open: list[str] = field(default_factory=list)
    form: Form = "said"
    bullet: bool = False
    hanging: int = -1  # columns of the first line, where the next ones hang

    def paragraphs(self) -> Iterator[Line]:
        for i, raw in enumerate(self.lines):
            line = raw.rstrip()
            clock = _TIME.match(line)
            if not line.strip():
                yield from self.close()
            elif clock:
                yield from self.close()
                yield Line(clock["clock"], "time")
            elif _RULE.match(line):
                yield from self.close()
                yield Line("", "rule")
            elif self.is_heading(i):
                yield from self.close()
                yield Line(one_line(line), "heading")
            else:
                yield from self.add(line)
        yield from self.close()

    def add(self, line: str) -> Iterator[Line]:
        columns = len(line) - len(line.lstrip())
        bullet = _BULLET.match(line)
        if (columns >= _INSERTED and _COLUMNS.search(line.strip())) or _LEADERS.search(line):
            yield from self.close()
            self.form = "row"
            yield Line(one_line(line), "row")
            return
        if not self.goes_on(columns, bool(bullet)):
            yield from self.close()
            in_table = (
                columns == 0 and not bullet and self.form in ("row", "inserted")
            )  # what is said begins two columns in
            self.form = "inserted" if columns >= _INSERTED or in_table else "said"
            self.bullet, self.hanging = bool(bullet), columns
        self.open.append(_BULLET.sub("", line).strip() if bullet else line.strip())

    def goes_on(self, columns: int, bullet: bool) -> bool:
        if not self.open or bullet:
            return False
        if self.form == "said":
            return columns == 0
        if self.hanging == 0:  # a note below a table
            return columns == 0 or (columns == 2 and len(self.open[-1]) >= _LONG_LINE and len(self.open) == 1)
        if self.hanging > _FAR_IN:
            return False
        hangs = self.hanging == _NEW_INSERTED - 1 and columns == self.hanging + 2
        return _INSERTED <= columns < _NEW_INSERTED or hangs

    def close(self) -> Iterator[Line]:
        """The open paragraph: a dash or hyphen at the end of a line joins it to the next."""
        if self.open:
            text = re.sub(r"(?<=\S-)\n", "", "\n".join(self.open))
            yield Line(one_line(text).rstrip("●").rstrip(), self.form, self.bullet)
        self.open, self.bullet = [], False

    def is_heading(self, i: int) -> bool:
        """In the middle, and alone between empty lines but for other headings."""
        return self.is_central(i) and self.is_edge(i, -1) and self.is_edge(i, 1)

    def is_edge(self, i: int, step: int) -> bool:
        k = i + step
        last = i + step * _MAX_HEADING_LINES
        while k != last and 0 <= k < len(self.lines) and self.lines[k].strip() and self.is_central(k):
            k += step
        return not 0 <= k < len(self.lines) or not self.lines[k].strip() or bool(_RULE.match(self.lines[k]))

    def is_central(self, i: int) -> bool:
        line = self.lines[i].rstrip()
        text = line.lstrip()
        columns = len(line) - len(text)
        middle = abs(columns - (_WIDTH - len(text)) / 2) <= _OFF_CENTRE
        return bool(text) and middle and not _SENTENCE.search(text) and not _COLUMNS.search(text)


def _merged(lines: Iterator[Line]) -> Iterator[Line]:
    """Neighbouring lines of one heading as one."""
    heading: list[str] = []
    for line in lines:
        if line.form == "heading":
            heading.append(line.text)
            continue
        if heading:
            yield Line(" ".join(heading), "heading")
            heading = []
        yield line
    if heading:
        yield Line(" ".join(heading), "heading")

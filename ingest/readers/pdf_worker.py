"""A process of its own that takes the lines of text out of one PDF; pypdfium2 is used here alone.

PDFium is a C library: a hostile file can crash it, stall it or make it fill the memory, and it may not be used by two
threads. So it runs in a child process with limits, one for each file, started by path so that it loads nothing else of
ours. The file comes by standard input; out go lines of JSON: one fault, or the number of pages and then each page.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

MAX_PAGES = 3000
MAX_CHARS = 8_000_000
FEW_LETTERS = 20  # on a page; fewer beside a picture are a stamp on a scan
_MANY_PATHS = 50
_FAR = 1e5  # points; no page is as wide
_EVERY = 7  # letters of which one is asked whether it is known
_GAP = 1.0  # widths of a letter; a wider gap in a line parts columns and cells
_BOLD = re.compile(r"bold|black|heavy|demi(?!r)|(?:^|[^a-z])semib", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_FAULTS = {pdfium.FPDF_ERR_PASSWORD: "password", pdfium.FPDF_ERR_SECURITY: "security"}
_HYPHENS = {0x2: "-", 0xFFFE: "-"}  # how PDFium tells of a hyphen at the end of a line


@dataclass
class Run:
    """Words that stand side by side on one line, in the order of the file; places in points, upwards and to the right.

    `bold` counts its bold letters and `lead` those at its beginning; `turn` is the quarter of a circle it is turned by.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int
    bold: int = 0
    lead: int = 0
    letters: Counter[float] = field(default_factory=Counter)  # how many of which size

    def as_list(self) -> list[str | float]:
        """What the caller is told of it."""
        size = self.letters.most_common(1)[0][0] if self.letters else self.size
        return [self.text, self.left, self.right, self.base, size, self.bold, self.lead]


@dataclass
class _Word:
    text: str
    first: int
    last: int
    base: float
    glued: bool  # no space before it
    after_break: bool


@dataclass
class _PageText:
    page: Any
    text: Any
    fonts: dict[tuple[str, int], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.matrix = pdfium.FS_MATRIX()
        self.sides = [ctypes.c_double() for _ in range(4)]
        self.name = ctypes.create_string_buffer(200)
        self.flags = ctypes.c_int()


def main() -> None:
    """Reads the file from standard input and writes what is in it; the arguments are bytes of memory and seconds."""
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    data = sys.stdin.buffer.read()
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        _write({"fault": _FAULTS.get(pdfium.FPDF_GetLastError(), "broken")})
        return
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        _write({"fault": "pages", "count": count})
        return
    _write({"pages": count})
    left = MAX_CHARS
    for number in range(count):
        page, chars = _page(document, number)
        left -= chars
        if left < 0:
            _write({"fault": "chars"})
            return
        _write(page)


def _limit(max_bytes: int, max_s: int) -> None:
    """Memory and time of this process; where the system knows no such limits, the caller's clock alone ends it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (max_s, max_s + 5))
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))


def _write(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _page(document: Any, number: int) -> tuple[dict[str, Any], int]:
    """One page as JSON and its number of letters; a page that cannot be loaded is told as broken."""
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page) if page else None
    if not text:
        return {"broken": True}, 0
    count = min(pdfium.FPDFText_CountChars(text), MAX_CHARS + 1)
    known, unknown = _PageText(page, text), 0
    runs: list[Run] = []
    if count <= MAX_CHARS:
        unknown = _EVERY * sum(pdfium.FPDFText_HasUnicodeMapError(text, i) == 1 for i in range(0, count, _EVERY))
        runs = list(_runs(known, count))
    found = {
        "width": round(pdfium.FPDF_GetPageWidthF(page), 1),
        "height": round(pdfium.FPDF_GetPageHeightF(page), 1),
        "pictures": count < FEW_LETTERS and _has_pictures(page),
        "letters": count,
        "unknown": unknown,
        "runs": [r.as_list() for r in _upright(runs)],
    }
    pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return found, count


def _has_pictures(page: Any) -> bool:
    count = min(pdfium.FPDFPage_CountObjects(page), 1000)
    kinds = Counter(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) for i in range(count))
    drawn = kinds[pdfium.FPDF_PAGEOBJ_PATH] > _MANY_PATHS  # letters as outlines
    return drawn or kinds[pdfium.FPDF_PAGEOBJ_IMAGE] + kinds[pdfium.FPDF_PAGEOBJ_FORM] > 0


def _words(known: _PageText, count: int) -> Iterator[_Word]:
    """Words as PDFium parts them, and parts of words that stand higher or lower, as the number of a note does."""
    word: _Word | None = None
    broken, spaced = True, True
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(known.text, i)
        sign = _HYPHENS.get(code) or chr(code)
        if sign.isspace() or code == 0:
            if word:
                yield word
            word, spaced, broken = None, True, broken or sign in "\r\n"
            continue
        pdfium.FPDFText_GetCharOrigin(known.text, i, known.x, known.y)
        if word and abs(known.y.value - word.base) > 0.5 and not _is_turned(known, i):
            yield word
            word = None
        if word:
            word.text += sign
            word.last = i
        else:
            word = _Word(sign, i, i, known.y.value, not spaced, broken)
            spaced = broken = False
    if word:
        yield word


def _is_turned(known: _PageText, i: int) -> bool:
    angle: float = pdfium.FPDFText_GetCharAngle(known.text, i)
    return abs(angle % math.pi) > 0.1


def _runs(known: _PageText, count: int) -> Iterator[Run]:
    run: Run | None = None
    for word in _words(known, count):
        new = _run(known, word)
        if new is None:
            continue
        if run and not word.after_break and _is_beside(run, new):
            _add(run, new, word.glued)
        elif run and not word.after_break and _is_note(run, new):
            continue
        elif run and word.glued and _hangs_on(run, new):
            _add(run, new, glued=True)
        else:
            if run:
                yield run
            run = new
    if run:
        yield run


def _is_beside(run: Run, new: Run) -> bool:
    size = max(run.size, new.size)
    same_line = abs(run.base - new.base) < 0.15 * size and run.turn == new.turn
    return same_line and -0.5 * size < new.left - run.right < _GAP * size


def _is_note(run: Run, new: Run) -> bool:
    """Whether a raised small number hangs on a word: the mark of a footnote."""
    return new.base > run.base and new.text.strip("[]()*†‡,").isdigit() and _hangs_on(run, new)


def _hangs_on(run: Run, new: Run) -> bool:
    """Whether small letters stand a little higher or lower behind a word: "CO2", "21st"."""
    small = new.size < 0.87 * run.size and new.turn == run.turn
    return small and abs(new.base - run.base) < 0.6 * run.size and abs(new.left - run.right) < 0.5 * run.size


def _add(run: Run, new: Run, glued: bool) -> None:
    text = new.text if glued else f" {new.text}"
    if run.lead == len(run.text) and new.bold:
        run.lead += len(text)
    run.text += text
    run.bold += new.bold
    run.letters += new.letters
    run.right = max(run.right, new.right)


def _run(known: _PageText, word: _Word) -> Run | None:
    """The word with its place; None where it stands askew, as watermarks do, or has no size."""
    pdfium.FPDFText_GetMatrix(known.text, word.first, known.matrix)
    m = known.matrix
    size = pdfium.FPDFText_GetFontSize(known.text, word.first) * math.hypot(m.c, m.d)
    quarters = math.atan2(m.b, m.a) / (math.pi / 2)
    turn = round(quarters)
    if not 1 < size < 500 or abs(quarters - turn) > 0.05:
        return None
    left, base = _placed(known, word.first, turn % 4)
    right = _far_side(known, word.last, turn % 4)
    bold = len(word.text) if _is_bold(known, word.first) else 0
    if not all(abs(v) < _FAR for v in (left, right, base)):
        return None
    left, right, base, size = (round(v, 1) for v in (left, max(left, right), base, size))
    return Run(_whole(word.text), left, right, base, size, turn % 4, bold, bold, Counter({size: len(word.text)}))


def _placed(known: _PageText, i: int, turn: int) -> tuple[float, float]:
    """Where a letter begins, as if the page were turned so that it stands upright."""
    pdfium.FPDFText_GetCharOrigin(known.text, i, known.x, known.y)
    x, y = known.x.value, known.y.value
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _far_side(known: _PageText, i: int, turn: int) -> float:
    left, right, bottom, top = known.sides
    pdfium.FPDFText_GetCharBox(known.text, i, left, right, bottom, top)
    return (right.value, top.value, -left.value, -bottom.value)[turn]


def _is_bold(known: _PageText, i: int) -> bool:
    size = pdfium.FPDFText_GetFontInfo(known.text, i, known.name, 200, known.flags)
    key = (known.name.raw[: max(0, min(size, 200) - 1)].decode("latin-1"), known.flags.value)
    if key not in known.fonts:
        known.fonts[key] = bool(_BOLD.search(key[0])) or bool(key[1] & _FORCE_BOLD)
    return known.fonts[key]


def _whole(text: str) -> str:
    """The text with halves of wide signs put together, and lone halves left out."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _upright(runs: list[Run]) -> list[Run]:
    """The runs that stand as most of the page does; a page on its side counts as upright."""
    letters: Counter[int] = Counter()
    for run in runs:
        letters[run.turn] += len(run.text)
    turn = letters.most_common(1)[0][0] if letters else 0
    return [r for r in runs if r.turn == turn]


if __name__ == "__main__":
    main()

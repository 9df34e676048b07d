"""How text is stored: NFC, LF, no NUL, no lone surrogate, no invisible characters; words as in the source."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
# Printed letters that some programs cut out of PDF files as one sign.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def clean(text: str) -> str:
    """The text with LF line ends and form feeds, in NFC, without what cannot be seen."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("", _INVISIBLE.sub("", text)).translate(_LIGATURES)
    return unicodedata.normalize("NFC", _heaped().sub(r"\1", text))


@cache
def _heaped() -> re.Pattern[str]:
    """Forty marks above one letter and those behind them; no language has more than a few.

    NFC sorts them in time that grows with the square of their number: a heap of a million would take hours.
    """
    marks = "".join(c for c in map(chr, range(0x300, 0x1E94B)) if unicodedata.combining(c))
    return re.compile(f"([{marks}]{{40}})[{marks}]+")


def one_line(text: str) -> str:
    """The text with every run of white space as one space, none outside, in NFC."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text)).strip()

"""Finding words in a text: by the words alone, so that spaces, quotation marks and capitals may differ."""

from __future__ import annotations

import re
import unicodedata

from corpus.names import fold
from corpus.records import Span

# Scripts that put no spaces between words are compared sign by sign.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def places_of(quote: str, text: str) -> list[Span]:
    """Every place where the words of the quote follow one another, in order, from the first word to the last.

    [] where they do nowhere, or where the quote holds no word.
    """
    wanted = [fold(w) for w in _WORD.findall(unicodedata.normalize("NFC", quote))]
    if not wanted:
        return []
    found = [(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    words = [w for w, _, _ in found]
    last = len(wanted) - 1
    starts = (i for i, word in enumerate(words) if word == wanted[0] and words[i : i + len(wanted)] == wanted)
    return [(found[i][1], found[i + last][2]) for i in starts]

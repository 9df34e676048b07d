"""Where sentences begin and end: one answer for all who cut, attribute or quote."""

from __future__ import annotations

import re

from corpus.records import Span

# A full stop behind these never ends a sentence: a name or a number follows.
_BEFORE_NAME = frozenset(
    "mr mrs ms mx dr prof profs assoc asst messrs mme mlle hon rev fr gen col lt capt sgt maj cmdr gov sen rep amb adm "
    "pres supt e.g i.e cf vs viz approx ca c.f resp incl excl mt st ste no.s".split()
)
# Behind these only if no number follows ("No. 5", "Fig. 3", "Sept. 9").
_BEFORE_NUMBER = frozenset(
    "no nos art arts sec secs para paras p pp fig figs vol vols ch chap eq ref refs jan feb mar apr jun jul aug sep "
    "sept oct nov dec ed eds app ver tel ext".split()
)
# Behind these only before a word that opens sentences: "Acme Inc. The …" but "Acme Inc. Chairman …".
_EITHER = frozenset("inc ltd co corp plc llc jr sr bros al etc ph.d m.d b.a m.a dept univ assn gmbh cie".split())
_OPENERS = frozenset(
    "a an the this that these those he she it they we i you his her its their our my there here in on at as by for "
    "from to with and but or so yet if when while after before during since although though because however therefore "
    "thus moreover furthermore finally first second third next then also another some many most several all both each "
    "no not what who why how where which one two three following regarding concerning according under over through "
    "about mr mrs ms dr prof professor".split()
)
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")  # "U.S", "a.m", "K.Y"
_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]*_]*)(?=\s)"  # "." and what closes with it, then white space
    r"|(?P<wide>[。！？]+[」』”’)）]*)"
    r"|(?P<gap>\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•·–—]|\(?\d{1,3}[.)])\s))"  # an empty line; a list item
)
_WORD_BEFORE = re.compile(r"[\w.&'’-]{1,40}$")
_NEXT = re.compile(r"\s+([\"'“‘«(\[*_]*)([\w$€£#&@]?)")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«(\[*_]*([\w'’]{1,20})")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-zA-Z])$")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences of text[start:end], in order, without outer white space; [] for white space alone.

    Abbreviations, initials, numbers and lists with semicolons do not end a sentence; empty lines and list items do.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for m in _END.finditer(text, start, end):
        if m.start() < begin or not _ends(text, begin, m, end):
            continue
        begin = _add(spans, text, begin, m.start() if m["gap"] else m.end())
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> int:
    """`end`, after adding the trimmed span where it is not empty."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        spans.append((left, right))
    return end


def _ends(text: str, begin: int, m: re.Match[str], end: int) -> bool:
    if m["wide"] or m["gap"]:
        return True
    following = _NEXT.match(text, m.end(), end)
    if not following or (following.end() == end and not following.group().strip()):
        return True
    opener = following[2] or ("A" if following[1] else "a")  # a dash or a comma goes on with the sentence
    if m["mark"] != ".":
        return not opener.islower()
    return _full_stop_ends(text, begin, m, end, opener)


def _full_stop_ends(text: str, begin: int, m: re.Match[str], end: int, opener: str) -> bool:
    found = _WORD_BEFORE.search(text, max(begin, m.start() - 40), m.start())
    before = found.group() if found else ""
    word = before.casefold().lstrip("'’-.&")
    if opener.islower():
        # A sentence whose capital was lost is still one; anything short is likelier an unknown abbreviation.
        return word.isalpha() and len(word) > 4 and before.islower() and bool(m["close"] == "")
    if m["close"]:
        return word not in _BEFORE_NAME
    if word in _BEFORE_NAME or (word in _BEFORE_NUMBER and opener.isdigit()):
        return False
    lead = m.start() - len(before) - begin
    if lead < 9 and _ENUMERATOR.match(before) and not text[begin : begin + lead].strip(" \t\n("):
        return False  # "1. The first item"
    initial = len(word) == 1 and before.isupper()
    if initial or word in _EITHER or _ABBREVIATION.search(word):
        upcoming = _NEXT_WORD.match(text, m.end(), end)
        return bool(upcoming) and upcoming[1].casefold() in _OPENERS if upcoming else True
    return True

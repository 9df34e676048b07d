"""Words divided at the ends of lines are put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_DIVIDED = re.compile(r"([^\W\d_]+)(?:[-‐]|\u00ad)$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SIGNS = ("-", "‐", "\u00ad")
_URL = re.compile(r"(?:https?://|www\.)\S*$")
_URL_REST = re.compile(r"^[/?=&_%#.~-]|^[^\s,;]*[/=&_%#]\S*|^\S+\.(?:html?|pdf|aspx?|php)\b")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]")
_DIVIDING = 0.03  # share of the lines; fewer end in hyphens where words are not divided at all


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a document writes: its words in lower case, and whether it divides words at the ends of lines."""

    words: frozenset[str]
    divides: bool
    soft: bool  # the sign U+2010 is for dividing, and "-" for compounds


def spelling_of(lines: Sequence[str]) -> Spelling:
    """As the lines of the whole document show it; halves of divided words count as no words."""
    ends = [(before, after) for before, after in pairwise(lines) if _halves(before, after)]
    halves = Counter(half for end in ends for half in _halves(*end))
    counts = Counter(w.lower() for line in lines for w in _WORD.findall(line))
    words = frozenset(w for w, n in (counts - halves).items() if n > 0)
    wholes = sum("".join(_halves(*end)) in words for end in ends)
    ordinary = sum(_halves(*end)[1] in words for end in ends)  # a word of its own: rather a compound than a division
    known = wholes > 1 and wholes > 0.2 * len(ends)
    divides = known or (len(ends) > _DIVIDING * len(lines) and ordinary < 0.5 * len(ends))
    return Spelling(words, divides, soft=_has_soft_sign(lines))


def _has_soft_sign(lines: Sequence[str]) -> bool:
    """Whether U+2010 stands at the ends of lines, and nowhere else."""
    return any(line.endswith("‐") for line in lines) and not any("‐" in line[:-1] for line in lines)


def _halves(before: str, after: str) -> tuple[str, ...]:
    """The two halves of a word that may be divided between the lines; () where none is."""
    divided, first = _DIVIDED.search(before, max(0, len(before) - 80)), _FIRST.match(after)
    if not divided or not first or not after[:1].islower():
        return ()
    return divided[1].lower(), first[0].lower()


def _is_one_word(before: str, after: str) -> bool:
    """Whether no space stands between the lines: in the address of a page, at a dash, in a script without spaces."""
    within_address = _URL.search(before[-300:]) and _URL_REST.match(after)
    at_dash = before[-1:] in ("—", "–") and before[-2:-1].isalnum()  # "Old Quay—North Mole"
    return bool(within_address) or at_dash or (is_unspaced(before[-1:]) and is_unspaced(after))


def is_unspaced(text: str) -> bool:
    """Whether the text begins in a script that puts no spaces between words: Chinese, Japanese."""
    return _UNSPACED.match(text) is not None


def joined_lines(lines: Sequence[str], spelling: Spelling) -> str:
    """The lines as one text; divided words and addresses of web pages are whole again."""
    parts: list[str] = []
    for line in lines:
        if parts and parts[-1].endswith(_SIGNS):
            parts[-1] = _joined(parts[-1], line, spelling)
        elif parts and _is_one_word(parts[-1], line):
            parts[-1] += line
        else:
            parts.append(line)
    return " ".join(parts)


def _joined(before: str, after: str, spelling: Spelling) -> str:
    sign, small = before[-1], after[:1].islower()
    if sign == "\u00ad" or (sign == "‐" and spelling.soft and small):  # stand only where a word is divided
        return before[:-1] + after
    divided, first = _DIVIDED.search(before, max(0, len(before) - 80)), _FIRST.match(after)
    if not divided or not first:
        spaced = before[-2:-1].isspace() or len(before) < 2  # a dash between words, not a hyphen
        return f"{before} {after}" if spaced else before + after
    one, two = divided[1].lower(), first[0].lower()
    goes_on = after[first.end() : first.end() + 1] in _SIGNS
    compound = goes_on or before[: divided.start()].endswith(_SIGNS)  # "question-and-answer", but not "self-go-verning"
    compound = compound and one + two not in spelling.words and bool({one, two} & spelling.words)
    if not small or (sign == "-" and spelling.soft) or compound or not spelling.divides:
        return before + after
    return before + after if _has_hyphen(one, two, spelling.words) else before[:-1] + after


def _has_hyphen(one: str, two: str, words: frozenset[str]) -> bool:
    """Whether the word is written with a hyphen within a line too, or its halves are words and the whole is none."""
    if f"{one}-{two}" in words:
        return one + two not in words
    return one + two not in words and one in words and two in words and len(one) > 2 and len(two) > 3

"""Facts: dates, places, numbers, and the items of a list that a sentence leads into."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.excerpts import Excerpt
from service.thresholds import Thresholds

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}|{_MONTH} \d{{1,4}}|\d{{4}}-\d\d|(?:19|20)\d\d)\b", re.I
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|"
    r"million|billion|dozen|half|third|quarter)\b",
    re.I,
)
_PLACE = re.compile(r"\b(?:at|in|on) (?:the )?(?!(?:" + _MONTH + r")\b)[A-Z]\w+", re.M)

# What a question asks for, and what an answer to it must hold.
_PARTS = (
    (re.compile(r"\b(?:when|what (?:date|day|year)|which (?:day|year))\b", re.I), _DATE),
    (re.compile(r"\b(?:where|(?:what|which) (?:place|venue|city|building|hall))\b", re.I), _PLACE),
    (
        re.compile(
            r"\b(?:how (?:many|much|long|often|large|old)|(?:what|which) (?:number|share|percentage|amount))\b", re.I
        ),
        _NUMBER,
    ),
)


def facts(question: str, found: Sequence[Excerpt], limits: Thresholds) -> list[Excerpt]:
    """The excerpts that tell the fact, for each part asked for the best that holds one; [] where none is good."""
    good = [e for e in found if e.score >= limits.answers]
    if not good:
        return []
    wanted = [kind for asked, kind in _PARTS if asked.search(question)]
    chosen: list[Excerpt] = []
    for kind in wanted:
        able = [e for e in found if kind.search(e.text) and e.score >= limits.fact_part * good[0].score]
        chosen += [e for e in able[:1] if e not in chosen]
    return chosen or _with_items(good, limits)


def _with_items(good: Sequence[Excerpt], limits: Thresholds) -> list[Excerpt]:
    """The best excerpts; behind one that ends in a colon, the items of the list that it leads into."""
    near = [e for e in good if e.score >= limits.beside_best * good[0].score][: limits.max_claims]
    leading = next((e for e in good[: 2 * limits.max_claims] if e.text.rstrip().endswith(":")), None)
    if leading is None or leading.score < limits.beside_best_plural * good[0].score:
        return near
    return [leading, *_items(leading)[: limits.max_items]]


def _items(leading: Excerpt) -> list[Excerpt]:
    """The blocks that follow in the same section, as long as they are short and nobody speaks them."""
    document, items = leading.document, []
    for u in document.utterances[leading.utterance.number + 1 :]:
        words = len(document.text[u.start : u.end].split())
        if u.section != leading.utterance.section or u.label or u.speaker or not 0 < words <= 60:
            break
        if any(s.utterance == u.number for s in document.statements):
            break
        items.append(Excerpt(document, u, u.start, u.end, (u.start, u.end), found=leading.found, score=leading.score))
    return items

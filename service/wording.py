"""The sentences of an extractive answer: a name from the record, the cue, the words. Nothing else is written."""

from __future__ import annotations

import re

from service.excerpts import Excerpt

_GAP = re.compile(r"(?:\s|,|:|;|\b(?:that|to|on|about|for|of|upon|against|how|whether|also|again|then|further)\b)*")
_SUPPORTERS = re.compile(r"\b(?P<verb>supported|opposed|backed|joined|echoed|seconded|endorsed|followed) by$", re.I)


def told(excerpt: Excerpt) -> str:
    """One sentence without its full stop: who said it, and the words as they stand in the record."""
    if excerpt.speaker is None:
        return f"{_unnamed(excerpt)}“{trimmed(excerpt.text)}”"
    name = excerpt.speaker.name
    if excerpt.on_behalf_of is not None:
        name = f"{name} (for {excerpt.on_behalf_of.name})"
    if excerpt.attribution == "own_words":
        return f"{name} {excerpt.cue}: “{trimmed(excerpt.text)}”"
    return _reported(excerpt, name)


def repeated(excerpt: Excerpt) -> str:
    """A further source of words that the answer has quoted already."""
    assert excerpt.speaker is not None
    against = bool(excerpt.cue and re.search(r"\boppos", excerpt.cue, re.I))
    behalf = f" (for {excerpt.on_behalf_of.name})" if excerpt.on_behalf_of else ""
    return f"{excerpt.speaker.name}{behalf} {'opposed this' if against else 'is named with the same statement'}"


def _reported(excerpt: Excerpt, name: str) -> str:
    text, (start, end) = excerpt.document.text, excerpt.content
    content, cue = trimmed(text[start:end]), excerpt.cue or ""
    by = _SUPPORTERS.search(cue)
    if by:
        verb = by["verb"].lower()
        return f"{name} {verb} this: “{content}”"
    if cue.lower().startswith("according"):
        return f"According to {name}, “{content}”"
    at = text.rfind(cue, excerpt.start, start) if cue else -1
    if at >= 0 and _GAP.fullmatch(text[at + len(cue) : start]):
        return f"{name} {_one_line(text[at:end]).rstrip(' .;,')}"
    return f"{name} {cue}: “{content}”" if cue else f"{name}: “{content}”"


def _unnamed(excerpt: Excerpt) -> str:
    return f"{_one_line(excerpt.label or '')} (not named in the record): " if excerpt.label else ""


def trimmed(text: str) -> str:
    """On one line, without the full stop at its end: the citation's number comes there."""
    line = _one_line(text)
    return line[:-1] if line.endswith(".") and not line.endswith("..") else line


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

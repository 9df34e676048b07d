"""The sentences of an extractive answer: a name from the record, the cue, the words. Nothing else is written."""

from __future__ import annotations

import re

from service.excerpts import Excerpt

_GAP = re.compile(r"(?:\s|,|:|;|\b(?:that|to|on|about|for|of|upon|against|how|whether|also|again|then|further)\b)*")
_SUPPORTERS = re.compile(r"\b(?P<verb>supported|opposed|backed|joined|echoed|seconded|endorsed|followed) by$", re.I)
# Cues after which "this" can stand for the words: "suggested this", not "said this" of another's words.
_TAKES_THIS = re.compile(
    r"(?:supported|opposed|proposed|suggested|favoured|favored|preferred|welcomed|rejected|requested|urged|endorsed|"
    r"stressed|emphasi[sz]ed|underlined|highlighted|noted|questioned|recommended|accepted|advocated|backed|introduced)"
)


def told(excerpt: Excerpt) -> str:
    """One sentence without its full stop: who said it, and the words as they stand in the record."""
    if excerpt.speaker is None:
        return f"{_unnamed(excerpt)}“{trimmed(excerpt.text)}”"
    name = _called(excerpt)
    if excerpt.attribution == "own_words":
        return f"{name} {excerpt.cue}: “{trimmed(excerpt.text)}”"
    return _reported(excerpt, name)


def repeated(excerpt: Excerpt) -> str:
    """A further source of words that the answer has quoted already."""
    name, cue = _called(excerpt), (excerpt.cue or "").lower()
    by = _SUPPORTERS.search(cue)
    if by:
        return f"{name} {by['verb']} this"
    return f"{name} {cue} this" if _TAKES_THIS.fullmatch(cue) else f"{name} said the same"


def _called(excerpt: Excerpt) -> str:
    """The name of the source, with whom it spoke for."""
    name = excerpt.speaker.name if excerpt.speaker else ""
    return f"{name} (for {excerpt.on_behalf_of.name})" if excerpt.on_behalf_of else name


def _reported(excerpt: Excerpt, name: str) -> str:
    text, (start, end) = excerpt.document.text, excerpt.content
    content, cue = trimmed(text[start:end]), excerpt.cue or ""
    by = _SUPPORTERS.search(cue)
    if by:
        return f"{name} {by['verb'].lower()} this: “{content}”"
    if cue.lower().startswith("according"):
        return f"According to {name}, “{content}”"
    if cue.lower().endswith(" by"):  # "concerns raised by"
        return f"{cue[:1].upper()}{cue[1:]} {name}: “{content}”"
    recorded = "is recorded as " if re.match(r"\w+ing\b", cue) else ""
    at = text.rfind(cue, excerpt.start, start) if cue else -1
    if at >= 0 and _GAP.fullmatch(text[at + len(cue) : start]):
        return f"{name} {recorded}{_one_line(text[at:end]).rstrip(' .;,')}"
    return f"{name} {recorded}{cue}: “{content}”" if cue else f"{name}: “{content}”"


def _unnamed(excerpt: Excerpt) -> str:
    return f"{_one_line(excerpt.label or '')} (not named in the record): " if excerpt.label else ""


def trimmed(text: str) -> str:
    """On one line, without the full stop at its end: the citation's number comes there."""
    line = _one_line(text)
    return line[:-1] if line.endswith(".") and not line.endswith("..") else line


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

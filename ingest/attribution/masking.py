"""Text made ready for reading: what is quoted or in brackets neither speaks nor divides a sentence."""

from __future__ import annotations

import re

from ingest.attribution.cues import find_cues

_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|«[^«»]*»|(?<!\w)'[^'\n]{1,300}'(?!\w)|(?<!\w)‘[^‘’\n]{1,300}’(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RUN_IN = re.compile(r"(?:[^\s:]+[^\S\n]+){0,24}[^\s:]+:\s+(?=[A-Z“\"'‘])")


def mask(text: str) -> str:
    """The same length of text, with what is quoted or in brackets blotted out, so that it neither speaks nor cuts."""
    text = _BRACKETS.sub(
        lambda m: ("×" if m.start() and not text[m.start() - 1].isspace() else " ") * len(m.group()), text
    )
    return _QUOTED.sub(_blotted, text)


def _blotted(m: re.Match[str]) -> str:
    """A comma or a question mark inside the quotation marks still divides the sentence: “Why?” he asked."""
    size = len(m.group())
    return "¤" * (size - 1) + "," if size > 3 and m.group()[-2] in ",?!" else "¤" * size


def without_run_in(masked: str, start: int, end: int) -> int:
    """Where the sentence itself begins behind a heading on the same line ("Closing: Peru said …")."""
    m = _RUN_IN.match(masked, start, min(end, start + 400))
    if not m or any(c.form == "finite" and not c.weak and not c.phase for c in find_cues(masked, start, m.end())):
        return start
    return m.end()

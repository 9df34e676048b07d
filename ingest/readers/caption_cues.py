"""Caption files (WebVTT and SRT) to cues: times and lines of words, without numbers, notes and styles.

One reader of lines for both, for files in the wild mix them: commas and points in times, no header, no empty line
between cues. The library webvtt-py refuses a file without its header and keeps one voice of a cue that has two; srt
knows no voices and takes ",5" for five thousandths of a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,9}))?"
TIMING = re.compile(rf"^\s*{_CLOCK}\s*-{{1,2}}>\s*{_CLOCK}(?:\s.*)?$")
_COUNT = re.compile(r"^\s*\d{1,7}\s*$")
_DROPPED = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_HEADER = re.compile(r"^WEBVTT(?:[ \t]+[-–—]*[ \t]*(?P<title>\S.*))?$")
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$")


@dataclass(frozen=True, slots=True)
class Cue:
    start_s: float
    end_s: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Captions:
    """The cues in order of the file, and what its header says."""

    cues: tuple[Cue, ...]
    title: str | None = None
    language: str | None = None


def captions_of(text: str) -> Captions:
    """The cues of a file; none where no line of it is a time with an arrow."""
    lines = text.split("\n")
    header = _HEADER.match(lines[0].strip()) if lines else None
    language = next((m[1] for line in lines[:8] if (m := _LANGUAGE.match(line))), None) if header else None
    title = header["title"] if header and header["title"] else None
    starts = [i for i, line in enumerate(lines) if "-->" in line or "->" in line if TIMING.match(line)]
    cues = []
    for place, i in enumerate(starts):
        last = starts[place + 1] if place + 1 < len(starts) else len(lines)
        start, end = _times(lines[i])
        words = _words(lines[i + 1 : last], has_next=last < len(lines), web=bool(header))
        cues.append(Cue(start, max(start, end), words))
    return Captions(tuple(cues), title, language)


def _times(line: str) -> tuple[float, float]:
    m = TIMING.match(line)
    groups = m.groups() if m else ()
    start, end = (_seconds(*groups[i : i + 4]) for i in (0, 4))
    return start, end


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return round(whole + float(f"0.{fraction or 0}"), 3)


def _words(lines: Sequence[str], *, has_next: bool, web: bool) -> tuple[str, ...]:
    """The lines of one cue, without the name of the next one, which stands in front of its time."""
    kept = list(lines)
    if has_next and kept and _names_next(kept, web):
        kept.pop()
    found: list[str] = []
    dropping = False
    for i, line in enumerate(kept):
        blank = not line.strip()
        if blank and web and found:  # what stands behind an empty line is a note, a style, or nothing at all
            break
        dropping = (dropping and not blank) or bool(_DROPPED.match(line) and i and not kept[i - 1].strip())
        if not blank and not dropping:
            found.append(line.strip())
    return tuple(found)


def _names_next(lines: Sequence[str], web: bool) -> bool:
    """Whether the last line is the number of the next cue, or in WebVTT its name, which stands alone."""
    apart = len(lines) < 2 or not lines[-2].strip()
    return bool(_COUNT.match(lines[-1])) or (web and apart and bool(lines[-1].strip()))

"""WebVTT and SRT captions: told by their content, read by the same steps."""

from __future__ import annotations

import re

from ingest.readers.caption_cues import TIMING, captions_of
from ingest.readers.caption_utterances import reading_of
from ingest.readers.raw import RawFile
from ingest.readers.stored_text import clean
from ingest.reading import Reading

_WEB_VTT = re.compile(r"^\s*WEBVTT(?:\s|$)")


class WebVtt:
    endings = (".vtt",)

    def fits(self, file: RawFile) -> bool:
        return bool(_WEB_VTT.match(file.opening.lstrip("\ufeff"))) or file.ends(*self.endings)

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument where no cue has words."""
        return reading_of(file.name, captions_of(clean(file.text).lstrip("\n ")))


class SubRip(WebVtt):
    endings = (".srt",)

    def fits(self, file: RawFile) -> bool:
        """By ending, or by a number and a time, or a time alone, in the first lines."""
        lines = [line for line in clean(file.opening).split("\n") if line.strip()][:2]
        timed = lines and (TIMING.match(lines[0]) or (lines[0].strip().isdigit() and TIMING.match(lines[-1])))
        return bool(timed) or file.ends(*self.endings)

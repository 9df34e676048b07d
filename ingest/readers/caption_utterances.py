"""What is said in cues to utterances: the cues of one voice are one, parted at long pauses and where they grow long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import UnreadableDocument
from ingest.readers import metadata
from ingest.readers.caption_cues import Captions, Cue
from ingest.readers.caption_rolling import without_repeats
from ingest.readers.caption_voices import UNKNOWN, Said, voices_of
from ingest.readers.caption_words import line_of
from ingest.readers.language import language_of
from ingest.readers.paragraphs import join_lines
from ingest.readers.pieces import Hints
from ingest.readers.writing import Entry, write
from ingest.reading import Reading

_ENDS = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_PAUSE_S = 5.0  # of silence behind a sentence: a new utterance, with a time of its own
_BREAK_S = 2.0  # the same where the captions have no marks of sentences
_MANY_WORDS = 150  # behind which the next sentence is a new utterance
_TOO_MANY_WORDS = 250  # behind which the next cue is one


@dataclass
class _Open:
    """The utterance that cues are still added to."""

    label: str | None
    aside: bool
    begins: bool  # a turn, and does not only go on with one
    time_s: float
    end_s: float
    parts: list[str]
    words: int = 0

    def add(self, said: Said) -> None:
        self.parts.append(said.words)
        self.words += len(said.words.split())
        self.end_s = said.end_s

    def entry(self) -> Entry:
        lead = f"{self.label} " if self.label == UNKNOWN else f"{self.label}: "
        lead = lead if self.label and self.begins else ""
        return Entry((join_lines(self.parts),), label=self.label, lead=lead, time_s=self.time_s)


def reading_of(name: str, captions: Captions) -> Reading:
    """The Reading of a caption file. Raises UnreadableDocument where no cue has words."""
    cues = without_repeats([_plain(cue) for cue in captions.cues])
    said = [s for s in voices_of(cues) if any(c.isalnum() for c in s.words)]
    if not said:
        raise UnreadableDocument(name, "holds no cue with words: lines such as 00:01.000 --> 00:04.000, and text below")
    text, blocks = write([utterance.entry() for utterance in _utterances(said)])
    hints = metadata.complete(Hints(title=captions.title), name, ())
    return Reading(
        text=text,
        kind="transcript",
        title=hints.title or name,
        blocks=blocks,
        date=hints.date,
        language=captions.language or language_of(text),
    )


def _plain(cue: Cue) -> Cue:
    lines = (line_of(line) for line in cue.lines)
    return Cue(cue.start_s, cue.end_s, tuple(line for line in lines if line))


def _utterances(said: Sequence[Said]) -> Iterator[_Open]:
    pointed = sum(bool(_ENDS.search(s.words)) for s in said) > 0.1 * len(said)
    current: _Open | None = None
    speaking: str | None = None
    for one in said:
        same = current is not None and not one.anew and (one.label, one.aside) == (current.label, current.aside)
        if current is None or not same or _pauses(current, one, pointed):
            if current is not None:
                yield current
            begins = one.anew or one.label != speaking
            current = _Open(one.label, one.aside, begins, one.start_s, one.end_s, [])
            speaking = speaking if one.aside else one.label
        current.add(one)
    if current is not None:
        yield current


def _pauses(current: _Open, one: Said, pointed: bool) -> bool:
    """Whether the same voice begins a new utterance."""
    if current.aside or current.words > _TOO_MANY_WORDS:
        return True
    silence = one.start_s - current.end_s
    if not pointed:
        return silence > _BREAK_S and current.words > _MANY_WORDS / 3
    return bool(_ENDS.search(current.parts[-1])) and (silence > _PAUSE_S or current.words > _MANY_WORDS)

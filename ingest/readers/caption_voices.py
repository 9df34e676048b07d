"""Who speaks in captions: voice tags, "NAME:", ">> NAME:", ">>", dashes. A change without a name is to nobody known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.names import fold
from ingest.readers.caption_cues import Cue
from ingest.readers.caption_words import END, VOICE
from ingest.readers.pieces import Piece
from ingest.readers.turns import Candidate, candidate, is_aside, labels_of, may_begin
from ingest.readers.vocabulary import NOT_NAMES

UNKNOWN = ">>"  # the label of whoever speaks after a change that names nobody
_CHANGE = re.compile(r"^(?:>>+\s*|[-–](?![-–])\s*(?=\S))")
_MARK = re.compile(f"{VOICE}([^{VOICE}{END}]*){END}")
_ENDS = re.compile(r"[.!?…。！？♪)\]][\"'”’»)\]]*$")
_GOES_ON_S = 1.5  # seconds of silence over which a sentence goes on


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one voice in one cue; `label` is None where nothing was ever said about who speaks."""

    words: str
    label: str | None
    start_s: float
    end_s: float
    anew: bool = False  # another turn, be it of the same unknown
    aside: bool = False  # a remark in brackets, which nobody says


@dataclass(frozen=True, slots=True)
class _Part:
    """Words in one line of a cue; `voice` is None outside of tags."""

    text: str
    voice: str | None
    cue: Cue
    first: bool  # of its line: labels and marks of change may stand in front


def voices_of(cues: Sequence[Cue]) -> list[Said]:
    """What is said, in order; a voice stays until another one is told."""
    parts = [part for cue in cues for part in _parts(cue)]
    labels = _labels(parts)
    tagged = any(p.voice for p in parts)
    found: list[Said] = []
    speaker: str | None = None
    for part in parts:
        said = _said(part, labels, speaker, open_sentence=bool(found) and not _ENDS.search(found[-1].words))
        if tagged and part.voice is None and said.label == speaker and not said.aside:
            said = _outside_of_tags(said, found)
        found.append(said)
        speaker = speaker if said.aside else said.label
    return found


def _parts(cue: Cue) -> Iterator[_Part]:
    voice: str | None = None
    for line in cue.lines:
        position = 0
        for m in _MARK.finditer(line):
            yield from _part(line[position : m.start()], voice, cue, position == 0)
            voice, position = " ".join(m[1].split()) or None, m.end()
        yield from _part(line[position:], voice, cue, position == 0)


def _part(text: str, voice: str | None, cue: Cue, first: bool) -> Iterator[_Part]:
    text = text.replace(VOICE, "").replace(END, "").strip()
    if text:
        yield _Part(text, voice, cue, first)


def _labels(parts: Sequence[_Part]) -> frozenset[str]:
    """Words in front of a colon that are speakers.

    Behind ">>" a name needs no further evidence. Where some are known, names of the same looks are speakers too,
    although they stand once: their words would else be the former speaker's.
    """
    free = [p for p in parts if p.voice is None and p.first]
    pieces = [Piece(_CHANGE.sub("", p.text)) for p in free]
    told = (candidate(p.text) for p in free if p.text.startswith(">>"))
    known = labels_of(pieces, ()) | {c.label for c in told if c and c.label != UNKNOWN}
    others = {c.label for p in pieces if (c := candidate(p.text)) and may_begin(p.text)}
    capitals = bool(known) and all(label.isupper() for label in known)
    alike = {x for x in others if known and (x.isupper() if capitals else len(x.split()) > 1)}
    return known | {x for x in alike if not any(fold(word) in NOT_NAMES for word in x.split())}


def _said(part: _Part, labels: frozenset[str], speaker: str | None, *, open_sentence: bool) -> Said:
    said = Said(part.text, part.voice or speaker, part.cue.start_s, part.cue.end_s)
    if is_aside(part.text):
        return replace(said, label=None, aside=True)
    if part.voice is not None or not part.first:
        return said
    change = _CHANGE.match(part.text)
    words = part.text[change.end() :] if change else part.text
    if change and not part.text.startswith(">") and _is_within_sentence(part, words, open_sentence):
        return said
    named = _named(words, labels)
    if named:
        return replace(said, words=named.words, label=named.label)
    if change and words:
        return replace(said, words=words, label=UNKNOWN, anew=True)
    return said


def _is_within_sentence(part: _Part, words: str, open_sentence: bool) -> bool:
    """Whether a dash stands in a sentence and is no sign of dialogue; of that there is mostly one on each line."""
    dashed = sum(bool(_CHANGE.match(line)) for line in part.cue.lines)
    return words[:1].islower() or (open_sentence and dashed < 2)


def _named(words: str, labels: frozenset[str]) -> Candidate | None:
    found = candidate(words)
    return found if found and found.label in labels and found.label != UNKNOWN else None


def _outside_of_tags(said: Said, before: Sequence[Said]) -> Said:
    """Where voices are tagged, words without a tag are nobody's, unless they go on with the sentence before them."""
    last = before[-1] if before else None
    goes_on = (
        last is not None
        and not _ENDS.search(last.words)
        and said.words[:1].islower()
        and said.start_s - last.end_s <= _GOES_ON_S
    )
    return said if goes_on else replace(said, label=None)

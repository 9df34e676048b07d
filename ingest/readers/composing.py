"""Pieces to a Reading: roll, headings and turns are told apart, then the stored text is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import UnreadableDocument
from ingest.readers import metadata, turns
from ingest.readers.headings import with_headings
from ingest.readers.interviews import with_names
from ingest.readers.kind import kind_of
from ingest.readers.language import language_of
from ingest.readers.paragraphs import known_words, mended
from ingest.readers.participants import Roll, roll_of
from ingest.readers.pieces import Hints, Piece
from ingest.readers.writing import Entry, write
from ingest.reading import Reading

_MARKED = re.compile(r"(?:•|\(?[\da-z]{1,5}[.)])\s")  # an item of a list
_MIN_TURNS = 3
_MIN_SPOKEN = 0.25  # share of the words: fewer are lists with colons, not a transcript


def compose(name: str, pieces: Sequence[Piece], hints: Hints, all_text: str = "") -> Reading:
    """The Reading of a file from its pieces. Raises UnreadableDocument where no words are left."""
    if not pieces:
        raise UnreadableDocument(name, "holds no words")
    pieces = mended(pieces, known_words(all_text) if "-\n" in all_text else frozenset())
    roll = roll_of(pieces)
    pieces = _headed(pieces, roll)
    hints = metadata.complete(hints, name, pieces)
    if hints.title == pieces[0].text and metadata.is_title(pieces[0]) and 0 not in roll.lines:
        pieces[0] = replace(pieces[0], form="heading", level=1)
    spoken = with_names(pieces, _turns(pieces, roll))
    text, blocks = write(list(_entries(pieces, roll, spoken)))
    if not any(c.isalnum() for b in blocks for c in text[b.start : b.end]):
        raise UnreadableDocument(name, "holds no words, or headings alone")
    return Reading(
        text=text,
        kind=kind_of(text, blocks),
        title=hints.title or metadata.title_of_name(name),
        blocks=blocks,
        participants=roll.participants,
        date=hints.date,
        place=hints.place,
        event=hints.event,
        language=hints.language or language_of(text),
    )


def _headed(pieces: Sequence[Piece], roll: Roll) -> list[Piece]:
    """Headings of rolls and those that look like one become headings; lines of rolls never."""
    held = [replace(p, form="row") if i in roll.lines and p.form != "heading" else p for i, p in enumerate(pieces)]
    found = with_headings(held)
    return [
        replace(pieces[i], form="heading", level=pieces[i].level or 3, text=pieces[i].text.removesuffix(":"))
        if i in roll.heads
        else (pieces[i] if i in roll.lines else found[i])
        for i in range(len(pieces))
    ]


def _turns(pieces: Sequence[Piece], roll: Roll) -> dict[int, turns.Candidate]:
    """The turns by number of their first piece; {} where too little is said in turns for a transcript."""
    rest = [p for i, p in enumerate(pieces) if i not in roll.lines]
    labels = turns.labels_of(rest, roll.participants)
    found: dict[int, turns.Candidate] = {}
    for i, piece in enumerate(pieces):
        turn = turns.candidate(piece.text) if piece.form in ("paragraph", "item") and i not in roll.lines else None
        if turn and turn.label in labels:
            found[i] = turn
    return found if _is_spoken(pieces, roll, found) else {}


def _is_spoken(pieces: Sequence[Piece], roll: Roll, found: dict[int, turns.Candidate]) -> bool:
    if len(found) < _MIN_TURNS and not (len(found) == 2 and len({t.label for t in found.values()}) == 2):
        return False
    total = said = 0
    speaking = False
    depth = 0  # of the item that began the turn: deeper ones belong to it
    for i, piece in enumerate(pieces):
        if piece.form == "heading" or i in roll.lines:
            speaking = False
            continue
        depth = piece.level if i in found else depth
        speaking = i in found or (speaking and (piece.form == "paragraph" or piece.level > depth))
        total += len(piece.text)
        said += len(piece.text) if speaking else 0
    return said >= _MIN_SPOKEN * total


@dataclass
class _Turn:
    label: str
    time_s: float | None
    lead: str
    depth: int
    paragraphs: list[str]

    def entry(self) -> Entry:
        return Entry(tuple(self.paragraphs), label=self.label, lead=self.lead, time_s=self.time_s)


def _entries(pieces: Sequence[Piece], roll: Roll, spoken: dict[int, turns.Candidate]) -> Iterator[Entry]:
    """What is to be written, in order: a turn goes on over paragraphs until a heading or another label."""
    turn: _Turn | None = None
    resumed: _Turn | None = None  # after a remark in brackets the same speaker goes on
    for i, piece in enumerate(pieces):
        if i in spoken:
            if turn:
                yield turn.entry()
            turn, resumed = _begun(piece, spoken[i]), None
        elif turn and _goes_on(turn, piece, i in roll.lines):
            turn.paragraphs.append(_with_mark(piece))
        else:
            if turn:
                yield turn.entry()
                resumed = replace_turn(turn) if turns.is_aside(piece.text) else None
            elif not turns.is_aside(piece.text):
                resumed = None
            turn = None
            if resumed and not turns.is_aside(piece.text):
                turn, resumed = resumed, None
                turn.paragraphs.append(piece.text)
                continue
            yield _plain(piece, i in roll.lines)
    if turn:
        yield turn.entry()


def replace_turn(turn: _Turn) -> _Turn:
    """The same speaker with no words yet."""
    return _Turn(turn.label, None, "", turn.depth, [])


def _begun(piece: Piece, turn: turns.Candidate) -> _Turn:
    mark = f"{piece.mark} " if piece.mark else ""
    return _Turn(
        turn.label, turn.time_s, f"{mark}{turn.label}: ", piece.level if piece.form == "item" else -1, [turn.words]
    )


def _goes_on(turn: _Turn, piece: Piece, listed: bool) -> bool:
    """Whether the piece is still the same turn."""
    if listed or piece.form in ("heading", "row") or turns.is_aside(piece.text) or turns.is_told(piece.text):
        return False
    if piece.form == "item":
        deeper = turn.depth >= 0 and piece.level > turn.depth
        announced = turn.depth < 0 and turn.paragraphs[-1].rstrip().endswith((":", "："))
        return deeper or announced or (turn.depth < 0 and bool(_MARKED.match(turn.paragraphs[-1])))
    return not (turns.candidate(piece.text[:200]) and turns.may_begin(piece.text[:200]) and turn.depth >= 0)


def _with_mark(piece: Piece) -> str:
    return f"{piece.mark} {piece.text}" if piece.mark else piece.text


def _plain(piece: Piece, listed: bool) -> Entry:
    if piece.form == "heading":
        return Entry((piece.text,), "heading")
    lead = f"{piece.mark} " if piece.mark else ""
    return Entry(
        (piece.text,),
        "roll" if listed else "text",
        lead=lead,
        near=piece.near and piece.form in ("row", "item", "code"),
    )

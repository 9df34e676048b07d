"""Interviews written with "Q:" and "A:": the answers belong to the person named above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.person_lines import looks_like_name, person_of, without_titles
from ingest.readers.pieces import Piece
from ingest.readers.turns import Candidate, candidate

_ANSWER = re.compile(r"^A\d{0,2}$")
_QUESTION = re.compile(r"^Q\d{0,2}$")
_WITH = re.compile(
    r"\b(?i:interview(?:ed)?\s+with|conversation\s+with|interviewing|talk\s+with|questions?\s+(?:for|to)|spoke\s+(?:with|to))\s+"
    r"(?P<name>(?:[^\W\d_]+\.?\s){0,2}[^\W\d_a-z][\w'’-]*\.?(?:\s[^\W\d_a-z][\w'’-]*\.?){1,3})"
)


def with_names(pieces: Sequence[Piece], spoken: dict[int, Candidate]) -> dict[int, Candidate]:
    """The turns, with those of "Q:" and "A:" added: an answer bears the name of the person last named above it."""
    marks = {i: c for i, c in ((i, candidate(p.text)) for i, p in enumerate(pieces)) if c and _is_mark(c.label)}
    if not any(_ANSWER.match(c.label) for c in marks.values()) or not any(
        _QUESTION.match(c.label) for c in marks.values()
    ):
        return spoken
    found = dict(spoken)
    name: str | None = None
    for i, piece in enumerate(pieces):
        if i in marks:
            answered = bool(_ANSWER.match(marks[i].label)) and name
            found[i] = replace(marks[i], label=name) if answered and name else marks[i]
        elif i not in spoken:
            name = _named(piece) or name
    return found


def _is_mark(label: str) -> bool:
    return bool(_ANSWER.match(label) or _QUESTION.match(label))


def _named(piece: Piece) -> str | None:
    """Whom a heading or a line above questions names: "Interview with Dr Ada Brun", "Ada Brun, engineer"."""
    if len(piece.text) > 300:
        return None
    m = _WITH.search(piece.text)
    if m and looks_like_name(m["name"]):
        return without_titles(m["name"])
    person = person_of(piece.text) if len(piece.text) <= 120 else None
    told = person and (person.role or person.affiliation) and len(person.name.split()) > 1
    return person.name if person and told else None

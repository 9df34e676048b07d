"""What a clause holds: a cue, its subject and the span of what is attributed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import Span
from ingest.attribution.cues import Cue
from ingest.attribution.nouns import is_lead
from ingest.attribution.subjects import Head, Subject


@dataclass(frozen=True, slots=True)
class Clause:
    """One cue with its subject and content. `subject` None: whoever spoke before ("It was then stressed that …")."""

    cue: Cue
    content: Span
    subject: Subject | None
    chorus: bool = True  # whether supporters named with the subject share this content


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as read: its clauses in order of position, and the subject who had the floor, even without a cue.

    `addressed` are those to whom the last verb was directed ("asked Ms. Ito"): "she" may be one of them.
    """

    clauses: tuple[Clause, ...]
    floor: Subject | None
    addressed: tuple[Head, ...] = ()


def finished(text: str, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses in order of position, each with its content trimmed to what is attributed."""
    done = sorted((replace(c, content=_content(text, c)) for c in clauses), key=lambda c: c.cue.start)
    for n in range(len(done) - 1):  # "The EU stressed, and Peru agreed, that …"
        if (
            done[n].subject is not done[n + 1].subject
            and done[n].content[1] <= done[n].cue.end
            and re.match(r",\s*(?:and|but)\b", text[done[n].cue.end :][:8])
        ):
            done[n] = replace(done[n], content=done[n + 1].content)
    return tuple(done)


def _content(text: str, clause: Clause) -> Span:
    """The content without "that", commas and quotation marks; what stands in front where nothing follows."""
    begin, end = _trim(text, *clause.content)
    subject = clause.subject
    lead = _trim(text, *subject.lead) if subject else (0, 0)
    if subject is not None and subject.begin == clause.cue.begin:  # the name stands behind the verb
        last = subject.heads[-1].span[1]
        return (lead[0], end) if text[last : last + 1] == "," and "¤" not in text[slice(*lead)] else lead
    parted = text[clause.cue.end : clause.cue.end + 1] == "," or "¤" in text[slice(*lead)]
    if begin < end and not (parted and clause.cue.form == "finite"):
        return begin, end
    if clause.cue.form == "finite" and lead[0] < lead[1] and not is_lead(text[slice(*lead)].split()):
        return (lead[0], end) if begin < end else lead
    return (begin, end) if begin < end else _object(text, clause.cue)


def _object(text: str, cue: Cue) -> Span:
    """ "tabled a text.": what stands behind the verb within the cue; the cue itself where it is one word."""
    words = re.match(r"\S+\s+(?=\S)", text[cue.start : cue.end])
    return (cue.start + words.end() if words else cue.start), cue.end


def _trim(text: str, start: int, end: int) -> Span:
    lead = re.match(r"[\s,;:–—]*(?:that\b)?[\s,:]*", text[start : min(end, start + 60)])
    start += lead.end() if lead else 0
    return start, start + len(text[start:end].rstrip(" ,;:\n–—"))

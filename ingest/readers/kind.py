"""Transcript, report or article: by how much is said in turns, and how often somebody is reported to have said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.records import Kind
from ingest.attribution.lexicon import verbs
from ingest.reading import Block

_PRESENT = "says|notes|stresses|states|argues"
_BETWEEN = r"(?:(?:also|then|further|first|next|again|later|finally|nevertheless|however|still|instead|\w+ly)\s){0,2}"
_SUBJECT = (
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Hon|Chair|Co-Chair|Ambassador|Minister|Senator|President|"
    r"Director|Commissioner|Facilitator|Moderator|Councillor|Secretary)\.?(?:\s[^\W\d_a-z][\w'’.-]*){0,3}"
    r"|\b[^\W\d_a-z][\w'’.-]+(?:\s(?:of|and|for|the|de|van|von)?\s?[^\W\d_a-z][\w'’.&-]*){0,5}"
    r"|\b(?:[Oo]ne|[Aa]nother|[Ss]everal|[Ss]ome|[Mm]any|[Aa]|[Tt]he)\s(?:\w+\s)?(?:delegates?|speakers?|participants?|members?|panelists?|chair|moderator))"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?:the\s+)?[^\W\d_a-z]")
_NO_PERSON = re.compile(
    r"^(?:It|This|That|These|Those|There|What|Which|If|When|While|As|We|I|You|"
    r"The(?!\s(?:\w+\s)?(?:chair\w*|clerk|moderator|minister|secretary|president|mayor|rapporteur|facilitator|"
    r"delegates?|speakers?|participants?|members?|panell?ists?|audience)\b))\s",
    re.IGNORECASE,
)
_MIN_REPORTED = 3
_MAX_BLOCK_CHARS = 20_000


@cache
def _reporting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Somebody named, and "He", "She" or "They", in front of a verb of the attribution rules in the past tense."""
    past = sorted({form for form, found in verbs().items() if any(v.form == "past" for v in found)})
    said = rf"(?:{'|'.join(map(re.escape, past))}|{_PRESENT})\b"
    named = rf"{_SUBJECT}(?:\s\([^()\n]{{1,60}}\))?(?:,[^.;\n]{{1,120}},)?\s{_BETWEEN}{said}"
    return re.compile(named), re.compile(rf"\b(?:He|She|They)\s{_BETWEEN}{said}")


def kind_of(text: str, blocks: Sequence[Block]) -> Kind:
    """Transcript where most words outside rolls are in turns, or a quarter of them where nobody is reported on.

    Report where at least three sentences say who said something.
    """
    counted = [b for b in blocks if b.role == "text"]
    total = sum(b.end - b.start for b in counted)
    said = sum(b.end - b.start for b in counted if b.label)
    if total and said > 0.5 * total:
        return "transcript"
    if reported(text, [b for b in counted if not b.label]) >= _MIN_REPORTED:
        return "report"
    return "transcript" if said > 0.25 * total else "article"


def reported(text: str, blocks: Sequence[Block]) -> int:
    """How many places say that somebody named said something, at most a few hundred."""
    count = 0
    named, pronoun = _reporting()
    for block in blocks:
        words = text[block.start : min(block.end, block.start + _MAX_BLOCK_CHARS)]
        places = [*named.finditer(words), *_ACCORDING.finditer(words), *pronoun.finditer(words)]
        count += sum(1 for m in places if not _NO_PERSON.match(m.group()))
        if count > 300:
            break
    return count

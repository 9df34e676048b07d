"""Transcript, report or article: by how much is said in turns, and how often somebody is reported to have said it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Kind
from ingest.reading import Block

_VERBS = (
    "said|says|noted|notes|stressed|stresses|stated|states|pointed out|emphasi[sz]ed|explained|argued|argues|warned|"
    "mentioned|added|asked|replied|responded|suggested|proposed|supported|opposed|urged|called for|welcomed|expressed|"
    "highlighted|underlined|underscored|reported|recalled|observed|claimed|maintained|insisted|objected|agreed|"
    "disagreed|questioned|praised|summari[sz]ed|introduced|presented|thanked|recommended|requested|clarified|"
    "reiterated|cautioned|described|announced|acknowledged|concluded|outlined|favou?red|preferred|lamented|commented|"
    "remarked|told|raised|rejected|reminded|inquired|moved|seconded|concurred|advised|estimated|countered|conceded|invited"
)
_SUBJECT = (
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Hon|Chair|Co-Chair|Ambassador|Minister|Senator|President|"
    r"Director|Commissioner|Facilitator|Moderator|Councillor|Secretary)\.?(?:\s[^\W\d_a-z][\w'’.-]*){0,3}"
    r"|\b[^\W\d_a-z][\w'’.-]+(?:\s(?:of|and|for|the|de|van|von)?\s?[^\W\d_a-z][\w'’.&-]*){0,5}"
    r"|\b(?:[Oo]ne|[Aa]nother|[Ss]everal|[Ss]ome|[Mm]any|[Aa]|[Tt]he)\s(?:\w+\s)?(?:delegates?|speakers?|participants?|members?|panelists?|chair|moderator))"
)
_REPORTED = re.compile(
    rf"{_SUBJECT}(?:\s\([^()\n]{{1,60}}\))?(?:,[^.;\n]{{1,120}},)?\s(?:(?:also|then|further|first|next|again|later|finally|\w+ly)\s){{0,2}}(?:{_VERBS})\b"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?:the\s+)?[^\W\d_a-z]")
_PRONOUN = re.compile(rf"\b(?:He|She|They)\s(?:(?:also|then|further|\w+ly)\s){{0,2}}(?:{_VERBS})\b")
_NO_PERSON = re.compile(
    r"^(?:It|This|That|These|Those|There|What|Which|If|When|While|As|We|I|You|"
    r"The(?!\s(?:\w+\s)?(?:chair\w*|clerk|moderator|minister|secretary|president|mayor|rapporteur|facilitator|"
    r"delegates?|speakers?|participants?|members?|panell?ists?|audience)\b))\s",
    re.IGNORECASE,
)
_MIN_REPORTED = 3
_MAX_BLOCK_CHARS = 20_000


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
    for block in blocks:
        words = text[block.start : min(block.end, block.start + _MAX_BLOCK_CHARS)]
        places = [*_REPORTED.finditer(words), *_ACCORDING.finditer(words), *_PRONOUN.finditer(words)]
        count += sum(1 for m in places if not _NO_PERSON.match(m.group()))
        if count > 300:
            break
    return count

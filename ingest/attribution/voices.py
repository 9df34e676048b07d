"""Voices outside the main clause: "according to Peru", "a question from Peru on costs", "Peru's view was that"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.attribution.contents import Clause
from ingest.attribution.cues import Cue
from ingest.attribution.nouns import noun_before
from ingest.attribution.subjects import Head, Known, Subject, split_heads

_ACCORDING = re.compile(r"\b(?:according to|in the (?:view|opinion|words|eyes) of)\s+", re.I)
_VIEW = re.compile(
    r"['’]s?\s+(?:main |own |key |first |second |final )?(?P<cue>(?:views?|opinion|position|point|argument|concern|"
    r"suggestion|proposal|question|response|answer|reply|message|hope|recommendation|conclusion|advice|contention|objection)\s+"
    r"(?:was|is)\s+(?:that|to|whether|how)\b)"
)
_IN_VIEW = re.compile(
    r"\s*in\s+(?P<who>[^,;]{2,60}?)['’]s?\s+(?:view|opinion|words|eyes|experience|judgement|judgment),\s*", re.I
)
_PUT = re.compile(
    r"\b(?P<cue>(?:questions?|comments?|concerns?|quer(?:y|ies)|suggestions?|requests?|remarks?|interventions?)\s+"
    r"(?:from|by|of|(?:put|raised|posed|asked|made|submitted)\s+by))\s+",
    re.I,
)
_ABOUT = re.compile(r"\s*(?:over|about|on|regarding|concerning|relating to|that|whether|as to|how|why|what)\b\s*", re.I)
_STOPS = re.compile(
    r"[;:?!¤]|\b(?:on|about|over|regarding|concerning|that|whether|who|which|to|in|but|while|opposed|supported|seconded|as)\b"
    r"|(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)\."
)
_ANSWERED = re.compile(
    r"\s*(?:[\w-]+,?\s+)?(?:in |responding|replying|answering|on |following|after|addressing|asked)", re.I
)


def names_at(text: str, position: int, end: int, known: Known) -> tuple[tuple[Head, ...], int]:
    """The names that begin at the position, as far as they read as one list; and where they end."""
    window = text[position : min(end, position + 200)]
    position += len(window) - len(window.lstrip())
    stop = _STOPS.search(window.lstrip())
    listed = window.lstrip()[: stop.start()] if stop else window.lstrip()
    heads: list[Head] = []
    until = position
    for part in re.finditer(r"[^,]+", listed):
        lead = re.match(r"\s*(?:and\s+)?", part.group())
        a = position + part.start() + (lead.end() if lead else 0)
        b = position + part.start() + len(part.group().rstrip())
        noun = noun_before(text, a, b)
        if noun is None or noun[0] != a or (heads and not known(text[a:b].split(" and ")[0])):
            break
        heads += split_heads(text, (a, b), noun[1], known)
        until = b
    return tuple(heads), until


def questions_put(text: str, start: int, end: int, known: Known) -> Iterator[Clause]:
    """Questions that the lead reports: "In response to a question from Peru on costs, Ms. Ito said …"."""
    for m in list(_PUT.finditer(text, start, min(end, start + 300)))[:3]:
        if not _ANSWERED.match(text[start : m.start()]):
            return
        heads, after = names_at(text, m.end(), end, known)
        about = _ABOUT.match(text, after)
        comma = text.find(",", after, end)
        if heads and about and comma > about.end():
            cue = Cue(m.start(), m.start(), m.end("cue"), "ask", "by", "question")
            begin = about.start() if about.group().strip() in ("how", "why", "what", "whether") else about.end()
            yield Clause(cue, (begin, comma), Subject(heads[0].span[0], heads), chorus=False)


def according(text: str, start: int, end: int, known: Known) -> Clause | None:
    """ "According to Peru, …", "…, according to Peru."; None where no name follows."""
    for m in list(_ACCORDING.finditer(text, start, end))[:2]:
        heads, after = names_at(text, m.end(), end, known)
        if not heads or any(h.kind == "pronoun" for h in heads):
            continue
        first = not text[start : m.start()].strip()
        ahead = text[start : m.start()].rstrip(" ,").endswith(("that", "and", "but"))
        goes_on = bool(text[after:end].strip(" ,"))
        content = (after if first or ahead else start, end if goes_on else m.start())
        cue = Cue(m.start(), m.start(), m.start() + len(m.group().rstrip()), "say", "finite", "accord", clause=True)
        return Clause(cue, content, Subject(heads[0].span[0], heads), chorus=False)
    return None


def possessive(text: str, start: int, end: int, known: Known) -> Clause | None:
    """ "Ms. Ito's view was that …", "In Ms. Ito's view, …"."""
    inside = _IN_VIEW.match(text, start, end)
    view = None if inside else _VIEW.search(text, start, min(end, start + 160))
    if inside:
        low, stop, cue_span, content = inside.start("who"), inside.end("who"), inside.span(), (inside.end(), end)
    elif view:
        low, stop, cue_span, content = start, view.start(), view.span("cue"), (view.end(), end)
    else:
        return None
    noun = noun_before(text, low, stop)
    if noun is None or not known(text[noun[0] : stop]) or (inside and noun[0] != low):
        return None
    cue_end = cue_span[0] + len(text[slice(*cue_span)].rstrip(" ,"))
    cue = Cue(cue_span[0], cue_span[0], cue_end, "say", "finite", "view", clause=True)
    return Clause(cue, content, Subject(noun[0], (Head((noun[0], stop), noun[1]),)), chorus=False)

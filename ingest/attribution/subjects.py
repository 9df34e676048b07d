"""Who stands in front of a verb of saying: heads, on whose behalf, and who supports or opposes them.

"On costs, Nauru, for AOSIS, Peru and Chile, opposed by the US, said …": three heads, the first of them for AOSIS,
and one opponent. Commas tell the parts: with a comma right before the verb something was put in between, and the
head stands further left; without one the head ends where the verb begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.records import Span
from ingest.attribution.cues import is_adverb
from ingest.attribution.nouns import SUBORDINATE, NounKind, is_lead, noun_before

_ASIDE = re.compile(
    r"(?:and\s+|also\s+|but\s+|strongly\s+)*(?:"
    r"(?P<pro>(?:supported|seconded|backed|echoed|endorsed)\s+by)"
    r"|(?P<con>(?:opposed|resisted|challenged|rejected|contradicted)\s+by)"
    r"|(?P<behalf>(?:(?:speaking|acting|intervening|talking|commenting)\s+)?"
    r"(?:on\s+behalf\s+of|for|in\s+the\s+name\s+of|representing))"
    r"|(?P<with>(?:together\s+|along\s+|jointly\s+)?with|joined\s+by|including|among\s+them))\b",
    re.I,
)
_SPLIT = re.compile(r"[,;]|\s[–—-]\s|—|\s(?=and\s+(?:supported|opposed|seconded|backed)\s+by\b)")


@dataclass(frozen=True, slots=True)
class Head:
    """One who is held to have said it: the span of the label, its kind, and the span of whom they spoke for."""

    span: Span
    kind: NounKind
    behalf: Span | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Heads in order; `begin` is where their label begins, `lead` what stands before it in the clause."""

    begin: int
    heads: tuple[Head, ...]
    pro: tuple[Head, ...] = ()
    con: tuple[Head, ...] = ()
    lead: Span = (0, 0)
    subordinate: bool = False


@dataclass(slots=True)
class _Gathered:
    heads: list[Head] = field(default_factory=list)
    pro: list[Head] = field(default_factory=list)
    con: list[Head] = field(default_factory=list)


Known = Callable[[str], bool]  # whether a label is one name on the roll


def subject_before(text: str, start: int, end: int, known: Known) -> Subject | None:
    """The subject of the verb that begins at `end`, looked for in text[start:end]; None where nobody stands there."""
    end = _without_adverbs(text, start, end)
    parts = _parts(text, start, end)
    if not parts:
        return None
    apart = text[start:end].rstrip().endswith((",", "–", "—", " -"))
    return _set_apart(text, start, parts, known) if apart else _direct(text, start, parts, known)


def _without_adverbs(text: str, start: int, end: int) -> int:
    while True:
        bare = len(text[start:end].rstrip()) + start
        m = re.search(r"\S+$", text[max(start, bare - 30) : bare])
        word = m.group().strip(",") if m else ""
        if not word or not is_adverb(word) or word.endswith("'s"):
            return end
        end = bare - len(m.group()) if m else end


def _parts(text: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(p for m in _SPLIT.finditer(text, start, end) for p in m.span()), end]
    found = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[a:b]
        left, right = a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())
        if left < right:
            found.append((left, right))
    return found


def _direct(text: str, start: int, parts: list[Span], known: Known) -> Subject | None:
    """The head ends at the verb: one name, or the last members of a list that goes on to the left."""
    last = parts[-1]
    noun = noun_before(text, last[0], last[1])
    if noun is None:
        return None
    begin, kind = noun
    prefix = text[last[0] : begin].split()
    if prefix and _in_which(prefix):
        return Subject(begin, split_heads(text, (begin, last[1]), kind, known), lead=(start, begin))
    if prefix and not is_lead(prefix):
        office = kind == "name" and _office(prefix) and known(text[begin : last[1]])
        return Subject(begin, (Head((begin, last[1]), kind),), lead=(start, begin)) if office else None
    if prefix and not (len(prefix) == 1 and prefix[0].lower() == "and"):
        subordinate = prefix[0].lower() in SUBORDINATE
        heads = split_heads(text, (begin, last[1]), kind, known)
        return Subject(begin, heads, lead=(start, begin), subordinate=subordinate)
    heads = split_heads(text, (begin, last[1]), kind, known)
    listed = bool(prefix) or len(heads) > 1
    gathered, first = _extended(text, parts[:-1], known) if listed else (_Gathered(), begin)
    if prefix and not gathered.heads:
        return None if last[0] != start else Subject(begin, heads, lead=(start, begin))
    if (
        not listed
        and not prefix
        and len(parts) > 1
        and not known_lead(text, parts[-2])
        and _whole_name(text, parts[-2], known)
    ):
        return Subject(parts[-2][0], (Head(parts[-2], "name"),), lead=(start, parts[-2][0]))
    first = first if gathered.heads else begin
    return Subject(first, (*gathered.heads, *heads), tuple(gathered.pro), tuple(gathered.con), (start, first))


def _in_which(prefix: list[str]) -> bool:
    """ "A debate followed in which …": the clause behind it has its own subject."""
    return prefix[-1].lower() == "where" or (
        prefix[-1].lower() == "which" and len(prefix) > 1 and is_lead([prefix[-2]])
    )


def _office(prefix: list[str]) -> bool:
    """ "Contact group …", "Local farmer …": a few words in front of a name that say what somebody is."""
    plain = all(w.replace("-", "").isalpha() and not w.endswith(("ed", "ing", "ly")) for w in prefix)
    return len(prefix) < 4 and plain and prefix[-1].islower() and not any(is_lead([w]) for w in prefix)


def known_lead(text: str, span: Span) -> bool:
    return is_lead(text[slice(*span)].split())


def _whole_name(text: str, span: Span, known: Known) -> bool:
    """Whether the part is a full name by itself: "Ana Ruiz, Energy Agency (EA) said" lacks its second comma."""
    words = text[slice(*span)].split()
    if not 2 <= len(words) <= 5 or noun_before(text, *span) != (span[0], "name"):
        return False
    return known(text[slice(*span)]) or all(w[:1].isupper() for w in words)


def _extended(text: str, parts: list[Span], known: Known) -> tuple[_Gathered, int]:
    """The members of a list to the left of its last one, up to a lead or to another list."""
    k = len(parts)
    while k > 0:
        span = parts[k - 1]
        aside = _ASIDE.match(text, *span)
        if aside and k > 1:
            k -= 1
            continue
        if not _is_name(text, span) or len(split_heads(text, span, "name", known)) > 1:
            break
        k -= 1
    return _gather(text, parts[k:], known, listed=True), parts[k][0] if k < len(parts) else 0


def _set_apart(text: str, start: int, parts: list[Span], known: Known) -> Subject | None:
    """The head is the first name behind the lead; the rest are asides, appositions or further members."""
    for k, span in enumerate(parts):
        noun = noun_before(text, *span)
        if noun is None:
            continue
        prefix = text[span[0] : noun[0]].split()
        if prefix and not (is_lead(prefix) and k == 0):
            continue
        if (
            prefix
            and (prefix[0].lower() not in SUBORDINATE and k + 1 < len(parts))
            and _later_name(text, parts[k + 1 :])
        ):
            continue
        if (
            k
            and " and " in text[slice(*span)]
            and not prefix
            and _later_name(text, parts[k + 1 :])
            and _leads(text, parts[:k])
        ):
            continue
        rest = [(noun[0], span[1]), *parts[k + 1 :]]
        gathered = _gather(text, rest, known, listed=False)
        if gathered.heads:
            gathered.heads[:] = _named_behind(text, gathered.heads, rest, known)
            subordinate = bool(prefix) and prefix[0].lower() in SUBORDINATE
            pro, con = tuple(gathered.pro), tuple(gathered.con)
            return Subject(noun[0], tuple(gathered.heads), pro, con, (start, noun[0]), subordinate)
    return None


def _named_behind(text: str, heads: list[Head], parts: list[Span], known: Known) -> list[Head]:
    """ "The treasurer, Ana Ruiz, …": the name behind an office that the roll does not know."""
    if len(heads) != 1 or len(parts) < 2 or known(text[slice(*heads[0].span)]) or heads[0].kind != "role":
        return heads
    noun = noun_before(text, *parts[1])
    named = noun is not None and noun == (parts[1][0], "name") and known(text[slice(*parts[1])])
    return [replace(heads[0], span=parts[1], kind="name")] if named else heads


def _later_name(text: str, parts: list[Span]) -> bool:
    """Whether a later part could itself be the head: a name that is no aside and no list member."""
    return any(
        not _ASIDE.match(text, *p) and not text[p[0] : p[1]].startswith("and ") and _is_person_like(text, p)
        for p in parts
    )


def _is_person_like(text: str, span: Span) -> bool:
    noun = noun_before(text, *span)
    return noun is not None and noun[0] == span[0]


def _leads(text: str, parts: list[Span]) -> bool:
    return all(is_lead(text[a:b].split()) for a, b in parts[:1])


def _gather(text: str, parts: list[Span], known: Known, *, listed: bool) -> _Gathered:
    """Heads, supporters and opponents of these parts, read from left to right."""
    found = _Gathered()
    listed = listed or _is_listed(text, parts, known)
    target = found.heads
    for n, span in enumerate(parts):
        aside = _ASIDE.match(text, *span)
        if aside and n:
            inner = (
                aside.end() + len(text[aside.end() : span[1]]) - len(text[aside.end() : span[1]].lstrip()),
                span[1],
            )
            target = _aside(text, aside, inner, known, found, target)
            listed = listed or (aside["with"] or "").startswith(("including", "among"))
            continue
        _member(text, span, known, target, listed=listed or target is not found.heads or not n)
    return found


def _aside(
    text: str, aside: re.Match[str], inner: Span, known: Known, found: _Gathered, target: list[Head]
) -> list[Head]:
    """Where the next names belong after this aside."""
    if aside["behalf"]:
        if target:
            target[-1] = replace(target[-1], behalf=inner)
        return target
    goal = found.pro if aside["pro"] else found.con if aside["con"] else found.heads
    _member(text, inner, known, goal, listed=True)
    return goal if not aside["with"] else target


def _member(text: str, span: Span, known: Known, target: list[Head], *, listed: bool) -> None:
    begins_and = re.match(r"(?:and|or|as well as)\s+", text[span[0] : span[1]])
    begin = span[0] + (begins_and.end() if begins_and else 0)
    noun = noun_before(text, begin, span[1])
    if noun is None or noun[0] != begin:
        return
    if listed or begins_and:
        target.extend(split_heads(text, (begin, span[1]), noun[1], known))


def _is_listed(text: str, parts: list[Span], known: Known) -> bool:
    """Whether names one after the other are members of a list, rather than a name with its affiliation.

    An affiliation may name a country too ("Ana Ruiz, Energy Agency, Spain, said"), so each part must be known.
    """
    asides = [_ASIDE.match(text, *p) if n else None for n, p in enumerate(parts)]
    until = next((n for n, a in enumerate(asides) if a and (a["pro"] or a["con"])), len(parts))
    names = [p for p, a in zip(parts[:until], asides, strict=False) if not a]
    last = text[slice(*names[-1])] if names else ""
    plain = [re.sub(r"^(?:and|or)\s+", "", text[a:b]) for a, b in names]
    members = [text[slice(*h.span)] for h in split_heads(text, names[-1], "name", known)] if names else []
    joined = last.startswith(("and ", "or ")) or (len(members) > 1 and all(known(m) or m == "others" for m in members))
    return len(names) > 1 and joined and all(known(p) or p.lower() in ("others", "many others") for p in plain[:-1])


def _is_name(text: str, span: Span) -> bool:
    noun = noun_before(text, *span)
    return noun is not None and noun[0] == span[0]


def split_heads(text: str, span: Span, kind: NounKind, known: Known) -> tuple[Head, ...]:
    """One head, or several where "and" joins them; a name that itself holds an "and" stays whole where it is known."""
    label = text[slice(*span)]
    joints = [m.span() for m in re.finditer(r"\s+(?:and|or|as well as|&)\s+", label)][:8]
    if not joints or known(label) or kind == "pronoun":
        return (Head(span, kind),)
    pieces: list[Span] = []
    begin = 0
    while joints:
        cut = next((k for k in range(len(joints), 0, -1) if k < len(joints) and known(label[begin : joints[k][0]])), 0)
        pieces.append((begin, joints[cut][0]))
        begin = joints[cut][1]
        joints = joints[cut + 1 :]
        if joints and known(label[begin:]):
            break
    pieces.append((begin, len(label)))
    named = kind == "name" and not any(known(label[a:b]) for a, b in pieces)
    if named or not all(_piece(label[a:b]) for a, b in pieces):
        return (Head(span, kind),)
    heads = []
    for a, b in pieces:
        noun = noun_before(label, a, b)
        heads.append(Head((span[0] + a, span[0] + b), noun[1] if noun else kind))
    return tuple(heads)


def _piece(label: str) -> bool:
    noun = noun_before(label, 0, len(label))
    return noun is not None and noun[0] == 0

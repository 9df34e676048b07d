"""Who stands in front of a verb of saying: heads, on whose behalf, and who supports or opposes them.

"On costs, Nauru, for AOSIS, Peru and Chile, opposed by the US, said …": three heads, the first of them for AOSIS,
and one opponent. Commas tell the parts: with a comma right before the verb something was put in between, and the
head stands further left; without one the head ends where the verb begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.records import Span
from ingest.attribution.cues import is_adverb

NounKind = Literal["pronoun", "name", "role", "unnamed", "crowd"]

PRONOUNS = frozenset("he she they it".split())
BACKWARD = frozenset("speaker latter presenter lecturer".split())  # "the speaker": whoever spoke last
_DETERMINERS = frozenset("the this that his her their its our".split())
_QUANTIFIERS = frozenset(
    "a an one another some several many most few other others two three four five six various certain numerous both all "
    "no each every any additional further fellow".split()
)
_ROLE = re.compile(
    r"(?:delegat(?:e|ion)|participant|member|countr(?:y|ie)|part(?:y|ie)|speaker|panell?ist|expert|representative|attendee|"
    r"observer|official|questioner|student|researcher|professor|journalist|minister|senator|commissioner|director|"
    r"colleague|stakeholder|resident|citizen|organi[sz]ation|ngo|group|respondent|discussant|commenter|presenter|"
    r"scientist|lawyer|teacher|person|people|other|state|government|commentator|interviewee|councill?or|witness|"
    r"chair|chairman|chairwoman|chairperson|co-chair|moderator|president|vice-president|secretary|secretariat|"
    r"ambassador|rapporteur|facilitator|judge|mayor|governor|treasurer|trustee|manager|officer|engineer|doctor|"
    r"physician|nurse|farmer|worker|activist|advocate|economist|historian|author|editor|investigator|scholar|academic|"
    r"practitioner|leader|founder|host|interviewer|audience|lawmaker|legislator|deputy|coordinator|consultant|analyst|"
    r"parent|user|developer|investor|employer|union|compan(?:y|ie)|firm|agenc(?:y|ie)|chief|head|dean|principal|"
    r"spokes(?:man|woman|person|people)|counsel|attendant|visitor|guest|lecturer|latter|former)s?$"
)
_PARTICLES = frozenset("of the and for de del della van von der den ten bin al el la le du da dos di y e & an".split())
# No source: things that "say", "show" or "support" without anybody taking the floor.
_THINGS = re.compile(
    r"\b(?:articles?|conventions?|protocols?|reports?|papers?|tables?|figures?|sections?|chapters?|annex(?:es)?|appendix|"
    r"decisions?|drafts?|texts?|agendas?|acts?|bills?|laws?|programmes?|programs?|agreements?|plans?|surveys?|stud(?:y|ies)|"
    r"sessions?|workshops?|meetings?|events?|documents?|data|process|items?|rules?|guidelines?|framework|mechanism|paragraphs?|"
    r"resolutions?|treat(?:y|ies)|statements?|policy|policies|results?|evidence|project|system|model|technology|ai|days?|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|statistics|discussions?|presentations?|conference|symposium|forum|summit|round|today|"
    r"yesterday|questions?|comments?|answers?)$",
    re.I,
)
_LEAD = frozenset(
    "in on at by for from to with after before during following regarding concerning as under over through about upon "
    "against among amongst between within without throughout across despite besides like including given considering "
    "first second third firstly secondly thirdly finally next then also however additionally furthermore moreover "
    "meanwhile similarly likewise lastly further again here there today yesterday later earlier subsequently afterwards "
    "nevertheless nonetheless instead still yet thus therefore and but so or echoing when while although though since "
    "because if whereas once until responding replying answering speaking turning asked due based addressing citing "
    "drawing representing recalling according opening closing concluding introducing commenting referring agreeing "
    "both building touching reflecting looking beyond unlike along together contrary prior per via".split()
)
SUBORDINATE = frozenset("as after when while although though since because before if whereas once until".split())
# Capitalised at the head of a sentence, yet nobody's name.
_NOBODY = frozenset(
    "this that these those there such what which who whom whose why how here nobody none everyone everything nothing "
    "something everybody neither either whether not no only even nor much more less little enough i we you my your "
    "let please yes thank thanks dear see note".split()
)
_CLAUSE_WORD = frozenset("that which who whom whose whether how why what where".split())
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
_TOKEN = re.compile(r"\S+")
_TITLE_DOT = re.compile(r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Hon|St|Amb|Gen|Sen|Rep|Gov|Jr|Sr)\.$")


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
    if prefix and not is_lead(prefix):
        return None
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


def known_lead(text: str, span: Span) -> bool:
    return is_lead(text[slice(*span)].split())


def _whole_name(text: str, span: Span, known: Known) -> bool:
    """Whether the part is a full name by itself: "Ana Ruiz, Energy Agency (EA) said" lacks its second comma."""
    return noun_before(text, *span) == (span[0], "name") and known(text[slice(*span)]) and " " in text[slice(*span)]


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

    An affiliation may name a country too ("Ana Ruiz, Energy Agency, Spain, said"), so each part must be known by itself.
    """
    asides = [_ASIDE.match(text, *p) if n else None for n, p in enumerate(parts)]
    until = next((n for n, a in enumerate(asides) if a and (a["pro"] or a["con"])), len(parts))
    names = [p for p, a in zip(parts[:until], asides, strict=False) if not a]
    last = text[slice(*names[-1])] if names else ""
    plain = [re.sub(r"^(?:and|or)\s+", "", text[a:b]) for a, b in names]
    members = [text[slice(*h.span)] for h in split_heads(text, names[-1], "name", known)] if names else []
    joined = last.startswith(("and ", "or ")) or (len(members) > 1 and all(known(m) or m == "others" for m in members))
    return len(names) > 1 and joined and all(known(p) or p.lower() in ("others", "many others") for p in plain[:-1])


def is_lead(words: list[str]) -> bool:
    """Whether these words introduce a clause rather than being one: "On costs", "In response to Peru"."""
    lowered = [w.lower().strip(",:") for w in words]
    return lowered[0] in _LEAD and not _CLAUSE_WORD.intersection(lowered)


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


def noun_before(text: str, start: int, end: int) -> tuple[int, NounKind] | None:
    """Where the noun phrase that ends at `end` begins and what it is; None if it cannot be a source."""
    tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(text, max(start, end - 160), end)]
    if not tokens:
        return None
    last = tokens[-1][0].strip("¤:")
    if last.lower() in PRONOUNS:
        return tokens[-1][1], "pronoun"
    if last.lower().endswith(("'s", "’s")):
        return None
    if last.lower() == "others" and len(tokens) > 2 and tokens[-2][0] == "and":
        return noun_before(text, start, tokens[-2][1])
    if last.lower() in ("others", "many", "some", "several", "most", "another", "all", "few"):
        return _with_names_before(text, start, _quantified(tokens, len(tokens) - 1))
    found = _role_phrase(tokens) or _name_phrase(tokens)
    return _with_names_before(text, start, found) if found and found[1] in ("role", "unnamed", "crowd") else found


def _with_names_before(text: str, start: int, found: tuple[int, NounKind]) -> tuple[int, NounKind]:
    """ "Norland and several other delegations" begins with Norland."""
    joint = re.search(r"\s+(?:and|or|as well as)\s+$", text[max(start, found[0] - 20) : found[0]])
    stop = found[0] - len(joint.group()) if joint else start
    earlier = _name_phrase([(m.group(), m.start()) for m in _TOKEN.finditer(text, max(start, stop - 120), stop)])
    return (earlier[0], "name") if joint and earlier else found


def _quantified(tokens: list[tuple[str, int]], k: int) -> tuple[int, NounKind]:
    if k and tokens[k - 1][0].lower() in ("many", "several", "some", "among", "a"):
        k -= 1
    return tokens[k][1], "unnamed" if tokens[k][0].lower() == "another" else "crowd"


def _role_phrase(tokens: list[tuple[str, int]]) -> tuple[int, NounKind] | None:
    """ "the Chair", "a delegate from Kenya", "one developing country delegate", "Developing countries"."""
    words = [t.lower().strip("¤:") for t, _ in tokens]
    for k in range(max(0, len(words) - 12), len(words)):
        if not _ROLE.match(words[k]) or (k + 1 < len(words) and not _goes_on(words[k + 1])):
            continue
        found = _phrase_begin(tokens, words, k) if k + 1 == len(words) or _tail(words[k + 1 :]) else None
        if found:
            return found
    return None


def is_office(word: str) -> bool:
    """Whether the word names an office or a part somebody plays: "Trustee", "Co-Chair", "delegate"."""
    return bool(_ROLE.match(word.lower().removeprefix("co-")))


def _goes_on(word: str) -> bool:
    return word in ("of", "from", "for", "with", "at", "representing", "in", "to")


def _tail(words: list[str]) -> bool:
    """Whether "of …" behind a role holds no verb or clause."""
    return (
        len(words) <= 10 and not _CLAUSE_WORD.intersection(words) and not any(w.endswith(("ed", "ing")) for w in words)
    )


def _phrase_begin(tokens: list[tuple[str, int]], words: list[str], k: int) -> tuple[int, NounKind] | None:
    for j in range(k, max(-1, k - 9), -1):
        if j < k and words[j] in _QUANTIFIERS:
            while j and words[j - 1] in _QUANTIFIERS:
                j -= 1
            several = words[k].endswith("s") or words[j] not in ("a", "an", "one", "another")
            return tokens[j][1], "crowd" if several else "unnamed"
        if words[j] in _DETERMINERS or (j < k and words[j].endswith(("'s", "’s")) and tokens[j][0][:1].isupper()):
            return tokens[j][1], "role"
        if j < k and (words[j] in _LEAD or words[j].endswith(",")):
            return (tokens[j + 1][1], "crowd") if words[k].endswith(("s", "people")) else None
    if tokens[k][0][:1].isupper() and not words[k].endswith("s"):
        return None  # "Committee Chair" and the like are names or parts of names
    return (tokens[0][1], "crowd") if words[k].endswith(("s", "people")) and k < 5 else None


def _name_phrase(tokens: list[tuple[str, int]]) -> tuple[int, NounKind] | None:
    """A run of capitalised words with the particles between them, and the article in front."""
    k = len(tokens)
    while k > 0 and _belongs(tokens, k - 1):
        k -= 1
    while (
        k < len(tokens)
        and (tokens[k][0].lower() in _PARTICLES or tokens[k][0].lower() in _LEAD)
        and not _initial_name(tokens, k)
    ):
        k += 1
    if k == len(tokens):
        return None
    if tokens[k][0].lower().strip(",") in _NOBODY:
        return None
    name = " ".join(t for t, _ in tokens[k:])
    if _THINGS.search(name.split(" of ")[0].strip("¤:.")):
        return None
    if k and tokens[k - 1][0].lower() == "the":
        k -= 1
    return tokens[k][1], "name"


def _initial_name(tokens: list[tuple[str, int]], k: int) -> bool:
    """Whether a capitalised particle opens a name: "Van der Berg", "Al Said"."""
    word = tokens[k][0]
    return word[:1].isupper() and word.lower() in ("van", "von", "de", "del", "al", "el", "la", "le", "da", "di")


def _belongs(tokens: list[tuple[str, int]], k: int) -> bool:
    word = tokens[k][0]
    bare = word.strip("()¤'’\"“”")
    if not bare or bare.endswith((":", "?")):
        return False
    if bare.endswith(".") and not _TITLE_DOT.search(bare):
        return False
    if bare[:1].isdigit():
        return k + 1 < len(tokens) and any(c.isupper() for c in bare)
    if any(c.isupper() for c in bare):
        return not bare.endswith(("'s", "’s")) or k + 1 < len(tokens)
    return bare in _PARTICLES and 0 < k < len(tokens) - 1 and _capital_before(tokens, k)


def _capital_before(tokens: list[tuple[str, int]], k: int) -> bool:
    j = k - 1
    while j > 0 and k - j < 3 and tokens[j][0].lower() in _PARTICLES:
        j -= 1
    return any(c.isupper() for c in tokens[j][0]) and tokens[j][0].lower() not in _LEAD

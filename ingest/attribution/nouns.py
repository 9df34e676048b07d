"""Noun phrases that can speak: pronouns, names, offices, unnamed delegates and crowds; found from their end."""

from __future__ import annotations

import re
from typing import Literal

NounKind = Literal["pronoun", "name", "role", "unnamed", "crowd"]

PRONOUNS = frozenset("he she they it".split())
BACKWARD = frozenset("speaker latter presenter lecturer".split())  # "the speaker": whoever spoke last
_ORDINALS = frozenset("first second third fourth fifth next last".split())
_DETERMINERS = frozenset("the this that his her their its our".split())
_QUANTIFIERS = frozenset(
    "a an one another some several many most few other others two three four five six various certain numerous "
    "both all no each every any additional further fellow".split()
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
    "in on at by for from to with after before during following regarding concerning as under over through about "
    "upon against among amongst between within without throughout across despite besides like including given "
    "considering first second third firstly secondly thirdly finally next then also however additionally "
    "furthermore moreover meanwhile similarly likewise lastly further again here there today yesterday later "
    "earlier subsequently afterwards nevertheless nonetheless instead still yet thus therefore and but so or "
    "echoing when while although though since because if whereas once until responding replying answering "
    "speaking turning asked due based addressing citing drawing representing recalling according opening closing "
    "concluding introducing commenting referring agreeing both building touching reflecting looking beyond "
    "unlike along together contrary prior per via".split()
)
SUBORDINATE = frozenset("as after when while although though since because before if whereas once until".split())
# Capitalised at the head of a sentence, yet nobody's name.
_NOBODY = frozenset(
    "this that these those there such what which who whom whose why how here nobody none everyone everything "
    "nothing something everybody neither either whether not no only even nor much more less little enough i we "
    "you my your let please yes thank thanks dear see note".split()
)
_CLAUSE_WORD = frozenset("that which who whom whose whether how why what where".split())
_TOKEN = re.compile(r"\S+")
_TITLE_DOT = re.compile(r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Hon|St|Amb|Gen|Sen|Rep|Gov|Jr|Sr)\.$")


def is_lead(words: list[str]) -> bool:
    """Whether these words introduce a clause rather than being one: "On costs", "In response to Peru"."""
    lowered = [w.lower().strip(",:") for w in words]
    return lowered[0] in _LEAD and not _CLAUSE_WORD.intersection(lowered)


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
        if j < k and ((words[j] in _LEAD and words[j] not in _ORDINALS) or words[j].endswith(",")):
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
    if _is_thing(name):
        return None
    if k and tokens[k - 1][0].lower() == "the":
        k -= 1
    return tokens[k][1], "name"


def _is_thing(name: str) -> bool:
    """ "The Convention" and "Article 3" take no floor; "NORTHERN FISHERIES FORUM" and longer names may."""
    head = name.split(" of ")[0].strip("¤:.")
    return (
        bool(_THINGS.search(head))
        and not (len(head.split()) > 2 and head.split()[0] not in ("The", "the"))
        and not head.isupper()
    )


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

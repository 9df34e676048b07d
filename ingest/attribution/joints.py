"""How clauses of one sentence are joined: the words in front of a verb that keep the subject or bring a new one."""

from __future__ import annotations

import re

from ingest.attribution.cues import Cue
from ingest.attribution.subjects import Subject

ADVERBS = r"(?:[\s,]*\b(?:also|then|first|further|furthermore|again|later|finally|even|thus|\w{3,}ly)\b)*"
JOINED = re.compile(rf"(?:[\s,;–—]*\b(?:and|but|or|yet|then|while|although|though)\b|[;–—]){ADVERBS}[\s,]*$", re.I)
WITH_OR_BY = re.compile(r"(?:with|supported by|opposed by)\s+", re.I)
JOINED_APART = re.compile(r"[\s,;]*\b(?:and|but),\s*(?P<aside>(?:with|supported by|opposed by)\s[^;]{2,100}),\s*$")
COMMA = re.compile(rf",{ADVERBS}\s*$", re.I)
BEFORE_ING = re.compile(
    rf"(?:[\s,;–—-]*\b(?:while|whilst|by|in|before|after|when|and|or|but|through|thereby|without|besides|on|to|for)\b|[,;–—])"
    rf"{ADVERBS}[\s,]*$",
    re.I,
)
OPENING_ING = re.compile(
    r"\s*(?:[^,;]{0,60},\s*)?(?:(?:while|whilst|when|by|in|after|before|besides|in addition to|"
    r"apart from|also|despite|and|on)\s+)?(?:also\s+)?$",
    re.I,
)
NEW_CLAUSE = re.compile(
    r";\s*(?:and\s+|but\s+|while\s+)?|,\s*(?:and|but|while|whereas|though|although)\s+|\s(?:while|whereas)\s+"
)
ANY_COMMA = re.compile(NEW_CLAUSE.pattern + r"|,\s+")
AT_ONCE = re.compile(r"[\s,]*(?:that)?[\s,]*(?:while|whereas|though|although)\s+")
INSERTED = re.compile(
    r"(?:for|with|on|in|at|by|as|while|who|which|whose|that|including|speaking|supported|opposed|joined|however|\w+ing)\b",
    re.I,
)
OPENS_CONTENT = re.compile(r"[\s,]*that[\s,]*(?:when|while|by|in|before|after|without)?\s*")
ENDINGS = frozenset("close end open begin conclude".split())
ABSOLUTE = re.compile(r"(?:,|;|\sand)\s*with\s+")
ABSOLUTE_CHAIN = re.compile(r"(?:,|;|\sand)\s*with\s+|,\s+(?:and\s+)?|\sand\s+")  # "…, with A saying …, B adding …"
AS_DID = re.compile(r",?\s+as\s+(?:did|had|does|do)\s+")
CONTINUING = re.compile(r"\b(?:then|also|further|furthermore|additionally|again)\b")
ANSWERING = frozenset(
    "respond reply answer speak refer address turn comment present introduce discuss ask conclude follow".split()
)
# Done as often as said: "…, promoting trade" goes on with the content.
DEEDS = frozenset(
    "promote encourage prioritize uphold embrace defend value resist accept approve follow review list detail "
    "provide offer give make take have raise deliver share seek project estimate anticipate consider expect show "
    "reveal demonstrate address support back oppose discourage challenge celebrate promise compare contrast find "
    "hold judge think believe recognize depict signal relate predict forecast trace set lay bring run walk focus "
    "concentrate center put draw".split()
)
HOSTING = frozenset("introduce invite".split())
ADDRESSING = HOSTING | frozenset("ask thank welcome greet congratulate question".split())
CHORUS = frozenset("support oppose second back echo endorse resist reject challenge contest".split())
PERFORMERS = re.compile(
    r"\s*(?:(?:all|both|everyone|everybody|attendees|guests)\b|(?:the|each|our|his|her|all|its|two|three|four|five)?\s*"
    r"(?:next |first |second |third |other |keynote |invited |new |guest )?(?:panell?ists?|speakers?|presenters?|panel|"
    r"guests?|participants?|delegates?|members|attendees|audience)\b)",
    re.I,
)
TALK = re.compile(
    r"\b(?:presentations?|remarks?|speech|lecture|talk|address|keynote|briefing|overview|updates?)$", re.I
)
# "…, supported by Peru"; but in "…, and, opposed by Peru, asked for more" Peru opposes what follows.
CHORUS_JOINT = re.compile(r"(?:,|\band|\bbut)\s*(?:and\s+|but\s+)?(?<!and, )(?<!but, )$")
_LEADS_ON = re.compile(r"\s+(?:[\w’']+\s+){0,6}(?:by\s+\w+ing|to\s+\w+)\b")
_AGAIN = re.compile(r",\s*(?:he|she)\s+(?:\w+\s+)?$")


def leads_on(text: str, cue: Cue) -> bool:
    """Whether a verb that reports nothing itself leads to one that does: "went on to say", "closed by thanking"."""
    return bool(_LEADS_ON.match(text[cue.end : cue.end + 90]))


def pronoun_again(before: str) -> int | None:
    """Length of ", he " in front of a verb; None where no pronoun takes the word up again."""
    m = _AGAIN.search(before)
    return len(m.group()) if m else None


def performs(cue: Cue, said: str, after: str) -> bool:
    """Whether nothing was said but a talk given: "gave closing remarks"."""
    return bool(TALK.search(said)) and not after.strip(" .,;:") and cue.form != "by"


def begins_content(before: str, between: str) -> bool:
    """Whether a participle is the content's own beginning ("said that, when reporting, …") or an item of its list."""
    joint = BEFORE_ING.search(before)
    return bool(OPENS_CONTENT.fullmatch(before)) or bool(joint and ";" in joint.group() and ":" in between)


def keeps_subject(joint: str, last: Cue | None) -> bool:
    """Whether a participle behind this joint still has the subject of the verb before it."""
    words = joint.strip(" ,;–—-").lower().split()
    lead = words[0] if words else ","
    if lead in ("by", "on", "in", "to", "for", "through"):
        return last is not None and last.phase
    if lead in ("and", "or", "but"):
        return last is not None and (last.form == "participle" or joint.lstrip()[:1] == ",")
    return True


def same_tense(last: Cue | None, cue: Cue) -> bool:
    """A change of tense means that the verb belongs to the content ("said he smokes and regrets it")."""
    return last is None or last.form != "finite" or last.past == cue.past


def bare_object(text: str, cue: Cue) -> bool:
    """ "abstract principles and shared experiences": a participle before its noun rather than a verb."""
    words = text[cue.start : cue.end].split()
    return len(words) == 2 and cue.lemma in ("share", "offer", "provide", "deliver", "make", "give", "take")


def inserted_at_once(text: str) -> bool:
    """Whether the content itself begins with "while": "said that, while it was late, …"."""
    return bool(AT_ONCE.fullmatch(text))


def plural(text: str, subject: Subject) -> bool:
    """Whether a bare verb form fits: "Members argue", "Peru and Chile argue"; not "Several questions"."""
    many = any(h.kind == "crowd" and len(text[slice(*h.span)].split()) > 1 for h in subject.heads)
    return (
        len(subject.heads) > 1 or many or text[slice(*subject.heads[0].span)].lower() in ("they", "delegates", "others")
    )


def is_he(text: str, subject: Subject) -> bool:
    return len(subject.heads) == 1 and text[slice(*subject.heads[0].span)].lower() in ("he", "she", "they", "it")

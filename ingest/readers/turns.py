"""Turns of a transcript: which words in front of a colon are labels of speakers, and where each turn ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.names import best_matches, fold, handles, name_words
from corpus.records import Participant
from ingest.readers.person_lines import has_role_word, looks_like_name
from ingest.readers.pieces import Piece
from ingest.readers.vocabulary import NOT_NAMES

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME_FIRST = re.compile(rf"^[\[(]?({_CLOCK})(?:\s*(?:-->|[-–—])\s*{_CLOCK})?[\])]?\s*[-–—]?\s*(?=\S)")
_LABEL = re.compile(
    rf"^(?P<label>[^:\n(\[]{{1,60}}(?:[(\[](?!\s*{_CLOCK})[^()\[\]\n]{{1,80}}(?:\([^()\n]{{1,60}}\)[^()\[\]\n]{{0,40}})?[)\]])?)"
    rf"\s*(?:[-–—,]?\s*[\[(]?(?P<time>{_CLOCK})[\])]?)?\s*(?P<colon>[:：])(?:\s+|$)(?P<words>.*)$",
    re.DOTALL,
)
_TIMED = re.compile(rf"^(?P<label>[^:\n(\[\d]{{2,60}}?)\s*[-–—,]?\s*[\[(]?(?P<time>{_CLOCK})[\])]?\s*$")
_INITIALS = re.compile(r"^[A-Z][A-Z0-9]{1,4}$")
_SENTENCE_ENDS = frozenset(".!?…")
_SHORT_TALK_SHARE = 0.8  # of the paragraphs: a list of terms or of people is part of something longer
_TIGHT = re.compile(
    r"^(?P<label>[A-Z][A-Z0-9]{1,4})[:：](?P<words>\W{0,3}[^\W\d_].*)$", re.DOTALL
)  # "KG:Yes", "MM:. So"
# Captions mark a change of speaker so, with or without a name: ">> Right.", ">> ANA BELL: Right."
_CHANGE = re.compile(r"^>>+\s*")
_STRAY = re.compile(r"^[.,;·…]\s+(?=\S)")  # left over in front of a label: ". KG: Yes"
# Whom the writer did not recognise or was not sure of, and several at once: "??", "KG?", "?KG?", "KG/MM".
_UNSURE = re.compile(
    r"^(?:\?{1,5}|\?{0,3}[A-Z][A-Z0-9]{1,4}\?{1,3}|[A-Z][A-Z0-9]{1,4}(?:\s?[/&+]\s?[A-Z][A-Z0-9]{1,4})+|>>)$"
)
_NOT_INITIALS = frozenset(
    "NB PS TODO FYI NOTE TBD TBA AOB IE EG FAQ RE CC QED PR PRS URL HTTP HTTPS ISSN ISBN DOI TEL FAX ID OK AI IT "
    "ACTION LINK DATE TIME TOPIC".split()
)
_ROLES = re.compile(
    r"^(?:the\s+)?(?:(?:acting|deputy|vice|co|assistant)[\s-]?)?(?:chair(?:man|woman|person)?|speaker|moderator|president|"
    r"clerk|secretary|interviewer|interviewee|host|facilitator|operator|audience(?: member)?|questioner|participant|"
    r"witness|secretariat|presiding officer|mayor|attendee|respondent|convenor|rapporteur|project manager|translator|"
    r"interpreter|unidentified \w+|(?:an|some) hon\.? members?)(?:\s+(?:\d{1,3}|[A-Z]))?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"^(?:the\s+)?(?:hon\.?|right hon\.?|mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|senator|minister|"
    r"ambassador|judge|justice|councillor|cllr|commissioner|rev|madam|chair|president|director|governor|mayor)\.?\s+\S",
    re.IGNORECASE,
)
_SURNAMES = frozenset("may march april june august day page price case best key law cost lord data english".split())
_MEETING_STATE = re.compile(
    r"^[\[(*]*\s*(?:the\s+)?(?:\w+\s+)?(?:meeting|session|sitting|committee|hearing|panel|debate|assembly)\s+(?:was\s+|is\s+)?"
    r"(?:adjourned|rose|closed|suspended|resumed|ended|concluded|began|opened|convened|called to order)\b",
    re.IGNORECASE,
)
_MINUTED = re.compile(
    r"^(?:summary|conclusions?|decisions?|resolutions?|resolved|actions?(?: items?)?|consensus|outcomes?|agreed|motion|"
    r"recommendations?|minutes|vote|next steps?|follow-?up|key points?)(?:/[a-z]+)?\s*:",
    re.IGNORECASE,
)
# "The CHAIRMAN. …", "Mr. HALVORSEN of Maine. …": a full stop behind a surname in capitals.
_STOPPED = re.compile(
    r"^(?P<label>(?:The|Mr|Mrs|Ms|Miss|Dr|Prof|Senator|Chair\w*|Representative|Ambassador|Secretary|Governor|Judge)\.?\s"
    r"(?:[A-Z]\.\s)?[A-Z][A-Z'’-]{2,30}(?:\s[A-Z][A-Z'’-]{2,30}){0,2}(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?)\.\s+(?=\S)"
)
_ASIDE = re.compile(r"^[\[(][^\[\]()]{1,200}[\])]\.?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands in front of a colon, with the words behind it and the time in seconds."""

    label: str
    words: str
    time_s: float | None = None


def candidate(text: str) -> Candidate | None:
    """The label that the text may begin with; None where there is no colon in its place."""
    change = _CHANGE.match(text)
    text = text[change.end() :] if change else _STRAY.sub("", text)
    clock = _TIME_FIRST.match(text[:60])
    rest = text[clock.end() :] if clock else text
    stopped = _STOPPED.match(rest[:120])
    if stopped:
        return Candidate(stopped["label"], rest[stopped.end() :].strip(), seconds(clock[1]) if clock else None)
    m = _LABEL.match(rest[:300]) or _TIGHT.match(rest[:300])
    if change and (not m or not _looks_like_label(m["label"].strip())):
        return Candidate(">>", text.strip(), seconds(clock[1]) if clock else None)
    if not m:
        timed = _TIMED.match(rest) if not clock and len(rest) <= 90 else None
        return Candidate(timed["label"].strip(), "", seconds(timed["time"])) if timed else None
    label = m["label"].strip(" \t-–—*_,")
    time = m.groupdict().get("time") or (clock[1] if clock else None)
    if not label or len(label.split()) > 14:
        return None
    return Candidate(label, rest[m.start("words") :].strip(), seconds(time) if time else None)


def seconds(clock: str) -> float:
    """Seconds of "12:03" (minutes and seconds) or "1:12:03"."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def labels_of(pieces: Sequence[Piece], participants: Sequence[Participant]) -> frozenset[str]:
    """The labels, as written, that are speakers; each has some evidence beside its colon.

    Evidence: it is on the roll, is a role or carries a title, recurs as a name or initials do, or looks like a full
    name whose words the text never uses as common words.
    """
    found = [c for c in (candidate(p.text) for p in pieces if p.form in ("paragraph", "item")) if c]
    spoken = [c for c in found if not _names_somebody(c.words, participants)]
    counts = Counter(c.label for c in spoken)
    timed = {c.label for c in spoken if c.time_s is not None}
    lower = _lower_words(pieces) if counts else frozenset()
    sure = {label for label in counts if _is_certain(label, participants)}
    listed = bool(participants)
    likely = (x for x, n in counts.items() if x not in sure and _is_likely(x, n, lower, x in timed, listed))
    sure |= set(likely)
    if len([1 for c in spoken if c.label in sure]) >= 3:
        rest = [label for label in counts if label not in sure]
        sure |= {x for x in rest if _is_possible(x, lower, sure) or _are_initials_of_one(x, participants)}
    return frozenset(sure or _of_short_talk(pieces, spoken, lower))


def _of_short_talk(pieces: Sequence[Piece], spoken: Sequence[Candidate], lower: frozenset[str]) -> set[str]:
    """The labels of a text too short for any to recur: two people's full names at least, in front of whole sentences,
    and next to nothing else in the text."""
    paragraphs = [p for p in pieces if p.form == "paragraph"]
    turns = [c for c in spoken if _is_possible(c.label, lower, ()) and c.words.rstrip("\"'”’) ")[-1:] in _SENTENCE_ENDS]
    names = {c.label for c in turns}
    return names if len(names) > 1 and len(turns) >= _SHORT_TALK_SHARE * len(paragraphs) else set()


def _is_certain(label: str, participants: Sequence[Participant]) -> bool:
    if _is_opener(label):
        return False
    if _ROLES.match(_bare(label)) or (_TITLED.match(label) and looks_like_name(_bare(label))):
        return True
    if any(label == known for p in participants for known in p.labels):
        return True
    if label.islower():
        return any(label in handles(p.name) for p in participants)
    return bool(best_matches(label, [p.name for p in participants])) and label[:1].isupper()


def _names_somebody(words: str, participants: Sequence[Participant]) -> bool:
    """Whether only a participant's full name stands behind the colon: "Scribe: Ana Bell" is not said by anybody."""
    names = name_words(words) if len(words) <= 60 else ()
    return len(names) > 1 and any(names == name_words(p.name) for p in participants)


def _is_likely(label: str, count: int, lower: frozenset[str], timed: bool, listed: bool) -> bool:
    """Whether a label that recurs or bears a time is one; where people are listed, a common word is none of them."""
    bare = _bare(label)
    if _is_opener(label) or (count < 2 and not timed):
        return False
    if _INITIALS.match(bare):
        return bare not in _NOT_INITIALS
    if not looks_like_name(bare) or len(bare.split()) > 5:
        return False
    if timed or (not _is_common(bare, lower) and not _is_heading_like(bare)):
        return True
    return not listed and count >= 4 and len(bare.split()) == 1 and bare.istitle()


def _is_possible(label: str, lower: frozenset[str], sure: Iterable[str]) -> bool:
    """Whether a label that stands once is one, in a text that has others: initials, or a full name."""
    bare = _bare(label)
    if _is_opener(label):
        return False
    if _UNSURE.match(bare):
        return True
    if _INITIALS.match(bare):
        return bare not in _NOT_INITIALS and any(_INITIALS.match(s) for s in sure)
    if has_role_word(bare) and len(bare.split()) <= 5 and all(w[:1].isupper() for w in bare.split()):
        return True
    named = 2 <= len(bare.split()) <= 4 and looks_like_name(bare)
    return named and not _is_common(bare, lower) and not _is_heading_like(bare)


def _are_initials_of_one(label: str, participants: Sequence[Participant]) -> bool:
    """Whether exactly one of those listed has these initials: a turn so signed must not run on from the one before."""
    listed = ["".join(word[0] for word in name_words(p.name)) for p in participants]
    return bool(_INITIALS.match(label)) and listed.count(label.casefold()) == 1


def _is_heading_like(name: str) -> bool:
    """Whether a word of it opens lines of notes and is no surname: "Stretch Goal", "Main Point"."""
    return any(fold(w) in NOT_NAMES and fold(w) not in _SURNAMES for w in name.split()[1:])


def _bare(label: str) -> str:
    """The label without brackets and constituency: "Mr. Ode (Clerk)", "Mr. ODE of Maine"."""
    return re.sub(r"\s*[(\[].*$|(?<=[A-Z]{3})\sof\s[A-Z].*$", "", label).strip()


def _is_opener(label: str) -> bool:
    words = [fold(w) for w in _bare(label).split()]
    return bool(words) and words[0] in NOT_NAMES and not _ROLES.match(_bare(label))


def _is_common(name: str, lower: frozenset[str]) -> bool:
    """Whether the text uses a word of the name in lower case: then it may be no name."""
    return any(w in lower for w in name_words(name))


def _lower_words(pieces: Sequence[Piece]) -> frozenset[str]:
    return frozenset(w for p in pieces for w in re.findall(r"(?<![\w@/.-])[a-z]{2,}(?![\w@/-])", p.text))


def is_told(text: str) -> bool:
    """Whether a paragraph without label tells of the meeting instead of being said in it: "Decision: …"."""
    return bool(_MEETING_STATE.match(text[:120]) or _MINUTED.match(text[:60]))


def is_aside(text: str) -> bool:
    """Whether a paragraph is a remark in brackets: "(Applause)", "[Slide 3]"."""
    return len(text) <= 210 and bool(_ASIDE.match(text))


def is_timed(text: str) -> bool:
    """Whether the text is a label with a time, alone or in front of words: "Ana Bell 0:03"."""
    found = candidate(text)
    return found is not None and found.time_s is not None


def may_begin(line: str) -> bool:
    """Whether a line looks like a turn before there is evidence: then it is not joined to the line above."""
    found = candidate(line.strip().replace("*", "").replace("__", ""))
    if not found:
        return False
    return found.time_s is not None or _looks_like_label(found.label)


def _looks_like_label(label: str) -> bool:
    bare = _bare(label)
    return bool(_INITIALS.match(bare) or _UNSURE.match(bare) or _ROLES.match(bare) or looks_like_name(bare))

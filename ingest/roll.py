"""Who took part in a meeting: from the file's own list, its turn labels, its running text, and the register."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.names import bare_words, clean_name, has_title, name_words, without_brackets
from corpus.records import Participant
from ingest.delegations import delegations
from ingest.introductions import introduced
from ingest.reading import Reading
from ingest.register import Register
from ingest.roles import is_role
from ingest.roster import Roster, listed

_INSIDE = re.compile(r"[(\[](?P<inner>.*)[)\]]\s*$")
_ASIDE = re.compile(
    r"(?:via|by|on|over|through)\s|(?:he|she|they)/|continu|cont'?d|remote|online|virtual|interpret|translat|inaudible|"
    r"phone|video|off.?mic|reading|speaking",
    re.I,
)
_DEFINED = re.compile(
    r"(?P<name>(?:[^\W\d_][\w'’.\-]*[^\S\n]+){1,5}?[^\W\d_][\w'’.\-]*)[^\S\n]+\((?P<label>[^\W\d_]{2,5})\)"
)
_ROLE_AT_END = re.compile(r"\s*[,;]?\s*\((?P<role>[^()]{3,40})\)\s*$")


def build_roll(reading: Reading, register: Register | None = None) -> tuple[Participant, ...]:
    """Participants of the meeting, those that the file lists first, each once; () where nobody can be told.

    A label that the file defines means whom the file says, whatever the register says.
    """
    roster = Roster(_with_role(listed(p)) for p in reading.participants)
    labels = tuple(dict.fromkeys(" ".join(b.label.split()) for b in reading.blocks if b.label))
    if labels:
        _from_definitions(roster, reading, labels)
        _from_register(roster, register, labels)
        _from_labels(roster, labels)
    if reading.kind == "report":
        for participant in introduced(reading, roster):
            roster.add(participant)
        for participant in delegations(reading, roster):
            roster.add(participant)
    return roster.participants()


def _with_role(participant: Participant) -> Participant:
    """ "…, University (Moderator)": what stands in brackets at the end is the role here."""
    found = _ROLE_AT_END.search(participant.affiliation or "")
    if participant.role or not found or not is_role(found["role"]):
        return participant
    return replace(participant, affiliation=(participant.affiliation or "")[: found.start()], role=found["role"])


def _from_definitions(roster: Roster, reading: Reading, labels: tuple[str, ...]) -> None:
    """ "Presenter: Ana Bell (AB)" defines AB, where AB takes the floor in this document."""
    wanted = {label for label in labels if not roster.defines(label)}
    for found in _DEFINED.finditer(reading.text) if wanted else ():
        name = _last_capitalised(found["name"])
        if found["label"] in wanted and len(name_words(name)) > 1 and _initials_of(found["label"], name):
            roster.add(Participant(clean_name(name), labels=(found["label"],)))
            wanted.discard(found["label"])


def _last_capitalised(text: str) -> str:
    """The run of capitalised words at the end: "thanks to Ana Bell" gives "Ana Bell"."""
    words = text.split()
    k = len(words)
    while k and words[k - 1][0].isupper():
        k -= 1
    return " ".join(words[k:])


def _initials_of(label: str, name: str) -> bool:
    """Whether the letters of the label occur in the name in order, the first one first."""
    letters = iter("".join(name_words(name)))
    return name_words(name)[0][0] == label[0].lower() and all(c in letters for c in label.lower())


def _from_register(roster: Roster, register: Register | None, labels: tuple[str, ...]) -> None:
    for label in labels:
        if register is None or roster.defines(label) or roster.fits(without_brackets(label) or label):
            continue
        known = register.participant(label) or register.participant(without_brackets(label))
        if known:
            free = tuple(x for x in dict.fromkeys((label, *known.labels)) if not roster.defines(x))
            roster.add(replace(listed(known), labels=free))


def _from_labels(roster: Roster, labels: tuple[str, ...]) -> None:
    """People whom turn labels name in full; then those who are only ever called "Mr. Ito"."""
    for label in labels:
        participant = None if roster.defines(label) else named_by(label)
        if participant:
            roster.add(participant)
    for label in labels:
        bare = without_brackets(label)
        if has_title(bare) and len(bare_words(bare)) == 1 and not is_role(bare) and not roster.fits(bare):
            roster.add(Participant(bare, labels=(label,)))


def named_by(label: str) -> Participant | None:
    """The person whom a turn label names in full; None for a lone word, initials or a role alone.

    "Hon. Ana Bell (Northside, Ind.)" gives her affiliation, "The Chair (Hon. Ana Bell (Northside, Ind.))" her role too.
    """
    outer, found = without_brackets(label), _INSIDE.search(label)
    inner = found["inner"].strip() if found else ""
    if is_role(outer) and not has_full_name(outer.split(",")[0]):
        person = named_by(inner) if inner else None
        return replace(person, role=re.sub(r"^the\s+", "", outer, flags=re.I), labels=(label,)) if person else None
    name, _, after = outer.partition(",")
    if not has_full_name(name):
        return None
    what = inner if inner and not _ASIDE.match(inner) else after.strip()
    if is_role(what):
        return Participant(clean_name(name), None, what, (label,))
    return Participant(clean_name(name), what or None, None, (label,))


_UNNAMED = re.compile(
    r"^(?:an?\s+|the\s+|some\s+)?(?:audience|participant|attendee|unidentified|unknown|unnamed|anonymous|inaudible|"
    r"questioner|question|member of|voice|several|various|all|many|both|multiple|male|female|online|remote|floor|"
    r"(?:un)?registered)\b",
    re.I,
)


def has_full_name(text: str) -> bool:
    """Whether at least two words of a name are left without titles, the first and the last with a capital."""
    words = bare_words(text) if not _UNNAMED.match(text) else ()
    return 2 <= len(words) <= 6 and all(w != w.lower() for w in (words[0], words[-1])) and not is_role(text)

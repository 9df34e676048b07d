"""People introduced in the running text of a report: those who take the floor there by name.

"Prof. Jun Abe, Deputy Director of the Lake Institute, gave closing remarks": a run of capitalised words, what stands
behind it up to a verb of saying, and from both a name with its affiliation and role. Who is only mentioned is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.names import name_words
from corpus.records import Participant, Span
from corpus.sentences import sentences
from ingest.attribution.cues import find_cues, is_adverb
from ingest.descriptions import BEHIND, described, in_bracket
from ingest.personal_names import Named, common_words, is_title, person_named
from ingest.reading import Reading
from ingest.roles import is_role
from ingest.roster import Roster

_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Hon|Amb|Gen|Sen|Rep|Gov|St|Assoc|[A-Z](?:\.[A-Z])?)\.|"
    r"[^\W\d_a-zß-öø-ÿ][\w’'‑–-]*(?<!['’]s))"
)
_RUN = re.compile(
    rf"(?<![\w-]){_CAPITAL}(?:\s+(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|al|el|y)\s+){{0,2}}{_CAPITAL}){{0,8}}"
)
_DOES = re.compile(
    r"\b(?:gave|spoke|took|led|made|began|ran|chaired|moderated|opened|closed|joined|[a-z]{3,}ed)\b(?!\s+by\b)"
)
_LED_BY = re.compile(
    r"\b(?:(?P<did>moderated|chaired|co-chaired|facilitated|hosted|presented|opened|closed|delivered|given|introduced|"
    r"led)\s+by|(?:speakers?|to speak|presenters?|panell?ists?|contributors?|presentations?|talks?)\b"
    r"[^.;:,]{0,30}\b(?:was|were|came from))"
    r"\s+(?:the\s+)?$"
)
# In front of a name, these make it a mention: "on behalf of Ana Bell", "the work of Ana Bell".
_MENTIONED = re.compile(
    r"\b(?:of|at|for|from|in|on|to|with|about|against|by|and the|between|among|under|after|following|than|"
    r"\w{3,}ing)\s+(?:the\s+)?$",
    re.I,
)
# The first word of a sentence that is no part of the name behind it.
_OPENING = re.compile(
    r"(?:\w{3,}ing|In|On|At|For|From|With|After|Before|As|When|While|Although|Since|Like|Unlike|Then|Next|First|Second|"
    r"Third|Finally|Later|Also|However|Today|And|But|So|Both|Only|To|By|Per|Under)\s+(?=[^\W\d_a-z])"
)
_ACRONYM = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,6}\s+(?=[^\W\d_a-z]\S+\s+[^\W\d_a-z])")  # "CDM" in front of a whole name
_JOINED = re.compile(r"\s+and\s+|,\s+(?:and\s+)?")
_BRACKET = re.compile(r"\s*\((?P<inner>[^()]{2,80})\)")
_HOLDS = {"moderated": "Moderator", "chaired": "Chair", "co-chaired": "Co-Chair", "facilitated": "Facilitator"}
_SET_APART = re.compile(r"\b[Tt]he\s+(?P<role>[A-Za-z][\w’'&/ -]{2,60}),\s*$")
_MAX_GAP = 320


def introduced(reading: Reading, roster: Roster) -> list[Participant]:
    """People who take the floor in the text, in order of first mention, also those who are on the roster already.

    Somebody called by title and surname alone ("Mr. Ito") is one only where nobody else fits.
    """
    common = common_words(reading.text)
    found: list[Participant] = []
    short: list[Participant] = []
    for block in reading.blocks:
        if block.role == "text":
            for span in sentences(reading.text, block.start, block.end):
                for participant in _in_sentence(reading.text, span, common):
                    (found if len(name_words(participant.name)) > 1 else short).append(participant)
    known = Roster((*roster.participants(), *found))
    for participant in short:
        if not known.fits(participant.name):
            known.add(participant)
            found.append(participant)
    return found


def _in_sentence(text: str, span: Span, common: frozenset[str]) -> Iterator[Participant]:
    """Who takes the floor in this sentence, in order; members of a list because the last one does."""
    start, end = span
    runs = [m.span() for m in _RUN.finditer(text, start, end)]
    people = [(r, p) for r in runs if (p := _placed(text, span, r, common))]
    if not people:
        return
    floors = [c.begin for c in find_cues(text, start, end) if c.form == "finite" and not c.weak]
    deeds = sorted({*floors, *(m.start() for m in _DOES.finditer(text, start, end))})
    yield from _of_lists(text, [(r, p, _takes_floor(text, span, r, p, deeds if p.sure else floors)) for r, p in people])


def _of_lists(text: str, people: list[tuple[Span, Named, Participant | None]]) -> list[Participant]:
    """Those who take the floor, and the other members of their lists: those whose last one speaks ("Ana Bell, Li Wen
    and Jo Abe said") or whose first one led ("moderated by Ana Bell and Li Wen")."""
    taken = [found for _, _, found in people]
    for n in range(len(people) - 2, -1, -1):
        (run, person, _), (following, _, _), last = people[n], people[n + 1], taken[n + 1]
        free = taken[n] is None and not person.mentioned and not person.common
        joint = _JOINED.fullmatch(text, run[1], following[0])
        if free and joint and last is not None and (last.affiliation is None or "," not in joint.group()):
            taken[n] = person.participant
    for n in range(1, len(people)):
        (before, _, _), (run, person, _) = people[n - 1], people[n]
        if taken[n] is None and people[n - 1][1].led and _JOINED.fullmatch(text, before[1], run[0]):
            taken[n] = person.participant
    return [found for found in taken if found is not None]


def _placed(text: str, span: Span, run: Span, common: frozenset[str]) -> Named | None:
    """The person whom the run names, with what stands in front of it in the sentence."""
    opening = not text[span[0] : run[0]].strip()
    lead = _OPENING.match(text, *run) if opening else _ACRONYM.match(text, *run)
    if lead and not any(is_title(w) for w in text[lead.end() : run[1]].split()[1:-1]):  # "Working Group Chair Ana Bell"
        run = (lead.end(), run[1])
    person = person_named(text, run, common, opening=opening)
    if person is None:
        return None
    led = bool(_LED_BY.search(text, max(span[0], run[0] - 80), run[0]))
    object_of = _MENTIONED.search(text, max(span[0], run[0] - 30), run[0])
    return replace(person, led=led, mentioned=not led and bool(object_of))


def _takes_floor(text: str, span: Span, run: Span, person: Named, verbs: list[int]) -> Participant | None:
    start, end = span
    led = _LED_BY.search(text, max(start, run[0] - 80), run[0])
    if led:
        return _led(person, led, _BRACKET.match(text, run[1], end))
    if person.mentioned:
        return None
    apart = _SET_APART.search(text, max(start, run[0] - 70), run[0])
    placed = _apart(person, apart)
    after = run[1] + 1 if placed is not person and text[run[1] : run[1] + 1] == "," else run[1]
    behind = _behind(text, after, verbs)
    if behind is None or not (placed.sure or behind.group().strip() or not person.common):
        return None
    return described(placed, behind)


def _behind(text: str, end: int, verbs: list[int]) -> re.Match[str] | None:
    """What stands between the name and its verb; None where no verb follows that the name could be subject of."""
    verb = next((v for v in verbs if v >= end), None)
    if verb is None or verb - end > _MAX_GAP:
        return None
    found = BEHIND.fullmatch(text, end, verb)
    if not found or not all(is_adverb(w) for w in found["adverbs"].split()):
        return None
    return found


def _apart(person: Named, found: re.Match[str] | None) -> Named:
    """ "the Mayor, Ana Bell, opened": the role in front."""
    if not found or not is_role(found["role"]) or person.participant.role:
        return person
    return Named(replace(person.participant, role=found["role"]), True)


def _led(person: Named, found: re.Match[str], bracket: re.Match[str] | None) -> Participant:
    """ "chaired by Ana Bell (Grenada)": role and affiliation; "the last to speak was Ana Bell" gives neither."""
    role = person.participant.role or _HOLDS.get(found["did"] or "")
    return replace(person.participant, role=role, affiliation=in_bracket(bracket["inner"]) if bracket else None)

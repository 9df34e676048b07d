"""People introduced in the running text of a report: those who take the floor there by name.

"Prof. Jun Abe, Deputy Director of the Lake Institute, gave closing remarks": a run of capitalised words, what stands
behind it up to a verb of saying, and from both a name with its affiliation and role. Who is only mentioned is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.names import TITLES, clean_name, fold, name_words
from corpus.records import Participant, Span
from corpus.sentences import sentences
from corpus.territories import place_key
from ingest.attribution.cues import find_cues, is_adverb
from ingest.organisations import is_organisation
from ingest.reading import Reading
from ingest.roles import CALLINGS, OFFICES, is_calling, is_role
from ingest.roster import Roster

_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Hon|Amb|Gen|Sen|Rep|Gov|St|Assoc|[A-Z](?:\.[A-Z])?)\.|"
    r"[^\W\d_a-zß-öø-ÿ][\w’'‑–-]*(?<!['’]s))"
)
_RUN = re.compile(
    rf"(?<![\w-]){_CAPITAL}(?:\s+(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|al|el|y)\s+){{0,2}}{_CAPITAL}){{0,8}}"
)
_BEHIND = re.compile(
    r"(?P<bracket>\s*\([^()]{2,80}\))?"
    r"(?P<at>,?\s+(?:also\s+)?(?:of|from|at|with|for|representing)\s+[^,;:()]{2,100}?(?:\s*\([^()]{1,40}\))?)?"
    r"(?P<apart>(?:,(?!\s*and\b)[^,;:]{2,140})(?:,\s*[^,;:]{2,140}){0,5},)?"
    r"(?P<adverbs>(?:\s+[a-z-]+){0,3})\s*$"
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
_AT = re.compile(r"\s+(?:of|at|from|with|for)\s+(?:the\s+)?(?=[^\W\d_a-z])")
_PURE_TITLES = TITLES - OFFICES
_STATES = frozenset("minister ministers secretary commissioner ambassador mayor governor president premier".split())
_MAX_GAP = 320


@dataclass(frozen=True, slots=True)
class _Found:
    participant: Participant
    sure: bool  # a title or an office stands with the name
    led: bool = False  # "moderated by …" stands in front
    mentioned: bool = False  # what stands in front makes it an object: "on behalf of …", "echoing …"
    common: bool = False  # the surname is also a word of the document: a name only with an affiliation behind it


def introduced(reading: Reading, roster: Roster) -> list[Participant]:
    """People who take the floor in the text, in order of first mention, also those who are on the roster already.

    Somebody called by title and surname alone ("Mr. Ito") is one only where nobody else fits.
    """
    common = _common_words(reading.text)
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


def _common_words(text: str) -> frozenset[str]:
    """Words that the document also writes with a small letter: no given names."""
    return frozenset(re.findall(r"\b[^\W\d_A-Z][\w’'-]*", text))


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


def _of_lists(text: str, people: list[tuple[Span, _Found, Participant | None]]) -> list[Participant]:
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


def _placed(text: str, span: Span, run: Span, common: frozenset[str]) -> _Found | None:
    """The person whom the run names, with what stands in front of it in the sentence."""
    opening = not text[span[0] : run[0]].strip()
    lead = _OPENING.match(text, *run) if opening else _ACRONYM.match(text, *run)
    if lead and not any(
        _is_title(w) for w in text[lead.end() : run[1]].split()[1:-1]
    ):  # "Working Group Chair Ana Bell"
        run = (lead.end(), run[1])
    person = _person(text, run, common, opening=opening)
    if person is None:
        return None
    led = bool(_LED_BY.search(text, max(span[0], run[0] - 80), run[0]))
    object_of = _MENTIONED.search(text, max(span[0], run[0] - 30), run[0])
    return replace(person, led=led, mentioned=not led and bool(object_of))


def _takes_floor(text: str, span: Span, run: Span, person: _Found, verbs: list[int]) -> Participant | None:
    start, end = span
    led = _LED_BY.search(text, max(start, run[0] - 80), run[0])
    if led:
        return _led(person, led, _BRACKET.match(text, run[1], end))
    if person.mentioned:
        return None
    apart = _SET_APART.search(text, max(start, run[0] - 70), run[0])
    described = _apart(person, apart)
    after = run[1] + 1 if described is not person and text[run[1] : run[1] + 1] == "," else run[1]
    behind = _behind(text, after, verbs)
    if behind is None or not (described.sure or behind.group().strip() or not person.common):
        return None
    return _described(described, behind)


def _behind(text: str, end: int, verbs: list[int]) -> re.Match[str] | None:
    """What stands between the name and its verb; None where no verb follows that the name could be subject of."""
    verb = next((v for v in verbs if v >= end), None)
    if verb is None or verb - end > _MAX_GAP:
        return None
    found = _BEHIND.fullmatch(text, end, verb)
    if not found or not all(is_adverb(w) for w in found["adverbs"].split()):
        return None
    return found


def _person(text: str, run: Span, common: frozenset[str], *, opening: bool) -> _Found | None:
    """The person whom a run of capitalised words names; None where it names nobody, or something else."""
    words = text[slice(*run)].split()
    if words[0] == "The":
        words = words[1:]
    if opening and len(words) > 1 and words[0].lower() in common and fold(words[0]).strip(".") not in TITLES | OFFICES:
        words = words[1:]
    cut = max((k + 1 for k, w in enumerate(words[:-1]) if _is_title(w)), default=0)
    front, words = words[:cut], words[cut:]
    role = " ".join(w for w in front if fold(w).strip(".") not in _PURE_TITLES)
    if (
        not words
        or _is_title(words[-1])
        or not _is_personal(words, common, titled=any(_is_personal_title(w) for w in front))
    ):
        return None
    name = clean_name(" ".join(words))
    if len(words) > 1 and name:
        label = " ".join((*front, *words))
        return _Found(
            Participant(name, None, role or None, (label,) if front else ()), bool(front), words[-1].lower() in common
        )
    if front and not role and len(words) == 1:
        return _Found(Participant(" ".join((front[-1], words[0]))), True)
    return None


def _is_title(word: str) -> bool:
    plain = fold(word).strip(".")
    return plain in TITLES or plain in OFFICES or plain in CALLINGS


def _is_personal_title(word: str) -> bool:
    return fold(word).strip(".") in _PURE_TITLES


def _is_personal(words: list[str], common: frozenset[str], *, titled: bool) -> bool:
    name = " ".join(words)
    if len(words) > 6 or (not titled and (place_key(name) or is_organisation(name))):
        return False
    capitals = [w for w in words if len(w.strip(".")) > 1 and w.isupper()]
    if titled:
        return not (len(words) == 1 and words[0].lower() in common and not words[0].isupper())
    if len(capitals) > 1 or (capitals and len(words) == 1) or len(words) < 2:
        return False
    return not (words[0].lower() in common or (all(w.lower() in common for w in words[1:]) and len(words) > 2))


def _apart(person: _Found, found: re.Match[str] | None) -> _Found:
    """ "the Mayor, Ana Bell, opened": the role in front."""
    if not found or not is_role(found["role"]) or person.participant.role:
        return person
    return _Found(replace(person.participant, role=found["role"]), True)


def _led(person: _Found, found: re.Match[str], bracket: re.Match[str] | None) -> Participant:
    """ "chaired by Ana Bell (Grenada)": role and affiliation; "the last to speak was Ana Bell" gives neither."""
    role = person.participant.role or _HOLDS.get(found["did"] or "")
    return replace(person.participant, role=role, affiliation=_in_bracket(bracket["inner"]) if bracket else None)


def _in_bracket(text: str) -> str | None:
    return text if text[:1].isupper() else None


def _described(person: _Found, behind: re.Match[str]) -> Participant:
    """The person with the affiliation and role that stand behind the name."""
    role, affiliation = person.participant.role, None
    if behind["at"]:
        affiliation = _institution(re.sub(r"^,?\s*(?:also\s+)?\w+\s+", "", behind["at"]))
    parts = _parts(behind["apart"] or "")
    listing = next((n for n, p in enumerate(parts) if p.startswith("and ")), None)
    for n, part in enumerate(parts):
        if (
            listing is not None
            and (n or listing == len(parts) - 1)
            and _is_personal(part.split(), frozenset(), titled=False)
        ):
            break  # the next member of a list; the first part is an affiliation where the last member has one too
        office = _AT.split(part)[0]
        if not role and is_calling(office):
            role, rest = _role_and_place(part)
            affiliation = affiliation or rest
        elif _is_institution(part):
            inner = _institution(re.sub(r"^(?:also\s+)?(?:of|from|at|with|representing)\s+", "", part))
            affiliation = f"{affiliation}, {inner}" if affiliation and inner else affiliation or inner
        else:
            break
    bracket = (behind["bracket"] or "").strip(" ()") or None
    affiliation = affiliation or _in_bracket(bracket or "")
    return replace(person.participant, role=role, affiliation=affiliation)


def _parts(apart: str) -> list[str]:
    return [" ".join(p.split()) for p in apart.split(",") if p.strip()]


def _role_and_place(part: str) -> tuple[str, str | None]:
    """ "Deputy Director of the Lake Institute" in two; a "Minister of Finance" stays whole."""
    found = _AT.search(part)
    office = fold(part[: found.start()]).split()[-1] if found else ""
    if not found or office in _STATES:
        return part, None
    return part[: found.start()].removeprefix("the ").removeprefix("a "), part[found.end() :]


def _is_institution(part: str) -> bool:
    words = part.split()
    starts = words[0] in ("also", "of", "from", "at", "with", "representing", "the") or words[0][0].isupper()
    return starts and any(w[0].isupper() for w in words) and words[-1].lower() not in ("who", "which", "that")


def _institution(text: str) -> str | None:
    return " ".join(re.sub(r"^[Tt]he\s+", "", text.strip(" ,")).split()) or None

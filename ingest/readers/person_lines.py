"""One line about a person: "Name: role at body", "Name, role, body", "Name (Body)", "Name — role, body"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.names import PARTICLES, SUFFIXES, TITLES, fold
from corpus.records import Participant
from ingest.readers.stored_text import one_line

MAX_CHARS = 300
ROLE_WORDS = frozenset(
    "professor prof lecturer reader fellow researcher scientist scholar student dean rector provost chancellor director "
    "directors head heads lead leads leader chief chair chairs chairman chairwoman chairperson cochair co-chair president "
    "vice-president vice secretary minister ministers ambassador commissioner commissioners governor mayor councillor senator member members deputy officer "
    "ceo cto cfo coo ciso manager manages coordinator co-ordinator adviser advisor counsel lawyer attorney judge analyst engineer architect "
    "developer designer editor journalist reporter author writer consultant specialist expert founder co-founder cofounder partner "
    "owner principal representative representatives delegate delegates negotiator envoy moderator moderates moderated facilitator rapporteur discussant panelist "
    "panellist speaker presenter witness observer observers clerk treasurer trustee economist historian curator conservator "
    "biologist ecologist geologist physicist chemist astronomer physician doctor nurse teacher keeper warden assistant associate "
    "general executive undersecretary spokesperson spokesman spokeswoman convener convenor organiser organizer host "
    "emeritus guest apologies intern volunteer captain superintendent inspector administrator librarian archivist planner surveyor "
    "pilot master operator coordinator supervisor technician strategist evangelist maintainer contributor "
    "interpreter translator notetaker scribe secretariat attorney-general vice-chair vice-chancellor chairing moderating".split()
)
_BODY_WORDS = frozenset(
    "university institute institution ministry department bureau office agency council committee commission centre center "
    "college school faculty foundation association society union federation alliance organization organisation company "
    "corporation inc ltd llc gmbh group partnership bank museum library hospital authority board court parliament "
    "government laboratory laboratories lab labs network trust fund forum consortium academy press observatory service city "
    "programme program project unit division academy club league guild cooperative works port harbour".split()
)
# Words that open lines of notes and look like names with a colon behind them.
NOT_NAMES = frozenset(
    "note notes conclusion conclusions summary presenter presenters topic topics date dates time times place venue location agenda "
    "action actions decision decisions resolution resolutions motion motions background introduction overview abstract "
    "question questions answer answers comment comments discussion outcome outcomes result results recommendation "
    "recommendations proposal proposals example examples warning important update updates status reference references source "
    "sources link links slides slide issue issues title subject event meeting session sessions minutes next step steps today "
    "tomorrow yesterday also however therefore finally first second third fourth fifth lastly others other pros cons goal goals "
    "problem problems solution solutions option options reason reasons remark remarks context definition definitions "
    "requirement requirements attendees attendance participants present absent apologies regrets members speakers panelists "
    "panellists delegates moderators appendix annex figure table chapter section part page contents index keywords "
    "tags category categories author authors published contact phone tel email e-mail fax address website url http https www "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december total budget cost costs price hint tip caution rationale scope purpose objective objectives aim "
    "aims method methods data key main final general special welcome opening closing lunch break coffee dinner registration "
    "programme program schedule timeline deadline deadlines todo done open resolved adopted approved rejected carried "
    "passed ayes noes yes no voting vote votes in on at for from with by of and or but so if when where why how what who the a "
    "an this that these those it there here item items report reports statement statements position positions point points "
    "observation finding findings recap review debate conclusion/resolution summary/conclusion re fwd cc bcc to subject sent nb ps ie eg fyi "
    "tbd tba aob quorum seconded moved follow-up followup consensus list continued cont details detail description "
    "stage ask asks request requests feedback concern concerns support opposition advantages disadvantages benefits risks "
    "challenge challenges opportunity opportunities lesson lessons poll polls survey footnote footnotes bibliography "
    "acknowledgements acknowledgments disclaimer copyright license licence draft version venue language".split()
)
_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*|:\s+|:$|\t+|\s*[;|]\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,120})[)\]]")
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w'’`.\-‐‑]*|\(?[\"“'‘][^\W\d_][\w-]*[\"”'’]\)?)$")
_AT = re.compile(r"\s+(?:at|from|with)\s+(?=(?:the\s+)?[A-Z0-9À-Þ])")
_OF = re.compile(r"\s+(?:of|for)\s+(?=(?:the\s+)?[A-ZÀ-Þ])")
_COMMA = re.compile(r",(?![^()]{0,200}\))\s*")
_ROLE_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REMOTE = re.compile(
    r"^(?:remote(?:ly)?|online|virtual(?:ly)?|in person|by (?:phone|video|zoom)|via \w+|on site|onsite|he/him|she/her|they/them|\d+)$",
    re.IGNORECASE,
)


def person_of(line: str) -> Participant | None:
    """Who the line is about: name without titles, role, affiliation, labels; None where it names nobody."""
    line = one_line(line).rstrip(";,")
    if not line or len(line) > MAX_CHARS or line.endswith("?"):
        return None
    name, rest = _parted(line)
    bare, aside = _brackets_off(name)
    if not looks_like_name(bare):
        return None
    found = Participant(without_titles(bare), None, _title_role(bare))
    for text in aside:
        found = _with_bracket(found, text)
    return _with_rest(found, rest)


def _parted(line: str) -> tuple[str, str]:
    """The name and what follows the first comma, colon, dash or bar outside brackets."""
    cuts = [m for m in (_COMMA.search(line), _outside(_DASH, line)) if m]
    if not cuts:
        return line, ""
    cut = min(cuts, key=lambda m: m.start())
    name, rest = line[: cut.start()], line[cut.end() :]
    second = _COMMA.search(rest)
    suffix = rest[: second.start()] if second else rest
    if cut.group().startswith(",") and fold(suffix).replace(".", "") in SUFFIXES:
        return name, rest[second.end() :] if second else ""
    return name, rest


def _outside(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    for m in pattern.finditer(line):
        if line.count("(", 0, m.start()) <= line.count(")", 0, m.start()):
            return m
    return None


def _brackets_off(text: str) -> tuple[str, list[str]]:
    return one_line(_BRACKETS.sub(" ", text)), [m[1].strip() for m in _BRACKETS.finditer(text)]


def looks_like_name(text: str) -> bool:
    """Whether the text can be a person's name: one to six words with capitals, particles aside, no common opener."""
    words = text.replace(".", ". ").replace("- ", "-").split()
    if not words or len(words) > 8 or len(text) > 70:
        return False
    if any(not _NAME_WORD.match(w) for w in words):
        return False
    core = [w for w in words if fold(w).strip(".") not in TITLES]
    if not 1 <= len(core) <= 6 or any(fold(w).strip(".,") in NOT_NAMES for w in core[:1]):
        return False
    if sum(fold(w).strip(".") in NOT_NAMES for w in core) > 1 or any(fold(w) in _BODY_WORDS for w in core):
        return False
    return all(w[:1].isupper() or not w[:1].islower() and w[:1].isalpha() or fold(w) in PARTICLES for w in _plain(core))


def _plain(words: list[str]) -> list[str]:
    return [w.strip("()\"“”'‘’") or w for w in words]


def without_titles(name: str) -> str:
    """The name without titles in front and letters behind; the name as it is where nothing else would be left."""
    words = name.split()
    while len(words) > 1 and fold(words[0]).strip(".") in TITLES:
        words.pop(0)
    while len(words) > 2 and fold(words[-1]).replace(".", "") in SUFFIXES and words[-1].isupper():
        words.pop()
    return " ".join(words).strip(" ,;:")


_TITLE_ROLES = frozenset(
    "professor prof chair chairman chairwoman chairperson cochair president minister ambassador senator governor mayor "
    "commissioner judge justice director moderator facilitator rapporteur secretary councillor".split()
)


def _title_role(name: str) -> str | None:
    """A title that is a role as well: "Chair Odile Brun" chairs."""
    first = name.split()[0]
    return first.strip(".") if fold(first).strip(".") in _TITLE_ROLES and len(name.split()) > 1 else None


def has_role_word(text: str) -> bool:
    """Whether the text speaks of an office or a task: director, professor, moderator…"""
    return any(fold(w) in ROLE_WORDS for w in _ROLE_TOKEN.findall(text))


def is_label(text: str, name: str) -> bool:
    """Whether the text can be the short label of that name: two to five capitals of which the first is an initial."""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,4}", text):
        return False
    initials = [fold(w)[:1] for w in re.split(r"[\s.\-]+", name) if w]
    return text[0].lower() in initials


def _with_bracket(person: Participant, text: str) -> Participant:
    if _REMOTE.match(text):
        return person
    if is_label(text, person.name) and not person.labels:
        return replace(person, labels=(text,))
    if has_role_word(text):
        return _with_rest(person, text)
    return replace(person, affiliation=person.affiliation or text)


def _with_rest(person: Participant, rest: str) -> Participant:
    """The person with role and affiliation as the rest of the line gives them."""
    rest, aside = _role_brackets(one_line(rest).rstrip("."))
    for text in aside:
        person = replace(person, role=_both(person.role, text))
    role, body = split_office(rest)
    return replace(person, role=_both(role, person.role), affiliation=body or person.affiliation)


def _both(one: str | None, two: str | None) -> str | None:
    if one and two and fold(two) in fold(one):
        return one
    return ", ".join(part for part in (one, two) if part) or None


def _role_brackets(text: str) -> tuple[str, list[str]]:
    """The text without brackets that hold a role, as "(Moderator)", and those roles."""
    roles = [m[1].strip() for m in _BRACKETS.finditer(text) if has_role_word(m[1]) and len(m[1].split()) <= 4]
    kept = _BRACKETS.sub(lambda m: " " if m[1].strip() in roles or _REMOTE.match(m[1]) else m.group(), text)
    return one_line(kept).strip(" ,;"), roles


def split_office(text: str) -> tuple[str | None, str | None]:
    """(role, affiliation) of "President and Research Director at the Lake Centre (LC)"; None where not said."""
    text = text.strip(" ,;:-–—")
    if not text:
        return None, None
    at = _AT.search(text)
    if at and (has_role_word(text[: at.start()]) or "," not in text[: at.start()]):
        return text[: at.start()].strip(" ,") or None, _body(text[at.end() :])
    parts = [p for p in _COMMA.split(text) if p]
    roles = [i for i, p in enumerate(parts) if _is_role(p)]
    if not roles:
        return None, _body(text)
    if roles[0] == 0:
        last = next((i for i in range(len(parts)) if i not in roles), len(parts))
        if last == len(parts):
            return _of_body(text)
        return ", ".join(parts[:last]), _body(", ".join(parts[last:]))
    return ", ".join(parts[roles[0] :]), _body(", ".join(parts[: roles[0]]))


def _is_role(part: str) -> bool:
    """Whether a part names an office rather than a body: it begins in lower case, or an office comes before any body."""
    if part[:1].islower():
        return True
    words = [fold(w) for w in _ROLE_TOKEN.findall(part)]
    office = next((i for i, w in enumerate(words) if w in ROLE_WORDS), None)
    body = next((i for i, w in enumerate(words) if w in _BODY_WORDS), None)
    return office is not None and (body is None or office < body)


def _of_body(text: str) -> tuple[str | None, str | None]:
    """A role alone, parted before the body that it is an office of: "Director of the Lake Institute"."""
    of = _OF.search(text)
    if of and any(fold(w) in _BODY_WORDS for w in _ROLE_TOKEN.findall(text[of.end() :])):
        return text[: of.start()], _body(text[of.end() :])
    return text, None


def _body(text: str) -> str | None:
    return re.sub(r"^the\s+", "", text.strip(" ,;")) or None

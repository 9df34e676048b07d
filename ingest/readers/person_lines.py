"""One line about a person: "Name: role at body", "Name, role, body", "Name (Body)", "Name — role, body"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.names import PARTICLES, SUFFIXES, TITLES, fold
from corpus.records import Participant
from ingest.readers.stored_text import one_line
from ingest.readers.vocabulary import BODY_WORDS, NOT_NAMES, ROLE_WORDS, TITLE_ROLES

MAX_CHARS = 300
_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*|:\s+|:$|\t+|\s*[;|]\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,120})[)\]]")
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w'’`.\-‐‑]*|\(?[\"“'‘][^\W\d_][\w-]*[\"”'’]\)?)$")
_AT = re.compile(r"\s+(?:at|from|with)\s+(?=(?:the\s+)?[A-Z0-9À-Þ])")
_OF = re.compile(r"\s+(?:of|for)\s+(?=(?:the\s+)?[A-ZÀ-Þ])")
_COMMA = re.compile(r",(?![^()]{0,200}\))\s*")
_ROLE_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REMOTE = re.compile(
    r"^(?:remote(?:ly)?|online|virtual(?:ly)?|in person|by (?:phone|video|zoom)|via \w+|on site|onsite|"
    r"he/him|she/her|they/them|\d+|(?:first|second|last) (?:half|part|hour|day)|part(?:ly|ial|-time| of .*)|"
    r"(?:until|till|from|since|after|joined|left|arrived) .*|late|early)$",
    re.IGNORECASE,
)


def person_of(line: str) -> Participant | None:
    """Who the line is about: name without titles, role, affiliation, labels; None where it names nobody."""
    line = one_line(line).rstrip(";,")
    if not line or len(line) > MAX_CHARS or line.endswith("?"):
        return None
    name, rest = _parted(line)
    bare, aside = _brackets_off(name)
    office, bare = _office_first(bare)
    if not looks_like_name(bare):
        return None
    found = Participant(without_titles(bare), None, office or _title_role(bare))
    for text in aside:
        found = _with_bracket(found, text)
    return _with_rest(found, rest)


def _office_first(text: str) -> tuple[str | None, str]:
    """An office in front of a full name, and the name: "City Clerk", "Ned Rowe"; None where there is none."""
    words = text.split()
    last = max((i for i, w in enumerate(words) if fold(w) in ROLE_WORDS), default=-1)
    rest = words[last + 1 :]
    if last < 1 or not 2 <= len(rest) <= 4 or _is_title(words[0]) or not looks_like_name(" ".join(rest)):
        return None, text
    return " ".join(words[: last + 1]), " ".join(rest)


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
    core = [w for w in words if not _is_title(w)]
    if not 1 <= len(core) <= 6 or any(fold(w).strip(".,") in NOT_NAMES for w in core[:1]):
        return False
    if sum(fold(w).strip(".") in NOT_NAMES for w in core) > 1 or any(fold(w) in BODY_WORDS for w in core):
        return False
    return all(
        w[:1].isupper() or (not w[:1].islower() and w[:1].isalpha()) or fold(w) in PARTICLES for w in _plain(core)
    )


def _plain(words: list[str]) -> list[str]:
    return [w.strip("()\"“”'‘’") or w for w in words]


def without_titles(name: str) -> str:
    """The name without titles in front and letters behind; the name as it is where nothing else would be left."""
    words = name.split()
    while len(words) > 1 and _is_title(words[0]):
        words.pop(0)
    while len(words) > 2 and fold(words[-1]).replace(".", "") in SUFFIXES and words[-1].isupper():
        words.pop()
    return " ".join(words).strip(" ,;:")


def _is_title(word: str) -> bool:
    folded = fold(word).strip(".")
    return folded in TITLES or folded in TITLE_ROLES


def _title_role(name: str) -> str | None:
    """A title that is a role as well: "Chair Odile Brun" chairs."""
    first = name.split()[0]
    if fold(first).strip(".") not in TITLE_ROLES or len(name.split()) < 2:
        return None
    return "Member" if fold(first) == "members" else first.strip(".")


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
    """Whether a part names an office rather than a body: it begins small, or an office stands before any body."""
    if part[:1].islower():
        return True
    words = [fold(w) for w in _ROLE_TOKEN.findall(part)]
    office = next((i for i, w in enumerate(words) if w in ROLE_WORDS), None)
    body = next((i for i, w in enumerate(words) if w in BODY_WORDS), None)
    return office is not None and (body is None or office < body)


def _of_body(text: str) -> tuple[str | None, str | None]:
    """A role alone, parted before the body that it is an office of: "Director of the Lake Institute"."""
    for of in reversed(list(_OF.finditer(text))):
        if any(fold(w) in BODY_WORDS for w in _ROLE_TOKEN.findall(text[of.end() :])):
            return text[: of.start()], _body(text[of.end() :])
    return text, None


def _body(text: str) -> str | None:
    return re.sub(r"^the\s+", "", text.strip(" ,;")) or None

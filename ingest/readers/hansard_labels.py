"""Labels of the Canadian Hansard, in both languages: "Hon. Ana Bell (Minister of Ports, Ind.)" to name, role, party."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.names import without_brackets
from ingest.roles import is_role

_BRACKETS = re.compile(r"[(\[](?P<inside>.*)[)\]]\s*$", re.S)
_PARTY = re.compile(r"^(?:[A-ZÀ-Þ][\w.’'/-]{0,7}\.?|Canadian Alliance|Alliance canadienne)$")
_PRIVATE = re.compile(r"^(?:as an individual|à titre personnel)$", re.I)
_TITLE = (
    r"(?:(?:the|le|la)\s+)?(?:(?:right|très)\s+)?(?:l['’]\s*)?(?:hon|honou?rable)\b\.?|l['’]\s*hon(?:orable)?\b\.?|"
    r"mr\b\.?|mrs\b\.?|ms\b\.?|miss\b|mx\b\.?|mmes?\b\.?|mlles?\b\.?|mm?\.|dr\b\.?|dre\b\.?|docteure?\b|"
    r"prof\b\.?|professeure?\b|professor\b|sénat(?:eur|rice)\b|senator\b|chief\b|chef\b|grand\b(?=\s+ch)|"
    r"general\b|général\b|gén\b\.?|gen\b\.?|col\b\.?|capt\b\.?|maj\b\.?|lcol\b\.?|adm\b\.?|rev\b\.?|sir\b|lord\b"
)
_TITLES = re.compile(rf"^(?:(?:{_TITLE})\s*)+", re.I)
_OFFICE_FR = re.compile(
    r"^(?:l['’]|la\s+|le\s+)?(?:vice-|sous-)?(?:première?\s+|adjointe?\s+)?"
    r"(?:président|présidente|ministre|greffier|greffière|leader|chef|whip|secrétaire|solliciteur|procureur|"
    r"orateur|vérificat|commissaire|directeur|directrice|coprésident)",
    re.I,
)
_GROUP = re.compile(r"^(?:some|an?|several|many|all|various|des|une?|plusieurs|quelques)\s", re.I)
_THE = re.compile(r"^(?:the|le|la|l['’])\s*", re.I)


@dataclass(frozen=True, slots=True)
class Called:
    """What a label says: a name ("" where it gives none), a role and an affiliation."""

    name: str = ""
    role: str | None = None
    affiliation: str | None = None


def called(label: str) -> Called:
    """ "Ms. Ana Bell (Director, Port of Wend)" and "The Chair (Mr. Jo Abe (Wend, Ind.))" in their parts."""
    outer, inside = without_brackets(label), _BRACKETS.search(label)
    within = inside["inside"].strip() if inside else ""
    if is_office(outer):
        person = called(within) if within else Called()
        return Called(person.name, _THE.sub("", outer), person.affiliation)
    name = bare_name(outer)
    return Called(name, *_about(within)) if is_full_name(name) else Called()


def is_office(text: str) -> bool:
    """Whether the words are an office rather than a name: "The Deputy Speaker", "Le président suppléant"."""
    return is_role(text) or bool(_OFFICE_FR.match(text))


def is_full_name(name: str) -> bool:
    """Whether there are two words or more, the first and the last with a capital: "Des voix" is nobody's name."""
    words = name.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper() and not _GROUP.match(name)


def bare_name(text: str) -> str:
    """The name without titles of either language in front."""
    return _TITLES.sub("", text.strip()).strip(" ,.")


def _about(text: str) -> tuple[str | None, str | None]:
    """Role and affiliation of what stands in brackets: "Minister of Ports, Ind.", "Wend, Ind.", "Director, Port"."""
    parts = [p.strip() for p in re.split(r",\s+(?![^(]*\))", text) if p.strip() and not _PRIVATE.match(p.strip())]
    if not parts:
        return None, None
    if len(parts) > 1 and _PARTY.match(parts[-1]):
        place = ", ".join(parts[:-1])
        if is_office(place) or place[0].islower():
            return place, parts[-1]
        return None, ", ".join(parts)
    if len(parts) > 1:
        return parts[0], ", ".join(parts[1:])
    return (parts[0], None) if is_office(parts[0]) else (None, parts[0])

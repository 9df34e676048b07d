"""Roles as labels: "the Chair", "Madam President", "the Minister of Finance"."""

from __future__ import annotations

import re

from corpus.names import fold

_ADDRESS = re.compile(r"^(?:the|mr|mrs|ms|madam|madame|mister|monsieur|our|your|session|panel)\b\.?\s+", re.I)
_CHAIR = re.compile(r"\bchair(?:man|woman|person)\b")
_HEAD = re.compile(r"\s+(?:of|for|at|in|to|on)\s+|\s*\(")
_PARTS = re.compile(r"\s*[,;/]\s*|\s+(?:and|&)\s+")
# The last word of a role; a label is a role only if one of these ends it (before "of …").
OFFICES = frozenset(
    "chair co-chair cochair vice-chair moderator facilitator co-facilitator rapporteur president vice-president "
    "secretary minister premier chancellor host interviewer interviewee convenor convener director "
    "director-general secretary-general commissioner speaker clerk mayor vice-mayor governor treasurer ombudsman "
    "ambassador judge counsel coordinator administrator registrar provost dean principal emcee discussant reporter "
    "witness auditor prosecutor attorney whip leader interpreter note-taker notetaker operator headteacher head "
    "chief ceo cto editor manager lead superintendent comptroller legislator inspector senator councillor "
    "spokesperson".split()
)


# What people are without holding an office: part of an introduction, never a label for one person.
CALLINGS = frozenset(
    "advisor adviser officer researcher scientist engineer author expert representative negotiator analyst specialist "
    "consultant economist fellow lecturer scholar student member activist founder co-founder executive assistant "
    "associate lawyer planner architect owner partner trustee spokesman spokeswoman envoy delegate observer".split()
)


def role_of(label: str) -> str | None:
    """The role that the label names, as `role_keys` writes it; None where it is no role.

    "The Chair" and "Mr. Chairman" give "chair", "the Minister of Finance" gives "minister of finance".
    """
    words = fold(label).strip(" .,:")
    while (m := _ADDRESS.match(words)) and m.end() < len(words):
        words = words[m.end() :]
    words = _plain(words)
    return words if _is_role(words) else None


def is_role(text: str) -> bool:
    """Whether the words name an office that a label could go by."""
    return role_of(text) is not None


def is_calling(text: str) -> bool:
    """Whether the words say what somebody is: an office, or a calling such as "Senior Climate Advisor"."""
    head = _HEAD.split(fold(text).strip(" ."))[0].split()
    return is_role(text) or (bool(head) and len(head) <= 6 and head[-1] in CALLINGS)


def role_keys(role: str | None) -> set[str]:
    """All that a holder of this role may be called; the whole role has "=" in front and counts for more."""
    if not role:
        return set()
    whole = _plain(fold(role).strip(" ."))
    parts = [p for p in _PARTS.split(whole) if p]
    pieces = {whole, *parts, *(_HEAD.split(p)[0] for p in parts)}
    return {"=" + whole, *("=" + p for p in parts), *(p for p in pieces if _is_role(p))}


def _plain(folded: str) -> str:
    return _CHAIR.sub("chair", re.sub(r"\bof the\b", "of", folded))


def _is_role(words: str) -> bool:
    head = _HEAD.split(words)[0].split()
    return bool(head) and len(head) <= 5 and (head[-1] in OFFICES or head[-2:] == ["presiding", "officer"])

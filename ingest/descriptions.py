"""What stands behind a name: "of the Lake Institute", ", Deputy Director, Lake Institute,", "(Grenada)"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.names import fold
from corpus.records import Participant
from ingest.personal_names import Named, is_personal
from ingest.roles import is_calling

# What may stand between a name and its verb.
BEHIND = re.compile(
    r"(?P<bracket>\s*\([^()]{2,80}\))?"
    r"(?P<at>,?\s+(?:also\s+)?(?:of|from|at|with|for|representing)\s+[^,;:()]{2,100}?(?:\s*\([^()]{1,40}\))?)?"
    r"(?P<apart>(?:,(?!\s*and\b)[^,;:]{2,140})(?:,\s*[^,;:]{2,140}){0,5},)?"
    r"(?P<adverbs>(?:\s+[a-z-]+){0,3})\s*$"
)
_AT = re.compile(r"\s+(?:of|at|from|with|for)\s+(?:the\s+)?(?=[^\W\d_a-z])")
_STATES = frozenset("minister ministers secretary commissioner ambassador mayor governor president premier".split())


def described(person: Named, behind: re.Match[str]) -> Participant:
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
            and is_personal(part.split(), frozenset(), titled=False)
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
    affiliation = affiliation or in_bracket(bracket or "")
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


def in_bracket(text: str) -> str | None:
    return text if text[:1].isupper() else None

"""Ids of people that hold their name: "#BellAna", "#Ana.Bell", "#Bell_Ana_1960" to words; an opaque id stays."""

from __future__ import annotations

import re
from urllib.parse import unquote

_SEPARATORS = re.compile(r"[._\s+]+")
_YEAR = re.compile(r"[-.]?\d{1,4}(?:-\d{1,4})?$")


def bare_id(reference: str) -> str:
    """The id that a reference such as "#BellAna" or "ppl:BellAna" points to."""
    return unquote(reference.strip()).rpartition("#")[2].rpartition(":")[2].strip()


def readable(person_id: str) -> str:
    """The words of the id as they stand, without a year behind them; the id itself where it holds no name."""
    words = words_of(person_id)
    return " ".join(words) if words else person_id


def words_of(person_id: str) -> list[str]:
    """The capitalised words that an id is made of, in its order; [] where it is no name of two words or more."""
    parts = [p for part in _SEPARATORS.split(_YEAR.sub("", person_id)) for p in _humps(part)]
    is_name = len(parts) > 1 and all(p[0].isupper() and p[-1].isalpha() for p in parts)
    return parts if is_name and all(c.isalpha() or c in "-'’" for p in parts for c in p) else []


def _humps(part: str) -> list[str]:
    """ "BellAna" as two words; capitals of any script count."""
    found: list[str] = []
    for k, sign in enumerate(part):
        begins = sign.isupper() and k and part[k - 1].islower() and found[-1] not in ("Mc", "Mac")
        if begins or not found:
            found.append(sign)
        else:
            found[-1] += sign
    return found

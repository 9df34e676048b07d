"""Whom a run of capitalised words names: somebody, or a place, a body, a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.names import TITLES, clean_name, fold
from corpus.records import Participant, Span
from corpus.territories import place_key
from ingest.organisations import is_organisation
from ingest.roles import CALLINGS, OFFICES

_PURE_TITLES = TITLES - OFFICES


@dataclass(frozen=True, slots=True)
class Named:
    """A person as named in the text, and what stands with the name."""

    participant: Participant
    sure: bool  # a title or an office stands with the name
    led: bool = False  # "moderated by …" stands in front
    mentioned: bool = False  # what stands in front makes it an object: "on behalf of …", "echoing …"
    common: bool = False  # the surname is also a word of the document: a name only with an affiliation behind it


def common_words(text: str) -> frozenset[str]:
    """Words that the document also writes with a small letter: no given names."""
    return frozenset(re.findall(r"\b[^\W\d_A-Z][\w’'-]*", text))


def person_named(text: str, run: Span, common: frozenset[str], *, opening: bool) -> Named | None:
    """The person whom a run of capitalised words names; None where it names nobody, or something else."""
    words = text[slice(*run)].split()
    if words[0] == "The":
        words = words[1:]
    if opening and len(words) > 1 and words[0].lower() in common and fold(words[0]).strip(".") not in TITLES | OFFICES:
        words = words[1:]
    cut = max((k + 1 for k, w in enumerate(words[:-1]) if is_title(w)), default=0)
    front, words = words[:cut], words[cut:]
    role = " ".join(w for w in front if fold(w).strip(".") not in _PURE_TITLES)
    if (
        not words
        or is_title(words[-1])
        or not is_personal(words, common, titled=any(_is_personal_title(w) for w in front))
    ):
        return None
    name = clean_name(" ".join(words))
    if len(words) > 1 and name:
        label = " ".join((*front, *words))
        return Named(
            Participant(name, None, role or None, (label,) if front else ()), bool(front), words[-1].lower() in common
        )
    if front and not role and len(words) == 1:
        return Named(Participant(" ".join((front[-1], words[0]))), True)
    return None


def is_title(word: str) -> bool:
    plain = fold(word).strip(".")
    return plain in TITLES or plain in OFFICES or plain in CALLINGS


def _is_personal_title(word: str) -> bool:
    return fold(word).strip(".") in _PURE_TITLES


def is_personal(words: list[str], common: frozenset[str], *, titled: bool) -> bool:
    name = " ".join(words)
    if len(words) > 6 or (not titled and (place_key(name) or is_organisation(name))):
        return False
    capitals = [w for w in words if len(w.strip(".")) > 1 and w.isupper()]
    if titled:
        return not (len(words) == 1 and words[0].lower() in common and not words[0].isupper())
    if len(capitals) > 1 or (capitals and len(words) == 1) or len(words) < 2:
        return False
    return not (words[0].lower() in common or (all(w.lower() in common for w in words[1:]) and len(words) > 2))

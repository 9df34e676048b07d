"""Countries, groups and bodies that take the floor under their own names in a report.

Who takes it is told by the rules that find statements: the subjects of verbs of saying, those who support or oppose
them, and on whose behalf they speak. Who is only mentioned is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.names import fold
from corpus.records import Participant
from corpus.sentences import sentences
from corpus.territories import place_key, place_name, place_names, place_nearly
from ingest.attribution.clauses import read_sentence
from ingest.attribution.masking import mask, without_run_in
from ingest.attribution.subjects import Head
from ingest.organisations import is_organisation
from ingest.reading import Reading
from ingest.roles import is_calling
from ingest.roster import Roster

_THE = re.compile(r"^the\s+", re.I)
_SMALL = frozenset("of the and for in on de des du la le e y".split())
_NOT_ONE = re.compile(
    r"\b(?:parties|countries|delegat\w+|participants|members|others|who|session|workshop|meeting)\b", re.I
)
_MAX_WORDS = 8


def delegations(reading: Reading, roster: Roster) -> list[Participant]:
    """Delegations and groups in order of their first word, each once, with the names this document and others use."""
    found: dict[str, list[str]] = {}
    people = _Known(roster)
    for block in reading.blocks:
        if block.role == "text":
            for label in _labels(reading.text[block.start : block.end], people):
                if people.is_person(label):
                    continue
                key = _key(label)
                if key and label not in found.setdefault(key, []):
                    found[key].append(label)
    return [_delegation(key, labels) for key, labels in found.items()]


class _Known:
    """Whether a label is one name: of a person on the roll, of a country or of a known group."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._person: dict[str, bool] = {}

    def __call__(self, label: str) -> bool:
        return place_key(label) is not None or self.is_person(label)

    def is_person(self, label: str) -> bool:
        if label not in self._person:
            self._person[label] = any(not p.delegation for p in self._roster.fits(_THE.sub("", label)))
        return self._person[label]


def _labels(text: str, known: _Known) -> Iterator[str]:
    """Labels of whoever takes the floor in this paragraph, in order."""
    masked = mask(text)
    for start, end in sentences(text, 0, len(text)):
        read = read_sentence(masked, without_run_in(masked, start, end), end, known)
        for subject in dict.fromkeys((*(c.subject for c in read.clauses), read.floor)):
            for head in (*subject.heads, *subject.pro, *subject.con) if subject else ():
                yield from _of_head(text, head)


def _of_head(text: str, head: Head) -> Iterator[str]:
    label = _THE.sub("", text[slice(*head.span)])  # "the UMBRELLA GROUP" reads as a role but for its capitals
    named = head.kind == "name" or (head.kind == "role" and (label.isupper() or place_key(label) is not None))
    spans = [head.span] if named else []
    for span in (*spans, *([head.behalf] if head.behalf else [])):
        yield _THE.sub("", " ".join(text[slice(*span)].split()))


def _key(label: str) -> str | None:
    """What is the same for all names of one delegation; None where the label names none."""
    place = place_key(label) or place_nearly(label)
    if place:
        return place
    words = label.split()
    if not words or len(words) > _MAX_WORDS or _NOT_ONE.search(label) or is_calling(label):
        return None
    if not all(any(c.isupper() for c in w) or w in _SMALL for w in words):
        return None
    capitals = all(w.isupper() or w.lower() in _SMALL for w in words) and len(label) > 1
    acronym = len(words) == 1 and sum(c.isupper() for c in label) > 1
    return "=" + fold(label) if capitals or acronym or is_organisation(label) else None


def _delegation(key: str, labels: list[str]) -> Participant:
    names = place_names(key)
    mixed = next((x for x in labels if not x.isupper()), labels[0])
    name = place_name(labels) if names else shown(mixed)
    return Participant(name, labels=tuple(dict.fromkeys((*labels, *names))), delegation=True)


def shown(label: str) -> str:
    """The label in normal case: "UMBRELLA GROUP" gives "Umbrella Group"; acronyms and what has small letters stay."""
    words = label.split()
    if not label.isupper() or (len(words) == 1 and len(label) <= 7):
        return label
    return " ".join(w.lower() if n and w.lower() in _SMALL else _normal(w) for n, w in enumerate(words))


def _normal(word: str) -> str:
    """Acronyms are told by their want of vowels or by figures in them."""
    if any(c.isdigit() for c in word) or len(word) < 3 or not set(word) & set("AEIOUY"):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)

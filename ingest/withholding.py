"""Withheld words and names: their letters become blocks, so that every position in the text stays what it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus.names import fold, name_words
from corpus.records import Document, Participant, Person, RollEntry, Span, Statement, Utterance
from corpus.sentences import sentences

BLOCK = "█"

_LETTERS = re.compile(r"[^\W\d_]+")
_JOINT = "[._+-]"  # between the words of a name in an address

Hide = Callable[[str], str]


def whole_sentences(document: Document, place: Span) -> list[Span]:
    """The sentences that share words with the place: half a sentence could say the opposite."""
    inside = [u for u in document.utterances if u.start < place[1] and place[0] < u.end]
    found = [s for u in inside for s in sentences(document.text, u.start, u.end) if s[0] < place[1] and place[0] < s[1]]
    return found or [place]


def names_of(document: Document, person: Person) -> set[str]:
    """What the person is called on the roll of this document and in the record; labels of several words too."""
    on_roll = [e.participant for e in document.roll if e.person.id == person.id]
    labels = {label for p in on_roll for label in p.labels if len(name_words(label)) > 1}
    return {person.name, *(p.name for p in on_roll), *labels}


def places_of_names(document: Document, person: Person, mentioned: bool) -> list[Span]:
    """Where the person is named: in full anywhere, by a part of the name only where the document `mentioned` them.

    A part that could be somebody else on the roll as well is taken too: it cannot be told apart.
    """
    names = names_of(document, person)
    exact = sorted((n for n in names if mentioned or " " in n), key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in exact)
    places = [m.span() for m in re.finditer(pattern, document.text, re.IGNORECASE)] if pattern else []
    for name in sorted(names):
        words = {w for part in name_words(name) for w in _folded_words(part)}
        places += _runs(document.text, words, least=1 if mentioned else min(2, len(words)))
        places += _in_addresses(document.text, name, mentioned)
    return places


def _in_addresses(text: str, name: str, mentioned: bool) -> list[Span]:
    """Where the name stands as addresses and links have it: "ana.bell@…", "/ana-bell"; "abell@…" as a part of it."""
    words = [re.sub(r"\W+", "", fold(w)) for w in name_words(name)]
    if len(words) < 2 or not all(words):
        return []
    first, last = words[0], words[-1]
    middle = "".join(f"(?:{w}{_JOINT})?" for w in words[1:-1])
    joined = f"{first}{_JOINT}{middle}{last}|{last}{_JOINT}{first}"
    # Without a joint it may be a common word: only where nothing but a name can stand.
    close = f"{joined}|{first}{last}|{last}{first}" + (f"|{first[0]}{_JOINT}?{last}" if mentioned else "")
    pattern = rf"(?<![^\W\d_])(?:{joined}|(?:{close})(?=\d*@)|(?<=[@/])(?:{close}))(?![^\W\d_])"
    return [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]


def places_of_offices(document: Document, person: Person, names: Sequence[Span]) -> list[Span]:
    """Affiliation, role and labels of the person as the roll has them, in sentences that name them: they tell who."""
    listed = [e.participant for e in document.roll if e.person.id == person.id]
    offices = sorted({x for p in listed for x in (p.affiliation, p.role, *p.labels) if x}, key=len, reverse=True)
    if not offices:
        return []
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(o)}(?!\w)" for o in offices), re.IGNORECASE)
    spans = dict.fromkeys(s for place in dict.fromkeys(names) for s in whole_sentences(document, place))
    return [m.span() for start, end in spans for m in pattern.finditer(document.text, start, end)]


def _runs(text: str, words: set[str], least: int) -> list[Span]:
    """Words of a name that follow one another, at least so many different ones; initials and small words ("van") only
    between or before others."""
    places: list[Span] = []
    run: list[re.Match[str]] = []
    initials = {w[0] for w in words}
    for token in (*_LETTERS.finditer(text), None):
        if token and run and not re.fullmatch(r"[\s.'’‐‑–-]{1,3}", text[run[-1].end() : token.start()]):
            places += _run(run, least)
            run = []
        word = fold(token.group()) if token else ""
        if token and (word in words or (len(word) == 1 and word in initials and token.group().isupper())):
            run.append(token)
        elif run:
            places += _run(run, least)
            run = []
    return places


def _run(run: list[re.Match[str]], least: int) -> list[Span]:
    """The run from its first full word on; [] where it has too few of them."""
    full = [m for m in run if _is_full(m.group())]
    if len({fold(m.group()) for m in full}) < least:
        return []
    first = next(m for m in run if m.group()[0].upper() == m.group()[0])
    return [(first.start(), run[-1].end())]


def _is_full(word: str) -> bool:
    """A word of a name by its capital, or in a script without capitals; an initial is none."""
    return word[0].upper() == word[0].lower() or (word[0].isupper() and len(word) > 1)


def _folded_words(text: str) -> list[str]:
    return [fold(w) for w in _LETTERS.findall(text)]


def places_of_labels(document: Document, utterances: Iterable[Utterance]) -> list[Span]:
    """Where the labels of these utterances stand in front of their words."""
    ends = {u.number: u.end for u in document.utterances}
    places = []
    for u in utterances:
        before = ends.get(u.number - 1, 0)
        at = document.text.rfind(u.label, before, u.start) if u.label else -1
        if at >= 0 and u.label:
            places.append((at, at + len(u.label)))
    return places


def withheld(
    document: Document,
    words: Sequence[Span],
    names: Sequence[Span],
    people: Sequence[Person],
    called: Iterable[str] = (),
) -> Document:
    """The document with these words and names as blocks; statements in the words, and the people, are gone from it.

    `called` are names that stand outside the text as well: in titles, sections and labels.
    """
    if not (words or names or people):
        return document
    text = _blocked(document.text, (*words, *names))
    ids = {p.id for p in people}
    hide = _hider(called)
    left = [s for s in document.statements if not _within(s, words) and _id(s.source) not in ids]
    return replace(
        document,
        text=text,
        title=hide(document.title),
        place=_of(hide, document.place),
        event=_of(hide, document.event),
        roll=tuple(_entry(e, hide) for e in document.roll if e.person.id not in ids),
        utterances=tuple(_utterance(u, text, ids, hide) for u in document.utterances),
        statements=tuple(_without(s, ids, hide) for s in left),
    )


def is_blocked(text: str) -> bool:
    """Whether nothing but blocks is left of the words."""
    return BLOCK in text and not any(c.isalnum() for c in text)


def _blocked(text: str, places: Iterable[Span]) -> str:
    signs = list(text)
    for start, end in places:
        signs[start:end] = [_block(c) for c in text[start:end]]
    return "".join(signs)


def _block(sign: str) -> str:
    return sign if sign.isspace() or unicodedata.category(sign).startswith("P") else BLOCK


def _hider(called: Iterable[str]) -> Hide:
    pattern = "|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in sorted(set(called), key=len, reverse=True))
    found = re.compile(pattern, re.IGNORECASE) if pattern else None

    def hide(text: str) -> str:
        return found.sub(lambda m: _blocked(m.group(), [(0, len(m.group()))]), text) if found else text

    return hide


def _of(hide: Hide, text: str | None) -> str | None:
    return hide(text) if text else text


def _within(statement: Statement, words: Sequence[Span]) -> bool:
    return any(statement.start < end and start < statement.end for start, end in words)


def _without(statement: Statement, ids: set[str], hide: Hide) -> Statement:
    label, target = hide(statement.label), _of(hide, statement.target)
    if _id(statement.on_behalf_of) in ids:
        return replace(statement, label=label, target=target, on_behalf_of=None, attribution="reported")
    return replace(statement, label=label, target=target)


def _utterance(utterance: Utterance, text: str, ids: set[str], hide: Hide) -> Utterance:
    section = _of(hide, utterance.section)
    if is_blocked(text[utterance.start : utterance.end]) or _id(utterance.speaker) in ids:
        return replace(utterance, label=None, speaker=None, section=section)
    return replace(utterance, label=_of(hide, utterance.label), section=section)


def _entry(entry: RollEntry, hide: Hide) -> RollEntry:
    p = entry.participant
    labels = tuple(hide(label) for label in p.labels)
    affiliation, role = _of(hide, p.affiliation), _of(hide, p.role)
    return replace(entry, participant=Participant(hide(p.name), affiliation, role, labels, p.delegation))


def _id(person: Person | None) -> str | None:
    return person.id if person else None

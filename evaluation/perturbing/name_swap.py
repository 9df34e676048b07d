"""Name swap: pairs of speakers exchange their names, in every document and every expectation.

A system that reads the record credits the other name; one that goes by what it knows of a name is found out. Only names
are exchanged, never roles, labels of an office or affiliations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.names import fold
from corpus.records import Document, RollEntry
from evaluation.cases import Case, Quote
from evaluation.naming import name_parts
from evaluation.perturbing.derived import INSTEAD, Derived, File, Record, drawing
from evaluation.perturbing.documents import files, new_id
from service.answers import Turn

_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"[A-Z]{2,4}")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name may be exchanged; `words` without titles, `initials` are a label of the roll.

    `article`: a group that has "the" in front of its name; such are only exchanged for one another.
    """

    name: str
    words: tuple[str, ...]
    group: bool
    initials: str | None = None
    article: bool = False


@dataclass(frozen=True)
class Exchange:
    """Puts each name in the place of the other, in one pass; text in capitals stays in capitals."""

    places: dict[str, str]
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        longest = sorted(self.places, key=lambda n: (-len(n), n))
        ways = "|".join(r"\s+".join(re.escape(w).replace("'", "['’]") for w in n.split()) for n in longest)
        object.__setattr__(self, "_pattern", re.compile(rf"(?<!\w)(?:{ways})(?!\w)" if ways else r"(?!)"))

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda found: self.places[_key(found.group())], text)

    def mention(self, text: str) -> str:
        """The same of words that must be mentioned: some words of one whole name stand for it ("Island Councils")."""
        new, part = self(text), re.compile(rf"(?<!\w){re.escape(_key(text))}(?!\w)")
        wholes = [name for name in self.places if part.search(name)]
        return self.places[wholes[0]] if new == text and len(wholes) == 1 else new


def _key(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def name_swap(cases: Sequence[Case], record: Record, seed: int) -> Derived:
    """Every document anew, and the cases with their expectations exchanged.

    Ranking cases over reports are left out: their paragraphs may be numbered otherwise when read again.
    """
    documents = list(record.documents())
    pairs = paired(documents, record.names(), seed)
    exchange = Exchange(_places(pairs))
    ids = {d.id: new_id(d) for d in documents}
    kept = {d.id for d in documents if d.kind == "transcript"}
    notes = tuple(f"{a.name} and {b.name} have exchanged their names." for a, b in pairs)
    return Derived(
        tuple(exchanged(c, exchange, ids) for c in cases if c.document is None or c.document in kept),
        tuple(_files(documents, exchange)),
        INSTEAD,
        notes or ("No two names could be exchanged.",),
    )


def _files(documents: Iterable[Document], exchange: Exchange) -> Iterable[File]:
    for document in documents:
        yield from files(document, exchange)


def exchanged(case: Case, exchange: Exchange, ids: dict[str, str]) -> Case:
    """The case with its names exchanged, and its documents by their new ids."""

    def named(document: str | None) -> str | None:
        return None if document is None else ids.get(document, document)

    return replace(
        case,
        question=exchange(case.question),
        history=tuple(Turn(t.role, exchange(t.content)) for t in case.history),
        speakers=tuple(map(exchange, case.speakers)),
        speakers_allowed=tuple(map(exchange, case.speakers_allowed)),
        evidence=tuple(Quote(ids.get(q.document, q.document), exchange(q.quote)) for q in case.evidence),
        answer=exchange(case.answer),
        must_mention=tuple(map(exchange.mention, case.must_mention)),
        stances=tuple((exchange(name), stance) for name, stance in case.stances),
        documents=tuple(ids.get(d, d) for d in case.documents),
        scope=named(case.scope),
        speaker_note=None if case.speaker_note is None else exchange(case.speaker_note),
        document=named(case.document),
    )


def paired(documents: Sequence[Document], names: Sequence[str], seed: int) -> list[tuple[Named, Named]]:
    """Speakers in pairs, both of one document, each in one pair at most; people with people, groups with groups."""
    draw = drawing(seed, "name-swap")
    may = _exchangeable(documents, names)
    taken: set[str] = set()
    pairs = []
    for document in sorted(documents, key=lambda d: d.id):
        here = [may[e.person.id] for e in document.roll if e.person.id in may and e.person.id not in taken]
        taken |= {e.person.id for e in document.roll}
        for alike in ((False, False), (True, False), (True, True)):
            some = list(dict.fromkeys(n for n in here if (n.group, n.article) == alike))
            draw.shuffle(some)
            pairs += list(zip(some[0::2], some[1::2], strict=False))
    return pairs


def _exchangeable(documents: Sequence[Document], names: Sequence[str]) -> dict[str, Named]:
    """By id, those whose words are nobody else's and no ordinary words of the documents."""
    entries = {e.person.id: e for d in documents for e in d.roll}
    known = {e.person.name for e in entries.values()} | set(names)
    shared = Counter(part for name in known for part in set(name_parts(name)))
    ordinary = {w for d in documents for w in _WORD.findall(d.text) if w[0].islower()}
    wholes = {fold(part) for name in known for part in re.split(r" and (?:the )?", name)}
    whole_text = "\n".join(d.text for d in documents)
    found = {}
    for person, entry in entries.items():
        named = _group(entry, wholes, whole_text) if entry.participant.delegation else _person(entry, shared, ordinary)
        if named:
            found[person] = named
    return found


def _person(entry: RollEntry, shared: Counter[str], ordinary: set[str]) -> Named | None:
    parts = set(name_parts(entry.person.name))
    words = tuple(w for w in entry.person.name.split() if fold(w).strip(".") in {fold(p) for p in parts})
    if not 2 <= len(words) <= 4 or not all(w[0].isupper() for w in words) or min(map(len, (words[0], words[-1]))) < 2:
        return None
    if any(w.endswith(".") for w in (words[0], words[-1])) or any(shared[p] > 1 for p in parts if len(p) > 1):
        return None
    if any(w.lower() in ordinary for w in words):
        return None
    initials = next((label for label in entry.participant.labels if _INITIALS.fullmatch(label)), None)
    return Named(entry.person.name, words, False, initials)


def _group(entry: RollEntry, wholes: set[str], text: str) -> Named | None:
    """A group that goes by its name alone, which is in no other's; abbreviations stand for names we do not see."""
    name = entry.person.name
    others = {fold(label) for label in entry.participant.labels} - {fold(name)}
    if others or " and " in name or not name[0].isupper() or any(fold(name) in w for w in wholes - {fold(name)}):
        return None
    if any(sum(c.isupper() for c in word) > 1 for word in name.split()):
        return None
    article = re.search(rf"\bthe\s+{re.escape(name)}", text, re.IGNORECASE) is not None
    return Named(name, tuple(name.split()), True, article=article)


def _places(pairs: Sequence[tuple[Named, Named]]) -> dict[str, str]:
    """What stands in the place of what: whole names, given names, surnames, and labels made of initials."""
    found: dict[str, str] = {}
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            ways = [(" ".join(a.words), " ".join(b.words))]
            if not a.group:
                ways += [(a.words[-1], b.words[-1]), (a.words[0], b.words[0])]
            for here, there in ways:
                found[_key(here)] = there
                found.setdefault(_key(here).upper(), there.upper())
    return found | _initials(pairs)


def _initials(pairs: Sequence[tuple[Named, Named]]) -> dict[str, str]:
    """Labels of those pairs that both have one; and a label made of the name, where the roll has another."""
    found = {}
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            if a.initials and b.initials:
                found[a.initials] = b.initials
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            if a.initials and b.initials:
                found.setdefault("".join(w[0] for w in a.words), b.initials)
    return found

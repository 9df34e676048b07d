"""Who took part: the lines of a roll, as citations about the people on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Document, Person, Utterance
from corpus.view import View
from retriever.query import QuestionReading
from service.excerpts import MAX_QUOTE_WORDS, Excerpt, word_count

MAX_CITATIONS = 12
_ROLE = re.compile(
    r"\b(?:who (?:was |is )?(?:the )?|by whom )(?P<role>moderat|chair|facilitat|rapporteur|secretar)", re.I
)
_FROM = re.compile(r"\b(?:from|for|representing|represented|behalf of|works? (?:at|for)) (?:the )?$", re.I)
_Lines = list[tuple[Utterance, tuple[Person, ...]]]


def roll_excerpts(
    reading: QuestionReading, found: Sequence[Excerpt], view: View
) -> list[tuple[Excerpt, tuple[Person, ...]]]:
    """The roll of the document that the question is about, line by line in its order; [] without one.

    Where the question asks for a role or for the people of a body, their lines alone.
    """
    for document_id in dict.fromkeys(e.document.id for e in found):
        document = view.document(document_id)
        lines = _asked_for(reading, document, _roll_lines(document))
        if lines:
            return _joined(document, lines)[:MAX_CITATIONS]
    return []


def _asked_for(reading: QuestionReading, document: Document, lines: _Lines) -> _Lines:
    """The lines of those asked for; all where the question asks for everybody, none where the roll is one line."""
    role = _ROLE.search(reading.question)
    from_body = [m for m in reading.others if m.together and _FROM.search(reading.question[: m.start])]
    bodies = {p.id for m in from_body for p in m.people}
    if role is None and not bodies:
        return lines if len(lines) > 1 else []
    stem = role["role"].lower() if role else ""
    wanted = {e.person.id for e in document.roll if stem in (e.participant.role or "").lower()}
    wanted = wanted & bodies if bodies else wanted
    return [(u, kept) for u, people in lines if (kept := tuple(p for p in people if p.id in wanted))]


def _roll_lines(document: Document) -> _Lines:
    """Blocks that nobody speaks and that begin with the name of somebody on the roll."""
    found: _Lines = []
    for u in document.utterances:
        if u.label is None and u.speaker is None and u.end - u.start < 600:
            line = document.text[u.start : u.end]
            people = tuple(e.person for e in document.roll if e.participant.name in line)
            if people and any(line.find(p.name) <= 12 for p in people) and not _is_statement(document, u):
                found.append((u, people))
    return found


def _is_statement(document: Document, utterance: Utterance) -> bool:
    return any(s.utterance == utterance.number for s in document.statements)


def _joined(document: Document, lines: _Lines) -> list[tuple[Excerpt, tuple[Person, ...]]]:
    """One excerpt a line; where there are more lines than an answer has citations, neighbours share one."""
    groups = [[line] for line in lines]
    while len(groups) > MAX_CITATIONS:
        i = next((i for i in range(len(groups) - 1) if _fits(document, groups[i], groups[i + 1])), None)
        if i is None:
            break
        groups[i : i + 2] = [groups[i] + groups[i + 1]]
    return [_excerpt(document, group) for group in groups]


def _fits(document: Document, a: _Lines, b: _Lines) -> bool:
    text = document.text[a[0][0].start : b[-1][0].end]
    return word_count(text) <= MAX_QUOTE_WORDS and b[0][0].number == a[-1][0].number + 1


def _excerpt(document: Document, group: _Lines) -> tuple[Excerpt, tuple[Person, ...]]:
    start, end = group[0][0].start, group[-1][0].end
    people = tuple(dict.fromkeys(p for _, found in group for p in found))
    return Excerpt(document, group[0][0], start, end, (start, end)), people

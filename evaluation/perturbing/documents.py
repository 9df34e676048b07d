"""Documents of the record as files that can be ingested: transcripts structured, all others as their text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import BadInput
from corpus.records import Document, Utterance
from evaluation.perturbing.derived import File

STRUCTURED, PLAIN, SIDE = ".proceedings.json", ".txt", ".meta.yaml"
_ROLL = "Participants"  # the section in which a structured file's own roll is stored, behind what was said
Reword = Callable[[str], str]


def new_id(document: Document) -> str:
    """The name of the file, which is the id of the document once that is ingested. Raises BadInput."""
    if PurePosixPath(document.id).name != document.id or document.id in (".", ".."):
        raise BadInput(f"The document {document.id!r} has no name that a file may have.")
    ending = STRUCTURED if document.kind == "transcript" else PLAIN
    return document.id if document.id.endswith(ending) else document.id + ending


def files(document: Document, reword: Reword) -> tuple[File, ...]:
    """The document with every word of it reworded; utterances of a transcript keep their numbers."""
    name = new_id(document)
    if document.kind == "transcript":
        return (File(name, json.dumps(_structured(document, reword), ensure_ascii=False, indent=1) + "\n"),)
    return File(name, reword(document.text) + "\n"), *_side(name, document, reword)


def _structured(document: Document, reword: Reword) -> dict[str, object]:
    facts = {n: reword(v) for n in ("title", "place", "event") if (v := getattr(document, n))}
    plain = {n: v for n in ("date", "language") if (v := getattr(document, n))}
    roll = [entry.participant for entry in document.roll]
    return {
        **facts,
        **plain,
        "participants": [
            {
                "name": reword(p.name),
                **{n: reword(v) for n in ("affiliation", "role") if (v := getattr(p, n))},
                "labels": [reword(label) for label in p.labels],
                "delegation": p.delegation,
            }
            for p in roll
        ],
        "utterances": [_utterance(u, document, reword) for u in document.utterances if not _written_anew(u, document)],
    }


def _written_anew(utterance: Utterance, document: Document) -> bool:
    """Lines of the roll that the reader of structured files will write once more."""
    return document.id.endswith(STRUCTURED) and utterance.label is None and utterance.section == _ROLL


def _utterance(utterance: Utterance, document: Document, reword: Reword) -> dict[str, object]:
    text = document.text[utterance.start : utterance.end]
    found: dict[str, object] = {"speaker": reword(utterance.label or ""), "text": reword(text)}
    if utterance.section:
        found["section"] = reword(utterance.section)
    return found if utterance.time_s is None else {**found, "time_s": utterance.time_s}


def _side(name: str, document: Document, reword: Reword) -> tuple[File, ...]:
    """What the text does not say of itself; JSON strings are YAML."""
    said = {n: getattr(document, n) for n in ("title", "date", "place", "event", "language")}
    found = "".join(f"{n}: {json.dumps(reword(v), ensure_ascii=False)}\n" for n, v in said.items() if v)
    return (File(name + SIDE, found),) if found else ()

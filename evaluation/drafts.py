"""What readers noted about answers becomes draft cases; what a person accepts of them joins a set.

A draft is a line of JSON: the fields of a case, those that say what is expected still empty, and besides them `draft`
(what was answered and noted, for the person to look at) and `accept`, which that person sets to true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from corpus.errors import BadInput, UnknownName
from evaluation import lines
from evaluation.cases import FIELDS, Case, Fault, case_json, parse, read_cases
from evaluation.checking import faults_of
from service.contract import Json
from service.store import Noted, StoredConversation

VERDICTS = ("wrong_speaker", "wrong_quote", "someone_missing", "other", "right")
WRONG = VERDICTS[:-1]
ACCEPT, DRAFT = "accept", "draft"
MAX_BYTES = 50_000_000
FAULTS_TOLD = 10


class Feedback(Protocol):
    """What readers noted, as the service keeps it: nothing of what was forgotten or withheld (service/store.py)."""

    def noted(self, verdict: str) -> list[Noted]: ...

    def conversation(self, conversation_id: str) -> StoredConversation:
        """Raises UnknownName."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What joined a set; `already` were in it, word for word."""

    joined: tuple[Case, ...]
    already: int
    waiting: int  # drafts that nobody has accepted


def drafts(feedback: Feedback, verdicts: Sequence[str] = WRONG) -> Iterator[Json]:
    """A draft for each note, oldest first; notes whose conversation is deleted meanwhile are left out.

    Raises BadInput for a verdict that there is not.
    """
    for verdict in verdicts:
        if verdict not in VERDICTS:
            raise BadInput(f"There is no verdict called {verdict!r}. There are: {', '.join(VERDICTS)}.")
    found = [(note, verdict) for verdict in dict.fromkeys(verdicts) for note in feedback.noted(verdict)]
    for note, verdict in sorted(found, key=lambda pair: (pair[0].created, pair[0].id)):
        try:
            conversation = feedback.conversation(str(note.answer["conversation"]))
        except UnknownName:
            continue
        yield _draft(note, verdict, conversation)


def _draft(note: Noted, verdict: str, conversation: StoredConversation) -> Json:
    turns = _before(note, conversation)
    return {
        ACCEPT: False,
        "id": f"feedback-{note.id}",
        "type": "followup" if turns else "",
        "question": note.answer["question"],
        "history": turns,
        "speakers": [],
        "speakers_allowed": [],
        "evidence": [],
        "answer": "",
        "must_mention": [],
        "abstain": False,
        DRAFT: _shown(note, verdict),
    }


def _before(note: Noted, conversation: StoredConversation) -> list[Json]:
    """What was said in the conversation before the question."""
    ids = [a["id"] for a in conversation.answers]
    asked = ids.index(note.answer["id"]) if note.answer["id"] in ids else 0
    turns = replace(conversation, answers=conversation.answers[:asked]).turns()
    return [{"role": t.role, "content": t.content} for t in turns]


def _shown(note: Noted, verdict: str) -> Json:
    answer = note.answer
    claims = answer.get("claims") or []
    meant = claims[note.claim] if note.claim is not None and note.claim < len(claims) else None
    return {
        "noted": datetime.fromtimestamp(note.created, UTC).isoformat(timespec="seconds"),
        "verdict": verdict,
        "comment": note.comment,
        "claim": meant and _claim(meant),
        "answer": answer.get("text") or (answer.get("abstention") or {}).get("message") or "",
        "abstained": bool(answer.get("abstained")),
        "claims": [_claim(c) for c in claims],
        "citations": [
            {"number": c["number"], "document": c["document"], "speaker": _name(c), "quote": c["quote"]}
            for c in answer.get("citations") or []
        ],
    }


def _claim(claim: Json) -> Json:
    return {"speaker": _name(claim), "text": claim["text"], "citations": claim["citations"]}


def _name(said: Json) -> str | None:
    speaker = said.get("speaker")
    return speaker["name"] if speaker else None


def write(path: Path, found: Iterable[Json]) -> int:
    """How many drafts were written. Raises BadInput where the file is there already, StoreError."""
    if path.exists():
        raise BadInput(f"{path} is there already, and somebody may have worked in it. Name another file with --out.")
    rows = list(found)
    lines.write(path, rows)
    return len(rows)


def accept(drafted: Path, into: Path) -> Accepted:
    """Adds the accepted drafts to the set, all of them or none; the set is begun where there is none.

    Raises BadInput with every reason why some cannot be used, StoreError.
    """
    if into.suffix.lower() != ".jsonl":
        raise BadInput(f"{into}: drafts join a set that is a .jsonl file.")
    there = {c.id: c for c in read_cases([into])} if into.exists() and into.stat().st_size else {}
    rows = list(_rows(drafted))
    wanted = [(line, row) for line, row in rows if isinstance(row, str) or row.get(ACCEPT, False) is not False]
    known, faults = dict(there), list[Fault]()
    for line, row in wanted:
        read = _case(row)
        if isinstance(read, Case):
            reasons = [*_clash(read, known), *faults_of(read)]
            known.setdefault(read.id, read)
        else:
            reasons = [read]
        faults += [Fault(drafted.name, line, reason, _id(row)) for reason in reasons]
    _refuse(faults)
    new = tuple(c for i, c in known.items() if i not in there)
    _append(into, new)
    return Accepted(new, len(wanted) - len(new), len(rows) - len(wanted))


def _id(row: Json | str) -> str | None:
    found = None if isinstance(row, str) else row.get("id")
    return found if isinstance(found, str) else None


def _case(row: Json | str) -> Case | str:
    """The case that an accepted draft has become, or what is wrong with it."""
    if isinstance(row, str):
        return row
    if row[ACCEPT] is not True:
        return f"`{ACCEPT}` is true or false."
    case = {n: v for n, v in row.items() if n not in (ACCEPT, DRAFT)}
    if unknown := [n for n in case if n not in FIELDS]:
        return f"there is no field `{unknown[0]}`."
    try:
        return parse(case)
    except BadInput as error:
        return str(error)


def _clash(case: Case, known: dict[str, Case]) -> Iterator[str]:
    """An id that another case has; the same case once more is none."""
    if case.id in known and case_json(known[case.id]) != case_json(case):
        yield f"the id {case.id!r} is another case's already."


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        more = [f"… and {len(faults) - FAULTS_TOLD} more."] if len(faults) > FAULTS_TOLD else []
        raise BadInput("\n".join(["Nothing has joined the set:", *map(str, faults[:FAULTS_TOLD]), *more]))


def _rows(path: Path) -> Iterator[tuple[int, Json | str]]:
    """Line numbers with a JSON object each, or with what is wrong. Raises BadInput."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path} is larger than {MAX_BYTES // 1_000_000} MB. Split it.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8. Save it as UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(line)


def _object(line: str) -> Json | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "is not JSON."
    return found if isinstance(found, dict) else "is not a JSON object."


def _append(into: Path, new: Sequence[Case]) -> None:
    """The set with the cases behind it; what it held stays to the letter."""
    if not new:
        return
    with lines.writing(into):
        before = into.read_text(encoding="utf-8") if into.exists() else ""
    end = "" if not before or before.endswith("\n") else "\n"
    lines.write_text(into, [before, end, *(lines.dump(case_json(c)) + "\n" for c in new)])

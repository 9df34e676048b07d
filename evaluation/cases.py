"""Cases: one question each, with what is expected of an answer; read from JSONL, CSV and XLSX.

A file gives one `Read` for each case or fault, with its line, so that `rostrum eval check` can name all faults at once;
`read_cases` raises at the first. The sheet's columns stand in evaluation/columns.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from corpus.errors import BadInput
from corpus.records import Stance
from evaluation import columns, sheets
from service.answers import AbstentionKind, Turn
from service.contract import Json

TYPES = ("position", "who", "relation", "compare", "list", "fact", "followup", "false_premise", "unanswerable")
RANKING_TYPES = (*TYPES, "evidence")
MAX_FILE_BYTES = 200_000_000
MAX_LINE_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that an answer is expected to cite, and the document in which they stand."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is expected. A ranking case has `document`: it is searched for, not asked.

    `speakers` must be shown, `speakers_allowed` may be; `evidence` is any of its quotes; `abstain` says that the record
    is silent, `abstention` in which way; `stances` are pairs of speaker and stance; `utterances` pairs of number and
    grade, greater is more relevant; `documents` are where it is about; `scope` is the document meant by "the event".
    """

    id: str
    type: str
    question: str
    history: tuple[Turn, ...] = ()
    speakers: tuple[str, ...] = ()
    speakers_allowed: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    answer: str = ""
    must_mention: tuple[str, ...] = ()
    abstain: bool = False
    abstention: AbstentionKind | None = None
    stances: tuple[tuple[str, Stance], ...] = ()
    documents: tuple[str, ...] = ()
    scope: str | None = None
    speaker_note: str | None = None
    document: str | None = None
    utterances: tuple[tuple[int, int], ...] = ()

    @property
    def ranking(self) -> bool:
        return self.document is not None

    @property
    def about(self) -> tuple[str, ...]:
        """Every document that the case names, each once, in the order of naming."""
        named = [*self.documents, *(q.document for q in self.evidence), self.document, self.scope]
        return tuple(dict.fromkeys(d for d in named if d))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of a file of cases; `case` is its id where that could be read."""

    file: str
    line: int
    message: str
    case: str | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Read:
    """A case with where it stands, and the keys in it that mean nothing to us."""

    file: str
    line: int
    case: Case
    unknown: tuple[str, ...] = ()


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _QuoteIn(_Strict):
    document: _Text
    quote: _Text


class _TurnIn(_Strict):
    role: Literal["user", "assistant"]
    content: str


class _CaseIn(_Strict):
    id: _Text
    type: _Text
    question: _Text
    history: list[_TurnIn] = []
    speakers: list[_Text] = []
    speakers_allowed: list[_Text] = []
    evidence: list[_QuoteIn] = []
    answer: str = ""
    must_mention: list[_Text] = []
    abstain: bool = False
    abstention: AbstentionKind | None = None
    stances: dict[str, Stance] = {}
    documents: list[_Text] = []
    scope: _Text | None = None
    speaker_note: str | None = None
    document: _Text | None = None
    utterances: dict[str, Annotated[int, Field(ge=0, le=100)]] = {}

    @field_validator("utterances")
    @classmethod
    def _numbers(cls, grades: dict[str, int]) -> dict[str, int]:
        if not all(number.isascii() and number.isdigit() for number in grades):
            raise ValueError("the keys are numbers of utterances")
        return grades


FIELDS = tuple(_CaseIn.model_fields)


def parse(raw: Json) -> Case:
    """The case of one JSON object; null means not given. Raises BadInput with the field that is wrong."""
    given = {name: value for name, value in raw.items() if value is not None}
    try:
        found = _CaseIn.model_validate(given)
    except ValidationError as error:
        raise BadInput(_told(error)) from None
    return Case(
        id=found.id,
        type=found.type,
        question=found.question,
        speakers=tuple(found.speakers),
        speakers_allowed=tuple(found.speakers_allowed),
        answer=found.answer,
        must_mention=tuple(found.must_mention),
        abstain=found.abstain,
        abstention=found.abstention,
        documents=tuple(found.documents),
        scope=found.scope,
        speaker_note=found.speaker_note,
        document=found.document,
        history=tuple(Turn(t.role, t.content) for t in found.history),
        evidence=tuple(Quote(q.document, q.quote) for q in found.evidence),
        stances=tuple(found.stances.items()),
        utterances=tuple((int(n), grade) for n, grade in found.utterances.items()),
    )


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"`{place}`: {first['msg'].removeprefix('Value error, ').lower()}."


def case_json(case: Case) -> Json:
    """The case as one line of JSONL has it; what is empty is left out."""
    whole: Json = {
        "id": case.id,
        "type": case.type,
        "question": case.question,
        "history": [{"role": t.role, "content": t.content} for t in case.history],
        "speakers": list(case.speakers),
        "speakers_allowed": list(case.speakers_allowed),
        "evidence": [{"document": q.document, "quote": q.quote} for q in case.evidence],
        "answer": case.answer,
        "must_mention": list(case.must_mention),
        "abstain": case.abstain,
        "abstention": case.abstention,
        "stances": dict(case.stances),
        "documents": list(case.documents),
        "scope": case.scope,
        "speaker_note": case.speaker_note,
        "document": case.document,
        "utterances": {str(n): grade for n, grade in case.utterances},
    }
    return {name: value for name, value in whole.items() if value or name == "id"}


def read(path: Path) -> Iterator[Read | Fault]:
    """Every case and every fault of a file, in order; the ending says how it is read.

    Raises BadInput where the file as a whole cannot be used.
    """
    for line, raw in _rows(path):
        name = path.name
        if isinstance(raw, str):
            yield Fault(name, line, raw)
            continue
        try:
            yield Read(name, line, parse(raw), tuple(k for k in raw if k not in FIELDS))
        except BadInput as error:
            known = raw.get("id")
            yield Fault(name, line, str(error), known if isinstance(known, str) else None)


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """All cases of the files, in order. Raises BadInput: the first fault, an id used twice, or no case at all."""
    where: dict[str, str] = {}
    found = []
    for path in paths:
        for item in read(path):
            if isinstance(item, Fault):
                raise BadInput(f"{item} `rostrum eval check` names every fault.")
            place = f"{item.file}, line {item.line}"
            if item.case.id in where:
                raise BadInput(f"{place}: the id {item.case.id!r} stands in {where[item.case.id]} already.")
            where[item.case.id] = place
            found.append(item.case)
    if not found:
        raise BadInput("There is no case in these files. `rostrum eval template FILE` writes one to begin with.")
    return found


def _rows(path: Path) -> Iterator[tuple[int, Json | str]]:
    """Line numbers with a JSON object each, or with what is wrong. Raises BadInput."""
    ending = path.suffix.lower()
    if ending not in (".jsonl", ".csv", ".xlsx"):
        raise BadInput(f"{path}: cases are read from .jsonl, .csv and .xlsx.")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInput(f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB. Split it.")
        if ending == ".jsonl":
            yield from _json_rows(path)
        else:
            yield from columns.objects(sheets.rows(path) if ending == ".xlsx" else columns.csv_rows(path), path.name)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8. Save it as UTF-8, or as .xlsx.") from error


def _json_rows(path: Path) -> Iterator[tuple[int, Json | str]]:
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _object(line)


def _object(line: str) -> Json | str:
    if len(line) > MAX_LINE_CHARS:
        return f"is longer than {MAX_LINE_CHARS:,} characters."
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return "is not JSON."
    return found if isinstance(found, dict) else "is not a JSON object."

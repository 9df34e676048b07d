"""What was asked and came back of one case: one line of DIR/answers.jsonl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import CouldNotLook
from service.contract import Json


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back of one case: the answer, unless it is a ranking case; the hits, where it was searched for; or,
    alone, the error. Where an answered question could not be searched for, `search_error` says why.

    `wall_ms` is how long the caller waited for the answer (of a ranking case, for the hits; of an error, for it);
    `tries` counts this and earlier attempts.
    """

    case: str
    answer: Json | None = None
    hits: tuple[Json, ...] | None = None
    error: str | None = None
    search_error: str | None = None
    wall_ms: float = 0.0
    tries: int = 1

    def as_json(self) -> Json:
        came = {name: getattr(self, name) for name in ("answer", "hits", "error", "search_error")}
        kept = {name: value for name, value in came.items() if value is not None}
        return {"case": self.case, "wall_ms": round(self.wall_ms, 1), "tries": self.tries, **kept}


def answered(row: Json) -> Answered:
    """The value of one line. Raises KeyError, TypeError, ValueError where it is none."""
    hits = row.get("hits")
    return Answered(
        case=str(row["case"]),
        answer=row.get("answer"),
        hits=None if hits is None else tuple(hits),
        error=row.get("error"),
        search_error=row.get("search_error"),
        wall_ms=float(row["wall_ms"]),
        tries=int(row.get("tries", 1)),
    )


class _Loose(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Person(_Loose):
    name: str


_Named = _Person | str | None


class _Claim(_Loose):
    speaker: _Named = None
    on_behalf_of: _Named = Field(default=None, alias="for")
    about: list[_Person | str] = []
    citations: list[int] = []


class _Citation(_Loose):
    number: int
    document: str
    quote: str
    start: int
    end: int


class _Abstention(_Loose):
    kind: str | None = None


class _Answer(_Loose):
    text: str | None = None
    abstained: bool = False
    abstention: _Abstention | None = None
    claims: list[_Claim] | None = None
    citations: list[_Citation] | None = None


class _Hit(_Loose):
    document: str
    utterances: tuple[int, int]
    text: str = ""
    speakers: list[_Person] = []


def checked_answer(answer: Any) -> Json:
    """The answer, as it is, once it has the form of the contract. Raises CouldNotLook."""
    _check(_Answer, answer)
    whole: Json = answer
    return whole


def checked_hits(hits: Any) -> tuple[Json, ...]:
    """The hits without their words, once they have the form of the contract. Raises CouldNotLook."""
    if not isinstance(hits, list):
        raise CouldNotLook("What came back is no list of hits.")
    for hit in hits:
        _check(_Hit, hit)
    kept = ("document", "utterances", "score", "speakers")
    return tuple({name: hit[name] for name in kept if name in hit} for hit in hits)


def _check(form: type[BaseModel], value: Any) -> None:
    try:
        form.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise CouldNotLook(f"What came back has not the form of the contract: {place}: {first['msg']}.") from None

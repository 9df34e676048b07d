"""What requests may hold. Their answers are written by `service.contract`."""

from __future__ import annotations

from calendar import monthrange
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from service.answers import Turn
from service.recorded import Wishes


def _encodable(value: str) -> str:
    """JSON can hold half of a surrogate pair, which is no character and which nothing can store."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate)") from None
    return value


Words = Annotated[str, AfterValidator(_encodable)]
Name = Annotated[Words, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id = Annotated[Words, StringConstraints(min_length=1, max_length=100)]
MAX_HISTORY_TURNS = 50
MAX_TURN_CHARS = 20_000


def _iso_date(value: object) -> object:
    """Dates are ISO 8601, as precise as the reader likes: "2024", "2024-03", "2024-03-28"."""
    if not isinstance(value, str):
        return value
    parts = value.strip().split("-")
    lengths = [len(p) for p in parts]
    if lengths not in ([4], [4, 2], [4, 2, 2]) or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError("must be a date like 2024-03-28, 2024-03 or 2024")
    year, month, day = (*map(int, parts), 1, 1)[:3]
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        raise ValueError("is no date of the calendar")
    return value.strip()


Date = Annotated[str, BeforeValidator(_iso_date)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class FiltersIn(Body):
    document: Name | None = None
    speaker: Name | None = None
    event: Name | None = None
    since: Date | None = Field(default=None, alias="from")
    until: Date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> FiltersIn:
        if self.since and self.until and self.since[: len(self.until)] > self.until:
            raise ValueError("from lies after to")
        return self

    def wishes(self) -> Wishes:
        return Wishes(self.document, self.speaker, self.event, self.since, self.until)


class TurnIn(BaseModel):
    """One message of the reader's own history; further fields that their page keeps are not read."""

    role: Literal["user", "assistant"]
    content: Words = Field(max_length=MAX_TURN_CHARS)


class AskIn(Body):
    """`conversation` continues a stored one, `history` brings one's own; both at once cannot be meant."""

    question: Words
    history: list[TurnIn] | None = Field(default=None, max_length=MAX_HISTORY_TURNS)
    conversation: Id | None = None
    filters: FiltersIn | None = None

    @model_validator(mode="after")
    def _one_past(self) -> AskIn:
        if self.history and self.conversation:
            raise ValueError("give a conversation to continue or a history of your own, not both")
        return self

    def turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(t.role, t.content) for t in self.history or ())


class SearchIn(Body):
    query: Words
    limit: int = Field(default=10, ge=1, le=200)
    filters: FiltersIn | None = None


class FeedbackIn(Body):
    answer: Id
    claim: int | None = Field(default=None, ge=0, description="counted from 0")
    verdict: Literal["right", "wrong_speaker", "wrong_quote", "someone_missing", "other"]
    comment: Words | None = Field(default=None, max_length=5_000)

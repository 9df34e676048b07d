"""What people say about a document: on the command line, or in a side file `NAME.meta.yaml` beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from corpus.errors import BadInput, BadSideFile
from ingest.plain_yaml import complaint, parsed
from ingest.readers import ENDINGS
from ingest.reading import Reading

ENDING = ".meta.yaml"
MAX_BYTES = 65_536
MAX_CHARS = 500

_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True)

    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None

    @field_validator("*")
    @classmethod
    def _is_usable(cls, value: str | None) -> str | None:
        if value is not None and (len(value) > MAX_CHARS or not value.replace(" ", "").isprintable()):
            raise ValueError(f"must be one line of at most {MAX_CHARS} characters")
        return value or None

    @field_validator("date")
    @classmethod
    def _is_a_date(cls, value: str | None) -> str | None:
        if value and not is_date(value):
            raise ValueError(f"{value!r} must be a date like 2024-03-28, 2024-03 or 2024")
        return value

    @field_validator("language")
    @classmethod
    def _is_a_language(cls, value: str | None) -> str | None:
        if value and not _LANGUAGE.fullmatch(value):
            raise ValueError(f"{value!r} must be a language tag like en or pt-BR")
        return value


@dataclass(frozen=True, slots=True)
class Details:
    """What is known about a document beside its words; None: nothing is said here."""

    title: str | None = None
    date: str | None = None  # ISO 8601, to the year, month or day
    place: str | None = None
    event: str | None = None
    language: str | None = None  # BCP 47

    def over(self, other: Details) -> Details:
        """These, and what the other says where these say nothing."""
        return Details(**{name: mine if mine is not None else getattr(other, name) for name, mine in self.said()})

    def said(self) -> list[tuple[str, str | None]]:
        return list(asdict(self).items())


NOTHING = Details()
NAMES = tuple(f.name for f in fields(Details))


def names_for(name: str) -> list[str]:
    """Under which names the side file of this one is looked for: its whole name first, then without its ending."""
    stems = [name]
    ending = next((e for e in sorted(ENDINGS, key=len, reverse=True) if name.lower().endswith(e)), "")
    if ending:
        stems += [name[: -len(ending)], name[: name.rindex(".")]]
    return [stem + ENDING for stem in dict.fromkeys(stems) if stem and not stem.endswith("/")]


def is_side_file(name: str) -> bool:
    return name.lower().endswith(ENDING)


def read_side_file(name: str, data: bytes) -> Details:
    """What the side file says. Raises BadSideFile with the file, and the line or field, that is wrong."""
    if len(data) > MAX_BYTES:
        raise BadSideFile(name, f"is too large; at most {MAX_BYTES // 1024} KB are read.")
    try:
        return _details(parsed(data) or {})
    except ValidationError as error:
        known = ", ".join(NAMES)
        raise BadSideFile(name, f"{complaint(error, 'a list of fields')} It may hold {known}.") from error
    except ValueError as error:
        raise BadSideFile(name, str(error)) from error


def given(values: Mapping[str, str | None]) -> dict[str, str]:
    """What was given on the command line, checked; "" takes back what was given before. Raises BadInput."""
    said = {name: value.strip() for name, value in values.items() if value is not None}
    try:
        _details(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(f"--{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}.") from error
    return said


def with_details(reading: Reading, details: Details) -> Reading:
    """The reading, with what people say in place of what was found in it."""
    return replace(
        reading,
        title=details.title or reading.title,
        date=details.date or reading.date,
        place=details.place or reading.place,
        event=details.event or reading.event,
        language=details.language or reading.language,
    )


def is_date(text: str) -> bool:
    """Whether this is a year, month or day that there is, as in ISO 8601."""
    if not _DATE.fullmatch(text):
        return False
    year, month, day = (int(p) for p in (text + "-01-01")[:10].split("-"))
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _details(values: object) -> Details:
    return Details(**_File.model_validate(values).model_dump())

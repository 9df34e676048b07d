"""`.proceedings.json`: the structured way in. Utterances keep their numbers; the roll stands at the end."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import UnreadableDocument
from corpus.records import Participant
from ingest.readers import metadata
from ingest.readers.language import language_of
from ingest.readers.raw import RawFile
from ingest.readers.stored_text import clean, one_line
from ingest.readers.writing import Entry, write
from ingest.reading import Reading


class _Open(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ParticipantIn(_Open):
    name: str = Field(min_length=1)
    affiliation: str | None = None
    role: str | None = None
    labels: list[str] = []
    delegation: bool = False


class UtteranceIn(_Open):
    speaker: str
    text: str
    section: str | None = None
    time_s: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class ProceedingsIn(_Open):
    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None
    participants: list[ParticipantIn] = []
    utterances: list[UtteranceIn]


class ProceedingsJson:
    endings = (".proceedings.json",)

    def fits(self, file: RawFile) -> bool:
        return file.ends(*self.endings)

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument with line and column of broken JSON, or the name of the field that is wrong."""
        name = file.name
        source = _checked(name, _parsed(name, file.text))
        if not any(u.text.strip() for u in source.utterances):
            raise UnreadableDocument(name, "holds no utterance with words")
        participants = tuple(_participant(p) for p in source.participants)
        stored, blocks = write(_entries(source, participants))
        return Reading(
            text=stored,
            kind="transcript",
            title=_line(source.title) or metadata.title_of_name(name),
            blocks=blocks,
            participants=participants,
            date=metadata.iso_date(source.date) if source.date else None,
            place=_line(source.place),
            event=_line(source.event),
            language=_line(source.language) or language_of(stored),
        )


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableDocument(name, f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise UnreadableDocument(name, "is nested too deeply to be proceedings") from error
    except ValueError as error:  # Python reads no whole number of more than 4300 digits
        raise UnreadableDocument(name, "holds a number of too many digits") from error


def _checked(name: str, value: Any) -> ProceedingsIn:
    try:
        return ProceedingsIn.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        wrong = "it must be an object with named fields" if first["type"] == "model_type" else first["msg"]
        raise UnreadableDocument(name, f"field {_field(first['loc'])}: {wrong}{more}") from error


def _field(location: tuple[int | str, ...]) -> str:
    """A path as people write it: "utterances[3].speaker"."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".") or "(the whole file)"


def _line(value: str | None) -> str | None:
    return one_line(clean(value)) or None if value else None


def _participant(source: ParticipantIn) -> Participant:
    labels = tuple(dict.fromkeys(label for label in map(_line, source.labels) if label))
    name = _line(source.name) or source.name
    return Participant(name, _line(source.affiliation), _line(source.role), labels, source.delegation)


def _entries(source: ProceedingsIn, participants: tuple[Participant, ...]) -> list[Entry]:
    entries: list[Entry] = []
    section: str | None = None
    for utterance in source.utterances:
        heading = _line(utterance.section)
        if heading and heading != section:
            entries.append(Entry((heading,), "heading"))
        section = heading or section
        entries.append(_utterance(utterance))
    return entries + _roll(source, participants)


def _utterance(source: UtteranceIn) -> Entry:
    label = _line(source.speaker)
    paragraphs = tuple(one_line(p) for p in clean(source.text).split("\n\n"))
    return Entry(paragraphs, label=label, lead=f"{label}: " if label else "", time_s=source.time_s, keep=True)


def _roll(source: ProceedingsIn, participants: tuple[Participant, ...]) -> list[Entry]:
    """Behind the utterances, so that theirs are the first numbers."""
    facts = [_line(f) for f in (source.title, source.event, source.date, source.place)]
    lines = [f for f in dict.fromkeys(facts) if f] + [_roll_line(p) for p in participants]
    if not lines:
        return []
    return [Entry(("Participants",), "heading"), *(Entry((line,), "roll") for line in lines)]


def _roll_line(participant: Participant) -> str:
    about = ", ".join(part for part in (participant.role, participant.affiliation) if part)
    labels = f" ({', '.join(participant.labels)})" if participant.labels else ""
    return f"{participant.name}{labels}: {about}" if about else participant.name + labels

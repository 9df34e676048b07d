"""A sitting while it is read from a file that marks who speaks: cast, turns and headings, then the Reading of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.errors import UnreadableDocument
from corpus.records import Participant
from ingest.readers.cast import Cast
from ingest.readers.language import language_of
from ingest.readers.metadata import title_of_name
from ingest.readers.stored_text import clean, one_line
from ingest.readers.writing import Entry, write
from ingest.readers.xml_words import Paragraph
from ingest.reading import Block, Reading


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head of a file says of the sitting; None where it does not."""

    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """A heading, a paragraph that nobody says, or a turn with the key and the label of who speaks."""

    entry: Entry
    section: str | None
    key: str = ""
    labelled: bool = True  # the label stands in the text in front of the words


class Sitting:
    """What is said and told is added in order; a section is given with each, for headings may be nested."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._items: list[_Item] = []

    def heading(self, text: str) -> str | None:
        """The heading as stored, to be given as section of what stands below it; None where it has no words."""
        line = one_line(clean(text))
        if line:
            self._items.append(_Item(Entry((line,), "heading"), line))
        return line or None

    def told(self, text: str, section: str | None, *, roll: bool = False) -> None:
        line = one_line(clean(text))
        if line:
            self._items.append(_Item(Entry((line,), "roll" if roll else "text"), section))

    def said(
        self,
        key: str,
        label: str,
        paragraphs: Iterable[Paragraph],
        section: str | None,
        time_s: float | None = None,
        *,
        before: str = "",
        labelled: bool = True,
    ) -> None:
        """A turn; remarks between its paragraphs are told, and the same speaker goes on behind them.

        `before` stands in the text in front of the label and belongs to nobody and no block. A turn that is not
        `labelled` goes on with what the speaker said before: the label is known, but does not stand in the text.
        """
        label = one_line(clean(label))
        self.cast.called(key, label)
        words: list[str] = []
        lead = f"{one_line(clean(before))}\n\n" if before else ""
        for paragraph in paragraphs:
            if not paragraph.aside:
                words.append(paragraph.text)
                continue
            if words:
                self._items.append(_Item(Entry(tuple(words), "text", label, lead, time_s), section, key, labelled))
                words, time_s, lead = [], None, ""
            self.told(paragraph.text, section)
        if words:
            self._items.append(_Item(Entry(tuple(words), "text", label, lead, time_s), section, key, labelled))

    def reading(self, name: str, facts: Facts) -> Reading:
        """Raises UnreadableDocument where nothing is said or told."""
        roll = self.cast.participants()
        items = [self._labelled(i) for i in self._items]
        items += [_Item(e, "Participants") for e in _listed(roll)]
        text, blocks = write([i.entry for i in items])
        placed = _placed(blocks, [i for i in items if i.entry.form != "heading"])
        if not any(c.isalnum() for b in placed if b.role == "text" for c in text[b.start : b.end]):
            raise UnreadableDocument(name, "holds no words that are said or told")
        return Reading(
            text=text,
            kind="transcript",
            title=facts.title or title_of_name(name),
            blocks=placed,
            participants=roll,
            date=facts.date,
            place=facts.place,
            event=facts.event,
            language=facts.language or language_of(text),
        )

    def _labelled(self, item: _Item) -> _Item:
        entry = item.entry
        if entry.label is None:
            return item
        label = self.cast.label(item.key, entry.label)
        lead = entry.lead + (f"{label}: " if label and item.labelled else "")
        return replace(item, entry=replace(entry, label=label or None, lead=lead))


def _placed(blocks: Sequence[Block], items: Sequence[_Item]) -> tuple[Block, ...]:
    """The blocks with the sections that the file nests them in."""
    return tuple(replace(b, section=i.section) for b, i in zip(blocks, items, strict=True))


def _listed(roll: Sequence[Participant]) -> list[Entry]:
    """A roll at the end of the text, so that who took part can be quoted."""
    lines = [_roll_line(p) for p in roll]
    return [Entry(("Participants",), "heading"), *(Entry((line,), "roll") for line in lines)] if lines else []


def _roll_line(participant: Participant) -> str:
    about = ", ".join(part for part in (participant.role, participant.affiliation) if part)
    return f"{participant.name}: {about}" if about else participant.name

"""Pages of the US Congressional Record, Senate, House and Extensions of Remarks, as govinfo publishes them in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.errors import UnreadableDocument
from corpus.names import fold, without_brackets
from ingest.readers.cast import Cast
from ingest.readers.congressional_labels import (
    Label,
    in_normal_case,
    in_small_letters,
    is_first_person,
    is_major,
    is_told,
    key_of,
    label_of,
    surname_in,
)
from ingest.readers.congressional_lines import Line, paragraphs_of, plain, with_bills
from ingest.readers.metadata import iso_date
from ingest.readers.raw import RawFile
from ingest.readers.sitting import Facts, Sitting
from ingest.readers.stored_text import clean, one_line
from ingest.readers.xml_words import Paragraph
from ingest.reading import Reading

_HEADER = re.compile(
    r"\[Congressional Record (?:Volume|Vol\.) (?P<volume>\d+),? (?:Number|No\.|Issue) (?P<number>\d+) "
    r"\((?P<date>[^()\n]{8,60})\)\]\s*\[(?P<chamber>[^\[\]\n]{3,60})\]\s*\[Pages? (?P<pages>[^\[\]\n]{1,40})\]",
)
_HEADER_END = re.compile(r"From the Congressional Record[^\n]*\n?")
_BODIES = {"senate": "U.S. Senate", "house": "U.S. House of Representatives"}
_MAX_STRAY = 90
_SENTENCE_END = re.compile(r"""[.!?:;,'"”’)\]●-]$""")
_MATTER = ("inserted", "row")
_HONOURABLE = re.compile(r"^HON\. (?P<name>[A-ZÀ-Þ][\w.,'’\- ]+?)(?: of (?P<state>[a-z]{2}[a-z ]*?))?(?: in the .*)?$")


class CongressionalRecord:
    endings = (".html", ".htm")

    def fits(self, file: RawFile) -> bool:
        return b"[Congressional Record" in file.data[:4000] and bool(_HEADER.search(plain(file.opening)))

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument where the page has no words below its head."""
        text = clean(plain(file.text)).replace("\f", "\n")
        head = _HEADER.search(text)
        if head is None:
            raise UnreadableDocument(file.name, "is a page of the Congressional Record without its head")
        begin = _HEADER_END.search(text, head.end())
        body = text[begin.end() if begin and begin.start() - head.end() < 200 else head.end() :]
        chamber = fold(head["chamber"])
        house = _BODIES["senate"] if chamber.startswith("senate") else _BODIES["house"]
        lines = list(with_bills(paragraphs_of(body)))
        date = iso_date(head["date"])
        walk = _Walk(Sitting(Cast()), f"{house}, {congress_of(date)}" if date else house)
        for line in lines:
            walk.take(line)
        walk.close()
        headings = [i.text for i in lines if i.form == "heading"]
        title = next((h for h in headings if not h.startswith("By M")), headings[0] if headings else None)
        fallback = f"Congressional Record, Volume {head['volume']}, Number {head['number']}, {one_line(head['pages'])}"
        facts = Facts(title or fallback, date, None, house, "en")
        return walk.sitting.reading(file.name, facts)


def congress_of(date: str) -> str:
    """ "105th Congress" of a day in 1997: within one, the Record never gives two members of a house the same name.

    One ends on the 3rd of January of every odd year.
    """
    year = int(date[:4]) - (date[4:] < "-01-03")
    number = (year - 1789) // 2 + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} Congress"


@dataclass
class _Turn:
    """What a speaker says under one label; `before` are remarks of the reporters in front of it."""

    key: str
    label: str
    words: list[Paragraph]
    section: str | None
    time_s: float | None = None
    before: str = ""
    labelled: bool = True


@dataclass
class _Floor:
    """One speaker's hold of the floor: the last turn, and what has been printed since, to stand behind all of it.

    So a letter that a speaker has printed does not cut the speech in two, and is not held to be the speaker's words.
    The chair is one speaker in this, whoever sits in it: each turn has the key of its own.
    """

    turn: _Turn
    matter: list[Line] = field(default_factory=list)  # printed up to the last line of letters, bills and tables
    behind: list[Line] = field(default_factory=list)  # and what stands behind that
    parted: bool = False  # a heading in capitals or a rule is among them
    deferred: list[tuple[str | None, list[Line]]] = field(default_factory=list)  # by section

    def goes_on(self, label: str) -> bool:
        """Whether this label is the same speaker's, or of the same office."""
        return without_brackets(self.turn.label) == without_brackets(label)

    def take(self, line: Line) -> None:
        """Keeps a line that is printed while the speaker has the floor."""
        self.behind.append(line)
        self.parted = self.parted or (line.form in ("heading", "rule") and is_major(line.text))
        if line.form in _MATTER:
            self.matter += self.behind
            self.behind = []

    def said_again(self, turn: _Turn) -> None:
        self.turn, self.matter, self.behind, self.parted = turn, [], [], False


def is_stray(text: str, floor: _Floor) -> bool:
    """Whether a short line without an end, between letters and the like, is a heading of theirs out of place."""
    return bool(floor.matter) and len(text) < _MAX_STRAY and not _SENTENCE_END.search(text)


@dataclass
class _Walk:
    """Goes through the lines in order; `floor` is who has the floor, None where it is nobody known."""

    sitting: Sitting
    house: str  # and which Congress
    section: str | None = None
    floor: _Floor | None = None
    chairs: dict[str, str] = field(default_factory=dict)  # by office: the key of who was last named in it
    members: dict[str, tuple[str, str]] = field(default_factory=dict)  # by surname: full name and State, of a heading
    opened: int | None = None
    clock: float | None = None

    def take(self, line: Line) -> None:
        label = label_of(line.text) if line.form == "said" else None
        if label:
            self.begin(label, line.text[label.end :])
        elif line.form == "time":
            self.note_time(int(line.text[:-2]) * 3600 + int(line.text[-2:]) * 60)
        elif self.floor is None or self.ends(line, self.floor):
            self.close()
            self.tell(line)
        elif line.form == "said" and not is_told(line.text) and not is_stray(line.text, self.floor):
            self.resume(self.floor, line.text)
        else:
            self.floor.take(line)

    def ends(self, line: Line, floor: _Floor) -> bool:
        """Whether nobody holds the floor any more with this line, which has no label."""
        last = floor.behind[-1] if floor.behind else None
        if line.form == "heading":
            announced = last is not None and last.text.endswith(":")
            return not floor.matter and not announced and is_major(line.text)
        if line.form != "said" or is_stray(line.text, floor):
            return False
        if is_told(line.text):
            return any(i.form == "heading" and is_major(i.text) for i in floor.behind)
        headed = last is not None and last.form == "heading"
        return floor.parted and (headed or not is_first_person(line.text))

    def begin(self, label: Label, words: str) -> None:
        turn = _Turn(self.speaker(label), label.text, [Paragraph(words)] if words else [], self.section, self.clock)
        self.clock = None
        if self.floor is None or not self.floor.goes_on(label.text):
            self.close()
            turn.section = self.section
            self.floor = _Floor(turn)
        else:
            self.again(self.floor, turn)

    def resume(self, floor: _Floor, words: str) -> None:
        """The speaker goes on without a new label: in the same turn, or behind a heading or a remark in the next."""
        if not floor.behind and not floor.matter:
            floor.turn.words.append(Paragraph(words))
            return
        self.again(floor, _Turn(floor.turn.key, floor.turn.label, [Paragraph(words)], self.section, labelled=False))

    def again(self, floor: _Floor, turn: _Turn) -> None:
        """The same speaker's next turn; letters and the like wait until another one speaks, remarks stand before it."""
        self.write(floor)
        if floor.matter:
            floor.deferred.append((self.section, floor.matter))
        for line in floor.behind:
            if line.form == "heading":
                self.tell(line)
        turn.before = " ".join(i.text for i in floor.behind if i.form == "said")
        turn.section = self.section
        floor.said_again(turn)

    def write(self, floor: _Floor) -> None:
        said = floor.turn
        self.sitting.said(
            said.key, said.label, said.words, said.section, said.time_s, before=said.before, labelled=said.labelled
        )

    def close(self) -> None:
        """Writes what the speaker said, then what was printed meanwhile, each under the heading that it stood under."""
        floor, self.floor = self.floor, None
        if floor is None:
            return
        self.write(floor)
        section, held = self.section, [*floor.matter, *floor.behind]
        for place, lines in floor.deferred:
            self.section = self.sitting.heading(f"Printed in the Record: {place}") if place != section else place
            for line in lines:
                self.tell(line)
        self.section = section
        if floor.deferred and held and section:
            self.section = self.sitting.heading(section)
        for line in held:
            self.tell(line)

    def tell(self, line: Line) -> None:
        if line.form == "heading":
            self.section = self.sitting.heading(line.text) or self.section
            self.honourable(line.text)
        elif line.form != "rule":
            self.sitting.told(line.text, self.section)

    def honourable(self, heading: str) -> None:
        """ "HON. ANA BELL of ohio in the house of representatives" heads what she has put into the Extensions."""
        m = _HONOURABLE.match(heading)
        if m:
            name = in_normal_case(m["name"].strip(" ,"))
            self.members[fold(surname_in(name))] = (name, m["state"].title() if m["state"] else "")

    def speaker(self, label: Label) -> str:
        """The key; whoever is named in the chair stays there until another one is named."""
        if label.office:
            office = label.office
            if label.name:
                self.chairs[office] = key_of(label.name)
            key = self.chairs.get(office, f"the {fold(office)}")
            role: str | None = in_small_letters(office.removeprefix("The "))
        else:
            key, role = key_of(label.name) or label.text, None
        if label.name:
            name, state = self.members.get(fold(surname_in(label.name)), (label.name, ""))
            self.sitting.cast.named(key, name, affiliation=", ".join(filter(None, (self.house, state))), role=role)
        return key

    def note_time(self, now: int) -> None:
        self.opened = now if self.opened is None else self.opened
        self.clock = float(now - self.opened) if now >= self.opened else None

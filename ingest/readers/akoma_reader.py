"""Debates in Akoma Ntoso, whatever version and namespace: `<speech>`, `<question>` and `<answer>` are turns."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.akoma_head import facts_of
from ingest.readers.akoma_people import People, from_label, reference
from ingest.readers.cast import Cast
from ingest.readers.raw import RawFile
from ingest.readers.sitting import Sitting
from ingest.readers.times import seconds_between
from ingest.readers.xml_tree import around, attribute, local, parsed, root_of
from ingest.readers.xml_words import Markup, Paragraph, line_of, paragraphs_of
from ingest.reading import Reading

_DEBATES = frozenset(("debate", "debateRecord", "debaterecord"))
_TURNS = frozenset(("speech", "question", "answer"))
_HEADINGS = frozenset(("heading", "subheading"))
_ROLL = frozenset(("rollCall", "rollcall"))
_META = frozenset(("meta", "toc", "components", "attachments"))
_MARKUP = Markup(
    paragraphs=frozenset(
        "p li item ul ol tr caption list listIntroduction listWrapUp listConclusion intro wrap wrapUp block blockList "
        "blockContainer tblock content paragraph subparagraph point container foreign division crossHeading heading "
        "subheading longTitle docTitle quotedStructure embeddedStructure narrative scene summary other".split()
    ),
    asides=frozenset(("remark", "narrative", "scene", "summary")),
    dropped=_META | {"noteRef", "authorialNote", "from", "tocItem", "marker"},
    breaks=frozenset(("eol", "eop", "br")),
    numbers=frozenset(("num",)),
    cells=frozenset(("td", "th")),
)


class AkomaNtoso:
    endings = (".xml", ".akn")

    def fits(self, file: RawFile) -> bool:
        return root_of(file) in ("akomaNtoso", "akomantoso")

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for broken XML, and for acts, bills and whatever else is no debate."""
        root = parsed(file)
        kinds = [local(c) for c in root if local(c)]
        debate = next((c for c in root if local(c) in _DEBATES), None)
        if debate is None:
            raise UnreadableDocument(file.name, f"is Akoma Ntoso, but no debate ({', '.join(kinds[:3]) or 'empty'})")
        cast = Cast()
        walk = _Walk(Sitting(cast), People(debate, cast), around(debate, *_TURNS, *_HEADINGS))
        walk.through(debate, None)
        return walk.sitting.reading(file.name, facts_of(debate))


@dataclass
class _Walk:
    """Goes through the debate in order; a number in front of a heading belongs to it."""

    sitting: Sitting
    people: People
    holders: set[etree._Element]  # of turns and headings
    number: str = ""
    begun: str = ""  # the first time of day noted

    def through(self, element: etree._Element, section: str | None, *, roll: bool = False) -> None:
        if (element.text or "").strip():
            self.sitting.told(element.text or "", section)
        for child in element:
            name = local(child)
            if name in _TURNS:
                self.turn(child, section)
            elif name == "num" and child.getnext() is not None and local(child.getnext()) in _HEADINGS:
                self.number = line_of(child, _MARKUP)
            elif name in _HEADINGS:
                section = self.sitting.heading(f"{self.number} {line_of(child, _MARKUP)}".strip()) or section
                self.number = ""
            elif name and name not in _META:
                self.other(child, section, roll=roll or name in _ROLL)
            if (child.tail or "").strip():
                self.sitting.told(child.tail or "", section)

    def other(self, element: etree._Element, section: str | None, *, roll: bool) -> None:
        """What nobody says: goes in where turns and headings lie inside, else it is told."""
        if element in self.holders or (roll and local(element) in _ROLL):
            self.through(element, section, roll=roll)
            return
        for stamp in element.iter("{*}recordedTime"):
            self.begun = self.begun or attribute(stamp, "time")
        if roll:
            self.people.attending(element)
        for paragraph in paragraphs_of(element, _MARKUP):
            self.sitting.told(paragraph.text, section, roll=roll)

    def turn(self, element: etree._Element, section: str | None) -> None:
        source = next((c for c in element if local(c) == "from"), None)
        label, spilt = from_label(line_of(source, _MARKUP) if source is not None else "")
        role = reference(attribute(element, "as"))
        key, label = self.people.speaking(reference(attribute(element, "by")), label, role, source)
        words = [Paragraph(spilt)] if spilt else []
        for heading in (h for h in element.iter() if local(h) in _HEADINGS):
            section = section or line_of(heading, _MARKUP)
        time_s = seconds_between(self.begun, attribute(element, "startTime", "start"))
        self.sitting.said(key, label, [*words, *paragraphs_of(element, _MARKUP)], section, time_s)

"""TEI of parliaments: ParlaMint, Parla-CLARIN and their kin. `<u>` and `<sp>` are turns, `<note>` and such are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.names import name_key, normal_case
from ingest.readers.cast import Cast
from ingest.readers.person_ids import bare_id, name_in_note, readable, words_of
from ingest.readers.raw import RawFile
from ingest.readers.sitting import Sitting
from ingest.readers.stored_text import one_line
from ingest.readers.tei_head import facts_of
from ingest.readers.tei_people import TeiPerson, people_of
from ingest.readers.xml_tree import around, attribute, local, parsed, root_of
from ingest.readers.xml_words import Markup, line_of, paragraphs_of
from ingest.reading import Reading

_ROOTS = ("TEI", "teiCorpus", "TEI.2", "teiCorpus.2")
_TURNS = frozenset(("u", "sp"))
_CONTAINERS = frozenset(
    "text group body front back div div0 div1 div2 div3 div4 div5 div6 div7 floatingText list listBibl table titlePage "
    "docTitle lg cit quote".split()
)
_META = frozenset("listEvent listPerson listOrg listRelation timeline event linkGrp spanGrp standOff teiHeader".split())
_MARKUP = Markup(
    paragraphs=frozenset("seg p ab item row quote cit lg l head div list table titlePart docDate byline".split()),
    asides=frozenset("note stage incident kinesic vocal writing shift gap".split()),
    dropped=_META | {"pause", "speaker", "fw", "link"},
    breaks=frozenset(("pb", "lb", "cb", "milestone", "gb", "anchor")),
    numbers=frozenset(("label",)),
    cells=frozenset(("cell",)),
    is_silent=lambda e: e.get("reason") == "editorial" or e.get("type") == "time" or _is_translation(e),
)
_NUMBERING = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_PARTY = re.compile(r"\((?P<party>[^()\d]{1,40})\)\s*$")


def _is_translation(element: etree._Element) -> bool:
    """Whether it is a further description of the same thing, in another language."""
    before = element.getprevious()
    return local(element) == "desc" and before is not None and local(before) == "desc"


class ParlaMint:
    endings = (".xml",)

    def fits(self, file: RawFile) -> bool:
        return root_of(file) in _ROOTS

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for broken XML, and where the file holds nothing that somebody says."""
        root = parsed(file)
        documents = [d for d in root.iter("{*}TEI", "{*}TEI.2", "TEI", "TEI.2") if _texts(d)]
        if not any(local(e) in _TURNS for d in documents for e in d.iter()):
            raise UnreadableDocument(
                file.name, "is TEI without a turn of anybody (<u> or <sp>): a header, a list of people or another text"
            )
        facts = facts_of(root, documents[0])
        sitting = Sitting(Cast())
        walk = _Walk(sitting, people_of(root, facts.date), around(root, *_TURNS, "head", "note"), _all_words(documents))
        for document in documents:
            for text in _texts(document):
                walk.through(text, None)
        walk.give_chair()
        return sitting.reading(file.name, facts)


def _all_words(documents: list[etree._Element]) -> str:
    return one_line(" ".join("".join(text.itertext()) for d in documents for text in _texts(d)))


def _label(note: str) -> str:
    """ "01.02 Ana Bell (ABC):" as "Ana Bell (ABC)"."""
    return _NUMBERING.sub("", note).rstrip(" :.–—-")


def _texts(document: etree._Element) -> list[etree._Element]:
    return [c for c in document if local(c) == "text"]


@dataclass
class _Walk:
    """Goes through the text in order; `note` is what stands in front of a turn to say whose it is."""

    sitting: Sitting
    people: dict[str, TeiPerson]
    holders: set[etree._Element]  # of turns, headings and notes
    words: str  # all of the text, to see in which order a name is written
    note: str = ""
    orders: dict[str, str] = field(default_factory=dict)  # by key: names as the text writes them
    labels: dict[str, str] = field(default_factory=dict)  # by who: the label that a note gave last
    chairs: set[str] = field(default_factory=set)  # keys, and names that a note gives

    def through(self, element: etree._Element, section: str | None) -> None:
        if (element.text or "").strip():
            self.sitting.told(element.text or "", section)
        for child in element:
            name = local(child)
            if name == "head" or (name == "note" and child.get("type") in ("heading", "title")):
                section = self.sitting.heading(line_of(child, _MARKUP)) or section
            elif name in _TURNS:
                self.turn(child, section)
            elif name in _CONTAINERS and child in self.holders:
                self.through(child, section)
            elif name and name not in _META:
                self.remark(child, section)
            if (child.tail or "").strip():
                self.sitting.told(child.tail or "", section)

    def remark(self, element: etree._Element, section: str | None) -> None:
        line = line_of(element, _MARKUP)
        if local(element) == "speaker" or element.get("type") == "speaker":
            self.note = _label(line)
            return
        if element.get("reason") == "editorial":
            return
        if (element.get("type") or "").startswith("chair"):
            self.chairs.add(name_key(name_in_note(line) or line))
        for paragraph in paragraphs_of(element, _MARKUP):
            self.sitting.told(paragraph.text, section)

    def turn(self, element: etree._Element, section: str | None) -> None:
        for child in element:
            if local(child) == "speaker":
                self.note = _label(line_of(child, _MARKUP))
        key, label = self.speaker(element)
        self.note = ""
        if "chair" in (bare_id(a) for a in (element.get("ana") or "").split()):
            self.chairs.add(key)
        self.sitting.said(key, label, paragraphs_of(element, _MARKUP), section)

    def speaker(self, element: etree._Element) -> tuple[str, str]:
        """Key and label. Two who speak at once, and whom neither id nor note tells, have no key."""
        given = attribute(element, "who").split() if element.get("who", "").startswith("#") else [element.get("who")]
        ids = [bare_id(w) for w in given if w]
        if len(ids) != 1:
            return "", self.note or ", ".join(self.name(i)[0] for i in ids) or "?"
        key = ids[0]
        if self.note:
            self.labels[key] = self.note
        name, is_sure = self.name(key, self.note)
        if name != key or words_of(key) or " " in key:
            self.introduce(key, name, element)
        if is_sure:
            self.sitting.cast.renamed(key, name)
        return key, self.labels.get(key) or name

    def introduce(self, key: str, name: str, element: etree._Element) -> None:
        """Puts the speaker on the roll, with the party that the file, the turn or the note in front of it gives."""
        person, bracket = self.people.get(key), _PARTY.search(self.note)
        parties = (
            person.affiliation if person else None,
            attribute(element, "party", "parliamentary_group"),
            bracket["party"] if bracket else None,
        )
        party = next((x for x in parties if x), None)
        self.sitting.cast.named(key, name, affiliation=party, role=person.role if person else None)

    def name(self, key: str, note: str = "") -> tuple[str, bool]:
        """As the file lists the person, else the words of the id, in the order of a note that has them all; else what
        a note names. True where a note tells the order.
        """
        listed = self.people[key].name if key in self.people else ""
        words = {w.casefold() for w in (listed.split() or words_of(key))}
        noted = [w for w in note.split() if w.casefold() in words]
        if words and {w.casefold() for w in noted} == words:
            return normal_case(" ".join(noted)), True
        if listed:
            return listed, False
        return (self.in_order(key) if words else name_in_note(note) or readable(key)), False

    def in_order(self, key: str) -> str:
        """The words of the id, the first of them last where the text writes the name so and never as it stands."""
        if key not in self.orders:
            first, *rest = words_of(key)
            plain, turned = readable(key), " ".join([*rest, first])
            self.orders[key] = turned if turned in self.words and plain not in self.words else plain
        return self.orders[key]

    def give_chair(self) -> None:
        """Whoever speaks as chair, or is noted as chair, has that role unless the file gives another."""
        cast = self.sitting.cast
        for member in cast.members():
            if member in self.chairs or name_key(cast.name(member)) in self.chairs:
                cast.named(member, "", role="Chair")

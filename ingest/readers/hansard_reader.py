"""Hansard of the Parliament of Canada as XML, English or French: debates of the House and evidence of committees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.cast import Cast
from ingest.readers.hansard_labels import bare_name, called
from ingest.readers.metadata import iso_date
from ingest.readers.raw import RawFile
from ingest.readers.sitting import Facts, Sitting
from ingest.readers.stored_text import one_line
from ingest.readers.xml_tree import around, attribute, language_code, local, parsed, root_of
from ingest.readers.xml_words import Markup, Paragraph, line_of, paragraphs_of
from ingest.reading import Reading

_HEADINGS = frozenset(("OrderOfBusinessTitle", "SubjectOfBusinessTitle", "SubjectOfBusinessQualifier"))
_FURNITURE = frozenset("CatchLine FloorLanguage Timestamp StartPageNumber ForceColumnBreak ForcePageBreak".split())
# Elements whose words are one speaker's, and where in them it stands who that is.
_TURNS = {"Intervention": "PersonSpeaking", "WrittenQuestion": "Questioner", "WrittenResponse": "Responder"}
_CONTENTS = frozenset(("Content", "QuestionContent", "ResponseContent"))
_SPEAKERS = frozenset(_TURNS.values())
_CONTAINERS = frozenset(
    "HansardBody Intro OrderOfBusiness SubjectOfBusiness SubjectOfBusinessContent ThroneSpeech Appendix "
    "WrittenQuestionResponse AdjournmentProceedings RoyalAssent Division".split()
)
_MARKUP = Markup(
    paragraphs=frozenset(
        "ParaText ProceduralText QuotePara Quote LegislationQuote Verse Line Poetry Motion MotionBody Content Item "
        "Prayer row tr li p QuestionContent ResponseContent ThroneSpeechPara CommitteeQuote Para title".split()
    ),
    asides=frozenset(("ProceduralText",)),
    dropped=_FURNITURE | _SPEAKERS | {"QuestionID"},
    breaks=frozenset(("LineBreak", "br")),
    cells=frozenset(("entry", "td", "th")),
)
_MAX_LABEL_CHARS = 300
_SPEAKER_OF_HOUSE = re.compile(r"^(?:the speaker|l[ea] président(?:e)?)$", re.I)
_SPEAKER_NAMED = re.compile(r"^(?:speaker|présiden[tc]e?)\s*(?::|de|d['’])?\s*", re.I)


class CanadianHansard:
    endings = (".xml",)

    def fits(self, file: RawFile) -> bool:
        return root_of(file) == "Hansard"

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for broken XML, and where there is no body with interventions."""
        root = parsed(file)
        body = next((c for c in root if local(c) == "HansardBody"), None)
        if body is None:
            raise UnreadableDocument(file.name, "is a Hansard file without a HansardBody")
        head = _head(root)
        walk = _Walk(Sitting(Cast()), head, around(body, *_TURNS))
        walk.through(body, None)
        return walk.sitting.reading(file.name, _facts(root, head))


def _head(root: etree._Element) -> dict[str, str]:
    """The items that the file gives of itself, by name; those without words are left out."""
    items = [(attribute(e, "Name"), one_line("".join(e.itertext()))) for e in root.iter("{*}ExtractedItem")]
    document = [("DocumentName", one_line("".join(e.itertext()))) for e in root.iter("{*}DocumentName")]
    return {name: text for name, text in items + document if text}


def _facts(root: etree._Element, head: dict[str, str]) -> Facts:
    event = head.get("InstitutionDebate") or head.get("Institution")
    parts = (event, head.get("DocumentName"), head.get("Number"))
    numbers = [head.get(f"MetaDateNum{part}", "") for part in ("Year", "Month", "Day")]
    country = head.get("Country", "")
    return Facts(
        title=", ".join(dict.fromkeys(p for p in parts if p)) or None,
        date=iso_date("-".join(n.zfill(2) for n in numbers))
        or iso_date(head.get("MetaCreationTime", ""))
        or iso_date(head.get("Date", "")),
        place=country.title() if country.isupper() else country or None,
        event=event,
        language=language_code(root).lower() or None,
    )


def _parts(element: etree._Element) -> list[etree._Element]:
    """The paragraphs and the like that a turn is made of, however deep its content lies."""
    contents = [c for c in element.iter() if local(c) in _CONTENTS]
    return [part for c in contents for part in c if local(part) and local(part) not in _MARKUP.dropped]


def _label_in_bold(part: etree._Element) -> str:
    """ "Ms. Ana Bell" of a paragraph that begins with "Ms. Ana Bell:" in bold; "" where it does not."""
    bold = part[0] if len(part) and not (part.text or "").strip() else None
    if bold is None or local(bold) != "B":
        return ""
    text, behind = one_line("".join(bold.itertext())), (bold.tail or "").lstrip()
    is_label = text.endswith(":") or behind.startswith(":")
    return text.rstrip(": ") if is_label and len(text) <= _MAX_LABEL_CHARS else ""


def _spoken(part: etree._Element, label: str) -> list[Paragraph]:
    """The paragraphs of a part, without the label in front of the first."""
    found = paragraphs_of(part, _MARKUP)
    if local(part) in _MARKUP.asides:
        return [replace(p, aside=True) for p in found]
    if label and found:
        first = found[0].text.removeprefix(label).lstrip(" :")
        return [p for p in (Paragraph(first), *found[1:]) if p.text]
    return found


@dataclass
class _Walk:
    """Goes through the body in order; `clock` is the last time of day noted, until a turn takes it."""

    sitting: Sitting
    head: dict[str, str]
    holders: set[etree._Element]  # of turns
    clock: int | None = None  # seconds since the first time noted
    opened: int | None = None
    last: int = 0

    def through(self, element: etree._Element, section: str | None) -> None:
        for child in element:
            name = local(child)
            if name in _HEADINGS:
                section = self.sitting.heading(line_of(child, _MARKUP)) or section
            elif name == "Timestamp":
                self.note_time(child)
            elif name in _TURNS:
                self.turn(child, _TURNS[name], section)
            elif name in _CONTAINERS or child in self.holders:
                self.through(child, section)
            elif name and name not in _FURNITURE:
                for paragraph in paragraphs_of(child, _MARKUP):
                    self.sitting.told(paragraph.text, section)

    def turn(self, element: etree._Element, speaking: str, section: str | None) -> None:
        speaker = next(iter(element.iter(f"{{*}}{speaking}")), None)
        label = line_of(speaker, _MARKUP).rstrip(": ") if speaker is not None else ""
        key = self.speaker(speaker, label) if speaker is not None and label else ""
        time_s = float(self.clock) if self.clock is not None else None
        self.clock = None
        words: list[Paragraph] = []
        for part in _parts(element):
            interjected = _label_in_bold(part)
            if interjected:
                self.sitting.said(key, label or "?", words, section, time_s)
                time_s = None if words else time_s
                key, label, words = self.interjecting(interjected), interjected, []
            words += _spoken(part, interjected)
        self.sitting.said(key, label or "?", words, section, time_s)
        for stamp in element.iter("{*}Timestamp"):
            self.note_time(stamp)

    def interjecting(self, label: str) -> str:
        """The key of whoever speaks up within somebody else's turn: known by the label, else by a name in it."""
        known = self.sitting.cast.called_so(label)
        name = called(label).name
        if not known and name:
            self.sitting.cast.named(label, name)
        return known or label

    def speaker(self, speaker: etree._Element, label: str) -> str:
        """The key of who speaks: the id of the seat, for it is the same with and without what stands in brackets."""
        affiliation = next(iter(speaker.iter("{*}Affiliation")), None)
        given = attribute(affiliation, "DbId") if affiliation is not None else ""
        key = given if given.strip("0") else label
        about = called(label)
        name = about.name or self.presiding(label)
        if name:
            self.sitting.cast.named(key, name, affiliation=about.affiliation, role=about.role)
        return key

    def presiding(self, label: str) -> str:
        """Whom the head of the file names as Speaker or Chair, where the label is that office; else ""."""
        named = bare_name(_SPEAKER_NAMED.sub("", self.head.get("SpeakerName", "")))
        office = self.head.get("SpeakerTitle", "")
        is_it = _SPEAKER_OF_HOUSE.match(label) or (office and label.lower() == f"the {office.lower()}")
        return named if is_it and len(named.split()) > 1 else ""

    def note_time(self, stamp: etree._Element) -> None:
        hours, minutes = attribute(stamp, "Hr"), attribute(stamp, "Mn")
        if not (hours.isdecimal() and minutes.isdecimal() and len(hours) < 3 and len(minutes) < 3):
            return
        now = int(hours) * 3600 + int(minutes) * 60
        self.opened = now if self.opened is None else self.opened
        now += 86_400 if now < self.opened + self.last else 0  # past midnight
        self.last = now - self.opened
        self.clock = self.last

"""What the header of a TEI file says of the sitting: title, day, place, whose sitting it is, language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ingest.readers.metadata import iso_date
from ingest.readers.person_ids import bare_id
from ingest.readers.sitting import Facts
from ingest.readers.tei_people import bodies_of, name_of_body, preferred, text_of
from ingest.readers.xml_tree import attribute, language_code, local

_PLACES = ("address", "building", "street", "place", "settlement", "city", "region", "country")
_MAX_TITLES = 4


def facts_of(root: etree._Element, document: etree._Element) -> Facts:
    """`document` is the TEI element with the text; `root` may be a corpus around it, whose header helps out."""
    heads = _headers(root, document)
    day = _first(map(_day, heads))
    language = language_code(_text(document)).partition("-x-")[0]
    return Facts(
        title=_first(map(_title, heads)),
        date=day,
        place=_first(map(_place, heads)),
        event=_first(_event(head, root, day) for head in heads),
        language=language if language not in ("", "mul", "und") else None,
    )


def _headers(root: etree._Element, document: etree._Element) -> list[etree._Element]:
    places = (document,) if root is document else (document, root)
    return [child for place in places for child in place if local(child) == "teiHeader"]


def _text(document: etree._Element) -> etree._Element:
    return next((c for c in document if local(c) == "text"), document)


def _first(values: Iterator[str | None] | map[str | None]) -> str | None:
    return next((v for v in values if v), None)


def _inside(element: etree._Element, *path: str) -> list[etree._Element]:
    """The elements at the end of a path of names, in whatever namespace."""
    return list(element.iterfind("/".join(f"{{*}}{name}" for name in path)))


def _title(head: etree._Element) -> str | None:
    """The title of the sitting, without a mark of the corpus behind it.

    A main title may be that of the whole corpus, and then a sub-title tells the sitting. Where none is marked so, all
    of them, for their first may be no more than the parliament.
    """
    titles = [t for t in _inside(head, "fileDesc", "titleStmt", "title") if text_of(t)]
    for kind in ("sub", "main"):
        marked = [t for t in titles if t.get("type") == kind]
        if marked:
            return re.sub(r"\s*\[[^\[\]]*\]$", "", text_of(preferred(marked))) or text_of(preferred(marked))
    return ". ".join(dict.fromkeys(text_of(t) for t in titles[:_MAX_TITLES])) or None


def _day(head: etree._Element) -> str | None:
    """The day of the sitting: its setting, else the source; never the day on which the file was published."""
    dates = _inside(head, "profileDesc", "settingDesc", "setting", "date")
    dates += [d for s in _inside(head, "fileDesc", "sourceDesc") for d in s.iter("{*}date")]
    return _first(iso_date((attribute(d, "when", "from") or text_of(d))[:40]) for d in dates)


def _place(head: etree._Element) -> str | None:
    """Town and country, in the language preferred where several are given."""
    found: list[str] = []
    named = [e for s in _inside(head, "profileDesc", "settingDesc", "setting") for e in s if text_of(e)]
    for kind in _PLACES:
        fitting = [e for e in named if (e.get("type") or local(e)) == kind]
        if fitting:
            found.append(text_of(preferred(fitting)))
    return ", ".join(dict.fromkeys(found)) or None


def _event(head: etree._Element, root: etree._Element, day: str | None) -> str | None:
    """Whose sitting it is: the body that the meeting points to where it is listed, else who published the source."""
    bodies = bodies_of(root)
    for meeting in _inside(head, "fileDesc", "titleStmt", "meeting"):
        pointed = (bare_id(r) for r in f"{meeting.get('corresp') or ''} {meeting.get('ana') or ''}".split())
        named = _first(name_of_body(bodies[p], day) for p in pointed if p in bodies)
        if named:
            return named
    source = _inside(head, "fileDesc", "sourceDesc", "bibl")
    return _named_in(source, "publisher") or _named_in(source, "title")


def _named_in(sources: Sequence[etree._Element], name: str) -> str | None:
    found = [e for s in sources for e in _inside(s, name) if text_of(e)]
    return text_of(preferred(found)) if found else None

"""What the metadata and the first page of an Akoma Ntoso debate say of it: title, day, country, house, language."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale
from babel.core import get_global
from lxml import etree

from ingest.readers.akoma_people import reference
from ingest.readers.metadata import iso_date
from ingest.readers.sitting import Facts
from ingest.readers.stored_text import one_line
from ingest.readers.xml_tree import attribute, identifier, local

_FRONT = ("coverPage", "preface")
_DATES = ("docDate", "date")
_MAX_TITLE = 160
_TITLE_LINES = 2


def facts_of(debate: etree._Element) -> Facts:
    return Facts(
        title=_title(debate),
        date=_date(debate),
        place=_country(_value(debate, "FRBRcountry", "value")),
        event=_house(debate),
        language=_language(_value(debate, "FRBRlanguage", "language")),
    )


def _front(debate: etree._Element) -> list[etree._Element]:
    return [e for e in debate if local(e) in _FRONT]


def _value(debate: etree._Element, name: str, key: str) -> str:
    return next((attribute(e, key) for e in debate.iter(f"{{*}}{name}") if attribute(e, key)), "")


def _words(element: etree._Element) -> str:
    return one_line("".join(element.itertext()))


def _title(debate: etree._Element) -> str | None:
    """A title that is marked as one; else the first lines of the first page, with the one that tells the session."""
    marked = [t for front in _front(debate) for t in front.iter("{*}docTitle") if _words(t)]
    if marked:
        return " – ".join(dict.fromkeys(_words(t) for t in marked[:_TITLE_LINES]))[:_MAX_TITLE]
    named = _value(debate, "FRBRalias", "value") or _value(debate, "FRBRname", "value")
    if named and "/" not in named:
        return one_line(named)
    return " – ".join(dict.fromkeys(_title_lines(debate)))[:_MAX_TITLE] or None


def _title_lines(debate: etree._Element) -> Iterator[str]:
    lines = [p for front in _front(debate) for p in front.iter("{*}p") if _words(p)]
    for n, line in enumerate(lines):
        if n < _TITLE_LINES or any(local(e) == "session" for e in line.iter()):
            yield _words(line)


def _date(debate: etree._Element) -> str | None:
    """The day that the first page gives, else that of the work; never the day of the mark-up."""
    given = [attribute(e, "date") for front in _front(debate) for e in front.iter() if local(e) in _DATES]
    given += [attribute(d, "date") for work in debate.iter("{*}FRBRWork") for d in work.iter("{*}FRBRdate")]
    return next((found for found in (iso_date(g[:40]) for g in given if g) if found), None)


def _house(debate: etree._Element) -> str | None:
    """The body named on the first page, else the one that the metadata give as author."""
    for front in _front(debate):
        for name in ("docProponent", "organization"):
            found = next((_words(e) for e in front.iter(f"{{*}}{name}") if _words(e)), None)
            if found:
                return found
    bodies = {identifier(e): attribute(e, "showAs") for e in debate.iter("{*}TLCOrganization")}
    authors = [reference(attribute(a, "href")) for w in debate.iter("{*}FRBRWork") for a in w.iter("{*}FRBRauthor")]
    return next((one_line(bodies[a]) for a in authors if bodies.get(a)), None)


def _country(code: str) -> str | None:
    """ "is" as "Iceland"; None where it is no country."""
    name = Locale("en").territories.get(code.upper()) if len(code) == 2 else None
    return str(name) if name else None


def _language(code: str) -> str | None:
    """ "isl" as "is", the shorter code of BCP 47; None where there is none or it is undetermined."""
    code = code.strip().lower()
    short = str(get_global("language_aliases").get(code, code))
    return short if code.isalpha() and 2 <= len(short) <= 3 and short not in ("und", "mul") else None

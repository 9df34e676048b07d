"""Who a TEI file says its people and bodies are: `listPerson`, `listOrg`, with what held on the day of the sitting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.readers.person_ids import bare_id
from ingest.readers.stored_text import one_line
from ingest.readers.xml_tree import attribute, identifier, language_code, local

_FAMILY_FIRST = frozenset(("hu", "ja", "ko", "vi", "zh"))
_GIVEN = ("forename",)
_FAMILY = ("nameLink", "surname")
_PARTIES = frozenset(("politicalParty", "politicalGroup", "parliamentaryGroup", "party", "ethnicCommunity"))
_PLAIN_ROLES = frozenset(("", "member", "mp", "representative", "verifier", "replacement"))


@dataclass(frozen=True, slots=True)
class TeiPerson:
    id: str
    name: str
    affiliation: str | None = None
    role: str | None = None


def people_of(root: etree._Element, day: str | None) -> dict[str, TeiPerson]:
    """People by id, as of the day (ISO) where one is known; {} where the file lists nobody."""
    bodies = bodies_of(root)
    people = (_person(p, bodies, day) for p in root.iter("{*}person") if identifier(p))
    return {p.id: p for p in people if p.name}


def bodies_of(root: etree._Element) -> dict[str, etree._Element]:
    return {identifier(o): o for o in root.iter("{*}org") if identifier(o)}


def name_of_body(body: etree._Element, day: str | None = None) -> str:
    """The name on that day, in English where it is given in several languages; else the first one; "" without any."""
    names = [n for n in body if local(n) == "orgName" and one_line("".join(n.itertext()))]
    full = [n for n in names if n.get("full") in (None, "yes")] or names
    valid = [n for n in full if holds(n, day)] or full
    return text_of(preferred(valid)) if valid else ""


def preferred(elements: Sequence[etree._Element]) -> etree._Element:
    """The one in English, the language in which corpora give what they add themselves; else the first."""
    return next((e for e in elements if language_code(e).startswith("en")), elements[0])


def text_of(element: etree._Element) -> str:
    return one_line("".join(element.itertext()))


def holds(element: etree._Element, day: str | None) -> bool:
    """Whether what the element says held on that day; always where no day is known or none is given."""
    begin, end = element.get("from") or element.get("notBefore") or "", element.get("to") or ""
    if not day:
        return True
    return begin[: len(day)] <= day and (not end or day[: len(end)] <= end)


def _person(person: etree._Element, bodies: dict[str, etree._Element], day: str | None) -> TeiPerson:
    names = [n for n in person if local(n) == "persName"]
    valid = [n for n in names if holds(n, day)] or names
    affiliations = [a for a in person.iter("{*}affiliation") if holds(a, day)]
    return TeiPerson(
        identifier(person),
        name_of(valid[0]) if valid else "",
        next(_parties(affiliations, bodies, day), None),
        next(_roles(affiliations), None),
    )


def name_of(element: etree._Element) -> str:
    """Given name, then family name; the family name first in languages that write it so; else the words as they are."""
    given, family = _parts(element, _GIVEN), _parts(element, _FAMILY)
    if not given and not family:
        return text_of(element)
    family_first = language_code(element).partition("-")[0] in _FAMILY_FIRST
    return " ".join([*family, *given] if family_first else [*given, *family])


def _parts(element: etree._Element, names: Sequence[str]) -> list[str]:
    return [text_of(e) for e in element.iter() if local(e) in names and text_of(e)]


def _parties(
    affiliations: Sequence[etree._Element], bodies: dict[str, etree._Element], day: str | None
) -> Iterator[str]:
    """Names of parties and groups, the latest first; of a body that the file does not list, nothing."""
    for affiliation in reversed(affiliations):
        body = bodies.get(bare_id(affiliation.get("ref") or ""))
        if body is not None and body.get("role") in _PARTIES and name_of_body(body, day):
            yield name_of_body(body, day)


def _roles(affiliations: Sequence[etree._Element]) -> Iterator[str]:
    """Offices that are more than membership, as the file words them."""
    for affiliation in affiliations:
        named = [e for e in affiliation.iter("{*}roleName") if text_of(e)]
        if named and attribute(affiliation, "role").lower() not in _PLAIN_ROLES:
            yield text_of(preferred(named))

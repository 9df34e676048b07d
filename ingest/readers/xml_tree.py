"""The one door to XML: bytes to a tree by lxml, with entities, network, document types and huge trees off."""

from __future__ import annotations

import codecs
import html
import re

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.decoding import refuse_size
from ingest.readers.raw import RawFile

_OPENING_BYTES = 100_000  # comments and instructions in front of the first element may be long
_TAG = re.compile(r"<(?:[\w.\-]+:)?(?P<name>[A-Za-z_][\w.\-]*)")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def root_of(file: RawFile) -> str | None:
    """Name of the first element, without prefix; None where the file does not begin as XML or HTML does."""
    opening = _opening(file.data[:_OPENING_BYTES])
    at = 0
    while True:
        at = _past_blanks(opening, at)
        if not opening.startswith(("<?", "<!"), at):
            m = _TAG.match(opening, at)
            return m["name"] if m else None
        at = _past_prolog(opening, at)
        if at < 0:
            return None


def parsed(file: RawFile) -> etree._Element:
    """The root of the tree. Raises UnreadableDocument with line and column, or for what is refused: entities.

    libxml2 itself refuses elements nested more than 256 deep and text of more than 10 MB in one piece.
    """
    refuse_size(file.name, file.data, file.max_bytes)
    try:
        root = etree.fromstring(file.data.lstrip(b" \t\r\n"), _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise UnreadableDocument(file.name, f"line {line}, column {column}: {_reason(error)}") from error
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise UnreadableDocument(file.name, "cannot be read as XML") from error
    _refuse_entities(file.name, root)
    return root


def local(element: etree._Element) -> str:
    """Name of the element without namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, *names: str) -> str:
    """The first of these attributes that is set, in whatever namespace; "" where none is."""
    for name in names:
        value = element.get(name) or next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")
        if value:
            return str(value)
    return ""


def identifier(element: etree._Element) -> str:
    return str(element.get(_ID) or element.get("eId") or element.get("id") or "")


def language_code(element: etree._Element) -> str:
    """What xml:lang says of the element, or of the nearest one around it that says anything; "" else."""
    for place in (element, *element.iterancestors()):
        if place.get(_LANGUAGE):
            return str(place.get(_LANGUAGE))
    return ""


def around(root: etree._Element, *names: str) -> set[etree._Element]:
    """All elements that hold one of these names, however deep; found in one pass."""
    found: set[etree._Element] = set()
    for element in root.iter(*(f"{{*}}{name}" for name in names)):
        for place in element.iterancestors():
            if place in found:
                break
            found.add(place)
    return found


def entity_text(element: etree._Element) -> str:
    """The sign that a reference such as "&eacute;" stands for; "" for anything else."""
    if element.tag is not etree.Entity:
        return ""
    return html.unescape(str(element.text))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _refuse_entities(name: str, root: etree._Element) -> None:
    """Entities that a file declares itself may grow without bound, or name other files; none of ours needs them."""
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableDocument(name, "declares entities of its own, which are not read; resolve them first")


def _reason(error: etree.XMLSyntaxError) -> str:
    """What the library says, without the place that stands behind it, and what to do about a file that is cut off."""
    said = re.sub(r",? line \d+, column \d+.*$", "", error.msg or "is no XML", flags=re.S)[:200]
    return f"{said}; the file ends too early, fetch it anew" if said.startswith("Premature end") else said


def _opening(data: bytes) -> str:
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    return data.decode("latin-1")  # names of elements that matter are ASCII


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _past_prolog(text: str, at: int) -> int:
    """Behind the instruction, comment or document type that begins at `at`; -1 where it does not end."""
    if text.startswith("<?", at):
        return _behind(text, "?>", at)
    if text.startswith("<!--", at):
        return _behind(text, "-->", at + 4)
    closing, opened = text.find(">", at), text.find("[", at)
    if 0 <= opened < closing:
        return _behind(text, ">", text.find("]", opened)) if text.find("]", opened) > 0 else -1
    return closing + 1 if closing > 0 else -1


def _behind(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else -1

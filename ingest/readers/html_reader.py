"""Web pages: the main content by trafilatura, which is imported here alone; then pieces as from any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree, html

from corpus.errors import UnreadableDocument
from ingest.readers.composing import compose
from ingest.readers.metadata import iso_date
from ingest.readers.pieces import Hints, Piece
from ingest.readers.raw import RawFile
from ingest.readers.scanning import BULLET
from ingest.readers.stored_text import clean, one_line
from ingest.reading import Reading

_SITE = re.compile(r"\s+[|·•–—»-]\s+[^|·•»]{2,80}$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LOOKS_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"^h([1-6])$")


class WebPage:
    endings = (".html", ".htm")

    def fits(self, file: RawFile) -> bool:
        return file.ends(*self.endings) or bool(_LOOKS_HTML.match(file.opening))

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument where the page has no main content."""
        name, text = file.name, clean(file.text).replace("\f", " ")
        page = _parsed(name, text)
        pieces = list(_main(page)) or list(_pieces(page))
        if not pieces:
            raise UnreadableDocument(name, "is a web page without main content")
        return compose(name, pieces, _hints(page))


def _parsed(name: str, text: str) -> html.HtmlElement:
    """The page as a tree; an encoding that it declares no longer counts, for it is decoded."""
    text = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text)
    try:
        page = trafilatura.load_html(text)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableDocument(name, "cannot be read as a web page") from error
    if page is None:
        raise UnreadableDocument(name, "cannot be read as a web page")
    return page


def _main(page: html.HtmlElement) -> Iterator[Piece]:
    """Pieces of the main content; none where trafilatura finds none."""
    found = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        favor_recall=True,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    if body is not None:
        yield from _pieces(body)


def _pieces(root: etree._Element) -> Iterator[Piece]:
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in ("script", "style", "nav", "footer"):
            continue
        heading = _level(element, tag)
        text = one_line(" ".join(element.itertext())) if tag in ("p", "item", "li", "quote", "code") or heading else ""
        if heading and text:
            yield Piece(text, "heading", heading)
        elif tag == "row" or tag == "tr":
            cells = tuple(one_line(" ".join(c.itertext())) for c in element if isinstance(c.tag, str))
            yield Piece(" | ".join(c for c in cells if c), "row", cells=cells)
        elif tag in ("item", "li") and text:
            yield Piece(text, "item", mark=BULLET, near=True)
        elif text and not _inside(element):
            yield Piece(text)


def _inside(element: etree._Element) -> bool:
    """Whether the element stands in one that is taken as a whole."""
    return any(a.tag in ("item", "li", "row", "tr", "quote") for a in element.iterancestors())


def _level(element: etree._Element, tag: str) -> int:
    if tag == "head":
        m = _HEADING.match(element.get("rend") or "h3")
        return int(m[1]) if m else 3
    m = _HEADING.match(tag)
    return int(m[1]) if m else 0


def _hints(page: html.HtmlElement) -> Hints:
    title = one_line(" ".join(page.xpath("//title//text()")[:3]))
    headings = [one_line(" ".join(h.itertext())) for h in page.xpath("//h1")]
    shown = next((h for h in headings if h), None)
    language = one_line(page.get("lang") or "")
    return Hints(
        title=shown if len(headings) == 1 and shown else (_SITE.sub("", title) or shown or None),
        date=_date(page),
        language=language if _LANGUAGE.fullmatch(language) else None,
    )


def _date(page: html.HtmlElement) -> str | None:
    """The day of an event that the page marks; when a page was published says nothing about its meeting."""
    for value in page.xpath("//*[@itemprop='startDate']/@content | //*[@itemprop='startDate']/@datetime")[:1]:
        return iso_date(str(value))
    return None

"""Navigation of a pasted web page: short lines at its beginning and end that say nothing of the matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.names import fold
from ingest.readers.metadata import field_of
from ingest.readers.pieces import Piece

_PHRASES = re.compile(
    r"^(?:skip (?:links?|to (?:main |primary )?(?:content|navigation))|leave a (?:comment|reply)|home|"
    r"about(?: us)?|contact(?: us)?|menu|main menu|search|log ?in|sign (?:in|up)|register|"
    r"subscribe(?: .{0,40})?|share(?: this.{0,30}| on .{0,30})?|tweet|print|read more|previous(?: post)?|"
    r"next(?: post)?|back to (?:top|home|news)|related (?:posts|articles|news)|comments?|\d+ comments?|"
    r"no comments?|reply|privacy(?: policy| notice)?|cookie (?:policy|settings|notice)|"
    r"terms(?: of (?:use|service))?|all rights reserved\.?|(?:©|\(c\)|copyright).{0,80}|"
    r"(?:still )?have (?:a |more )?questions?\?.{0,80}|browse (?:documentation|all|more).{0,60}|"
    r"submit a ticket\.?|follow us(?: on .{0,30})?|newsletter|site ?map|faqs?|facebook|twitter|linkedin|"
    r"instagram|youtube|whatsapp|rss|accept(?: all)?(?: cookies)?|we use cookies.{0,120}|"
    r"your email address will not be published\.?.{0,60}|posted (?:in|by|on) .{0,60}|tags?: .{0,80}|"
    r"categories: .{0,80}|powered by .{0,50}|loading\.*|close|toggle navigation|go to .{0,30}|"
    r"download (?:pdf|as pdf))$",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"^[^.!?]{1,40}(?:\s(?:>|»|›|/)\s[^.!?]{1,60})+$")
_EDGE = 12  # pieces at either end among which navigation stands


def without_navigation(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the navigation at either end; all of them where none is recognised."""
    first = _first_body(pieces)
    edge = [i for i in range(len(pieces)) if i < max(first, 1) or i >= len(pieces) - _EDGE]
    gone = {i for i in edge if is_navigation(pieces[i].text)}
    if any(i < first for i in gone) or _repeats(pieces[:first]):
        gone |= _above(pieces, first)
    return [p for i, p in enumerate(pieces) if i not in gone]


def is_navigation(text: str) -> bool:
    """Whether the text is a phrase of web pages, or a trail of pages: "Home > News > 2024"."""
    return len(text) <= 160 and bool(_PHRASES.match(text) or _CRUMBS.match(text))


def _first_body(pieces: Sequence[Piece]) -> int:
    """The number of the first piece with a whole sentence, among the first few dozen; 0 where there is none."""
    for i, piece in enumerate(pieces[:60]):
        if len(piece.text) >= 120 or (len(piece.text) >= 60 and re.search(r"[.!?][\"”]?$", piece.text)):
            return i
    return 0


def _repeats(pieces: Sequence[Piece]) -> bool:
    """Whether a line of some length stands twice or more: the title, in menu, trail and page."""
    counts = Counter(fold(p.text) for p in pieces if len(p.text) > 15)
    return any(n > 1 for n in counts.values())


def _above(pieces: Sequence[Piece], first: int) -> set[int]:
    """The lines above the first paragraph that go: all but the title, marked headings and fields."""
    titles = Counter(fold(p.text) for p in pieces[:first] if len(p.text) > 15)
    title = max(titles, key=lambda t: titles[t], default=None)
    kept = next((i for i in range(first) if fold(pieces[i].text) == title), None)
    if title is None or (titles[title] < 2 and not _is_in_body(title, pieces[first].text)):
        return set()
    return {i for i in range(first) if i != kept and (fold(pieces[i].text) == title or _is_stray(pieces[i]))}


def _is_stray(piece: Piece) -> bool:
    plain = piece.form in ("paragraph", "item") and not piece.bold
    return (
        plain and len(piece.text.split()) <= 4 and not re.search(r"[\d:,]", piece.text) and field_of(piece.text) is None
    )


def _is_in_body(title: str, body: str) -> bool:
    words = set(re.findall(r"\w{5,}", title))
    return bool(words) and len(words & set(re.findall(r"\w{5,}", fold(body)))) >= 0.5 * len(words)

"""A page that needs nothing from elsewhere: styles and script stand in it, and a policy forbids everything else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

from evaluation.report.elements import Markup, el

STYLE, SCRIPT = "report.css", "report.js"


def page(title: str, anchors: Iterable[tuple[str, str]], body: Iterable[Markup]) -> Iterator[str]:
    """The page in pieces. `anchors` are names of sections with their headings, for the list at its head."""
    style, script = _part(STYLE), _part(SCRIPT)
    yield "<!doctype html>\n"
    yield '<html lang="en"><head>'
    yield el("meta", charset="utf-8")
    yield el("meta", http_equiv="Content-Security-Policy", content=_policy(style, script))
    yield el("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield el("meta", name="color-scheme", content="light dark")
    yield el("meta", name="referrer", content="no-referrer")
    yield el("link", rel="icon", href="data:,")
    yield el("title", title)
    yield f"<style>{style}</style></head>\n<body>"
    yield (
        el("a", "To the cases", href="#cases", class_="skip")
        if ("cases", "Cases") in (anchors := list(anchors))
        else ""
    )
    yield el("nav", (el("a", heading, href=f"#{name}") for name, heading in anchors), aria_label="Sections")
    yield "<main>\n"
    yield from body
    yield f"</main>\n<script>{script}</script></body></html>\n"


def _part(name: str) -> str:
    return files("evaluation.report").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Even words that got past the escaping could neither run nor load anything."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(part: str) -> str:
    return f"sha256-{b64encode(sha256(part.encode()).digest()).decode()}"

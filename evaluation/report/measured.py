"""What was measured: version, commit, settings, prompts, index, and the documents with their hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluation.report.elements import DASH, Inside, Markup, el, section, table
from evaluation.report.numbers import counted, moment
from evaluation.runs import RunInfo
from evaluation.systems import About
from service.contract import Json

DOCUMENTS_SHOWN = 500
UNTOLD = "not told by the system"


def drawn(info: RunInfo) -> Markup:
    rows = ((name, value) for name, value in _facts(info))
    caption = "What was measured, as it stands in run.json."
    return section("measured", "What was measured", table(caption, ("what", "which"), rows), _documents(info.about))


def _facts(info: RunInfo) -> Iterator[tuple[str, Inside]]:
    about, ways = info.about, info.ways
    yield "begun", moment(info.begun)
    yield "cases", f"{info.cases:,} of {', '.join(info.files) or DASH}"
    yield "hash of the cases", el("code", info.cases_sha256)
    yield "asked", about.where
    yield "version", about.version or UNTOLD
    yield "commit", el("code", about.commit or UNTOLD)
    yield "hash of the code that answers", el("code", about.code or UNTOLD)
    yield "index", el("code", about.index or UNTOLD)
    yield "settings", _pairs(about.settings, UNTOLD if about.version is None else "none")
    yield "prompt versions", _pairs(about.prompts, UNTOLD if about.version is None else "none")
    yield "a case with a scope was asked of that document alone", _yes(ways.together)
    yield "a ranking case was searched for in its document alone", _yes(ways.scoped)
    yield "questions with evidence were searched for as well", _yes(ways.search)


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def _pairs(found: Json, none: str) -> Inside:
    if not found:
        return none
    return el(
        "ul",
        *(el("li", el("code", f"{n} = {json.dumps(found[n], ensure_ascii=False)}")) for n in sorted(found)),
        class_="plain",
    )


def _documents(about: About) -> Markup:
    caption = f"{counted(len(about.documents), 'document', 'documents')}; a version is a hash."
    if len(about.documents) > DOCUMENTS_SHOWN:
        caption += f" The first {DOCUMENTS_SHOWN} are shown; the others are in run.json."
    rows = (
        (str(d.get("id")), str(d.get("title") or DASH), el("code", str(d.get("version") or DASH)))
        for d in about.documents[:DOCUMENTS_SHOWN]
    )
    return table(caption, ("document", "title", "version"), rows)

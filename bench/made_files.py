"""Files of every format from made-up talk, so that each reader can be timed wherever no real ones lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import cycle, islice
from xml.sax.saxutils import escape

from tests.office_writer import docx, odt, w
from tests.pdf_writer import column, pdf

PEOPLE = ("Ana Bell", "Jo Abe", "Eva Reed", "Ivo Marsh")
_PARTS = (
    ("The harbour", "This committee", "The lake board", "Every ferry", "My office", "The mill"),
    ("needs", "has asked for", "should mend", "cannot do without", "was promised", "will count"),
    ("new buoys", "a longer mole", "two more boats", "the old lamps", "a plan for storms", "its own pilots"),
    ("before the winter.", "as long as the ice holds.", "and says so again.", "in spite of the cost.", "at last."),
)
_LINES_PER_PAGE = 50


def turns(count: int) -> list[tuple[str, str]]:
    """Speakers and what they say: five sentences a turn, no turn like the one before."""
    sentences = (
        " ".join(part[(i * (n + 3) + i // 7) % len(part)] for n, part in enumerate(_PARTS)) for i in range(count * 5)
    )
    return [(name, " ".join(islice(sentences, 5))) for name, _ in zip(cycle(PEOPLE), range(count), strict=False)]


def made(count: int = 400) -> dict[str, bytes]:
    """One file of each format by its name, all of the same talk."""
    talk = turns(count)
    lines = [f"{name}: {words}" for name, words in talk]
    return {
        "talk.txt": "\n\n".join(lines).encode(),
        "talk.md": "\n\n".join(["# Talk", *(f"**{name}:** {words}" for name, words in talk)]).encode(),
        "talk.html": f"<html><body><h1>Talk</h1>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode(),
        "talk.proceedings.json": json.dumps({"utterances": [{"speaker": s, "text": t} for s, t in talk]}).encode(),
        "talk.vtt": _captions("WEBVTT\n", talk, "."),
        "talk.srt": _captions("", talk, ","),
        "talk.docx": docx("".join(w(line) for line in lines)),
        "talk.odt": odt("".join(f"<text:p>{line}</text:p>" for line in lines)),
        "talk.pdf": _printed(lines),
        "talk-tei.xml": _tei(talk),
        "talk-akoma.xml": _akoma(talk),
        "talk-hansard.xml": _hansard(talk),
        "talk-record.htm": _record(talk),
    }


def _captions(head: str, talk: Sequence[tuple[str, str]], mark: str) -> bytes:
    cues = (
        f"{n + 1}\n{_clock(n * 20)}{mark}000 --> {_clock(n * 20 + 19)}{mark}000\n{name.upper()}: {words}\n"
        for n, (name, words) in enumerate(talk)
    )
    return "\n".join([head, *cues]).encode()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _printed(lines: Sequence[str]) -> bytes:
    cut = [" ".join(words[i : i + 12]) for words in map(str.split, lines) for i in range(0, len(words), 12)]
    pages = [cut[i : i + _LINES_PER_PAGE] for i in range(0, len(cut), _LINES_PER_PAGE)]
    return pdf(*(column(page, 50, 750) for page in pages))


def _tei(talk: Sequence[tuple[str, str]]) -> bytes:
    said = "".join(f'<u who="#{s.replace(" ", ".")}"><seg>{escape(t)}</seg></u>' for s, t in talk)
    return f"<TEI><text><body><div><head>Talk</head>{said}</div></body></text></TEI>".encode()


def _akoma(talk: Sequence[tuple[str, str]]) -> bytes:
    said = "".join(f'<speech by="#{s[:3]}"><from>{s}:</from><p>{escape(t)}</p></speech>' for s, t in talk)
    return f"<akomaNtoso><debate><debateBody>{said}</debateBody></debate></akomaNtoso>".encode()


def _hansard(talk: Sequence[tuple[str, str]]) -> bytes:
    said = "".join(
        f'<Intervention><PersonSpeaking><Affiliation DbId="{PEOPLE.index(s) + 1}">{s}</Affiliation>:</PersonSpeaking>'
        f"<Content><ParaText>{escape(t)}</ParaText></Content></Intervention>"
        for s, t in talk
    )
    return f"<Hansard><HansardBody>{said}</HansardBody></Hansard>".encode()


def _record(talk: Sequence[tuple[str, str]]) -> bytes:
    head = "[Congressional Record Volume 1, Number 1 (Monday, February 4, 2030)]\n[Senate]\n[Pages S1-S9]\n"
    said = "".join(f"  Mr. {s.split()[-1].upper()}. {t}\n" for s, t in talk)
    return f"<html><body><pre>\n{head}\n{said}</pre></body></html>".encode()

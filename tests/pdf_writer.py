"""Writes small PDF files for tests: words at given places, and the flaws that readers have to cope with."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Words:
    text: str
    x: float
    y: float  # from below
    size: float = 10
    bold: bool = False


def column(lines: Sequence[str], x: float, top: float, size: float = 10, spacing: float = 13) -> list[Words]:
    """The lines below each other; an empty one leaves half a line free."""
    found, y = [], top
    for line in lines:
        if line:
            found.append(Words(line, x, y, size))
            y -= spacing
        else:
            y -= spacing / 2
    return found


def pdf(*pages: Sequence[Words], encrypted: bool = False, extra: bytes = b"") -> bytes:
    """A PDF of these pages; `extra` goes into the content of each."""
    fonts = [b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>" % name
             for name in (b"Helvetica", b"Helvetica-Bold")]  # fmt: skip
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] /MediaBox [0 0 %d %d] >>" % (len(pages), kids, WIDTH, HEIGHT),
        *fonts,
    ]
    for i, words in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>"
            % (6 + 2 * i)
        )
        objects.append(stream(b"\n".join(_shown(w) for w in words) + extra))
    return file_of(objects, encrypted=encrypted)


def stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)


def _shown(words: Words) -> bytes:
    text = words.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%d %.1f Tf %.1f %.1f Td (%b) Tj ET" % (words.bold, words.size, words.x, words.y, text)


def file_of(objects: Sequence[bytes], *, encrypted: bool = False) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if encrypted:
        key = b"<" + b"5a" * 32 + b">"
        lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /O %b /U %b /P -4 >> /ID [<00> <00>]" % (key, key)
    return data + b"trailer\n<< /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, start)

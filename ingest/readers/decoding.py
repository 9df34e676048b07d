"""Bytes to characters, or a refusal that names the byte; nothing is guessed away with replacement characters."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

import charset_normalizer

from corpus.errors import UnreadableDocument

MAX_BYTES = 50_000_000
_SAMPLE_BYTES = 200_000  # guessing an encoding looks at this much
_TELLING = 20  # bytes beyond ASCII; of fewer any guess is as good as another, and a wrong one spoils names

_MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = {
    b"%PDF": "a PDF file that is damaged or goes by another name; save or print it as PDF anew",
    b"PK\x03\x04": "a ZIP file of a kind that is not read (a spreadsheet, slides); save it as PDF, .docx or .txt",
    b"\xd0\xcf\x11\xe0": "an office file of an old format or with a password; save it as .docx, .odt or PDF",
    b"{\\rtf": "a rich-text file; save it as .docx, .odt or .txt",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file; unpack it first",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_CUT_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(name: str, data: bytes, max_bytes: int = MAX_BYTES) -> str:
    """The characters of a text file: UTF-8, -16 or -32 with or without mark, or an older encoding.

    Raises UnreadableDocument for an empty, too large or binary file, and for a byte that cannot be read.
    """
    refuse_size(name, data, max_bytes)
    _refuse_signature(name, data)
    text = _decoded(name, data)
    _refuse_binary(name, text)
    return text


def refuse_size(name: str, data: bytes, max_bytes: int) -> None:
    """Raises UnreadableDocument for an empty or too large file."""
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument(name, "is empty")
    if len(data) > max_bytes:
        raise UnreadableDocument(
            name,
            f"has {_megabytes(len(data))} MB, and at most {_megabytes(max_bytes)} MB are read; "
            "split it into several files",
        )


def _refuse_signature(name: str, data: bytes) -> None:
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableDocument(name, f"is {what}")


def _refuse_binary(name: str, text: str) -> None:
    """A few control characters slip into any text; many are no text."""
    sample = text[:1_000_000]
    if len(_CONTROLS.findall(sample)) > 2 + 0.02 * len(sample):
        raise UnreadableDocument(name, "is a binary file, not a text")


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.4g}"


def _decoded(name: str, data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(name, data[len(mark) :], encoding, len(mark))
    wide = _wide(data)
    if wide:
        return _strict(name, data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(name, data[:1_000_000].decode("latin-1"))
        if _is_utf8_but_for_a_few(data):
            raise _undecodable(name, data, error.start, "UTF-8") from error
    return _strict(name, data, _older(data))


def _strict(name: str, data: bytes, encoding: str, offset: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name, data, error.start, encoding, offset) from error


def _undecodable(name: str, data: bytes, at: int, encoding: str, offset: int = 0) -> UnreadableDocument:
    return UnreadableDocument(
        name,
        f"byte {at + offset} (0x{data[at]:02x}) cannot be read as {encoding.upper()}; save the file as UTF-8",
    )


def _wide(data: bytes) -> str | None:
    """The encoding where zero bytes in the same place of each unit tell UTF-16 or UTF-32 without a mark."""
    sample = data[:4000]
    if b"\0" not in sample or len(data) % 2:
        return None
    zeros = [sample[i::4].count(0) / max(1, len(sample[i::4])) for i in range(4)]
    if len(data) % 4 == 0 and min(zeros[2:]) > 0.9 and zeros[0] < 0.2:
        return "utf-32-le"
    if len(data) % 4 == 0 and min(zeros[:2]) > 0.9 and zeros[3] < 0.2:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if max(even, odd) < 0.05 or min(even, odd) > 0.01:  # even Japanese has its spaces and line ends
        return None
    if max(even, odd) < 0.3 and _is_utf8(data[: len(sample)]):  # plain text with a stray zero
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_but_for_a_few(data: bytes) -> bool:
    """Whether what stands beyond ASCII is mostly whole UTF-8 sequences: then a broken one is damage."""
    sequences = _CUT_SEQUENCE.findall(data)
    rest = len(_HIGH.findall(data)) - sum(map(len, sequences))
    return len(sequences) > rest


def _older(data: bytes) -> str:
    """The likeliest encoding of a file that is not Unicode; Windows-1252 where letters beyond ASCII are few."""
    sample = data[:_SAMPLE_BYTES]
    high = len(_HIGH.findall(sample))
    if high < 0.1 * len(sample) and not _has_undefined(data) and not _has_long_runs(sample):
        return "cp1252"
    if high < _TELLING:
        return "cp1252"
    japanese = next((e for e in ("cp932", "euc_jp") if _is_kana(sample, e)), None)
    if japanese:
        return japanese
    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _is_kana(sample: bytes, encoding: str) -> bool:
    """Whether a good part of the text is Japanese syllables when read so; a wrong reading gives hardly any."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    kana = sum("\u3041" <= c <= "\u30ff" for c in text)
    return "\ufffd" not in text and kana > 0.2 * sum(c > "\x7f" for c in text)


def _has_undefined(data: bytes) -> bool:
    return any(bytes([b]) in data for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D))


def _has_long_runs(sample: bytes) -> bool:
    """Whether bytes beyond ASCII come four in a row, as in Cyrillic or Japanese and hardly ever in Western text."""
    places = [m.start() for m in _HIGH.finditer(sample)]
    run = 0
    for one, two in pairwise(places):
        run = run + 1 if two == one + 1 else 0
        if run == 3:
            return True
    return False

"""Writes small Word and OpenDocument files for tests, part by part, so that flaws can be put in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip


def archive(parts: Mapping[str, str | bytes], level: int = 6) -> bytes:
    """A ZIP archive; the member `mimetype` is stored unpacked, as OpenDocument wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as packed:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(name, content, how)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document of this body; further parts by their names: styles, numbering, footnotes."""
    wrapped = {f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()}
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **wrapped})


def odt(body: str, styles: str = "", **parts: str | bytes) -> bytes:
    """An OpenDocument text of this body."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": content, **parts})


def w(text: str, style: str = "", inside: str = "", **properties: str) -> str:
    """A Word paragraph; "**" at the beginning makes all of it bold."""
    bold = "<w:rPr><w:b/></w:rPr>" if text.startswith("**") else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r>{bold}<w:t xml:space="preserve">{text.removeprefix("**")}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{properties.get('more', '')}</w:pPr>{run}{inside}</w:p>"

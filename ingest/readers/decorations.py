"""Mark-up out of a line: emphasis, links, pictures, code marks, tags and escapes become plain words."""

from __future__ import annotations

import html
import re

_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,400})\]\(<?[^()\s<>]{0,800}(?:\([^()\s]{0,100}\))?[^()\s<>]{0,100}>?(?:\s\"[^\"\n]{0,200}\")?\)"
)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\[\]\n]{1,100}\]:\s+\S+(\s+[\"(].{0,200})?$")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,800})>")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|cite|code|del|details|div|em|font|hr|i|img|ins|kbd|mark|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup|u|wbr)(?:\s[^<>\n]{0,500})?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|hr)\s*/?>", re.IGNORECASE)
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,500})\1(?!`)")
_STRONG = re.compile(
    r"(?<![\\*])\*\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*\*(?!\*)|(?<![\\_\w])__(?=\S)([^_\n]{1,2000}?)(?<=\S)__(?![\w_])"
)
_EMPHASIS = re.compile(
    r"(?<![\\*\w])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\*(?![\w*])|(?<![\\_\w])_(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_])_(?![\w_])"
)
_STRIKE = re.compile(r"~~(?=\S)([^~\n]{1,500})~~")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<\"'$&,/:;=?@^%])")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_BOLD_LINE = re.compile(r"^\s*(?:\*\*(?=\S)[^*\n]{1,300}\*\*|__(?=\S)[^_\n]{1,300}__)\s*$")
_ESCAPED = "\ue000"  # private use: stands for an escaped sign while marks are looked for


def plain(line: str) -> str:
    """The line without mark-up; words, and signs that are no mark-up, stay."""
    line, kept = _put_aside(line)
    if "[" in line:
        line = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", _FOOTNOTE.sub("", line))))
    if "<" in line:
        line = _TAG.sub("", _BREAK.sub(" ", _AUTOLINK.sub(r"\1", line)))
    line = _CODE.sub(r"\2", line)
    line = without_emphasis(line)
    if "&" in line:
        line = html.unescape(line)
    return _put_back(line, kept)


def without_emphasis(line: str) -> str:
    """The line without bold, italic and struck-out marks."""
    if "*" in line or "_" in line:
        for pattern in (_STRONG, _STRONG, _EMPHASIS, _EMPHASIS):
            line = pattern.sub(lambda m: m[1] or m[2] or "", line)
    return _STRIKE.sub(r"\1", line) if "~~" in line else line


def is_bold(line: str) -> bool:
    """Whether the whole line stands in bold."""
    return bool(_BOLD_LINE.match(line))


def is_definition(line: str) -> bool:
    """Whether the line only says where a link leads."""
    return bool(_DEFINITION.match(line))


def _put_aside(line: str) -> tuple[str, list[str]]:
    if "\\" not in line:
        return line, []
    kept: list[str] = []

    def aside(m: re.Match[str]) -> str:
        kept.append(m[1])
        return _ESCAPED

    return _ESCAPE.sub(aside, line.replace(_ESCAPED, "")), kept


def _put_back(line: str, kept: list[str]) -> str:
    if not kept:
        return line
    signs = iter(kept)
    return re.sub(_ESCAPED, lambda _: next(signs, ""), line)

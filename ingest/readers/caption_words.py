"""Words of cues without mark-up: tags, entities and effects go, voices become marks that later steps understand."""

from __future__ import annotations

import html
import re

from ingest.readers.stored_text import clean, one_line

VOICE, END = "\ue010", "\ue011"  # private use: VOICE name END stands in front of the words of a voice
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,200})>")
_VOICE_END = re.compile(r"</v\s*>")
_RUBY = re.compile(r"<rt>[^<>]{0,200}</rt>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,300}|\d{1,3}:\d{2}[\d:.,]{0,20})?>")
_EFFECT = re.compile(r"\{(?:\\[^{}]{0,200}|/?[ibus])\}")
_MUSIC = re.compile(r"^[\s♪♫♬♩#*]+$")


def line_of(raw: str) -> str:
    """One line of a cue as words, with voices marked; "" where only mark-up or notes of music stand in it."""
    line = raw.replace(VOICE, "").replace(END, "")
    if "<" in line:
        line = _VOICE.sub(lambda m: f"{VOICE}{html.unescape(m[1])}{END}", line)
        line = _VOICE_END.sub(f"{VOICE}{END}", line)
        line = _TAG.sub("", _RUBY.sub("", line))
    if "{" in line:
        line = _EFFECT.sub("", line)
    if "&" in line:
        line = html.unescape(line).replace("\xa0", " ")
    line = one_line(clean(line))
    return "" if _MUSIC.match(line) else line

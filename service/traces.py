"""What a forgotten document leaves in what was said about it: runs of its words, and people whom only it held."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from corpus.records import Person

RUN_WORDS = 6  # so many equal words in a row are words of the document, not of the language

SHORT_WORDS = 3  # a whole text of fewer than a run is looked for as it is, unless it is as short as "I agree"


class Traces:
    """Traces of a document with these stored texts and these people whom no other document holds.

    A name of one word is looked for where an answer names a speaker, not in running words: it may be any word.
    """

    def __init__(self, texts: Sequence[str], people: Sequence[Person]) -> None:
        self._runs = {run for one in texts for run in _runs(_words(one))}
        whole = [_words(one) for one in texts]
        short = [w for w in whole if SHORT_WORDS <= len(w) < RUN_WORDS]
        self._names = [f" {' '.join(words)} " for words in (_words(p.name) for p in people) if len(words) > 1]
        self._names += [f" {' '.join(words)} " for words in short]
        self._ids = [f'"id":{json.dumps(p.id, ensure_ascii=False)}' for p in people]

    def are_in(self, said: str) -> bool:
        """Whether plain text, or JSON without spaces between its parts, holds one of them."""
        if any(i in said for i in self._ids):
            return True
        words = _words(said)
        plain = f" {' '.join(words)} "
        return any(name in plain for name in self._names) or not self._runs.isdisjoint(_runs(words))


def _words(said: str) -> list[str]:
    """Folded words; the escapes of JSON ("\\n") are none."""
    return re.findall(r"\w+", re.sub(r"\\[a-z]", " ", said).casefold())


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Every run of RUN_WORDS words."""
    return (" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1))

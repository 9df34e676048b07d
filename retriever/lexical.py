"""The door to tantivy: words of passages, ranked by BM25. The text is indexed, never stored.

Scripts written without spaces are cut into overlapping pairs of characters before tantivy sees them, so that a Japanese
or Chinese question finds its words without a dictionary.
"""

from __future__ import annotations

import math
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from corpus.errors import CorruptIndex, DiskFull

# Changes whenever the same text could give other terms.
LEXICAL_VERSION = "2 nfkc cjk-pairs simple long60 lower ascii english asks200"
ANALYSER = "rostrum"
LONGEST_TERM = 60  # bytes; longer ones are addresses and noise
MOST_TERMS = 256  # of a question; one of 10,000 characters stays fast
WRITER_BYTES = 64_000_000
ASKING_CHARS = 200  # a question mark this near to its end makes a passage one that asks
K1 = 1.2  # tantivy's own, with b = 0.75; neither can be set

# Han, kana, and the marks that belong to them.
_CJK = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)


class LexicalIndex:
    """BM25 over passages in one folder. Numbers are passage numbers, documents are integers.

    Opening sees everything that was committed until then. Raises CorruptIndex where the folder does not open.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self._analyser = _analyser()
        self._schema = _schema()
        self._index = self._open(create)
        self._index.register_tokenizer(ANALYSER, _analyser())
        # Without this a thread of tantivy's polls the folder for as long as the index is open.
        self._index.config_reader("manual")
        self._index.reload()

    def _open(self, create: bool) -> tantivy.Index:
        if not (self.folder / "meta.json").is_file():
            if not create:
                raise CorruptIndex(f"no words in {self.folder}")
            self.folder.mkdir(parents=True, exist_ok=True)
        with _as_ours(self.folder):
            return tantivy.Index(self._schema, path=str(self.folder), reuse=True)

    def add(self, numbers: Sequence[int], documents: Sequence[int], texts: Sequence[str]) -> None:
        """Adds or replaces passages in one commit; on disk when it returns."""
        if not numbers:
            return
        with _as_ours(self.folder):
            writer = self._index.writer(WRITER_BYTES, num_threads=1)
            self._take_out(writer, numbers)
            for number, document, text in zip(numbers, documents, texts, strict=True):
                entry = tantivy.Document()
                entry.add_unsigned("number", number)
                entry.add_unsigned("document", document)
                entry.add_unsigned("asks", int(asks(text)))
                entry.add_text("text", spaced(text))
                writer.add_document(entry)
            self._commit(writer)

    def delete(self, numbers: Sequence[int]) -> None:
        """Takes passages out; numbers that are not there do not matter."""
        if not numbers:
            return
        with _as_ours(self.folder):
            writer = self._index.writer(WRITER_BYTES, num_threads=1)
            self._take_out(writer, numbers)
            self._commit(writer)

    def _take_out(self, writer: tantivy.IndexWriter, numbers: Sequence[int]) -> None:
        # By query: tantivy-py's deletion by term takes an integer for a signed one and finds nothing in this field.
        writer.delete_documents_by_query(
            tantivy.Query.term_set_query(self._schema, "number", [int(n) for n in numbers])
        )

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()  # also gives back the lock
        self._index.reload()

    def best(
        self,
        query: str,
        limit: int,
        documents: Sequence[int] | None = None,
        numbers: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """(number, BM25), best first, at most `limit`, of these documents or passages where given.

        [] where no word is known. Any text is a valid query: it is a bag of words, without operators.
        """
        wanted = self._query(query)
        if limit < 1 or wanted is None:
            return []
        for field, values in (("document", documents), ("number", numbers)):
            if values is not None:
                wanted = self._only(wanted, field, values)
        with _as_ours(self.folder):
            searcher = self._index.searcher()
            hits = searcher.search(wanted, limit, count=False).hits
            found = searcher.fast_field_values("number", [address for _, address in hits])
        return [(int(n or 0), float(score)) for n, (score, _) in zip(found, hits, strict=True)]

    def _only(self, wanted: tantivy.Query, field: str, values: Sequence[int]) -> tantivy.Query:
        inside = tantivy.Query.term_set_query(self._schema, field, [int(v) for v in values])
        zero = tantivy.Query.const_score_query(inside, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, zero)])

    def most(self, query: str) -> float:
        """About the greatest BM25 that a passage could have for this query: every term in it, again and again."""
        counts = Counter(self.terms(query)).most_common(MOST_TERMS)
        return sum(count * self.rarity(term) * (K1 + 1) for term, count in counts)

    def terms(self, text: str) -> list[str]:
        """The terms that a text is indexed under, in order, repeats included."""
        return self._analyser.analyze(spaced(text))

    def rarity(self, term: str) -> float:
        """How much a term tells: ln(1 + (n - f + 0.5) / (f + 0.5)), with f of n passages holding it, as in BM25."""
        with _as_ours(self.folder):
            searcher = self._index.searcher()
            total, holding = searcher.num_docs, searcher.doc_freq("text", term)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    def _query(self, text: str) -> tantivy.Query | None:
        counts = Counter(self.terms(text)).most_common(MOST_TERMS)
        if not counts:
            return None
        each: list[tuple[Any, tantivy.Query]] = []
        for term, count in counts:
            query = tantivy.Query.term_query(self._schema, "text", term, "freq")
            each.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, float(count))))
        return tantivy.Query.boolean_query(each)

    def count(self) -> int:
        """How many passages the index holds."""
        with _as_ours(self.folder):
            return int(self._index.searcher().num_docs)

    def numbers(self) -> set[int]:
        """Every number that the index holds."""
        return self._numbers(tantivy.Query.all_query())

    def asking(self) -> set[int]:
        """The numbers of passages that end in a question."""
        return self._numbers(tantivy.Query.term_query(self._schema, "asks", 1))

    def _numbers(self, query: tantivy.Query) -> set[int]:
        with _as_ours(self.folder):
            searcher = self._index.searcher()
            hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
            return {int(n or 0) for n in searcher.fast_field_values("number", [address for _, address in hits])}

    def close(self) -> None:
        """Nothing stays open but read-only memory maps; they go with the object."""


def spaced(text: str) -> str:
    """The text with full-width forms folded and every run of CJK as overlapping pairs: "日本語" gives "日本 本語"."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())  # without lone surrogates
    return _CJK.sub(lambda m: f" {_pairs(m.group())} ", plain)


def asks(text: str) -> bool:
    """Whether the text ends in a question, give or take a sentence of courtesy behind it."""
    end = unicodedata.normalize("NFKC", text[-ASKING_CHARS:]).rstrip()
    return "?" in end or end.endswith(("か。", "か"))


def _pairs(run: str) -> str:
    return " ".join(run[i : i + 2] for i in range(max(1, len(run) - 1)))


def _analyser() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(LONGEST_TERM),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    builder.add_unsigned_field("asks", indexed=True, fast=True)
    builder.add_text_field("text", stored=False, tokenizer_name=ANALYSER, index_option="freq")
    return builder.build()


class _as_ours:  # noqa: N801 (reads as a clause: "with _as_ours(folder)")
    """Turns what tantivy raises into CorruptIndex, or DiskFull where no room is left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, CorruptIndex):
            return
        if isinstance(error, OSError | ValueError | RuntimeError):
            if "No space left" in str(error) or shutil.disk_usage(self._folder).free == 0:
                raise DiskFull(str(self._folder)) from error
            raise CorruptIndex(f"words in {self._folder}: {type(error).__name__}") from error

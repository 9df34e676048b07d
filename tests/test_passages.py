"""Cutting: one utterance, or parts of about 110 words that end with a sentence."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Document, Utterance
from ingest.passages import LONGEST_WORDS, indexed_text, parts, passages_of
from tests.proceedings import BERG, LIM, OKAFOR, report, transcript


def test_utterance_of_a_turn_is_one_passage_of_its_speaker() -> None:
    found = passages_of(transcript())
    assert [p.speakers for p in found] == [(OKAFOR,), (BERG,), ()]
    assert indexed_text(found[0]).startswith("Nadia Okafor · Levy\nI support the levy.")


def test_passage_of_a_report_has_the_sources_of_its_statements() -> None:
    assert [p.speakers for p in passages_of(report())] == [(), (OKAFOR,), (LIM, BERG)]


def test_long_utterance_is_cut_at_sentence_ends() -> None:
    text = " ".join(f"This is sentence number {i} of a long speech." for i in range(100))
    spans = parts(text, 0, len(text))
    assert len(spans) == 8
    assert all(text[a:b].endswith("speech.") for a, b in spans)
    assert " ".join(text[a:b] for a, b in spans) == text


def test_sentence_without_end_is_cut_between_words() -> None:
    text = "word " * 100_000
    spans = parts(text, 0, len(text))
    assert all(len(text[a:b].split()) <= LONGEST_WORDS for a, b in spans)
    assert sum(len(text[a:b].split()) for a, b in spans) == 100_000


def test_utterance_without_words_has_no_passage() -> None:
    document = Document("d", "d", "v", "d", "transcript", "  ", utterances=(Utterance(0, 0, 2, "A", OKAFOR),))
    assert passages_of(document) == []


@given(st.text(alphabet=st.sampled_from("ab. \n!?"), max_size=400))
def test_parts_lie_inside_in_order_and_lose_no_word(text: str) -> None:
    spans = parts(text, 0, len(text))
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    assert [w for a, b in spans for w in text[a:b].split()] == text.split()

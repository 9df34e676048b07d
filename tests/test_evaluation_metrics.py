"""Each measure worked by hand: these are the examples of docs/evaluation.md."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from evaluation.answers import Answered
from evaluation.bars import bars, missed
from evaluation.cases import Case, Quote
from evaluation.judging import CaseScore, judge
from evaluation.measures import BY_NAME, MEASURES, measure
from evaluation.metrics import abstention, calibration, retrieval
from service.answers import Turn
from service.contract import Json
from tests.evaluation_fake import HeldOf, answer, citation, person, silence

DOCS = Path(__file__).parents[1] / "docs" / "evaluation.md"

# Ada speaks in [0, 31), Ben in [33, 62), Ada again in [64, 86).
ADA, BEN = "Ada Moor", "Ben Vale"
PAINT, PEELS = "The pier needs paint.", "It peels."
DEAR, STONE = "Paint is dear, and wood rots.", "Then let us use stone."
TEXT = f"{PAINT} {PEELS}\n\n{DEAR}\n\n{STONE}\n"


def _utterance(number: int, name: str, words: str) -> Json:
    start = TEXT.index(words)
    return {"number": number, "start": start, "end": start + len(words), "speaker": person(name)}


PIER: Json = {
    "id": "pier.txt",
    "version": "v1",
    "text": TEXT,
    "statements": [],
    "utterances": [
        _utterance(0, ADA, f"{PAINT} {PEELS}"),
        _utterance(1, BEN, DEAR),
        _utterance(2, ADA, STONE),
    ],
}


def case(**more: Any) -> Case:
    usual: dict[str, Any] = {"id": "c", "type": "position", "question": "What does the pier need?"}
    return Case(**(usual | more))


def score(asked: Case, came: Json, *documents: Json, wall_ms: float = 100.0) -> CaseScore:
    return judge(asked, Answered(asked.id, came, wall_ms=wall_ms), HeldOf(PIER, *documents))


def of(name: str, *scores: CaseScore) -> float | None:
    return measure(name).of(scores)[0]


def quotes(*words: str) -> tuple[Quote, ...]:
    return tuple(Quote("pier.txt", w) for w in words)


def test_right_is_the_share_of_answers_that_meet_everything() -> None:
    """Two answered rightly, one with the wrong speaker, one that failed: 2 of 3."""
    asked = case(speakers=(ADA,), evidence=quotes(PAINT))
    scores = [
        score(asked, answer(PIER, (ADA, PAINT))),
        score(case(abstain=True), silence()),
        score(asked, answer(PIER, (BEN, PAINT))),
        judge(asked, Answered("c", error="timed out"), HeldOf(PIER)),
    ]
    assert [s.right for s in scores] == [True, True, False, None]
    assert measure("right").of(scores) == (pytest.approx(2 / 3), 3)


def test_follow_ups_right_counts_follow_ups_alone() -> None:
    follow_up = case(type="followup", history=(Turn("user", "Who spoke?"),), speakers=(ADA,))
    scores = [
        score(follow_up, answer(PIER, (ADA, PAINT))),
        score(follow_up, answer(PIER, (BEN, DEAR))),
        score(case(speakers=(ADA,)), answer(PIER, (BEN, DEAR))),
    ]
    assert measure("followup_right").of(scores) == (0.5, 2)


def test_locked_asks_whether_any_cited_span_touches_the_speakers_words() -> None:
    """Four claims: Ada with her words; Ben with hers; nobody, with words; Ada with no words. Two are locked."""
    came = answer(PIER, (ADA, PAINT), (BEN, STONE), (None, DEAR), (ADA, PEELS))
    came["claims"][3]["citations"] = []
    assert score(case(), came).locked == (2, 4)
    assert of("locked", score(case(), came)) == 0.5


def test_right_speaker_rate_asks_that_every_cited_span_is_mostly_the_speakers() -> None:
    """Ada with her words; Ben with hers; Ada with [20, 60), of which 11 letters are hers and 27 are Ben's: 1 of 3."""
    came = answer(PIER, (ADA, PAINT), (BEN, STONE), (None, DEAR), (ADA, PEELS))
    came["citations"][3] = citation(PIER, 20, 60, 4)
    found = score(case(), came)
    assert found.right_speaker == (1, 3)
    assert found.locked == (3, 4)  # brushing past her words is enough for that


def test_speaker_precision_recall_and_f1() -> None:
    """Ada and Cyd are expected; four claims credit Ada, Ada, Ben and nobody."""
    asked = case(speakers=(ADA, "Cyd Hale"))
    found = score(asked, answer(PIER, (ADA, PAINT), (ADA, PEELS), (BEN, DEAR), (None, STONE)))
    assert found.speaker_precision == pytest.approx(2 / 3)  # of the three claims that credit somebody
    assert found.speaker_recall == pytest.approx(1 / 2)
    assert of("speaker_f1", found) == pytest.approx(4 / 7)  # 2 · (2/3 · 1/2) / (2/3 + 1/2)
    assert found.confusions == ((ADA, ADA), ("Cyd Hale", BEN))


def test_f1_is_of_the_two_means_whichever_of_them_a_case_defines() -> None:
    """Precision 1 of one case; recall 1 and 0 of two, since nobody is credited in the second: F1 = 2·1·½ / 1½ = 2/3."""
    asked = case(speakers=(ADA,))
    scores = [score(asked, answer(PIER, (ADA, PAINT))), score(asked, silence())]
    assert [s.speaker_precision for s in scores] == [1.0, None]
    assert measure("speaker_f1").of(scores) == (pytest.approx(2 / 3), 2)


def test_who_is_named_in_the_question_costs_nothing_and_is_not_asked_for() -> None:
    asked = case(type="relation", question="Who agreed with Ms. Moor?", speakers=(ADA, BEN))
    found = score(asked, answer(PIER, (ADA, PAINT), (BEN, DEAR)))
    assert (found.speaker_precision, found.speaker_recall) == (1.0, 1.0)
    assert score(asked, answer(PIER, (BEN, DEAR))).speaker_recall == 1.0


def test_citation_precision_and_recall_by_overlap() -> None:
    """Expected [0, 21) and [33, 62); cited [10, 31), [33, 62) and [64, 86).

    The first shares 11 letters of 21 with the expected span, more than half: it supports. The second is the expected
    span itself, the third shares nothing: precision 2/3. Of the expected letters 11 of 21 and 29 of 29 are cited.
    """
    came = answer(PIER, (ADA, PAINT), (BEN, DEAR), (ADA, STONE))
    came["citations"][0] = citation(PIER, 10, 31)
    found = score(case(evidence=quotes(PAINT, DEAR)), came)
    assert found.citation_precision == pytest.approx(2 / 3)
    assert found.citation_recall == pytest.approx((11 / 21 + 1) / 2)


def test_a_citation_that_only_brushes_the_expected_words_does_not_support() -> None:
    """Expected [0, 21), cited [18, 40): 3 letters of 21."""
    came = answer(PIER, (ADA, PAINT))
    came["citations"][0] = citation(PIER, 18, 40)
    assert score(case(evidence=quotes(PAINT)), came).citation_precision == 0.0


def test_one_citation_of_the_speaker_locks_a_claim_and_all_of_them_make_the_speaker_right() -> None:
    came = answer(PIER, (ADA, PAINT), (BEN, DEAR))
    came["claims"] = [came["claims"][0] | {"citations": [1, 2]}]
    found = score(case(), came)
    assert (found.locked, found.right_speaker) == ((1, 1), (0, 1))


def test_expected_quotes_covered_counts_words() -> None:
    """Of "The pier needs paint." a citation holds three words of four, 75 %; of Ben's six words none."""
    came = answer(PIER, (ADA, "pier needs paint"))
    found = score(case(evidence=quotes(PAINT, DEAR)), came)
    assert found.evidence == 0.5


def test_letters_cited_twice_count_once() -> None:
    came = answer(PIER, (ADA, PAINT), (ADA, PAINT))
    assert score(case(evidence=quotes(f"{PAINT} {PEELS}")), came).citation_recall == pytest.approx(21 / 31)


def test_quote_exactness_asks_for_the_very_letters() -> None:
    came = answer(PIER, (ADA, PAINT), (BEN, DEAR), (ADA, STONE), (ADA, PEELS))
    came["citations"][1]["quote"] = "Paint is dear and wood rots."
    assert of("verbatim", score(case(), came)) == 0.75


def test_roll_recall_counts_whom_a_list_names_in_claims_or_text() -> None:
    """Four were there; Ada is credited, Ben is only written of, the others are missing."""
    asked = case(type="list", speakers=(ADA, BEN, "Cyd Hale", "Dee Orr"))
    found = score(asked, answer(PIER, (ADA, PAINT), text="Ada Moor [1] and Ben Vale were there."))
    assert found.roll_recall == 0.5
    assert score(case(speakers=(ADA,)), answer(PIER, (ADA, PAINT))).roll_recall is None


def _stanced(asked: Case, *shown: tuple[str, str, str]) -> CaseScore:
    came = answer(PIER, *((name, words) for name, words, _ in shown))
    for claim, (_, _, stance) in zip(came["claims"], shown, strict=True):
        claim["stance"] = stance
    return score(asked, came)


def test_stance_f1_is_the_mean_over_stances() -> None:
    """Expected: Ada for, Ben against, Cyd against. Shown: Ada for, Ben for, nobody for Cyd.

    For: one hit, one false: F1 2·1/(2·1 + 1) = 2/3. Against: two missed: 0. "Neither" came up nowhere. Mean 1/3.
    """
    asked = case(stances=((ADA, "favour"), (BEN, "against"), ("Cyd Hale", "against")))
    found = _stanced(asked, (ADA, PAINT, "favour"), (BEN, DEAR, "favour"))
    assert found.stances == (("favour", "favour"), ("against", "favour"), ("against", None))
    assert of("stance_f1", found) == pytest.approx(1 / 3)


def test_the_stance_shown_is_that_of_the_claim_with_the_expected_words() -> None:
    asked = case(stances=((ADA, "favour"),), evidence=quotes(STONE))
    assert _stanced(asked, (ADA, PAINT, "neither"), (ADA, STONE, "favour")).stances == (("favour", "favour"),)


def test_of_several_expected_quotes_the_first_decides_on_the_stance() -> None:
    asked = case(stances=((ADA, "against"),), evidence=quotes(STONE, PAINT))
    assert _stanced(asked, (ADA, PAINT, "favour"), (ADA, STONE, "against")).stances == (("against", "against"),)


def test_must_mention_is_the_share_of_the_words_in_text_or_quotes() -> None:
    asked = case(must_mention=("PIER", "stone", "tar"))
    assert score(asked, answer(PIER, (ADA, PAINT), text="She would use stone [1].")).must_mention == pytest.approx(
        2 / 3
    )


def _silent(kind: str) -> Case:
    return case(type="unanswerable", abstain=True, abstention=kind)


def test_abstention_precision_recall_and_f1_and_by_kind() -> None:
    """Five questions; the record is silent on three of them, in the ways given.

    expected          shown
    not_in_record     not_in_record
    speaker_silent    not_in_record
    speaker_silent    an answer
    an answer         unclear
    an answer         an answer
    """
    scores = [
        score(_silent("not_in_record"), silence("not_in_record")),
        score(_silent("speaker_silent"), silence("not_in_record")),
        score(_silent("speaker_silent"), answer(PIER, (ADA, PAINT))),
        score(case(), silence("unclear")),
        score(case(), answer(PIER, (ADA, PAINT))),
    ]
    assert measure("abstention_precision").of(scores) == (pytest.approx(2 / 3), 3)
    assert measure("abstention_recall").of(scores) == (pytest.approx(2 / 3), 3)
    assert measure("abstention_f1").of(scores) == (pytest.approx(2 / 3), 4)
    assert measure("abstention_precision_not_in_record").of(scores) == (0.5, 2)
    assert measure("abstention_recall_not_in_record").of(scores) == (1.0, 1)
    assert measure("abstention_recall_speaker_silent").of(scores) == (0.0, 2)
    assert measure("abstention_precision_unclear").of(scores) == (0.0, 1)
    assert measure("abstention_recall_unclear").of(scores) == (None, 0)
    assert abstention.confusion(scores)["speaker_silent", "not_in_record"] == 1


def test_calibration_sets_how_sure_the_system_was_beside_how_often_there_was_an_answer() -> None:
    """Scores 0.11, 0.15 and 0.85; the record answers the second and the third."""
    scores = [
        score(_silent("not_in_record"), silence() | {"evidence_score": 0.11}),
        score(case(), silence() | {"evidence_score": 0.15}),
        score(case(), answer(PIER, (ADA, PAINT)) | {"evidence_score": 0.85}),
    ]
    low, high = calibration.curve(scores)
    assert (low.low, low.cases, low.mean_score, low.answerable, low.abstained) == (
        0.1,
        2,
        pytest.approx(0.13),
        0.5,
        1.0,
    )
    assert (high.cases, high.answerable, high.abstained) == (1, 1.0, 0.0)
    # (2 · |0.13 - 0.5| + 1 · |0.85 - 1|) / 3
    assert calibration.expected_calibration_error([low, high]) == pytest.approx((2 * 0.37 + 0.15) / 3)
    assert calibration.curve([score(case(), silence())]) == []


def _hit(first: int, last: int, *names: str, document: str = "pier.txt") -> Json:
    return {"document": document, "utterances": [first, last], "speakers": [person(n) for n in names]}


def _ranked(asked: Case, *hits: Json) -> dict[str, float]:
    return dict(judge(asked, Answered(asked.id, hits=hits), HeldOf(PIER)).retrieval)


def test_ranking_counts_utterances_in_the_order_in_which_hits_bring_them() -> None:
    """Relevant: 4 (grade 2) and 7 (grade 1). Hits: 9, then 3 to 4, then 4 again. So 4 stands third, 7 nowhere.

    DCG = 2 / log2(4) = 1; the best possible is 2 / log2(2) + 1 / log2(3) = 2.631.
    """
    asked = case(document="pier.txt", utterances=((4, 2), (7, 1), (9, 0)))
    found = _ranked(asked, _hit(9, 9), _hit(3, 4), _hit(4, 4))
    assert found["ndcg@10"] == pytest.approx(1 / (2 + 1 / math.log2(3)))
    assert found["recall@5"] == found["recall@20"] == 0.5
    assert found["mrr"] == pytest.approx(1 / 3)
    assert found["hit@5"] == 1.0
    assert "who@1" not in found


def test_recall_at_k_is_of_what_could_stand_among_k() -> None:
    asked = case(document="pier.txt", utterances=tuple((n, 1) for n in range(8)))
    assert _ranked(asked, _hit(0, 4))["recall@5"] == 1.0


def test_a_ranking_without_hits_is_nought_and_without_grades_undefined() -> None:
    asked = case(document="pier.txt", utterances=((4, 2),))
    assert set(_ranked(asked).values()) == {0.0}
    assert _ranked(case(document="pier.txt", speakers=(ADA,))) == {"who@1": 0.0, "who@3": 0.0}


def test_speaker_of_the_first_hit_must_be_expected_and_in_the_document() -> None:
    asked = case(document="pier.txt", speakers=(ADA,))
    elsewhere = _hit(0, 0, ADA, document="other.txt")
    assert _ranked(asked, _hit(0, 0, ADA, BEN))["who@1"] == 1.0
    assert _ranked(asked, elsewhere, _hit(1, 1, BEN), _hit(2, 2, ADA)) == {"who@1": 0.0, "who@3": 1.0}


def test_of_a_question_the_utterances_with_its_expected_words_are_relevant() -> None:
    """Expected are words of utterance 1 and of utterance 2; hits bring 0 and 1: recall 1/2, MRR 1/2."""
    asked = case(evidence=quotes("wood rots", STONE), speakers=(BEN,))
    came = Answered("c", answer(PIER, (BEN, DEAR)), hits=(_hit(0, 0, ADA), _hit(1, 1, BEN)))
    found = judge(asked, came, HeldOf(PIER))
    assert dict(found.retrieval)["recall@5"] == 0.5
    assert dict(found.retrieval)["mrr"] == 0.5
    assert (dict(found.retrieval)["who@1"], dict(found.retrieval)["who@3"]) == (0.0, 1.0)
    assert found.right


def test_names_of_utterances_in_a_run_hold_no_white_space() -> None:
    assert retrieval.item("old pier.txt", 3) == "old%20pier.txt#3"


def test_latency_percentiles_are_waits_that_were_seen() -> None:
    """Of 100, 200, 300 and 400 ms the median is 200 and the 95th percentile 400; a failed case does not count."""
    came = [score(case(), silence(), wall_ms=ms) for ms in (400.0, 100.0, 300.0, 200.0)]
    failed = judge(case(), Answered("c", error="timed out", wall_ms=60_000.0), HeldOf())
    assert measure("latency_s_p50").of([*came, failed]) == (0.2, 4)
    assert measure("latency_s_p95").of([*came, failed]) == (0.4, 4)


def test_a_bar_is_reached_by_its_own_height_from_above_and_below() -> None:
    at = {"value": 0.5}
    summary = {"measures": {"right": at, "latency_s_p50": at}, "errors": 0}
    assert missed(bars(["right=0.5", "latency_s_p50=0.5"]), summary) == []
    assert len(missed(bars(["right=0.51", "latency_s_p50=0.49"]), summary)) == 2


def test_undefined_is_none_with_its_count_and_never_nought() -> None:
    for found in MEASURES:
        assert found.of([]) == (None, 0), found.name
        assert found.of([judge(case(), Answered("c", error="no"), HeldOf())]) == (None, 0), found.name


def test_every_measure_is_defined_in_the_documentation() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in BY_NAME if f"`{name}`" not in text] == []

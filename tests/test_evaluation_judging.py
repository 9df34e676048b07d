"""What we call right is what the measuring tool from outside calls right, to the case."""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import random
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evaluation import naming
from evaluation.answers import Answered
from evaluation.cases import Case, Quote, case_json, read_cases
from evaluation.judging import CaseScore, judge, score_json, score_of
from evaluation.running import ask_all, judge_all
from evaluation.runs import Ways, begin
from evaluation.summary import summarise
from service.contract import Json
from tests.evaluation_fake import NOW, SPEAKERS, HeldOf, answer, case_of, citation, person, silence, sitting

NAMES = (
    *(
        "Ada Moor",
        "Ms. Moor",
        "ada",
        "Moor",
        "Dr. Ada Moor (Harbour Board)",
        "A. Moor",
        "Moor Ada",
        "Ben Moor",
        "B Moor",
    ),
    *("Adá Móor", "The United States", "US", "U.S.", "Republic of Korea", "South Korea", "North Korea", "Korea", "EU"),
    *("European Union", "the EU", "G-77/China", "Group of 77 and China", "China", "Guinea", "Papua New Guinea"),
    *(
        "Steve Vale",
        "Stephen Vale",
        "Steven Vale",
        "Bob Orr",
        "Robert Orr",
        "Rob Orr",
        "Chair",
        "Minister",
        "Mr. O'Hara",
    ),
    *(
        "Hon. Li (York, Ind.)",
        "Li",
        "Jean-Luc Piet",
        "J. Piet",
        "LEO",
        "Leo Balter",
        "Coastal Alliance",
        "Alliance",
        "?",
    ),
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The measuring tool, loaded from the measuring data."""
    folder = os.environ.get("ROSTRUM_MEASURE_DATA")
    if not folder:
        warnings.warn("ROSTRUM_MEASURE_DATA is not set: agreement was NOT measured", stacklevel=1)
        pytest.skip("ROSTRUM_MEASURE_DATA is not set: agreement was NOT measured")
    spec = importlib.util.spec_from_file_location("yardstick", Path(folder) / "yardstick" / "yardstick.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["yardstick"] = module
    spec.loader.exec_module(module)
    return module


def made_up() -> Iterator[tuple[Case, Json]]:
    """Cases, each with a good answer and many that are spoilt in one or two ways; always the same."""
    draw = random.Random(7)
    document = sitting()
    for number in range(12):
        case = _varied(case_of(number), number)
        good = answer(document, (SPEAKERS[number % 4], case.evidence[0].quote))
        yield case, good
        yield case, silence()
        for _ in range(25):
            spoilt = good
            for spoil in draw.sample(SPOILING, draw.randint(1, 2)):
                spoilt = spoil(spoilt, document, draw)
            yield case, spoilt


def _varied(case: Case, number: int) -> Case:
    other = SPEAKERS[(number + 1) % 4]
    ways = (
        case,
        replace(case, type="relation", question=f"Who agreed with {other}?", speakers=(*case.speakers, other)),
        replace(case, must_mention=("KEEPER", "more years")),
        replace(case, speakers_allowed=(other,)),
        replace(case, abstain=True, type="unanswerable"),
        replace(case, speakers=(), evidence=(*case.evidence, Quote("elsewhere.txt", "none of it"))),
    )
    return ways[number % len(ways)]


def _other_speaker(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"claims": [c | {"speaker": person(draw.choice(SPEAKERS))} for c in came["claims"]]}


def _no_speaker(came: Json, document: Json, draw: random.Random) -> Json:
    about = [person(draw.choice(SPEAKERS))]
    return came | {"claims": [c | {"speaker": None, "about": about} for c in came["claims"]]}


def _another_claim(came: Json, document: Json, draw: random.Random) -> Json:
    said = draw.choice(document["utterances"])
    number = len(came["citations"]) + 1
    more = citation(document, said["start"], said["end"], number)
    claim = {"speaker": draw.choice([said["speaker"], person(draw.choice(SPEAKERS))]), "citations": [number]}
    return came | {"claims": [*came["claims"], claim], "citations": [*came["citations"], more]}


def _other_words(came: Json, document: Json, draw: random.Random) -> Json:
    start = draw.randrange(len(document["text"]) - 40)
    moved = [citation(document, start, start + draw.randint(5, 200), c["number"]) for c in came["citations"]]
    return came | {"citations": moved}


def _inexact(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"citations": [c | {"quote": c["quote"] + draw.choice(["", "."])} for c in came["citations"]]}


def _loose_number(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"text": f"{came['text']} [{draw.randint(1, 3)}]"}


def _unnumbered(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"claims": [c | {"citations": draw.choice([[], [1], [9]])} for c in came["claims"]]}


def _too_long(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"text": came["text"] + " more" * draw.choice([280, 290, 400])}


def _too_many(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"citations": came["citations"][:1] * draw.choice([12, 13])}


def _on_behalf(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"claims": [c | {"for": person(draw.choice(SPEAKERS))} for c in came["claims"]]}


def _nothing_claimed(came: Json, document: Json, draw: random.Random) -> Json:
    return came | {"claims": []}


SPOILING = (
    *(_other_speaker, _no_speaker, _another_claim, _other_words, _inexact, _loose_number),
    *(_unnumbered, _too_long, _too_many, _on_behalf, _nothing_claimed),
)


def ours(case: Case, came: Json) -> CaseScore:
    return judge(case, Answered(case.id, came), HeldOf(sitting()))


@pytest.mark.measure
def test_made_up_answers_are_right_for_both_or_for_neither(tool: ModuleType) -> None:
    rows = list(made_up())
    for case, came in rows:
        theirs = tool.judge({"speakers": [], **case_json(case)}, came, {"sitting.txt": sitting()})
        found = ours(case, came)
        assert found.right == bool(theirs["right"]), (case, came, found.wrongs)
        assert found.abstained == theirs["abstained"]
        assert found.locked == (sum(theirs["locked"]), len(theirs["locked"]))
        assert found.verbatim == (sum(theirs["verbatim"]), len(theirs["verbatim"]))
        if not case.abstain:
            assert found.speaker_recall == pytest.approx(theirs["recall"])
            assert found.speaker_precision == pytest.approx(theirs["precision"])
            assert found.evidence == pytest.approx(theirs["evidence"])
    assert 30 < sum(bool(ours(case, came).right) for case, came in rows) < len(rows) - 30


@pytest.mark.measure
def test_names_are_the_same_person_for_both_or_for_neither(tool: ModuleType) -> None:
    differing = [
        (a, b)
        for a, b in itertools.product(NAMES, repeat=2)
        if naming.same_person(a, b) != tool.same_person(a, b) or naming.folded(a) != tool.fold(a)
    ]
    assert differing == []


@pytest.mark.measure
def test_quotes_are_covered_for_both_or_for_neither(tool: ModuleType) -> None:
    words = ["a b c d e", "a b c", "A, b! d", "", "a a b", "x"]
    assert [naming.covers(a, b) for a in words for b in words] == [tool.covers(a, b) for a in words for b in words]


def _hit(draw: random.Random) -> Json:
    first = draw.randrange(18)
    named = [person(name) for name in draw.sample(SPEAKERS, draw.randint(0, 2))]
    document = draw.choice(["sitting.txt", "sitting.txt", "other.txt"])
    return {"document": document, "utterances": [first, first + draw.randint(0, 2)], "speakers": named, "text": ""}


@pytest.mark.measure
def test_rankings_have_the_same_figures_for_both(tool: ModuleType) -> None:
    draw = random.Random(5)
    for number in range(60):
        grades = {n: draw.randint(1, 2) for n in draw.sample(range(20), draw.randint(0, 20))}
        speakers = draw.sample(SPEAKERS, draw.randint(0, 2))
        case = Case(
            f"r{number}",
            "evidence",
            "Lamps?",
            (),
            tuple(speakers),
            document="sitting.txt",
            utterances=tuple(grades.items()),
        )
        hits = [_hit(draw) for _ in range(draw.randint(0, 12))]
        tool.call = lambda url, body, hits=hits: {"hits": hits}
        theirs = tool.search("", [case_json(case)], argparse.Namespace(scoped=False))
        found = summarise([judge(case, Answered(case.id, hits=tuple(hits)), HeldOf())])
        for key in ("ndcg@10", "recall@20", "hit@5", "who@1", "who@3"):
            assert found[key] == pytest.approx(theirs[key]), (key, case, hits)


class Asked:
    """A system that notes what came back, so that the tool can be given the very same."""

    def __init__(self, system: Any) -> None:
        self._system = system
        self.came: dict[str, Json] = {}

    def ask(self, question: str, history: Any = (), document: str | None = None) -> Json:
        self.came[question] = self._system.ask(question, history, document)
        return self.came[question]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._system, name)


@pytest.mark.measure
def test_real_answers_are_right_for_both_or_for_neither(tool: ModuleType, tmp_path: Path) -> None:
    cases, documents = "data/enb/enb.qa.jsonl", "data/enb/documents"
    from evaluation.systems import in_process
    from ingest.report import Hooks
    from service import wiring
    from service.settings import Settings

    folder = Path(os.environ["ROSTRUM_MEASURE_DATA"])
    settings = Settings(data=tmp_path / "data", _env_file=None)
    wiring.ingest(settings, [folder / documents], Hooks())
    wanted = read_cases([folder / cases])
    with in_process(settings) as system:
        asked = Asked(system)
        run = ask_all(begin(tmp_path / "run", wanted, [cases], system.about(), Ways(), NOW), asked)  # type: ignore[arg-type]
        scores = judge_all(run, system)
        tool.Record = lambda url: _Documents(system)
        tool.call = lambda url, body: asked.came[body["question"]]
        rows = [{"speakers": [], **case_json(c)} for c in wanted]
        theirs = tool.qa("", rows, argparse.Namespace(together=False, show=False))
    found = summarise(scores)
    assert found["wrong"] == theirs["wrong"]
    for key in theirs.keys() - {"latency_s_p50", "latency_s_p95"}:
        same = pytest.approx(theirs[key]) if isinstance(theirs[key], float) else theirs[key]
        assert found[key] == same, key


class _Documents(dict[str, Json]):
    def __init__(self, system: Any) -> None:
        super().__init__()
        self._system = system

    def __missing__(self, name: str) -> Json:
        self[name] = self._system.document(name)
        return self[name]


def test_every_reason_why_an_answer_is_not_right_is_told() -> None:
    case = replace(case_of(0), must_mention=("tar",))
    document = sitting()
    other = document["utterances"][1]
    came = answer(document, ("Rosa Lim", case.evidence[0].quote), text="She said so [1] [7].")
    came["citations"][0] = citation(document, other["start"] + 1, other["end"]) | {"quote": "something else"}
    assert ours(case, came).wrongs == (
        "Nadia Okafor is not shown",
        "most of the speakers shown are not expected",
        "a quote is not exact",
        "no expected quote is cited",
        "“tar” is not mentioned",
        "a number points nowhere",
    )
    assert ours(case, answer(document)).wrongs[1] == "there is no claim"
    assert ours(case, silence()).wrongs == ("abstained",)
    assert ours(replace(case, abstain=True), came).wrongs == ("should have abstained",)


def test_a_score_survives_its_line() -> None:
    for case, came in itertools.islice(made_up(), 100):
        found = ours(case, came)
        assert score_of(json.loads(json.dumps(score_json(found)))) == found


def test_an_error_is_not_judged() -> None:
    found = judge(case_of(0), Answered("c0", error="timed out", wall_ms=9.0), HeldOf())
    assert (found.right, found.abstained, found.locked, found.error) == (None, None, (0, 0), "timed out")


def _of_words(count: int) -> str:
    return " ".join(["word"] * count)


@pytest.mark.parametrize(
    ("text_words", "citations", "quote_words", "wrongs"),
    [
        (299, 12, 80, ()),  # and "[1]", which counts as a word
        (300, 12, 80, ("longer than 300 words",)),
        (299, 13, 80, ("more than 12 citations",)),
        (299, 12, 81, ("a quote longer than 80 words",)),
    ],
)
def test_the_limits_of_an_answer_may_be_reached_and_not_passed(
    text_words: int, citations: int, quote_words: int, wrongs: tuple[str, ...]
) -> None:
    text = f"{_of_words(quote_words)}. Short words."
    start = text.index("Short")
    document = {
        **sitting(),
        "text": text,
        "utterances": [{"start": 0, "end": len(text), "speaker": person("Rosa Lim")}],
    }
    cited = [citation(document, start, len(text), n) for n in range(2, citations + 1)]
    long = citation(document, 0, start - 2)
    claim = {"text": "words", "speaker": person("Rosa Lim"), "citations": [1]}
    came = {"text": f"{_of_words(text_words)} [1]", "claims": [claim], "citations": [long, *cited]}
    case = Case("c", "position", "What?", speakers=("Rosa Lim",))
    assert judge(case, Answered("c", came), HeldOf(document)).wrongs == wrongs

"""The report shows a run whole, says where there is nothing, and takes nobody's words for HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from corpus.errors import BadInput, CouldNotLook
from evaluation.cases import Case, Quote
from evaluation.judging import CaseScore
from evaluation.report import REPORT, write_report
from evaluation.report.calibration import drawn as calibration
from evaluation.report.choosing import ALL_UP_TO, MOST, RIGHT, WRONG, chosen
from evaluation.report.elements import Markup, cropped, el, text
from evaluation.report.numbers import around, figure, moment, share
from evaluation.report.overlap import common
from evaluation.report.plots import interval_bar, round_steps
from evaluation.running import ask_all, judge_all
from evaluation.runs import Run
from tests.browsing import launched, needs_browser, watched
from tests.evaluation_fake import (
    SITTING,
    FakeSystem,
    answer,
    case_of,
    cases,
    good_answers,
    good_system,
    person,
    silence,
    sitting,
    started,
)

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'&\u202e\x00]]><!--"
VOID = {"br", "input", "meta", "link"}


class Seen(HTMLParser):
    """The elements of a page with their attributes, its words, and what is not closed as it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.words.append(data)

    def all(self, name: str, **attributes: str) -> list[dict[str, str | None]]:
        wanted = attributes.items()
        return [found for tag, found in self.elements if tag == name and wanted <= found.items()]

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())


def seen(html: str) -> Seen:
    page = Seen()
    page.feed(html)
    page.close()
    assert page.open == page.faults == []
    return page


def run_of(folder: Path, system: FakeSystem, wanted: Sequence[Case] | None = None) -> Run:
    run = ask_all(started(folder, system, wanted), system, parallel=1)
    judge_all(run, system)
    return run


def shown(run: Run) -> Seen:
    return seen(write_report(run).read_text(encoding="utf-8"))


def outcomes(page: Seen) -> list[str | None]:
    return [article["data-outcome"] for article in page.all("article")]


def test_a_run_is_one_page_with_its_figures_groups_and_cases(tmp_path: Path) -> None:
    page = shown(run_of(tmp_path, good_system()))
    headings = ("Figures", "By type", "By document", "By expected speaker", "Silence", "Waiting", "Cases")
    assert all(heading in page.words for heading in headings)
    assert "30 of 30 answers are right: 1.000 (1.000 to 1.000)." in page.said
    assert "Macro: each speaker counts the same" in page.said
    assert len(page.all("article")) == len(cases())
    assert {svg.get("role") for svg in page.all("svg", **{"class": "plot"})} == {"img"}


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = shown(run_of(tmp_path, good_system()))
    assert page.all("img") == page.all("iframe") == []
    assert [s for s in page.all("script") if s] == []
    targets = [v for _, found in page.elements for name, v in found.items() if name in ("href", "src", "action")]
    assert all(v and (v.startswith("#") or v == "data:,") for v in targets)
    policy = page.all("meta")[1]["content"]
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_was_measured_stands_in_it(tmp_path: Path) -> None:
    system = good_system()
    system.told = replace(
        system.told,
        version="7.8.9",
        commit="0a1b2c3d4e",
        code="c0de",
        index="1dex",
        settings={"depth": 12},
        prompts={"compose.md": "9f9f"},
    )
    run = run_of(tmp_path, system)
    page = shown(run)
    for told in ("7.8.9", "0a1b2c3d4e", "c0de", "1dex", "depth = 12", 'compose.md = "9f9f"', SITTING, "v1"):
        assert told in page.said
    assert run.info.cases_sha256 in page.said


def test_wrong_cases_come_first_and_open_with_why_they_are_wrong(tmp_path: Path) -> None:
    system = good_system()
    system.answers[case_of(7).question] = silence("speaker_silent")
    system.answers[case_of(9).question] = CouldNotLook("The index is torn.")
    page = shown(run_of(tmp_path, system))
    assert outcomes(page)[:3] == ["wrong", "error", "right"]
    assert ["open" in d for d in page.all("details")][:3] == [True, True, False]
    assert "Not right: abstained." in page.said
    assert "It failed, and stands in no figure: The index is torn." in page.said
    assert "Failed, and in no figure: 1 case." in page.said


def test_expected_and_cited_words_stand_side_by_side_with_what_they_share_marked(tmp_path: Path) -> None:
    case = case_of(2)
    wanted = replace(case, evidence=(Quote(SITTING, "the orchard needs 4 MORE years, or none"),))
    system = FakeSystem({case.question: answer(sitting(), (case.speakers[0], case.evidence[0].quote))})
    html = write_report(run_of(tmp_path, system, [wanted])).read_text()
    assert "<mark>the orchard needs 4 MORE years</mark>, or none" in html
    assert "<mark>The orchard needs 4 more years</mark> and a orchardkeeper" in html


def test_a_stance_that_is_shown_otherwise_is_told(tmp_path: Path) -> None:
    case = replace(case_of(2), stances=((case_of(2).speakers[0], "against"),))
    system = FakeSystem({case.question: answer(sitting(), (case.speakers[0], case.evidence[0].quote))})
    assert "✗ Pieter Berg: against (shown: neither)" in shown(run_of(tmp_path, system, [case])).said


def test_a_quote_of_another_document_shares_nothing(tmp_path: Path) -> None:
    case = case_of(2)
    wanted = replace(case, evidence=(Quote("other.txt", case.evidence[0].quote),))
    system = FakeSystem({case.question: answer(sitting(), (case.speakers[0], case.evidence[0].quote))})
    assert "<mark>" not in write_report(run_of(tmp_path, system, [wanted])).read_text()


def test_nobodys_words_become_html(tmp_path: Path) -> None:
    case = Case(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        speakers=(HOSTILE,),
        speakers_allowed=(HOSTILE,),
        evidence=(Quote(HOSTILE, HOSTILE),),
        answer=HOSTILE,
        must_mention=(HOSTILE,),
        documents=(HOSTILE,),
        stances=((HOSTILE, "favour"),),
        speaker_note=HOSTILE,
    )
    held = sitting() | {"id": HOSTILE, "title": HOSTILE, "version": HOSTILE}
    came = answer(held, (HOSTILE, held["text"][:20]), text=HOSTILE, abstention={"kind": HOSTILE, "message": HOSTILE})
    came["citations"][0] |= {"quote": HOSTILE, "speaker": person(HOSTILE)}
    system = FakeSystem({HOSTILE: came}, {HOSTILE: held})
    system.told = replace(system.told, where=HOSTILE, commit=HOSTILE, settings={HOSTILE: HOSTILE})
    page = shown(run_of(tmp_path, system, [case]))
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    assert page.said.count("onerror=alert(1)>") > 15
    assert "\x00" not in page.said
    assert not any(name.startswith("on") for _, found in page.elements for name in found)


def test_an_error_is_not_shown_as_html_either(tmp_path: Path) -> None:
    system = good_system()
    system.answers[case_of(3).question] = CouldNotLook(HOSTILE)
    assert shown(run_of(tmp_path, system)).all("img") == []


def test_without_answers_the_page_says_what_there_is_not(tmp_path: Path) -> None:
    ranked = Case("r1", "evidence", "Lamps?", document=SITTING, utterances=((2, 2),))
    hit = {"document": SITTING, "utterances": [1, 2], "speakers": [], "text": "words", "score": 0.5}
    page = shown(run_of(tmp_path, FakeSystem(hits=[hit]), [ranked]))
    assert outcomes(page) == ["searched"]
    assert "No question was answered." in page.said
    assert "there is no calibration to draw" in page.said
    assert "No case expects a speaker." in page.said
    assert "sitting.txt, 1 to 2" in page.said


def test_what_is_undefined_is_a_dash_with_its_count(tmp_path: Path) -> None:
    page = shown(run_of(tmp_path, good_system()))
    assert "Recall of “unclear” abstention_recall_unclear – – 0" in page.said
    assert (figure(None), around({"low": None, "high": None})) == ("–", "–")
    assert seen(share({"value": None, "count": 3})).said == "– of 3"


def test_who_was_shown_for_whom_names_both(tmp_path: Path) -> None:
    system = good_system()
    case = case_of(0)
    system.answers[case.question] = answer(sitting(), ("Rosa Lim", case.evidence[0].quote))
    page = shown(run_of(tmp_path, system))
    assert "Nadia Okafor 4 0 Rosa Lim × 1" in page.said
    assert "3 expected speakers were always shown, and are left out." in page.said


def test_silences_are_told_from_answers(tmp_path: Path) -> None:
    system = good_system()
    system.answers["Who spoke about the moon, try 3?"] = system.answers[case_of(0).question]
    page = shown(run_of(tmp_path, system))
    assert "an answer 20 0 0" in page.said
    assert "silence, kind not said 1 9 0" in page.said


def test_a_score_of_the_evidence_is_drawn_against_what_the_record_holds(tmp_path: Path) -> None:
    answers = good_answers(cases())
    for came in answers.values():
        assert isinstance(came, dict)
        came["evidence_score"] = 0.15 if came["abstained"] else 0.85
    page = shown(run_of(tmp_path, FakeSystem(answers)))
    assert "Calibration of 30 cases" in page.said
    assert "0.8 to 0.9 20 0.850 1.000 0.000" in page.said
    assert "Mean distance: 0.150." in page.said


def test_no_score_of_the_evidence_is_said_to_be_none() -> None:
    assert "no calibration to draw" in calibration({"bins": [], "error": None})


def test_a_run_that_has_not_come_to_its_end_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Finish it"):
        write_report(started(tmp_path, good_system()))
    assert not (tmp_path / REPORT).exists()


def test_a_summary_that_is_not_whole_is_told(tmp_path: Path) -> None:
    run = run_of(tmp_path, good_system(), [case_of(0)])
    run.write_summary({"right": 1.0})
    with pytest.raises(BadInput, match="Judge it again"):
        write_report(run)


def scores(wrong: int, right: int) -> Iterator[CaseScore]:
    yield from (CaseScore(f"r{n}", "who", right=True) for n in range(right))
    yield from (CaseScore(f"w{n}", "who", right=False) for n in range(wrong))


def test_up_to_a_thousand_cases_all_are_shown_wrong_ones_first() -> None:
    found = chosen(scores(ALL_UP_TO - 1, 1))
    assert (len(found.scores), found.left_out) == (ALL_UP_TO, False)
    assert found.scores[-1].case == "r0"


def test_of_more_some_of_each_outcome_are_shown_spread_over_the_set() -> None:
    found = chosen(scores(2_000, 8_000))
    assert found.of == {WRONG: (MOST[WRONG], 2_000), RIGHT: (MOST[RIGHT], 8_000)}
    assert [s.case for s in found.scores[:3]] == ["w0", "w4", "w8"]
    assert found.scores[-1].case == "r7920"
    assert chosen(scores(2_000, 8_000)) == found


def test_a_page_that_leaves_cases_out_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.report.choosing.ALL_UP_TO", 10)
    monkeypatch.setitem(MOST, RIGHT, 5)
    page = shown(run_of(tmp_path, good_system()))
    assert len(page.all("article")) == 5
    assert "30 right (5 of them shown)." in page.said
    assert "every case stands in cases.csv" in page.said


def test_a_text_without_end_is_cut_and_says_so(tmp_path: Path) -> None:
    case = case_of(0)
    came = answer(sitting(), (case.speakers[0], case.evidence[0].quote), text="word " * 200_000)
    run = run_of(tmp_path, FakeSystem({case.question: came}), [case])
    assert "996,000 more characters" in shown(run).said
    assert (tmp_path / REPORT).stat().st_size < 100_000
    assert cropped("four", 4) == "four"


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("A bridge is dear.", "a bridge is DEAR, I think", ["A bridge is dear"]),
        ("Yes. A bridge is dear. No.", "We said: a bridge is far.", ["A bridge is"]),
        ("the bridge", "So the bridge fell.", ["the bridge"]),
        ("over the river", "the river over", []),
        ("橋は高い", "橋は高い", ["橋は高い"]),
        ("", "words", []),
        ("words", "", []),
    ],
)
def test_runs_of_three_equal_words_are_shared(one: str, other: str, marked: list[str]) -> None:
    assert [one[start:end] for start, end in common(one, [other])] == marked


def test_only_elements_are_markup() -> None:
    assert el("p", "a < b", None, ["c", Markup("<b>d</b>"), 3]) == "<p>a &lt; b" + "c<b>d</b>3</p>"
    assert el("a", href='"><x', hidden=True, title=None) == '<a href="&quot;&gt;&lt;x" hidden></a>'
    assert text("a\x00b\ud800") == "a\ufffdb\ufffd"


def test_what_has_no_figure_has_no_bar() -> None:
    assert interval_bar(None, None, None) is None
    bar = interval_bar(0.5, None, None)
    assert bar
    assert "range" not in bar


@pytest.mark.parametrize(
    ("most", "steps"), [(0.0, [0.0, 1.0]), (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), (7.2, [0, 2, 4, 6, 8])]
)
def test_axes_have_round_steps(most: float, steps: list[float]) -> None:
    assert round_steps(most) == pytest.approx(steps)


def test_moments_are_told_with_their_zone() -> None:
    assert moment("2031-05-02T09:00:00+00:00") == "2031-05-02 09:00 UTC"
    assert moment("last week") == "last week"


class TestInABrowser:
    pytestmark = needs_browser

    def test_cases_are_filtered_by_outcome_type_document_and_words(self, tmp_path: Path) -> None:
        system = good_system()
        system.answers[case_of(7).question] = silence()
        system.answers[HOSTILE] = system.answers[case_of(1).question]
        more = replace(case_of(1), id="x", question=HOSTILE, documents=("b.txt",))
        run = run_of(tmp_path, system, [*cases(), more])
        with launched() as browser, watched(browser, "file://") as page:
            page.goto(write_report(run).as_uri())
            found = page.locator(".case:visible")
            told = page.locator("#filter output")

            def choice(name: str) -> Locator:
                return page.get_by_role("combobox", name=name)

            assert told.inner_text() == "31 of 31 cases"
            choice("Outcome").select_option(label="wrong (1)")
            assert found.count() == 1
            choice("Outcome").select_option("")
            choice("Type").select_option("unanswerable")
            assert told.inner_text() == "10 of 31 cases"
            page.get_by_label("Words").fill("MOON, try 4")
            assert found.count() == 1
            page.get_by_label("Words").fill("")
            choice("Type").select_option("")
            choice("Document").select_option(label="b.txt")
            assert found.count() == 1
            page.get_by_role("button", name="Open all").click()
            assert page.locator(".case:visible details[open]").count() == 1
            page.get_by_role("link", name="Rosa Lim", exact=True).click()
            assert told.inner_text() == "6 of 31 cases"
            page.get_by_role("link", name="unanswerable", exact=True).click()
            assert told.inner_text() == "10 of 31 cases"

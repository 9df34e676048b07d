"""The web chat in a real browser: what a reader sees, against a server that follows a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import fake_api
from tests.browsing import launched, needs_browser, watched
from tests.fake_api import Script, answer, citation, claim, decline, document, events, person

pytestmark = needs_browser

OSEI = person("Adwoa Osei", "Harbour Board")
LIND = person("Pär Lind", "Fishers' Union")
# Characters outside the basic plane, before and inside the cited words: two units each in the browser's strings.
HARBOUR = document(
    "harbour.md",
    "Harbour meeting",
    [
        (OSEI, "Welcome 👋🏽 to the 𝓗arbour, everyone 🐟🐠."),
        (LIND, "🚢 The quay is too short. We want it lengthened 𝔟efore winter 🚤, and not after. That is all."),
        (OSEI, "Dredging costs more than the quay; I am against it."),
    ],
    section="Quay & dredging",
)
LENGTHENED = "We want it lengthened 𝔟efore winter 🚤, and not after."
QUESTION = "Who argued about the quay?"


def quay_answer() -> fake_api.Json:
    cited = [citation(HARBOUR, LENGTHENED, 1), citation(HARBOUR, "Dredging costs more than the quay", 2)]
    claims = [
        claim(f"Pär Lind said: “{LENGTHENED}” [1]", cited[0], stance="favour"),
        claim("Adwoa Osei held that dredging costs more [2].", cited[1], stance="against"),
    ]
    others = [person("Ines Prat")]
    return answer(QUESTION, claims, cited, coverage={"shown": 2, "touching": 3, "others": others})


@pytest.fixture
def script() -> Script:
    return Script(documents=[HARBOUR], answers={QUESTION: events(quay_answer())})


@pytest.fixture
def address(script: Script) -> Iterator[str]:
    with fake_api.serve(script) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as opened:
        yield opened


def ask(page: Page, question: str = QUESTION) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_first_page_lists_what_is_in_the_record(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name="Harbour meeting")).to_have_attribute("href", "/documents/harbour.md")


def test_answer_leads_with_the_speaker_and_has_its_numbers(page: Page, script: Script) -> None:
    ask(page)
    blocks = page.locator(".speaker")
    expect(blocks).to_have_count(2)
    expect(blocks.nth(0).locator("h3")).to_contain_text("Pär LindFishers' Union")
    expect(blocks.nth(0).locator(".chip")).to_contain_text("in favour")
    expect(blocks.nth(1).locator(".chip")).to_contain_text("against")
    expect(page.locator(".number")).to_have_text(["1", "2"])
    expect(page.locator(".coverage")).to_have_text("Shown: 2 of 3 speakers who touch on this.")
    assert script.asked == [{"question": QUESTION}]


def test_evidence_is_shown_before_any_claim(page: Page, script: Script) -> None:
    script.hold = threading.Event()
    ask(page)
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".claim")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    script.hold.set()
    expect(page.locator(".claim")).to_have_count(2)


def test_citation_opens_with_exactly_the_quoted_words_highlighted(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Citation 1: Pär Lind, Harbour meeting").click()
    panel = page.get_by_role("dialog", name="Harbour meeting")
    expect(panel.locator("mark")).to_have_text(LENGTHENED)
    assert panel.locator("mark").text_content() == LENGTHENED
    expect(panel).to_contain_text("The quay is too short.")
    expect(panel).to_contain_text("Before · Adwoa Osei")
    expect(panel).to_contain_text("Dredging costs more than the quay")
    expect(panel).to_contain_text("Quay & dredging · 6 May 2031")


def test_open_in_document_highlights_the_same_words_at_their_anchor(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Citation 1").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in document").click()
    reading = opened.value
    expect(reading.locator("#u1 mark")).to_have_text(LENGTHENED)
    assert reading.locator("mark").all_text_contents() == [LENGTHENED]
    expect(reading.locator("#u1")).to_be_in_viewport()
    expect(reading.get_by_role("heading", name="Harbour meeting", level=1)).to_be_visible()


def test_words_that_moved_are_not_highlighted(page: Page, script: Script) -> None:
    """A document that is not the one cited: no guess, the cited words are shown as they were."""
    script.documents = [HARBOUR | {"text": "X" + HARBOUR["text"][:-1]}]
    ask(page)
    page.get_by_role("button", name="Citation 1").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("nothing is highlighted")
    expect(panel).to_contain_text(LENGTHENED)
    expect(panel.locator("mark")).to_have_count(0)


def test_version_that_left_the_record_shows_the_words_that_were_cited(page: Page, script: Script) -> None:
    script.documents = []
    page.expected_faults = ("404",)  # type: ignore[attr-defined]
    ask(page)
    page.get_by_role("button", name="Citation 1").click()
    expect(page.get_by_role("dialog")).to_contain_text("no longer in the record")
    expect(page.get_by_role("dialog")).to_contain_text(LENGTHENED)


def test_document_of_another_version_is_shown_without_a_highlight(page: Page) -> None:
    page.expected_faults = ("404",)  # type: ignore[attr-defined]
    page.goto("/documents/harbour.md?version=gone&start=3&end=9#u1")
    expect(page.get_by_role("main")).to_contain_text("This is the current one")
    expect(page.locator("mark")).to_have_count(0)


def test_unknown_document_says_so(page: Page) -> None:
    page.expected_faults = ("404",)  # type: ignore[attr-defined]
    page.goto("/documents/nowhere.md")
    expect(page.get_by_role("alert")).to_contain_text("No document called 'nowhere.md' is in the record.")


def test_keyboard_alone_opens_and_closes_a_citation(page: Page) -> None:
    ask(page)
    first = page.get_by_role("button", name="Citation 1")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#passage-heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(first).to_be_focused()


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("not_in_record", "The record is silent on this"),
        ("speaker_silent", "Not a word on this from that speaker"),
        ("unclear", "The question is not clear enough"),
    ],
)
def test_decline_says_its_kind_and_offers_what_is_related(page: Page, script: Script, kind: str, heading: str) -> None:
    related = [citation(HARBOUR, "The quay is too short.")]
    script.answers["?"] = decline("?", kind, "Nobody spoke of bridges.", related)
    ask(page, "?")
    expect(page.locator(".decline")).to_contain_text(f"{heading}Nobody spoke of bridges.")
    expect(page.locator(".speaker")).to_have_count(0)
    page.locator(".card").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("The quay is too short.")


def test_error_is_a_sentence_and_can_be_tried_again(page: Page, script: Script) -> None:
    detail = "The index cannot be used (torn). Run `rostrum reindex`."
    problem = {"type": "about:blank", "title": "The record could not be searched", "status": 503, "detail": detail}
    script.answers["Broken?"] = [("error", problem)]
    ask(page, "Broken?")
    expect(page.get_by_role("alert")).to_contain_text(detail)
    script.answers["Broken?"] = events(quay_answer())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".claim")).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_question_that_is_refused_goes_back_to_be_mended(page: Page, script: Script) -> None:
    script.refused["Long"] = (422, "The question cannot be used", "The question is too long. Ask in fewer words.")
    page.expected_faults = ("422",)  # type: ignore[attr-defined]
    ask(page, "Long")
    expect(page.get_by_role("alert")).to_contain_text("Ask in fewer words.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_have_value("Long")


def test_stream_that_breaks_off_is_not_taken_for_an_answer(page: Page, script: Script) -> None:
    script.answers[QUESTION] = events(quay_answer())[:-1]
    ask(page)
    expect(page.get_by_role("alert")).to_contain_text("broke off")


def test_stop_ends_the_stream_and_says_so(page: Page, script: Script) -> None:
    script.hold = threading.Event()
    ask(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".notice")).to_contain_text("Stopped.")
    script.hold.set()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_next_question_need_not_wait_for_the_server_to_hang_up(page: Page, script: Script) -> None:
    script.linger = threading.Event()
    ask(page)
    expect(page.locator(".coverage")).to_be_visible()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    script.linger.set()


def test_follow_up_goes_to_the_same_conversation(page: Page, script: Script) -> None:
    ask(page)
    page.get_by_role("button", name="Ines Prat").click()
    expect(page.locator(".decline")).to_be_visible()
    assert script.asked[1] == {"question": "What did Ines Prat say about this?", "conversation": "c1"}


def test_token_is_asked_for_and_sent(page: Page, script: Script) -> None:
    script.token = "sesame-sesame-sesame"
    page.expected_faults = ("401",)  # type: ignore[attr-defined]
    page.goto("/")
    page.get_by_label("Access token").fill(script.token)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Harbour meeting")).to_be_visible()


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> [here](javascript:alert(3)) </mark><b>bold</b>"


def test_document_full_of_script_is_shown_as_its_words(page: Page, script: Script) -> None:
    mallory = person(HOSTILE, HOSTILE)
    evil = document("javascript:alert(4)", HOSTILE, [(mallory, HOSTILE), (None, HOSTILE)], section=HOSTILE)
    evil |= {"place": HOSTILE, "event": HOSTILE, "language": '"><script>alert(5)</script>', "date": HOSTILE}
    cited = citation(evil, HOSTILE, 1) | {"url": "javascript:alert(6)#u0"}
    script.documents = [evil]
    whole = answer("Evil?", [claim(HOSTILE, cited)], [cited], standalone_question=HOSTILE)
    whole["coverage"] = {"shown": 1, "touching": 2, "others": [mallory]}
    script.answers["Evil?"] = events(whole)
    ask(page, "Evil?")
    page.get_by_role("button", name="Citation 1").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text(HOSTILE)
    expect(page.get_by_text("Open in document")).not_to_have_attribute("href", "javascript:alert(6)")
    page.goto(f"/documents/javascript%3Aalert(4)?version={evil['version']}&start=0&end={len(HOSTILE)}#u0")
    expect(page.locator("#u0 mark")).to_have_text(HOSTILE)
    assert page.locator("main script, main img, main b, [href^='javascript']").count() == 0


def test_phone_shows_the_passage_as_a_sheet_and_never_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page)
    page.get_by_role("button", name="Citation 2").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("Dredging costs more than the quay")
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto("/documents/harbour.md")
    expect(page.locator("#u2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_japanese_reader_is_spoken_to_in_japanese(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ja-JP", base_url=address)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("誰が何を論じたのか")
    assert page.evaluate("document.documentElement.lang") == "ja"
    context.close()


@pytest.mark.parametrize("path", ["/", "/documents/harbour.md"])
def test_every_sheet_and_script_of_a_page_is_used(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    linked = page.locator("link[href$='.css']").count()
    assert linked == page.evaluate("document.styleSheets.length")
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_first_load_is_small_and_all_from_here(page: Page) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(sizes) < 150_000


def test_both_languages_have_every_sentence(page: Page) -> None:
    page.goto("/")
    names = page.evaluate(
        "import('/web/messages.js').then(({ sentences }) => Object.values(sentences).map(Object.keys))",
    )
    assert len(names) == 2
    assert names[0] == names[1]

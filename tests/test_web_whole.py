"""The web page on the real service: from a file of proceedings to the highlighted words in the browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browsing import launched, needs_browser, watched

pytestmark = needs_browser

ROOT = Path(__file__).resolve().parent.parent
ROSTRUM = [sys.executable, "-m", "service.cli.main"]
ORCHARD = {
    "title": "Orchard 🍐 council",
    "date": "2031-10-04",
    "utterances": [
        {"speaker": "Tove Ask", "text": "Good evening 👋🏽 and welcome to the 𝓸rchard council 🍎🍏."},
        {
            "speaker": "Imre Balog",
            "text": "The pears 🍐🍐 froze twice. I ask for wind machines in the pear orchard 🌬️, because frost "
            "in April kills the blossom. The apples can wait.",
        },
        {"speaker": "Tove Ask", "text": "Wind machines keep the whole valley awake; I would rather plant later pears."},
    ],
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of its own over one transcript, as two commands make it."""
    root = tmp_path_factory.mktemp("whole")
    files = root / "files"
    files.mkdir()
    (files / "orchard.proceedings.json").write_text(json.dumps(ORCHARD), encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRUM_")}
    command = [*ROSTRUM, "--data", str(root / "data")]
    subprocess.run([*command, "ingest", str(files)], cwd=ROOT, env=environment, check=True, capture_output=True)
    serving = [*command, "serve", "--port", "0"]
    process = subprocess.Popen(serving, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        told = re.search(r"http://\S+", process.stderr.readline())
        assert told
        yield told.group()
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_answer_of_the_real_service_opens_exactly_its_quoted_words(address: str) -> None:
    asked = {"question": "What did Imre Balog say about wind machines?"}
    answer = httpx.post(f"{address}/api/ask", json=asked, timeout=120).json()
    cited = answer["citations"][0]
    with launched() as browser, watched(browser, address, timeout_ms=60_000) as page:
        page.goto("/")
        expect(page.get_by_role("link", name="Orchard 🍐 council")).to_be_visible()
        page.get_by_label("Your question").fill(asked["question"])
        page.keyboard.press("Enter")
        expect(page.locator(".speaker h3").first).to_contain_text("Imre Balog")
        page.locator(".number").first.click()
        mark = page.get_by_role("dialog").locator("mark")
        expect(mark).to_have_count(1)
        assert mark.text_content() == cited["quote"]
        page.goto(page.get_by_role("link", name="Open in document").get_attribute("href") or "")
        expect(page.locator("mark")).to_have_count(1)
        assert page.locator("mark").text_content() == cited["quote"]

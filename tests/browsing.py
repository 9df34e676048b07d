"""Debian's Chromium for the tests of the web page, and a page that knows what went wrong on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="CHROMIUM IS MISSING: the web page is NOT tested (apt-get install chromium)"
    ),
]


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, address: str, *, timeout_ms: int = 15_000) -> Iterator[Page]:
    """A wide page whose block fails where the console told an error, a policy was broken, a dialog opened or another
    host was called. `page.expected_faults` holds parts of those that the test provokes.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", base_url=address)
    page = context.new_page()
    page.set_default_timeout(timeout_ms)
    faults: list[str] = []
    context.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    context.on("request", lambda r: None if r.url.startswith((address, "data:")) else faults.append(f"went to {r.url}"))
    yield page
    expected = getattr(page, "expected_faults", ())
    context.close()
    assert [f for f in faults if not any(part in f for part in expected)] == []

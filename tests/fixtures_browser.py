"""A real Chromium for tests marked `browser`: one browser for modules in a row, one fresh context a page.

`open_page(width=1280)` gives a new page; whatever a page says on its console as an error, every script error, every
answer with status 500 and every request that leaves this machine fails the test at its end. A missing Chromium
fails the test, it never skips it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    expect,
    sync_playwright,
)
from tools.prepare import chromium

# Chromium's own sandbox refuses to run as root, which is what containers and CI are; the other arguments keep it
# from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OWN_HOST = "127.0.0.1"
PATIENCE = 15_000
"""Milliseconds until a page that does not do what a test waits for fails it."""


_running: list[tuple[Playwright, Browser]] = []


@pytest.fixture(scope="module")
def browser() -> Browser:
    """The machine's Chromium, headless; started once for all modules that follow each other."""
    path = chromium.find()
    if path is None:
        pytest.fail("Chromium is missing: run 'make test' once as root, or: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    if _running and not _running[0][1].is_connected():
        _stop()
    if not _running:
        playwright = sync_playwright().start()
        _running.append((playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS)))
    return _running[0][1]


# Not for the whole session: playwright keeps an event loop running in this thread, and other tests may run one of
# their own.
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop the browser before a test that has nothing to do with it."""
    if "browser" not in getattr(item, "fixturenames", ()):
        _stop()


def pytest_sessionfinish() -> None:
    """Stop the browser after the last test."""
    _stop()


def _stop() -> None:
    while _running:
        playwright, running = _running.pop()
        running.close()
        playwright.stop()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(width=1280, height=800, **context_options)`: a page in a context of its own, in Vietnamese."""
    contexts = []
    complaints: list[str] = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note_message)
        page.on("request", note_request)
        page.on("response", note_answer)

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def note_request(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in ("http", "https", "ws", "wss") and target.hostname != OWN_HOST:
            complaints.append(f"request to another host: {request.url}")

    def note_answer(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} at {response.url}")

    def open_(width: int = 1280, height: int = 800, **options: Any) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, **{"locale": "vi-VN", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("page", listen)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []

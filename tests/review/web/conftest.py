"""A browser, and pages in it that must not complain or ask anybody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.review.web.making import TEXT, Served, fill
from tools.serving import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

# A test has killed the server, also amid an answer, or has taken a document or a lesson away.
GONE = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONTENT_LENGTH_MISMATCH",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "status of 400",
    "status of 422",
)
READ = 120_000  # milliseconds; the real engine may have to read a document on a busy machine
SCREENSHOTS = Path(__file__).parents[2] / "output" / "review"


@pytest.fixture(scope="session")
def browser(program: Callable[[str], str]) -> Iterator[Browser]:
    """Return Debian's Chromium; skip where it or Playwright is missing, fail in CI."""
    chromium = program("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh profile; it fails the test if a page asks for anything outside."""
    made = browser.new_context(viewport={"width": 1360, "height": 840}, locale="en-GB")
    outside: list[str] = []
    made.on("request", lambda r: outside.append(r.url) if not is_local(r.url) else None)
    yield made
    made.close()
    assert outside == []


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens an address and waits; pages must not log an error."""
    complaints: list[str] = []

    def note(kind: str, message: str) -> None:
        if kind == "error" and not any(gone in message for gone in GONE):
            complaints.append(message)

    def start(address: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda e: note("error", str(e)))
        page.on("console", lambda m: note(m.type, m.text))
        page.goto(address)
        page.wait_for_selector("body[data-state=ready], body[data-state=done]", timeout=READ)
        return page

    yield start
    assert complaints == []


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a text with seven corrections, six of them doubtful."""
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def store(document: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store that holds that document, beside it as by default."""
    path = document.parent / ".vnfix" / "review.sqlite3"
    fill(monkeypatch, path, [document])
    return path


@pytest.fixture
def served(document: Path, store: Path) -> Iterator[Served]:
    """Return the running page of that document."""
    assert store.exists()
    with Served(document, "--reviewer", "Lan") as running:
        yield running


@pytest.fixture
def picture_of() -> Callable[[Page, str], None]:
    """Return a function that saves a screenshot for people to look at."""

    def save(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return save


def is_local(address: str) -> bool:
    """Whether an address is on this machine."""
    where = urlsplit(address)
    return where.scheme == "file" or where.hostname == "127.0.0.1"

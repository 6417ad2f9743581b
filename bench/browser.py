"""The same review on the real page: keys pressed in Chromium, decisions read from the store."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tools.serving import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from playwright.sync_api import Page

READY = "body[data-acting='0']"
PATIENCE = 60_000
"""Milliseconds until the first item is shown."""


def chromium() -> str | None:
    """Return where the browser is, None where it or its driver is missing."""
    try:
        import playwright.sync_api
    except ImportError:
        return None
    del playwright
    return shutil.which("chromium")


@contextmanager
def opened(address: str, lines: Collection[int]) -> Iterator[Callable[[Iterable[str]], None]]:
    """Open the page with the queue of some lines; gives a function that presses keys.

    The browser's driver has a thread of its own: a program can then use several.

    Raises:
        RuntimeError: Chromium or Playwright is missing.

    """
    program = chromium()
    if program is None:
        raise RuntimeError("the review on the page needs Chromium and Playwright")
    filters = urlencode({"lines": ",".join(map(str, sorted(lines)))})
    with ThreadPoolExecutor(1) as thread, ExitStack() as stack:
        try:
            page = thread.submit(_open, program, f"{address}#{filters}", stack).result()
            yield lambda keys: thread.submit(_press, page, list(keys)).result()
        finally:
            thread.submit(stack.close).result()


def _open(program: str, address: str, stack: ExitStack) -> Page:
    from playwright.sync_api import sync_playwright

    playwright = stack.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    stack.callback(browser.close)
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector("body[data-state='ready']", timeout=PATIENCE)
    return page


def _press(page: Page, keys: Iterable[str]) -> None:
    for key in keys:
        press_one(page, key)


def press_one(page: Page, key: str) -> None:
    """Press a key; a letter that no key makes is put in as an input method does."""
    if len(key) == 1 and not key.isascii():
        page.keyboard.insert_text(key)
    else:
        page.keyboard.press(key)
    page.wait_for_selector(READY)

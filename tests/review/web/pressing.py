"""Keys, and what the page says after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

CURRENT = "document.querySelector('#current').dataset"


def change(page: Page) -> tuple[str, str]:
    """Return the current change."""
    found = page.evaluate(f"[{CURRENT}.before, {CURRENT}.after]")
    return found[0], found[1]


def press(page: Page, *keys: str) -> None:
    """Press keys, each when the page has shown and saved what the one before has done."""
    for key in keys:
        page.keyboard.press(key)
        settled(page)


def settled(page: Page) -> None:
    """Wait until everything is shown and saved that keys have asked for."""
    page.wait_for_selector("body[data-acting='0']")


def write(page: Page, text: str) -> None:
    """Write another reading in place of the proposed one."""
    press(page, "e")
    page.keyboard.type(text)
    press(page, "Enter")

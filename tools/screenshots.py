"""Takes the pictures of the review page in docs/images, from the invented documents of corpus/.

    python -m tools.screenshots [FOLDER]

It needs Chromium and Playwright. The engine reads the documents as for any user; while the pictures
are taken they lie in `SHOWN`, which the page shows, or where that cannot be made in a temporary
folder.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.serving import FLAGS, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "images"
DOCUMENTS = {"plan/scan.pdf": "2024", "letter/scan.pdf": "2025", "report/scan.pdf": "2023"}
SHOWN = Path("/home/lan/ho-so")
COLOURS = 64
PATIENCE = 120_000
"""Milliseconds until all documents are read."""


class Shot(NamedTuple):
    """A picture: its name, the window, and the keys that lead to what it shows."""

    name: str
    size: tuple[int, int]
    language: str
    scheme: str
    keys: Sequence[str] = ()
    wait: str = "#sheet img"


SHOTS = (
    Shot("review", (1366, 768), "vi-VN", "light"),
    Shot("review-dark", (1093, 614), "en-GB", "dark"),
    Shot("review-small", (800, 600), "vi-VN", "light", ("q",), "[data-aside=open] #queue-list li"),
    Shot("review-documents", (1093, 614), "vi-VN", "light", ("d",), "#pages-list li"),
    Shot("review-summary", (1093, 614), "vi-VN", "light", ("s", "m"), "#summary-words td"),
    Shot("review-save", (1093, 614), "en-GB", "light", ("w",), "#write-plan code"),
)


def main(arguments: Sequence[str]) -> int:
    """Take all pictures; gives the exit code."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("Chromium is not installed.\n")
        return 2
    from playwright.sync_api import sync_playwright

    target = Path(arguments[0]) if arguments else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with office() as base, sync_playwright() as playwright:
        folder = shelf(base)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(folder, "--reviewer", "Lan") as address:
            for shot in SHOTS:
                (target / f"{shot.name}.png").write_bytes(small(taken(browser, address, shot)))
        browser.close()
    return 0


@contextmanager
def office() -> Iterator[Path]:
    """Yield a new folder as a person would name it; nothing of it is left afterwards."""
    made = next((p for p in (*reversed(SHOWN.parents), SHOWN) if not p.exists()), None)
    try:
        SHOWN.mkdir(parents=True)
    except OSError:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    try:
        yield SHOWN
    finally:
        shutil.rmtree(made or SHOWN)


def shelf(base: Path) -> Path:
    """Return a folder with the documents as an office might keep them."""
    folder = base / "van-ban"
    for source, year in DOCUMENTS.items():
        (folder / year).mkdir(parents=True)
        shutil.copy(ROOT / "corpus" / source, folder / year)
    (folder / "2025" / "hong.pdf").write_bytes(b"%PDF-1.4 cut off")
    return folder


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]},
        locale=shot.language,
        color_scheme="dark" if shot.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("body[data-state=ready]", timeout=PATIENCE)
    all_read(page)
    for key in shot.keys:
        page.keyboard.press(key)
        page.wait_for_selector("body[data-acting='0']")
    page.wait_for_selector(shot.wait)
    page.wait_for_load_state("networkidle")
    data = page.screenshot()
    if "s" in shot.keys:  # leave everything undecided for the next one
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        page.wait_for_selector("body[data-acting='0']")
    context.close()
    return data


def all_read(page: Page) -> None:
    """Wait until no document waits."""
    waiting = (
        "fetch('api/state').then((r) => r.json()).then((s) => s.documents.map((d) => d.state))"
    )
    while set(page.evaluate(waiting)) & {"queued", "proposing"}:
        page.wait_for_timeout(1000)
    page.reload()
    page.wait_for_selector("body[data-state=ready]")


def small(data: bytes) -> bytes:
    """Return a picture with few colours, which is a small file."""
    from PIL import Image

    out = io.BytesIO()
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Draws the pictures of `README.vi.md`: `python -m tools.pictures`.

They show what `vnfix fix`, `vnfix diff --html` and `vnfix review` make of the invented documents of
`corpus/`. Needs Chromium and Playwright.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tools.serving import FLAGS, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ViewportSize

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("so-sanh.png", "duyet.png", "bao-cao.png")
SIZE: ViewportSize = {"width": 1180, "height": 720}
COLOURS = 64  # of a picture; text on plain ground needs no more


def main() -> int:
    """Draw all pictures anew."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        make_documents(place / "ho-so")
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for name, data in zip(NAMES, draw(browser, place), strict=True):
            (PICTURES / name).write_bytes(data)
            print(f"{PICTURES / name}: {len(data) / 1000:.0f} kB")
        browser.close()
    return 0


def make_documents(folder: Path) -> None:
    """Copy the documents of the corpus under names as offices give them."""
    folder.mkdir()
    names = {
        "letter": "cong-van",
        "plan": "ke-hoach",
        "decision": "quyet-dinh",
        "report": "bao-cao",
    }
    for name, called in names.items():
        shutil.copy(ROOT / "corpus" / name / "scan.pdf", folder / f"{called}.pdf")


def draw(browser: Browser, place: Path) -> Iterator[bytes]:
    """Yield the pictures in the order of NAMES."""
    vnfix("diff", "ho-so/cong-van.pdf", "--html", "so-sanh.html", place=place)
    yield picture(browser, (place / "so-sanh.html").as_uri() + "#p1")
    with served("ho-so/", folder=place) as address:
        yield picture(browser, address)
    vnfix("fix", "ho-so/", "-o", "ket-qua/", "--pdf", place=place)
    yield picture(browser, (place / "ket-qua" / "report.html").as_uri())


def vnfix(*arguments: str, place: Path) -> None:
    """Run a command in a folder."""
    command = [sys.executable, "-P", "-m", "vnfix", *arguments]
    subprocess.run(command, cwd=place, check=False, capture_output=True)


def picture(browser: Browser, address: str) -> bytes:
    """Return a page as a small PNG, in Vietnamese and in light colours."""
    context = browser.new_context(viewport=SIZE, locale="vi-VN", color_scheme="light")
    page = context.new_page()
    page.goto(address)
    if address.startswith("http"):
        page.wait_for_selector("body[data-state=ready]", timeout=120_000)
        page.wait_for_timeout(3000)  # the picture of the page is drawn last
    data = page.screenshot(animations="disabled")
    context.close()
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())

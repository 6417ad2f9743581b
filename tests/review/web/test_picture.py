"""The picture of the page beside the line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pdfs import make_pdf
from tests.review.web.making import Proposal, Served, fill
from tests.review.web.pressing import press
from vnfix.review.web.pages import ROOM, _roomy

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PAGES = [["Ke hoach cua tinh", "so hai"], ["Muc dich", "thuc hien", "Ke hoach hai"]]
WORDS = {"hoach": Proposal("hoạch", 0.5), "thuc": Proposal("thực", 0.6)}


@pytest.fixture
def pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a PDF of two pages, in its store."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(make_pdf(PAGES))
    fill(monkeypatch, tmp_path / ".vnfix" / "review.sqlite3", [path], WORDS)
    return path


def rectangle(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


def test_the_line_is_marked_on_the_picture_and_in_view(
    pdf: Path, open_page: Callable[[str], Page]
) -> None:
    with Served(pdf) as served:
        page = open_page(served.address)
        for number in ("1", "2"):
            assert page.get_attribute("#current", "data-page") == number
            page.wait_for_selector(f"#sheet img[src*='page={number}&']")
            assert page.eval_on_selector("#sheet img", "i => i.decode().then(() => i.naturalWidth)")
            view, line, word = (
                rectangle(page, s) for s in ("#viewport", ".line-mark", ".word-mark")
            )
            assert line["x"] <= word["x"] + 1
            assert word["width"] < line["width"]
            assert view["y"] < line["y"] < view["y"] + view["height"]
            press(page, "ArrowRight")


def test_zoom_and_pan_by_keys_and_wheel(pdf: Path, open_page: Callable[[str], Page]) -> None:
    with Served(pdf) as served:
        page = open_page(served.address)
        width = rectangle(page, "#sheet")["width"]
        press(page, "+", "+")
        assert rectangle(page, "#sheet")["width"] == pytest.approx(width * 1.25**2, rel=0.01)
        page.wait_for_selector("#sheet img[src*='dpi=240']")
        left = rectangle(page, "#sheet")["x"]
        press(page, "Shift+ArrowRight")
        assert rectangle(page, "#sheet")["x"] < left
        press(page, "0")
        assert rectangle(page, "#sheet")["width"] == pytest.approx(width, rel=0.01)
        page.hover("#viewport")
        page.mouse.wheel(0, -100)
        assert rectangle(page, "#sheet")["width"] > width


def test_text_is_shown_where_the_document_has_gone(
    pdf: Path, open_page: Callable[[str], Page]
) -> None:
    with Served(pdf) as served:
        pdf.unlink()
        page = open_page(served.address)
        page.wait_for_selector("#page[data-kind=text]")
        assert page.text_content("#context mark") == "hoach"
        press(page, "a")
        assert page.get_attribute("#current", "data-before") == "thuc"
        page.wait_for_selector("#page[data-kind=text] #context mark:has-text('thuc')")


def test_a_scan_with_the_real_engine(
    tmp_path: Path,
    open_page: Callable[[str], Page],
    picture_of: Callable[[Page, str], None],
) -> None:
    """From the scan to the repaired PDF, as an office does it."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes((ROOT / "corpus" / "plan" / "scan.pdf").read_bytes())
    with Served(scan, "--reviewer", "Lan") as served:
        page = open_page(served.address)
        page.wait_for_selector("#documents[hidden]", state="attached")
        picture_of(page, "scan")
        press(page, "a", "r", "j", "l")
        picture_of(page, "scan-decided")
        page.emulate_media(color_scheme="dark")
        picture_of(page, "scan-dark")
        page.set_viewport_size({"width": 900, "height": 700})
        picture_of(page, "scan-narrow")
        press(page, "w")
        page.keyboard.press("Enter")
        page.wait_for_selector("#write-outcome[data-state=written]")
        picture_of(page, "written")
    assert (tmp_path / "scan.fixed.pdf").read_bytes().startswith(b"%PDF-")
    assert "KẾ HOẠCH" in (tmp_path / "scan.fixed.txt").read_text("utf-8")


def test_an_outline_has_room_but_leaves_the_neighbours_out() -> None:
    """Boxes of a text layer may be narrower than the print; words are start, end and box."""
    line = [
        [0, 2, 10.0, 0.0, 20.0, 10.0],
        [3, 6, 24.0, 0.0, 40.0, 10.0],
        [7, 9, 60.0, 0.0, 80.0, 10.0],
    ]
    x0, _, x1, _ = _roomy(line[1][2:], line)
    assert 20 < x0 < 24
    assert x1 == 40 + ROOM * 10  # no further, however wide the blank is
    assert _roomy(line[0][2:], line)[0] == 10 - ROOM * 10
    assert _roomy([10.0, 0.0, 80.0, 10.0], line) == [10 - ROOM * 10, 0.0, 80 + ROOM * 10, 10.0]

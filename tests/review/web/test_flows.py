"""What a clerk does, by keys alone and by mouse alone, in windows of three sizes."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.pdfs import make_pdf
from tests.review.web.making import Proposal, Served, fill, standing
from tests.review.web.pressing import change, press, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


class Window(NamedTuple):
    """A window as a clerk may have it."""

    width: int
    height: int
    language: str
    scheme: str


WINDOWS = (
    Window(1366, 768, "vi-VN", "light"),
    Window(1093, 614, "en-GB", "dark"),
    Window(800, 600, "vi-VN", "dark"),
)
PAGES = [["Ke hoach cua tinh", "so hai"], ["Muc dich", "thuc hien", "Ke hoach hai"]]
WORDS = {
    "hoach": Proposal("hoạch", 0.5, (("hoách", 0.2),)),
    "thuc": Proposal("thực", 0.6),
    "hai": Proposal("hai", 0.5, (("hải", 0.2),)),
    "so": Proposal("", 0.6, (("số", 0.2),)),
    "cua": Proposal("của", 0.96),
}


@pytest.fixture
def pdfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of two PDFs of one name and a file that is none, in their store."""
    paths = [tmp_path / name / "scan.pdf" for name in ("2024", "2025")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(make_pdf(PAGES))
    broken = tmp_path / "2025" / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    fill(monkeypatch, tmp_path / ".vnfix" / "review.sqlite3", [*paths, broken], WORDS)
    return tmp_path


@pytest.fixture(params=WINDOWS, ids=lambda w: f"{w.width}-{w.language[:2]}-{w.scheme}")
def page(request: pytest.FixtureRequest, browser: Browser, pdfs: Path) -> Iterator[Page]:
    """Return the page of that folder in a window; it must not complain."""
    window: Window = request.param
    context = browser.new_context(
        viewport={"width": window.width, "height": window.height},
        locale=window.language,
        color_scheme="dark" if window.scheme == "dark" else "light",
    )
    complaints: list[str] = []
    with Served(pdfs, "--reviewer", "Lan") as served:
        made = context.new_page()
        made.on("pageerror", lambda e: complaints.append(str(e)))
        made.goto(served.address)
        made.wait_for_selector("body[data-state=ready]")
        yield made
        context.close()
    assert complaints == []


def is_visible(page: Page, selector: str) -> bool:
    """Whether the whole of an element lies inside of the window."""
    box, size = page.locator(selector).first.bounding_box(), page.viewport_size
    assert size
    inside = box is not None and box["x"] >= 0 and box["y"] >= 0
    assert box
    return inside and box["x"] + box["width"] <= size["width"] + 1 and box["y"] < size["height"]


def open_queue(page: Page) -> None:
    """Make the queue seen, which lies behind a button in a small window."""
    if not page.locator("#queue-list").is_visible():
        page.click("#aside-button")
        page.wait_for_selector("#queue-list li", state="visible")


def test_everything_is_in_reach(page: Page) -> None:
    """The name of the file, the word on its picture, the buttons, the queue."""
    assert "scan.pdf" in (page.text_content("#where") or "")
    for part in ("#where", "[data-action=accept]", "[data-action=help]", ".word-mark"):
        assert is_visible(page, part), part
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    open_queue(page)
    assert is_visible(page, "#order-button")
    names = page.evaluate("document.querySelector('#places-list img')?.src.includes('api/crop')")
    assert names is True


def test_by_mouse_alone(page: Page, pdfs: Path) -> None:
    """From the first question to the saved files."""
    before, _ = change(page)
    page.click("#alternatives button >> nth=0")
    settled(page)
    assert change(page)[0] != before
    page.click("[data-action=undo]")
    settled(page)
    assert change(page)[0] == before
    page.click("[data-action=accept]")
    settled(page)
    open_queue(page)
    page.click("#order-button")
    settled(page)
    page.click("#sure-button")
    settled(page)
    sure = [p for p in standing(pdfs / ".vnfix" / "review.sqlite3") if p.correction.before == "cua"]
    assert {str(p.status) for p in sure} == {"accepted"}
    order = page.text_content("#order-button")
    page.goto(page.url.split("#")[0])
    page.wait_for_selector("body[data-state=ready]")
    assert page.text_content("#order-button") == order  # remembered
    page.click("header [data-action=documents]")
    page.wait_for_selector("#documents-list li[data-state=failed]")
    names = page.locator("#documents-list .name").all_text_contents()
    assert names == ["2024/scan.pdf", "2025/scan.pdf", "2025/broken.pdf"]
    page.click("#pages-list [data-page='2']")
    settled(page)
    assert page.get_attribute("#current", "data-page") == "2"


def test_a_click_on_the_picture_goes_to_the_word(page: Page) -> None:
    page.keyboard.press("z")  # the whole page by one key
    page.wait_for_selector("body[data-whole=true] #sheet img")
    page.wait_for_timeout(300)
    box = page.locator("#sheet").bounding_box()
    assert box
    word = page.evaluate(
        "fetch('api/spot?document=1&line=1').then((r) => r.json())"
        ".then((r) => (r.picture ?? {}).word)"
    )
    assert word
    page.mouse.click(
        box["x"] + (word[0] + word[2] / 2) * box["width"],
        box["y"] + (word[1] + word[3] / 2) * box["height"],
    )
    settled(page)
    assert change(page)[0] == "Ke"
    press(page, "z", "e")
    page.keyboard.type("Kế")
    press(page, "Enter")
    assert page.text_content("#words li[aria-current] .now") == "Kế"


def test_search_and_pages_by_keys(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("#find-dialog[open]")
    page.keyboard.type("thực")
    page.wait_for_selector("#find-list b:has-text('thuc'), #find-list b:has-text('thực')")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert change(page) == ("thuc", "thực")
    press(page, "PageUp")
    assert page.get_attribute("#current", "data-page") == "1"
    page.keyboard.press("m")
    page.wait_for_selector("#summary-words")
    page.keyboard.press("Escape")


def test_deleting_is_said_and_not_the_first_reading(page: Page) -> None:
    """The proposal here is to leave a word out; the question says so, and at how many places."""
    open_queue(page)
    page.locator("#queue-list li", has_text="so").first.locator("button").click()
    settled(page)
    if page.locator("body[data-aside=open]").count():
        page.keyboard.press("q")
    assert page.locator("#change-question").is_visible()
    assert "so" in (page.text_content("#change-question") or "")
    assert "2" in (page.text_content("[data-action=accept]") or "")
    assert page.text_content("#alternatives span >> nth=0") == "số"


def test_a_vietnamese_input_method_composes_in_the_edit_field(page: Page, pdfs: Path) -> None:
    """By Chromium's own commands, as Telex and VNI keyboards send them."""
    press(page, "e")
    page.evaluate("document.querySelector('#edit').value = ''")
    browser = page.context.new_cdp_session(page)
    for text in ("h", "ho", "hoa", "hoạ", "hoạc", "hoạch"):
        browser.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
    assert page.locator("#edit-form").is_visible()
    browser.send("Input.insertText", {"text": "hoạch"})
    assert page.input_value("#edit") == "hoạch"
    before = page.evaluate("Number(document.querySelector('#current').dataset.place)")
    press(page, "Enter")
    places = standing(pdfs / ".vnfix" / "review.sqlite3")
    assert next(p for p in places if p.id == before).decided == "hoạch"


def test_axe_finds_nothing_serious(page: Page) -> None:
    """WCAG 2.2 as axe-core checks it, on the page and in every dialog."""
    pytest.importorskip("axe_playwright_python")
    source = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate(source)
    rules = json.dumps({"resultTypes": ["violations"]})

    def serious() -> list[str]:
        found = page.evaluate(f"axe.run(document, {rules})")["violations"]
        return [
            f"{v['id']}: {v['nodes'][0]['html']}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]

    assert serious() == []
    for key, name in (("d", "documents"), ("/", "find"), ("m", "summary"), ("w", "write")):
        page.keyboard.press(key)
        page.wait_for_selector(f"#{name}-dialog[open]")
        settled(page)
        assert serious() == [], name
        page.keyboard.press("Escape")
        page.wait_for_selector(f"#{name}-dialog:not([open])", state="attached")

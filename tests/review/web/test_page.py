"""The page itself: languages, looks, hostile texts, what is said to a screen reader."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review.web.making import TEXT, WORDS, Proposal, Served, fill, standing
from tests.review.web.pressing import change, press, settled
from vnfix import errors
from vnfix.config import Config
from vnfix.errors import VnfixError
from vnfix.fixers import FIXERS, SETTLERS
from vnfix.learn import write_lessons
from vnfix.learn.lessons import Lesson, Lessons
from vnfix.model import Damage
from vnfix.review.web.errors import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

STATIC = Path(__file__).parents[3] / "vnfix" / "review" / "web" / "static"
HOSTILE = "<img/src=x/onerror=alert(1)>"


@pytest.mark.slow
def test_vietnamese_and_english(
    served: Served, open_page: Callable[[str], Page], picture_of: Callable[[Page, str], None]
) -> None:
    page = open_page(served.address)
    assert page.text_content("[data-action=reject]") == "RKeep 3 places"
    picture_of(page, "text")
    press(page, "v")
    assert page.get_attribute("html", "lang") == "vi"
    assert page.text_content("[data-action=reject]") == "RGiữ nguyên 3 chỗ"
    assert (page.text_content("#where") or "").startswith("plan.txt · trang 1/1")
    page.reload()
    page.wait_for_selector("html[lang=vi] body[data-state=ready]")
    page.emulate_media(color_scheme="dark")
    picture_of(page, "text-vietnamese-dark")


@pytest.mark.slow
def test_an_error_of_the_server_is_told_in_the_language_of_the_page(
    served: Served, open_page: Callable[[str], Page]
) -> None:
    page = open_page(served.address)
    press(page, "v")
    page.evaluate("""async () => {
      const from = (name) => import(new URL(`static/${name}.js`, location));
      const [{ get }, { fail }] = await Promise.all(["server", "announce"].map(from));
      await get("picture", { document: 1, page: 1, dpi: 120 }).catch(fail); // a text has none
    }""")
    vietnamese = json.loads((STATIC / "messages" / "vi.json").read_text("utf-8"))
    assert page.text_content("#alert p") == vietnamese["error.unreadable"]


@pytest.mark.slow
def test_what_was_learned_is_listed_in_the_language_of_the_page(
    served: Served, store: Path, open_page: Callable[[str], Page]
) -> None:
    page = open_page(served.address)
    press(page, "v")
    page.keyboard.press("m")
    page.wait_for_selector("#summary-dialog[open] #summary-learned", state="hidden")
    page.wait_for_selector("#summary-dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#summary-dialog:not([open])", state="attached")
    note = "5 places, decided by Lan and Minh: review.sqlite3 4-8"
    store.with_name("learned.txt").write_text(f"ndm->năm\t{note}\n", "utf-8")
    page.keyboard.press("m")
    page.wait_for_selector("#summary-learned", state="visible")
    shown = "ndm → năm · 5 chỗ, người duyệt Lan, Minh, quyết định review.sqlite3 4-8"
    assert page.text_content("#summary-learned .lesson") == shown


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_lesson_is_taken_back_and_used_again(
    served: Served,
    store: Path,
    open_page: Callable[[str], Page],
    picture_of: Callable[[Page, str], None],
    language: str,
) -> None:
    """By the mouse in English, by keys in Vietnamese."""
    texts = json.loads((STATIC / "messages" / f"{language}.json").read_text("utf-8"))
    ground = Lesson("ndm->năm", "5 places, decided by Minh: review.sqlite3 4-8")
    write_lessons(store.parent, Lessons((ground,), (), ()), None)
    page = open_page(served.address)
    if language == "vi":
        press(page, "v")
    page.keyboard.press("m")
    button = page.locator("#summary-learned li button")
    for forgotten in (True, False):
        button.wait_for()
        assert button.text_content() == texts["learned.forget" if forgotten else "learned.use"]
        if language == "vi":
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()
        wanted = "true" if forgotten else "false"
        page.wait_for_selector(f"#summary-learned li[data-back={wanted}]")
        assert page.evaluate("document.activeElement.closest('li')?.dataset.kind") == "fix"
        said = texts["learned.forgotten.zero" if forgotten else "learned.used.zero"]
        assert page.text_content("#summary-learned .said") == said
        line = "ndm->năm" in store.with_name("learned.txt").read_text("utf-8")
        assert line is not forgotten
        if forgotten:
            assert texts["learned.back"].format(who="Lan") in (
                page.text_content("#summary-learned .lesson") or ""
            )
            picture_of(page, f"taken-back-{language}")
    store.with_name("learned.txt").write_text("", "utf-8")  # somebody else was quicker
    button.click()
    page.wait_for_selector("#summary-dialog #alert:not([hidden])")
    told = texts["error.no-lesson"].format(name="ndm->năm")
    assert page.text_content("#alert p") == told
    page.click("#alert button")
    page.keyboard.press("Escape")
    page.wait_for_selector("#summary-dialog:not([open])", state="attached")
    settled(page)
    assert change(page) == ("ndm", "năm")


@pytest.mark.slow
def test_dialogs_by_keys(
    served: Served, open_page: Callable[[str], Page], picture_of: Callable[[Page, str], None]
) -> None:
    page = open_page(served.address)
    for key, dialog in (("?", "help"), ("f", "filter"), ("w", "write")):
        page.keyboard.press(key)
        page.wait_for_selector(f"#{dialog}-dialog[open]")
        picture_of(page, dialog)
        page.keyboard.press("Escape")
        page.wait_for_selector(f"#{dialog}-dialog:not([open])", state="attached")
    press(page, "e")
    picture_of(page, "edit")
    page.keyboard.press("Escape")
    press(page, "a")
    assert change(page) == ("tinh", "tính")


@pytest.mark.slow
def test_filters(served: Served, open_page: Callable[[str], Page]) -> None:
    page = open_page(served.address)
    page.keyboard.press("f")
    page.select_option("#filter-confidence", "high")
    page.select_option("#filter-show", "auto")
    page.focus("#filter-dialog button.main")
    press(page, "Enter")
    page.wait_for_selector("#current[data-before=Cii]")
    assert page.locator("#queue-list li").count() == 1
    page.reload()
    page.wait_for_selector("#current[data-before=Cii]")


@pytest.mark.slow
def test_texts_of_documents_are_never_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[[str], Page]
) -> None:
    """In the text, in readings, in the names of files and of reviewers."""
    folder = tmp_path / "a"
    folder.mkdir()
    document = folder / "<b>'\"&lt;i&gt;.txt"
    document.write_text(f"<script>alert(1)</script> ndm \"' {HOSTILE} ]]> &amp;\n" * 2, "utf-8")
    words = {
        "ndm": Proposal(HOSTILE, 0.5, ((f"'\"{HOSTILE}", 0.3),)),
        "script": Proposal("</script><script>alert(2)//", 0.6),
    }
    store = tmp_path / "store.sqlite3"
    fill(monkeypatch, store, [document], words)
    with Served(document, "--store", store, "--reviewer", HOSTILE) as served:
        page = open_page(served.address)
        page.on("dialog", lambda d: pytest.fail(f"a text has become a script: {d.message}"))
        press(page, "j")
        assert change(page) == ("ndm", HOSTILE)
        assert page.text_content("#alternatives span") == f"'\"{HOSTILE}"
        assert (page.text_content("#where") or "").startswith(document.name)
        press(page, "1", "k", "k", "j", "f", "Escape", "w", "Escape", "v")
        page.wait_for_selector("#change-verdict:not([hidden])")
        assert HOSTILE in (page.text_content("#change-verdict") or "")
        assert page.locator("body img, body b:not(.snippet b), body script").count() == 0


def save_all_and_go(page: Page) -> None:
    """Ask for the results of all documents and close the page while they are written."""
    page.keyboard.press("w")
    page.click("#write-scope-all")
    page.click("#write-go")
    page.wait_for_selector("#write-outcome[data-state=writing]")
    page.close()


@pytest.mark.slow
def test_a_closed_page_ends_no_saving_and_the_next_says_what_was_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[[str], Page]
) -> None:
    """The first page goes as soon as it has asked; a table cannot hold one of the corrections."""
    documents = [tmp_path / f"{k}.csv" for k in range(40)]
    for path in documents:
        path.write_text('Cii cách ndm,tinh x\n"hiQn" y,z\n', "utf-8")
    store = tmp_path / "store.sqlite3"
    fill(monkeypatch, store, documents, WORDS | {"ndm": WORDS["ndm"]._replace(after="năm,")})
    with Served(tmp_path, "--store", store) as served:
        save_all_and_go(open_page(served.address))
        page = open_page(served.address)
        page.keyboard.press("w")
        page.wait_for_selector("#write-outcome[data-state=failed]")
        told = page.locator("#write-outcome").inner_text()
        assert "80 files written" in told
        assert told.count("Page 1, line 1: ndm becomes năm,") == 40
        page.keyboard.press("Escape")
        page.keyboard.press("w")
        page.wait_for_selector("body[data-acting='0']")
        assert page.locator("#write-outcome").inner_text() == ""
    assert len(list(tmp_path.glob("*.fixed.csv"))) == 40


@pytest.mark.slow
def test_ending_the_program_lets_it_finish_what_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[[str], Page]
) -> None:
    documents = [tmp_path / f"{k}.txt" for k in range(200)]
    for path in documents:
        path.write_text(TEXT, "utf-8")
    store = tmp_path / "store.sqlite3"
    fill(monkeypatch, store, documents)
    with Served(tmp_path, "--store", store) as served:
        save_all_and_go(open_page(served.address))
        code, said = served.end()
    assert code == 0
    assert "Error" not in said
    assert len(list(tmp_path.glob("*.fixed.txt"))) == 200


@pytest.mark.slow
def test_names_and_texts_that_are_no_unicode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[[str], Page]
) -> None:
    """Bytes that cannot be read are carried through Python as lone surrogates."""
    document = tmp_path / os.fsdecode(b"k\xebho\x81ch.txt")
    document.write_bytes(b"n\xe3m ndm \x90 tinh\n")
    store = tmp_path / "store.sqlite3"
    encoding = "utf-8:surrogateescape"
    fill(monkeypatch, store, [document], WORDS, Config(encoding=encoding))
    with Served(document, "--store", store, "--encoding", encoding) as served:
        page = open_page(served.address)
        press(page, "a", "a", "w")
        page.keyboard.press("Enter")
        page.wait_for_selector("#write-outcome[data-state=written]")
    repaired = tmp_path / os.fsdecode(b"k\xebho\x81ch.fixed.txt")
    assert repaired.read_bytes() == b"n\xe3m n\xc4\x83m \x90 t\xc3\xadnh\n"


@pytest.mark.slow
def test_a_doubt_without_a_proposal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[[str], Page]
) -> None:
    """The word may be right: it can be left, or one of the other readings taken."""
    document = tmp_path / "plan.txt"
    document.write_text("Ti thiểu và Mi\n", "utf-8")
    readings = (("Tối", 0.3), ("Từ", 0.2))
    store = tmp_path / ".vnfix" / "review.sqlite3"
    words = {"Ti": Proposal("Ti", 0.1, readings), "Mi": Proposal("Mi", 0.2, (("Mỗi", 0.3),))}
    fill(monkeypatch, store, [document], words)
    with Served(document) as served:
        page = open_page(served.address)
        assert page.text_content("#change-question") == "Leave “Ti” as it is?"
        assert page.locator("#change-text").is_hidden()
        assert page.locator("[data-action=reject]").is_hidden()
        press(page, "1")
        press(page, "a")
    assert [p.decided for p in standing(store)] == ["Tối", "Mi"]


@pytest.mark.slow
def test_another_site_reaches_nothing(
    served: Served, open_page: Callable[[str], Page], context: BrowserContext
) -> None:
    """A page of another origin in the same browser, which has the cookie."""
    page = open_page(served.address)
    api = page.url.split("#")[0]
    other = context.new_page()
    context.route("http://127.0.0.1:9/*", lambda r: r.fulfill(body="<p>", content_type="text/html"))
    other.goto("http://127.0.0.1:9/evil.html")
    read = other.evaluate(
        "u => fetch(u + 'api/state', {credentials: 'include'}).then(() => 'read', () => 'refused')",
        api,
    )
    assert read == "refused"
    other.evaluate(
        "u => fetch(u + 'api/undo', {method: 'POST', credentials: 'include', mode: 'no-cors',"
        " body: '{}'}).catch(() => 0)",
        api,
    )
    other.evaluate("u => { document.body.innerHTML = `<iframe src='${u}'></iframe>`; }", api)
    frame = other.wait_for_selector("iframe")
    assert frame
    inside = frame.content_frame()
    assert inside is None or inside.locator("#current").count() == 0


@pytest.mark.slow
def test_a_screen_reader_is_told(served: Served, open_page: Callable[[str], Page]) -> None:
    page = open_page(served.address)
    said = page.text_content("#live") or ""
    assert said.startswith("ndm becomes năm, confidence 60%, 3 places. Page 1: Cải cách năm 2020")
    names = page.eval_on_selector_all(
        "button, input, select, [role=group]",
        "all => all.map(e => e.getAttribute('aria-label') || e.textContent || e.labels?.length)",
    )
    assert all(names)
    tree = page.locator("body").aria_snapshot()
    for part in ("banner", "main", "complementary", "contentinfo", 'button "A Accept 3 places"'):
        assert part in tree
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_both_languages_have_the_same_texts() -> None:
    """No text is in one of them only, or names a value that the other lacks."""
    english, vietnamese = (
        json.loads((STATIC / "messages" / f"{name}.json").read_text("utf-8"))
        for name in ("en", "vi")
    )
    assert list(english) == list(vietnamese)
    assert all(english.values())
    assert all(vietnamese.values())
    for key, text in english.items():
        named = [set(re.findall(r"\{\w+\}", t)) for t in (text, vietnamese[key])]
        assert named[0] == named[1], key


def test_every_kind_of_damage_and_of_correction_has_a_name() -> None:
    english = json.loads((STATIC / "messages" / "en.json").read_text("utf-8"))
    kinds = [f"damage.{kind}" for kind in Damage]
    fixers = {"rule" if name == "rules" else name for name in (*FIXERS, *SETTLERS)}
    assert [k for k in (*kinds, *(f"fixer.{name}" for name in fixers)) if k not in english] == []


def keyed_errors() -> Iterator[tuple[str, set[str]]]:
    """Yield the text that an error in the code names, and the values that it gives for it."""
    for path in STATIC.parents[2].rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Error"):
                named = {k.arg or "": k.value for k in call.keywords}
                if isinstance(key := named.pop("key", None), ast.Constant):
                    yield str(key.value), set(named)


def test_every_error_has_a_text_in_both_languages() -> None:
    kinds = {k for k in vars(errors).values() if isinstance(k, type) and k.__base__ is VnfixError}
    assert kinds <= KEYS.keys()
    given = [*keyed_errors(), *((key, set[str]()) for key in KEYS.values())]
    assert len(given) > len(KEYS) + 10
    for name in ("en", "vi"):
        texts = json.loads((STATIC / "messages" / f"{name}.json").read_text("utf-8"))
        for key, values in given:
            assert set(re.findall(r"\{(\w+)\}", texts[f"error.{key}"])) <= values, key


def test_a_number_of_one_is_not_said() -> None:
    for name in ("en", "vi"):
        texts = json.loads((STATIC / "messages" / f"{name}.json").read_text("utf-8"))
        assert [k for k, t in texts.items() if k.endswith(".one") and "{count}" in t] == []
        assert [k for k in texts if k.endswith(".other") and f"{k[:-6]}.one" not in texts] == []


def test_every_text_that_the_page_asks_for_is_there() -> None:
    english = json.loads((STATIC / "messages" / "en.json").read_text("utf-8"))
    code = "".join(p.read_text("utf-8") for p in STATIC.glob("*.js"))
    page = (STATIC / "index.html").read_text("utf-8")
    asked = set(re.findall(r'\btext\("([\w.-]+)"', code))
    asked |= set(re.findall(r'data-(?:text|label)="([\w.-]+)"', page))
    asked |= {
        f"{name}.help" for name in re.findall(r'action: "(\w+)", (?:letter|plain|digits)', code)
    }
    missing = [k for k in asked if k not in english and f"{k}.other" not in english]
    assert missing == []


def test_no_word_is_written_into_the_code_of_the_page() -> None:
    """What a person reads stands in the message files, in both languages."""
    page = (STATIC / "index.html").read_text("utf-8")
    shown = re.findall(r">\s*([^<>\s][^<>]*?)\s*<", re.sub(r"(?s)<head>.*</head>", "", page))
    assert {t for t in shown if any(map(str.isalpha, t))} == {"vnfix"}
    for script in STATIC.glob("*.js"):
        written = re.findall(r'\b(?:text|title|"aria-label"): "([^"]*)"', script.read_text("utf-8"))
        assert [t for t in written if any(map(str.isalpha, t))] == [], script.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_texts(scheme: str) -> None:
    """WCAG 2.2, level AA: 4.5 to 1."""
    css = (STATIC / "theme.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\n *\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[1]))
    papers = ("panel", "raised", "page", "accent-wash")
    on_panel = [(c, b) for c in ("text", "faint", "was", "now") for b in papers]
    on_shade = [("text", b) for b in ("high", "middle", "low")]
    for above, below in [*on_panel, *on_shade, ("accent-text", "accent"), ("low-line", "panel")]:
        assert contrast(colours[above], colours[below]) >= 4.5, (above, below)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

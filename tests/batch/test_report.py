"""The reports: right figures, worst first, nothing of a document's making but its text."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import time
import tomllib
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from tests.commands.test_language import english
from tests.pdfs import make_pdf
from vnfix.batch.job import RETYPE
from vnfix.batch.report import HERE, UNDONE, Report, to_html, to_json
from vnfix.batch.results import Figures, JobResult, Outcome, OutputFile, Snippet
from vnfix.cli import group
from vnfix.errors import ExitCode
from vnfix.files.failures import Cause
from vnfix.model import Damage

TEMPLATES = sorted((Path(__file__).parents[2] / "vnfix").rglob("*.html.j2"))
VIETNAMESE_LETTER = re.compile("[ăâđêôơưạảấầậắặẹẻếềệịỏọốồộớờợụủứừửữựỳỹ]", re.IGNORECASE)

EVIL = "<script>alert('x')</script>\"&'"
DESCRIBED = {"version": "0", "options": {"rounds": 2}}


def figures(wrong: float = 1.0, words: int = 100, text: str = "Cii") -> Figures:
    snippet = Snippet(1, 1, ((text, "Cải"), (" xanh", " xanh")))
    return Figures(1, words, "mixed", {"legacy font": 40, "unaccented": 9}, 0.51, 5, 2, wrong,
                   (snippet,))  # fmt: skip


def result(name: str, outcome: Outcome = Outcome.REPAIRED, **fields: object) -> JobResult:
    fields = {"figures": figures(), **fields} if outcome not in UNDONE else fields
    return JobResult(name, f"in/{name}", outcome, **fields)  # type: ignore[arg-type]


def report(*results: JobResult) -> Report:
    return Report(results, "2026-01-01T08:00:00+07:00", 3.5, len(results), False, DESCRIBED)


ALL = report(
    result("good.txt", Outcome.HEALTHY, figures=replace(figures(0.0), kinds={}, snippets=())),
    result("bad.txt", figures=figures(9.0)),
    result("better.txt", figures=figures(2.0)),
    result("scan.pdf", Outcome.NEEDS_OCR, code=ExitCode.NOTHING_TO_DO, reason="no text"),
    result("broken.pdf", Outcome.FAILED, code=ExitCode.UNREADABLE, reason="broken"),
    result("empty.txt", Outcome.HEALTHY, figures=replace(figures(0.0, 0), kinds={}, snippets=())),
)


class Page(HTMLParser):
    """All elements and the visible text of a page."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Remember a text."""
        self.text += data


def test_figures_and_exit_code() -> None:
    row = json.loads(to_json(ALL))
    assert row["totals"] == {
        "files": 6, "pages": 4, "words": 300, "corrections": 20, "doubtful": 8, "left": 0,
    }  # fmt: skip
    assert row["kinds"] == {"legacy font": 80, "unaccented": 18}
    assert row["outcomes"]["healthy"] == 2
    assert sum(row["outcomes"].values()) == 6
    assert row["exit_code"] == 5
    assert report(result("a")).exit_code == 0
    failed = result("a", Outcome.FAILED, code=ExitCode.UNREADABLE)
    assert report(failed).exit_code == 3
    assert report(failed, result("b")).exit_code == 5


def test_worst_come_first() -> None:
    order = ["broken.pdf", "scan.pdf", "bad.txt", "better.txt", "good.txt", "empty.txt"]
    assert [row["file"] for row in json.loads(to_json(ALL))["files"]] == order
    text = Page(to_html(ALL)).text
    assert text.index("bad.txt") < text.index("better.txt")


def test_those_alike_stand_by_name() -> None:
    rows = [
        result(name, Outcome.HEALTHY, figures=replace(figures(0.0), kinds={})) for name in "bca"
    ]
    assert [row["file"] for row in json.loads(to_json(report(*rows)))["files"]] == ["a", "b", "c"]


def test_the_page_shows_lines_before_and_after_and_the_kinds() -> None:
    page = Page(to_html(ALL))
    tags = [tag for tag, _ in page.tags]
    assert {"svg", "del", "ins", "table"} <= set(tags)
    assert "Phông chữ cũ" in page.text
    assert "Legacy font" in page.text
    assert "Look at these first" in page.text


def test_text_and_names_are_never_html() -> None:
    evil = result(
        EVIL,
        figures=figures(text=EVIL),
        warnings=(EVIL,),
        outputs=(OutputFile(f"{EVIL}.txt", 1, ""), OutputFile("javascript:alert(1).txt", 1, "")),
    )
    failed = result(f"b{EVIL}", Outcome.FAILED, reason=EVIL, remedy=EVIL)
    html = to_html(report(evil, failed))
    page = Page(html)
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.text.count(EVIL) >= 4
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {n for n in names if n.startswith("on")} | names & {"style", "src"}
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert links
    own = {"#undone", "#unread", "#worst", "#all"}
    assert all(
        link and link.startswith("./") and ":" not in link for link in links if link not in own
    )


def test_the_page_needs_nothing_and_may_do_nothing() -> None:
    page = Page(to_html(ALL))
    (policy,) = (a["content"] for t, a in page.tags if a.get("http-equiv"))
    style = re.search(r"<style>(.*?)</style>", to_html(ALL), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy
    assert policy.startswith("default-src 'none'")
    assert f"'sha256-{digest}'" in policy
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert not {tag for tag, _ in page.tags} & {"link", "img", "iframe", "form", "object"}


@pytest.mark.parametrize("name", ["a\udcff", "\ud800", "a\x00b", "a\u202eb"])
def test_odd_names_and_texts_are_shown_harmlessly(name: str) -> None:
    odd = report(result(name, figures=figures(text=name), outputs=()))
    assert json.loads(to_json(odd).encode())["files"][0]["file"] == name
    assert name not in to_html(odd)
    to_html(odd).encode("utf-8", "replace")


def test_all_outcomes_and_kinds_have_words_and_colours() -> None:
    words = tomllib.loads((HERE / "report.toml").read_text("utf-8"))
    assert set(words["outcome"]) == set(map(str, Outcome))
    assert set(words["kind"]) == set(map(str, Damage))
    style = (HERE / "report.css").read_text("utf-8")
    assert all(f".{outcome.replace(' ', '-')} {{" in style for outcome in Outcome)
    pairs = [pair for table in words.values() for pair in table.values()]
    assert all(len(pair) == 2 and all(pair) for pair in pairs)


class Spoken(Page):
    """The text of a page, without what is marked as English."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        self.open: list[bool] = []
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember whether an element is English."""
        super().handle_starttag(tag, attrs)
        if tag not in ("meta", "br"):
            soft = tag == "tspan" and ("class", "soft") in attrs
            self.open.append(("lang", "en") in attrs or soft or tag == "style")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Remember what is not English."""
        self.text += "" if any(self.open) else data


def test_reasons_and_remedies_are_vietnamese_with_the_english_beside(
    tmp_path: Path,
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    pdf = make_pdf([["Cii c6ch hinh chinh"]])
    (folder / "broken.pdf").write_bytes(pdf[:-60])
    (folder / "old.txt").write_bytes("Kế hoạch".encode("cp1258", "ignore") + b"\xe3\xcc \xf2")
    (folder / "empty.pdf").write_bytes(make_pdf([[]]))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (folder / "a.docx").write_bytes(b"x")
    (folder / "taken.txt").write_text("Cii c6ch", "utf-8")
    (out / "taken.txt").parent.mkdir()
    (out / "taken.txt").write_text("mine", "utf-8")
    CliRunner().invoke(group, ["fix", str(folder), "-o", str(out), "--jobs", "0"])
    html = (out / "report.html").read_text("utf-8")
    told = Spoken(html).text
    rows = {r["file"]: r for r in json.loads((out / "report.json").read_text("utf-8"))["files"]}
    words = tomllib.loads((HERE / "report.toml").read_text("utf-8"))
    for name, cause in (
        ("broken.pdf", "broken"),
        ("old.txt", "encoding"),
        ("empty.pdf", "needs-ocr"),
        ("locked.pdf", "locked"),
        ("taken.txt", "exists"),
    ):
        assert rows[name]["cause"] == cause
        assert words["cause"][cause][0] in told
        assert escape(rows[name]["reason"].replace(rows[name]["source"], name)) in html
    assert english(told) == [], told


def test_warnings_are_vietnamese_with_the_english_beside() -> None:
    warning = f"in/a.txt: 3 lines are beyond repair and were left. {RETYPE}"
    html = to_html(report(result("a.txt", warnings=(warning,))))
    assert "a.txt: 3 dòng không thể phục hồi" in Spoken(html).text
    assert english(Spoken(html).text) == []
    assert "a.txt: 3 lines are beyond repair" in Page(html).text


def test_every_cause_can_be_told_to_a_person_without_a_command_line() -> None:
    words = tomllib.loads((HERE / "report.toml").read_text("utf-8"))
    assert set(words["cause"]) == set(map(str, Cause))
    assert not [p for pair in words["cause"].values() for p in pair if "`" in p or "--" in p]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_pages_have_no_texts_of_their_own(path: Path) -> None:
    """All of them stand in the message files, in both languages."""
    template = path.read_text("utf-8")
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", template, flags=re.DOTALL)
    assert set(re.findall(r"[^\W\d_]+", bare)) <= {"vnfix", "nbsp"}
    words = tomllib.loads(path.with_name(path.name.replace(".html.j2", ".toml")).read_text("utf-8"))
    for name, table in words.items():
        for key, pair in table.items() if name != "fixers" else ():
            vietnamese, told = pair
            assert vietnamese, key
            assert told, key
            assert english(vietnamese) == [], vietnamese
            assert not VIETNAMESE_LETTER.search(told), told


def test_an_empty_report_has_a_page() -> None:
    assert "Không thấy lỗi nào" in to_html(report())


def test_ten_thousand_documents() -> None:
    """They take a few seconds, and the page is not too large for a browser."""
    many = report(*(result(f"so {n}/van ban.pdf", figures=figures(n % 97)) for n in range(10_000)))
    began = time.perf_counter()
    html = to_html(many)
    assert time.perf_counter() - began < 20
    assert html.count("<article>") == 50
    assert len(html) < 10_000_000

"""The page of a repair: escaped, whole, by itself."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import toy
from vnfix import fix_and_explain
from vnfix.config import Config
from vnfix.document import make_document
from vnfix.formats.html import SHOWN, encode_html, view_of
from vnfix.formats.templates import visible
from vnfix.model import Correction, Repair, Safety

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NASTY = """<script>alert("1")</script> & 'x' "><img src=x onerror=alert(1)>"""


class Reader(HTMLParser):
    """Collects the cells of the pages, the tags and the attributes."""

    def __init__(self, page: bytes) -> None:
        """Read a page."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.cells: list[str] = []
        self.inside = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.add(tag)
        self.attributes += attrs
        if tag == "td":
            self.inside = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave a cell."""
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self.inside:
            self.cells[-1] += data


def page(text: str, *corrections: Correction, name: str = "plan.txt") -> bytes:
    new = text
    for c in reversed(corrections):
        new = new[: c.start] + c.after + new[c.end :]
    document = make_document(text, name=name)
    return encode_html(document, Repair(text, new, corrections), b"", Config())


def correction(text: str, before: str, after: str, confidence: float = 0.5) -> Correction:
    start = text.index(before)
    return Correction(
        start, start + len(before), before, after, "decode", confidence, Safety.REVIEW, "",
        ((NASTY, 0.3), ("", 0.1)),
    )  # fmt: skip


def test_a_document_full_of_markup_is_shown_as_text() -> None:
    text = f"{NASTY} c6ch {NASTY}\n"
    made = page(text, correction(text, "c6ch", NASTY), name=NASTY)
    reader = Reader(made)
    assert not reader.tags & {"script", "img", "link", "iframe", "object", "form", "base"}
    names = {name for name, _ in reader.attributes}
    assert not {n for n in names if n.startswith("on")} | names & {"src", "srcdoc", "style"}
    assert f"{NASTY} c6ch {NASTY}" in reader.cells
    assert f"{NASTY} {NASTY} {NASTY}" in reader.cells
    assert NASTY in next(v for n, v in reader.attributes if n == "title" and v and "50" in v)


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_line_stands_on_both_sides(text: str) -> None:
    document = make_document(f"{text}\nc6ch")
    text = document.text
    reader = Reader(page(text, correction(text, text[-4:], "cách")))
    cells = reader.cells[-3 * len(document.lines) :]
    assert cells[1::3] == [visible(line.text) for line in document.lines]
    assert cells[-1] == "cách"


def test_it_asks_the_network_for_nothing() -> None:
    made = page("c6ch", correction("c6ch", "c6ch", "cách")).decode()
    assert "http:" not in made
    assert "https:" not in made
    assert "url(" not in made
    assert "@import" not in made
    assert "default-src 'none'" in made
    assert {v[0] for n, v in Reader(made.encode()).attributes if n == "href" and v} == {"#"}


def test_half_a_surrogate_pair_and_control_characters_are_visible() -> None:
    made = page("a\udcffb\x1bc c6ch", correction("a\udcffb\x1bc c6ch", "c6ch", "cách"))
    assert b"a\\udcffb\\x1bc" in made


def test_the_most_doubtful_come_first_and_lead_to_their_lines() -> None:
    text = "".join(f"w{k:03}\n" for k in range(100))
    made = [correction(text, f"w{k:03}", "x", k / 100) for k in range(100)]
    view = view_of(make_document(text), Repair(text, "x\n" * 100, tuple(made)))
    assert [line for line, _ in view.first] == list(range(1, SHOWN + 1))
    assert view.levels == {"sure": 0, "likely": 20, "doubtful": 80}
    reader = Reader(page(text, *made))
    links = {v for n, v in reader.attributes if n == "href" and v}
    targets = {f"#{v}" for n, v in reader.attributes if n == "id" and v}
    assert links <= targets


def test_kinds_and_levels_are_told_by_class(toy_engine: Callable[..., object]) -> None:
    del toy_engine
    repair = fix_and_explain(toy.GARBLED)
    made = encode_html(make_document(toy.GARBLED), repair, b"", Config()).decode()
    assert made.count('<ins class="reading sure"') == 1 + 4  # one in the legend
    assert '<ins class="reading doubtful" title="70\xa0% · hoặc tinh (20\xa0%)">tỉnh</ins>' in made


@pytest.mark.parametrize("text", ["", "\n", "Kế hoạch của tỉnh\n"])
def test_a_healthy_document_has_a_page_too(text: str) -> None:
    assert "Không có gì phải sửa." in page(text).decode()


def test_fix_writes_it(tmp_path: Path, toy_engine: Callable[..., object]) -> None:
    from click.testing import CliRunner

    from vnfix.cli import group

    del toy_engine
    (tmp_path / "a.txt").write_text(toy.GARBLED, "utf-8")
    arguments = ["fix", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.html")]
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.stderr
    assert Reader((tmp_path / "a.html").read_bytes()).cells[-1] == toy.TRUE

"""Text that carries structure: only what is text changes, and nothing is read across cells."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.ocr import changed, repairs
from vnfix.cli import group
from vnfix.config import Config
from vnfix.errors import UnreadableError, UsageError
from vnfix.formats.reading import read_bytes
from vnfix.formats.runs import PARAGRAPH, is_text, share_out
from vnfix.formats.unwritten import noting_unwritten
from vnfix.formats.writing import encode
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from vnfix.model import Document, Repair

CONFIG = Config()
MARKS = ["# ", "- ", "> ", "", "1. "]
PLAIN = ["Uy", "ban", "nhân", "dân", "xã", "c6ch", "thgc", "hiOn", "ngày 5", "a,b", 'x"y', "ĐỨC"]
SIGNS = ["&", "<", "é\u0301", "\\", "/", "*", "_a_", "|", "1.", "-", "#", "$x$", "`", "\xa0", "𝐀"]
WORDS = st.sampled_from([*PLAIN, *SIGNS, "\t"])
TEXTS = st.lists(WORDS, min_size=0, max_size=6).map(" ".join)
GARBLED = [
    "Cii c6ch hinh chinh",
    "Uy ban nhan dan tinh yéu cdu cdc co quan bao cáo két qua",
    "ki6m tra tinh hinh thgc hiOn",
]
RIGHT = [
    "Cải cách hành chính",
    "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả",
    "kiểm tra tình hình thực hiện",
]


def read(source: str | bytes, name: str) -> Document:
    return read_bytes(source if isinstance(source, bytes) else source.encode(), name, CONFIG)


def write(document: Document, made: Repair, source: str | bytes) -> bytes:
    data = source if isinstance(source, bytes) else source.encode()
    return encode(None, document, made, data, CONFIG)


def fixed(source: str | bytes, name: str) -> str:
    document = read(source, name)
    return write(document, repair(document, CONFIG), source).decode()


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(group, [str(a) for a in args])


# What stands in a structure, for each format: made of texts, and taken apart by another parser.


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("/", tag))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("!", data))

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def csv_made(texts: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["số", "tên gọi", "mã"])
    writer.writerows([k, text, f"A{k}B"] for k, text in enumerate(texts))
    return out.getvalue()


def csv_taken(source: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(source, newline="")))
    assert [len(r) for r in rows] == [3] * len(rows)
    assert [(r[0], r[2]) for r in rows[1:]] == [(str(k), f"A{k}B") for k in range(len(rows) - 1)]
    return [r[1] for r in rows[1:]]


def json_made(texts: list[str]) -> str:
    rows = [{"khoá chính": k, "van ban": [t, None, 1.0]} for k, t in enumerate(texts)]
    return json.dumps(rows, indent=1, ensure_ascii=len(texts) % 2 == 0)


def json_taken(source: str) -> list[str]:
    rows = json.loads(source)
    assert all(r["khoá chính"] == k and r["van ban"][1:] == [None, 1.0] for k, r in enumerate(rows))
    return [r["van ban"][0] for r in rows]


def lines_made(texts: list[str]) -> str:
    return "".join(json.dumps({"t": t}, ensure_ascii=False) + "\n" for t in texts)


def lines_taken(source: str) -> list[str]:
    return [json.loads(line)["t"] for line in source.split("\n") if line]


def html_made(texts: list[str]) -> str:
    cells = "".join(
        f'<td class="c6ch hinh">{t.replace("&", "&amp;").replace("<", "&lt;")}</td>' for t in texts
    )
    return f'<html lang="en"><script>var c6ch = "hinh chinh"</script><!-- x --><tr>{cells}</tr>'


def html_taken(source: str) -> list[str]:
    reader = _Reader()
    reader.feed(source)
    whole = "".join(p if isinstance(p, str) else f"\0{p!r}\0" for p in reader.parts)
    begin = "\0('td', [('class', 'c6ch hinh')])\0"
    head, *cells = whole.split(begin)
    assert 'var c6ch = "hinh chinh"' in head
    return [cell.removesuffix("\0('/', 'tr')\0").removesuffix("\0('/', 'td')\0") for cell in cells]


FORMS: dict[str, tuple[Callable[[list[str]], str], Callable[[str], list[str]]]] = {
    "a.csv": (csv_made, csv_taken),
    "a.json": (json_made, json_taken),
    "a.jsonl": (lines_made, lines_taken),
    "a.html": (html_made, html_taken),
}
SAMPLES: dict[str, Callable[[list[str]], str]] = {
    "a.csv": csv_made,
    "semicolons.csv": lambda texts: csv_made(texts, ";"),
    "a.tsv": lambda texts: csv_made(texts, "\t"),
    "a.json": json_made,
    "a.jsonl": lines_made,
    "a.html": html_made,
    "a.md": lambda texts: "".join(f"- {t}\n\n`c6ch`\n\n" for t in texts),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_healthy_texts_stay_byte_for_byte(name: str) -> None:
    source = SAMPLES[name](RIGHT)
    for data in (source.encode(), b"\xef\xbb\xbf" + source.encode(), source.encode("utf-16")):
        if name == "a.html" and data.startswith(b"\xff\xfe"):
            continue
        document = read(data, name)
        made = repair(document, CONFIG)
        assert not made.corrections
        assert write(document, made, data) == data


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_are_repaired_in_their_places(name: str) -> None:
    """What is written has the same form as if it had been right from the beginning."""
    once = fixed(SAMPLES[name](GARBLED), name)
    assert once == SAMPLES[name](RIGHT)
    assert fixed(once, name) == once


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=60)
@given(data=st.data(), texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_the_structure_stays_whatever_the_repair(
    name: str, data: st.DataObject, texts: list[str]
) -> None:
    make, take = FORMS[name]
    source = make(texts)
    document = read(source, name)
    assert take(source) == texts
    made = data.draw(repairs(document))
    out = write(document, made, source).decode()
    for before, after in zip(texts, take(out), strict=True):
        assert after == before or is_text(before)
    if name != "a.html":  # where blanks at the edges of a cell are nobody's
        assert told(read(out, name).text) == told(made.text)


def told(text: str) -> list[str]:
    return [part for part in text.removesuffix("\n").split(PARAGRAPH) if is_text(part)]


@settings(max_examples=60)
@given(data=st.data(), texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_markdown_stays_what_it_is(data: st.DataObject, texts: list[str]) -> None:
    source = "\n\n".join(f"{mark}{t}" for mark, t in zip(MARKS, texts, strict=False))
    document = read(source, "a.md")
    made = data.draw(repairs(document))
    out = write(document, made, source).decode()

    def marks(text: str) -> list[tuple[str, str]]:
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        tokens = (t for block in parser.parse(text) for t in (block, *(block.children or ())))
        return [(t.type, t.tag) for t in tokens if t.type not in ("text", "inline", "text_special")]

    assert marks(out) == marks(source)


# Single formats


def test_a_cell_gets_quotes_only_where_it_needs_them() -> None:
    source = 'a b,c d\nUy ban x,"Uy ban ""y"""\n'
    document = read(source, "a.csv")
    out = write(document, changed(document, ("Uy ban x", "Uy ban, x")), source)
    assert out == b'a b,c d\n"Uy ban, x","Uy ban ""y"""\n'


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ("a b;c d, e\nf g;h i\n", ["a b", "c d, e", "f g", "h i"]),
        ("sep=|\r\na b|c d\r\n", ["a b", "c d"]),
        ("mot hai\nba, b\nc, x, bay\ntam chin", ["mot hai", "ba, b", "c, x, bay", "tam chin"]),
        ('a\tb c\n"d" e f\tg\n', ["b c", '"d" e f']),
        ('"a\nb c","d e"\n', ["a\nb c", "d e"]),
    ],
)  # fmt: skip
def test_cells_are_found(source: str, cells: list[str]) -> None:
    assert read(source, "a.csv").text.removesuffix("\n").split(PARAGRAPH) == cells


@pytest.mark.parametrize(
    ("name", "source", "where"),
    [
        ("a.csv", 'a,b\nc,"d e\nf', "line 2, column 3"),
        ("a.csv", 'a,b\r\nc,"d" e\r\nx', "line 2, column 6"),
        ("a.json", '{"a": "b",\n "c" 1}', "line 2, column 6"),
        ("a.jsonl", '{"a": 1}\n{"b": }\n', "line 2, column 7"),
    ],
)
def test_broken_structure_is_told_with_its_place(
    tmp_path: Path, name: str, source: str, where: str
) -> None:
    with pytest.raises(UnreadableError, match=where) as e:
        read(source, name)
    assert e.value.remedy
    path = tmp_path / name
    path.write_text(source, "utf-8")
    assert run("fix", path).exit_code == 3


def test_nothing_nests_too_deeply_or_counts_too_far() -> None:
    with pytest.raises(UnreadableError, match="deep"):
        read("[" * 100_000 + "]" * 100_000, "a.json")
    assert read('{"a": %s, "b": "x y"}' % ("9" * 6000), "a.json").text == "x y\n"


def test_json_letters_are_written_as_their_string_has_them() -> None:
    source = r'["Cii c6ch h\u00ECnh a\/b", "Cii c6ch chính", "Cii c6ch"]'
    document = read(source, "a.json")
    out = write(document, changed(document, ("Cii", "Cải"), ("a/b", "á/b"), ("Cii", "Cải")), source)
    assert out.decode() == r'["C\u1EA3i c6ch h\u00ECnh \u00E1\/b", "Cải c6ch chính", "Cii c6ch"]'


def test_html_in_json_is_html() -> None:
    table = '<table><tr><td id="c6ch">Cii c6ch</td><td>hinh &amp; chinh</td></tr></table>'
    source = json.dumps({"body": table})
    assert read(source, "a.json").text == "Cii c6ch\n\nhinh & chinh\n"
    assert 'id=\\"c6ch\\">Cải cách</td>' in fixed(source, "a.json")


def test_codes_and_names_are_not_read() -> None:
    rows = {"id": "c6ch-01", "href": "http://a.vn/x", "type": "section_header", "n": "12 34"}
    assert read(json.dumps(rows), "a.json").text == ""
    assert read("ma,so\nA1B2,C3D4\n", "a.csv").text == ""


def test_numbers_of_letters_in_html_are_read_and_written() -> None:
    source = "<p>y&#234;u cdu cdc co quan b&#225;o c&#225;o kOt qua thgc hiOn</p>"
    out = fixed(source, "a.html")
    assert out.isascii()
    assert "k&#7871;t" in out
    assert "kết quả" in fixed(source.replace("&#234;", "ê"), "a.html")


def test_only_text_of_markdown_is_read() -> None:
    source = """---
title: Cii c6ch
---
# Tiêu *đề* một

Dòng `c6ch` [nhãn hai](http://c6ch.vn "c6ch") ![ảnh ba](c6ch.png) <b title="c6ch">in đậm</b>
dòng &amp; bốn \\* và $c6ch_1=2$

```
c6ch
```

| ô một | ô hai |
|---|---|
| ô ba | `c6ch` |

<table><tr><td>ô bốn</td></tr></table>

[x]: http://c6ch.vn
"""
    text = read(source, "a.md").text
    assert "c6ch" not in text
    assert text.split(PARAGRAPH)[0] == "Tiêu đề một"
    for part in ("nhãn hai", "ảnh ba", "in đậm", "dòng & bốn * và", "ô một", "ô ba", "ô bốn"):
        assert part in text


def test_what_would_be_a_list_is_escaped() -> None:
    source = "l. Mục tiêu chung\n\nđoạn a b\n"
    document = read(source, "a.md")
    out = write(document, changed(document, ("l.", "1."), ("a b", "a*b*")), source).decode()
    assert out == "1\\. Mục tiêu chung\n\nđoạn a\\*b\\*\n"


def test_a_change_that_would_be_read_otherwise_is_left(caplog: pytest.LogCaptureFixture) -> None:
    """A table of which the quotes are marks of the text cannot put a cell in quotes."""
    source = 'a b,c d\n"x" y z,e f\n'
    document = read(source, "a.csv")
    out = write(document, changed(document, ("c d", "c đ"), ("e f", "e, f")), source).decode()
    assert out == 'a b,c đ\n"x" y z,e f\n'
    assert "left as they are" in caplog.text


def test_the_neighbours_of_a_change_that_is_left_are_made() -> None:
    """All in one cell, which cannot hold a comma; what is left is noted."""
    source = 'a b c d e f,x\n"x" y z,e\n'
    document = read(source, "a.csv")
    pairs = [(c, c.upper()) for c in "abcdef"]
    with noting_unwritten() as left:
        made = changed(document, *pairs[:3], ("d", "D,"), *pairs[4:])
        out = write(document, made, source).decode()
    assert out == 'A B C d E F,x\n"x" y z,e\n'
    assert [(p.before, p.after, p.line) for p in left] == [("d", "D,", 1)]


def test_one_change_over_several_elements_is_made_wholly_or_not_at_all() -> None:
    """Markdown has no NUL; the word in bold type would have come without the rest."""
    source = "Uy **ban** xx\n"
    document = read(source, "a.md")
    assert write(document, changed(document, ("ban xx", "bạn xy")), source).decode() == (
        "Uy **bạn** xy\n"
    )
    bad = changed(document, ("Uy", "Ủy"), ("ban xx", "bạn x\0"))
    assert write(document, bad, source).decode() == "Ủy **ban** xx\n"


def test_one_change_over_several_elements() -> None:
    assert share_out(["qu", "yet d", "inh"], "quyết định") == ["qu", "yết đ", "ịnh"]
    source = "<p>Uy <b>ban nhan</b> dan tinh yéu cdu cdc co quan bao cáo két qua</p>"
    assert "Ủy <b>ban nhân</b> dân" in fixed(source, "a.html")


# Commands


@pytest.mark.parametrize("name", SAMPLES)
def test_all_commands_take_it(tmp_path: Path, name: str) -> None:
    path, out, rows = tmp_path / name, tmp_path / f"out{Path(name).suffix}", tmp_path / "rows.jsonl"
    path.write_bytes(SAMPLES[name](GARBLED).encode())
    wanted = SAMPLES[name](RIGHT).encode()
    assert run("check", path).exit_code == 1
    assert run("fix", path, "-o", out).exit_code == 0
    assert out.read_bytes() == wanted
    assert run("fix", path).stdout_bytes == wanted
    assert run("propose", path, "-o", rows).exit_code == 0
    assert run("apply", path, rows, "-o", out, "--force").exit_code == 0
    assert run("apply", path, rows).stdout_bytes == wanted
    shown = run("diff", path)
    assert shown.exit_code == 1
    assert "text layer" not in shown.stdout
    assert run("fix", path, "-o", tmp_path / "a.txt").exit_code == 0
    assert "Cải cách hành chính\n" in (tmp_path / "a.txt").read_text("utf-8")
    assert run("fix", "--in-place", path).exit_code == 0
    assert path.read_bytes() == wanted


def test_a_folder_is_repaired_in_its_forms(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, make in SAMPLES.items():
        (folder / name).write_bytes(make(GARBLED).encode())
    assert run("propose", folder / "a.csv", "-o", folder / "rows.jsonl").exit_code == 0
    assert run("fix", folder, "-o", out, "--same-format", "--jobs", "0").exit_code == 0
    for name, make in SAMPLES.items():
        assert (out / name).read_bytes() == make(RIGHT).encode()
    assert not (out / "rows.jsonl").exists()
    assert (out / "a.csv.jsonl").exists()


def test_a_correction_file_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Cii c6ch hinh chinh\n", "utf-8")
    rows = tmp_path / "rows.jsonl"
    assert run("propose", tmp_path / "a.txt", "-o", rows).exit_code == 0
    with pytest.raises(UsageError, match="correction file"):
        read(rows.read_bytes(), str(rows))
    assert run("apply", tmp_path / "a.txt", rows).stdout == "Cải cách hành chính\n"


def test_a_structure_is_written_only_as_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a b,c d\n", "utf-8")
    for name in ("b.json", "b.tsv"):
        result = run("fix", tmp_path / "a.csv", "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "written only where" in result.stderr


def test_letters_that_the_encoding_lacks(caplog: pytest.LogCaptureFixture) -> None:
    source = "<meta charset=iso-8859-1><p>Cii c6ch hinh chinh \xe9</p>".encode("latin-1")
    document = read(source, "a.html")
    assert b"C&#7843;i" in write(document, repair(document, CONFIG), source)
    table = "a b,c d\nCii c6ch hinh chinh,x y\n".encode("utf-16")
    document = read(table, "a.csv")
    out = write(document, repair(document, CONFIG), table)
    assert out.decode("utf-16").startswith("a b,c d\nCải")
    assert not caplog.text


@pytest.mark.parametrize("name", SAMPLES)
def test_an_empty_file_is_healthy(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert run("fix", tmp_path / name, "-o", tmp_path / f"out_{name}").exit_code == 0
    assert (tmp_path / f"out_{name}").read_bytes() == b""


def test_the_boxes_of_tasks_are_no_text() -> None:
    source = "- [ ] Ki6m tra m6t trang\n- [x] Thgc hiOn d6n vi\n"
    assert "[" not in read(source, "a.md").text
    rows = fixed(source, "a.md").splitlines()
    assert [row[:6] for row in rows] == ["- [ ] ", "- [x] "]
    assert "iểm tra" in rows[0]

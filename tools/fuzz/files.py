"""Files to try, of each format that is read, and correction files and tables: whole, then hurt."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import pikepdf

from tools.fuzz.texts import ROOT, lines, text
from vnfix.data.tables import SHIPPED

if TYPE_CHECKING:
    import random

CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1258", "cp1252", "latin-1"]
NUMBERS = [
    "0", "-1", "1e999", "-1e999", "NaN", "Infinity", "9" * 400, "9223372036854775808", "1.5",
    "true",
    "null", '""', "[]", "{}", "0x10", "1e-400", "-0", "2147483648", "[[[[[[[[[[]]]]]]]]]]",
]  # fmt: skip
PIECES = [
    b"", b"\0", b"\xff", b"<", b">", b"&", b"&#", b"&#x110000;", b"&#" + b"9" * 5000 + b";", b"]]>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<!--", b"endobj", b"endstream", b"<<", b">>",
    b"/Length 99999999999", b"/MediaBox [0 0 0 0]", b"/CropBox [0 0 1e9 -1]", b"0 0 0 0 re",
    b" bbox 0 0 -1 1e400;", b" 1e400 ", b"%PDF-1.7", b"%%EOF", b"startxref\n-1", b"\r", b"\n", b"(",
    b")", b"(cid:1)" * 30, b"BT", b"ET", b"Tj", b"-9999999999999999999999", b"NaN",
]  # fmt: skip
SHOWING = {"Tj", "TJ", "'", '"'}  # operators that show text
WORDS = 30
BOXES = [
    "0 0 0 0", "0 0 595 842", "0 0 595 60", "100 700 300 705", "0 0 1e9 1e9", "0 0 -595 -842",
    "595 842 0 0", "0 0 1e-9 1e-9", "0 0 595 0", "-1e7 -1e7 1e7 1e7", "10 10 5 5", "0 0 1 1",
    "0 0 99999999999999999999 1",
]  # fmt: skip

ENDS = ["\n", "\r\n"]
TAGS = [
    "<b>", "</b>", "<br>", "<td>", "</td>", "<tr>", "<p>", "<i", "<!-- x -->", "<code>", "</code>",
    "<script>", "</script>", "<a href='c6ch hinh'>", "</a>", "<pre>", "</pre>", "<", "&", "&nbsp;",
]  # fmt: skip
MARKS = [
    "**", "*", "_", "`", "``", "[", "](", "](x)", "![", "$", "$$", "~~", "<b>", "</b>", "<", "|",
    "\\", "\\*", "&amp;", "&", "http://a.vn/*", "  \n", "\n", "1.", "#", "$x_1$", "\t", "<br>",
    "](<",
]  # fmt: skip
BLOCKS = [
    "", "", "# ", "## ", "- ", "1. ", "> ", "> - ", "```\n", "    ", "| a | b |\n|---|---|\n| c | ",
    "<table><tr><td>", "<div>\n", "---\n", "a\n===\n", "[x]: ", "   ", "\t",
]  # fmt: skip


def plain(rng: random.Random) -> tuple[str, bytes]:
    """Return a text file in some encoding."""
    return "a.txt", text(rng).encode(rng.choice(CODECS), "replace")


def hocr(rng: random.Random) -> tuple[str, bytes]:
    """Return an hOCR file."""
    rows = []
    for y, line in enumerate(_some(rng)):
        words = "".join(
            f"<span class='ocrx_word' id='w{y}_{x}' title='bbox {x * 40} {y * 20} {x * 40 + 35}"
            f" {y * 20 + 15}; x_wconf {_number(rng, '90')}'>{_escaped(rng, word)}</span> "
            for x, word in enumerate(line.split())
        )
        title = f"bbox 0 {y * 20} {_number(rng, '900')} {y * 20 + 15}"
        rows.append(f"<span class='ocr_line' title='{title}'>{words}</span>")
    page = f"<div class='ocr_page' title='bbox 0 0 900 {_number(rng, '800')}'><p class='ocr_par'>"
    html = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
    whole = f"<?xml version='1.0'?>{html}{page}{''.join(rows)}</p></div></body></html>"
    return "a.hocr", whole.encode("utf-8", "replace")


def alto(rng: random.Random) -> tuple[str, bytes]:
    """Return an ALTO file."""
    rows = []
    for y, line in enumerate(_some(rng)):
        words = "<SP/>".join(
            f'<String CONTENT="{_escaped(rng, word)}" HPOS="{_number(rng, str(x * 40))}"'
            f' VPOS="{y * 20}" WIDTH="{_number(rng, "35")}" HEIGHT="15" WC="0.9"/>'
            for x, word in enumerate(line.split())
        )
        rows.append(
            f'<TextLine HPOS="0" VPOS="{y * 20}" WIDTH="900" HEIGHT="15">{words}</TextLine>'
        )
    whole = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">'
        "<Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>"
        f'<Page WIDTH="{_number(rng, "900")}" HEIGHT="800"><PrintSpace><TextBlock>{"".join(rows)}'
        "</TextBlock></PrintSpace></Page></Layout></alto>"
    )
    return "a.xml", whole.encode("utf-8", "replace")


def pdf(rng: random.Random) -> tuple[str, bytes]:
    """Return a scan of the corpus, its boxes and operators changed."""
    source = rng.choice(_scans())
    with pikepdf.open(io.BytesIO(source)) as document:
        if rng.random() < 0.8:
            page = document.pages[0]
            del document.pages[1:]
            for name in rng.sample(["/MediaBox", "/CropBox"], rng.choice([0, 1, 1, 2])):
                box = f"[{rng.choice(BOXES)}]".replace("e", "E")
                try:
                    page.obj[name] = pikepdf.Object.parse(_plainly(box).encode())
                except (pikepdf.PdfError, ValueError):
                    continue
            if rng.random() < 0.3:
                page.obj["/Rotate"] = rng.choice([90, 180, 45, -90, 10**9])
            if rng.random() < 0.3:
                page.obj["/UserUnit"] = rng.choice([0, -1, 2, 10**9])
        out = io.BytesIO()
        document.save(out)
    return "a.pdf", out.getvalue()


def table(rng: random.Random) -> tuple[str, bytes]:
    """Return a CSV or TSV file, its texts in quotes where they need them."""
    name, delimiter = rng.choice([("a.csv", ","), ("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t")])
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator=rng.choice(ENDS)
    )
    for k in range(rng.choice([1, 3, 6])):
        writer.writerow([str(k), *_texts(rng, 2), _number(rng, "1.5")])
    return name, _encoded(rng, out.getvalue())


def json_text(rng: random.Random) -> tuple[str, bytes]:
    """Return a JSON file or JSON lines."""
    rows: list[Any] = [
        {f"{text(rng)[:9]}": _texts(rng, 2), "n": [1, None, 1e9], "body": web(rng)[1].decode()}
        for _ in range(rng.choice([1, 2, 4]))
    ]
    plainly, indent = rng.random() < 0.5, rng.choice([None, 1])
    if rng.random() < 0.5:
        return "a.json", json.dumps(rows, ensure_ascii=plainly, indent=indent).encode(
            "utf-8", "replace"
        )
    lines = "".join(json.dumps(row, ensure_ascii=plainly) + "\n" for row in rows)
    return "a.jsonl", lines.encode("utf-8", "replace")


def web(rng: random.Random) -> tuple[str, bytes]:
    """Return an HTML file, not always well formed."""
    parts = []
    for word in " ".join(_texts(rng, 3)).split(" "):
        if rng.random() < 0.15:
            parts.append(rng.choice(TAGS))
        parts.append(_escaped(rng, word))
    return "a.html", f"<html lang='en'><p>{' '.join(parts)}</html>".encode("utf-8", "replace")


def markdown(rng: random.Random) -> tuple[str, bytes]:
    """Return a Markdown file of anything."""
    parts = []
    for line in _texts(rng, 4):
        words = line.split(" ")
        for _ in range(rng.choice([0, 1, 3])):
            words.insert(rng.randrange(len(words) + 1), rng.choice(MARKS))
        parts.append(rng.choice(BLOCKS) + " ".join(words))
    return "a.md", _encoded(rng, rng.choice(["\n", "\n\n", "\r\n"]).join(parts))


def _texts(rng: random.Random, count: int) -> list[str]:
    return [rng.choice([rng.choice(lines()), text(rng)]) for _ in range(count)]


def _encoded(rng: random.Random, made: str) -> bytes:
    return made.encode(rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]), "replace")


def hurt(rng: random.Random, data: bytes) -> bytes:
    """Return bytes with something cut out, put in, or flipped; often as they are."""
    for _ in range(rng.choice([0, 0, 1, 1, 2, 5])):
        a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        b = min(b, a + rng.choice([0, 1, 10, 1000, 10**9]))
        kind = rng.random()
        if kind < 0.5:
            data = data[:a] + rng.choice(PIECES) + data[b:]
        elif kind < 0.8 and data:
            at = rng.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        else:
            data = data[:a]
    return data


def rows(rng: random.Random, whole: str) -> bytes:
    """Return a correction file, some of its values replaced by hostile ones."""
    made = whole.splitlines()
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        k = rng.randrange(len(made))
        try:
            fields = json.loads(made[k])
        except ValueError:
            continue
        if not isinstance(fields, dict) or not fields:
            continue
        key = rng.choice(list(fields))
        fields[key] = "@"
        made[k] = json.dumps(fields, ensure_ascii=False).replace('"@"', _value(rng))
    return "".join(f"{row}\n" for row in made).encode("utf-8", "replace")


def flipped(rng: random.Random) -> tuple[str, bytes]:
    """Return a shipped table with one bit flipped, in its header as often as elsewhere."""
    names = sorted(p.name for p in SHIPPED.iterdir() if p.suffix in {".tab", ".json"})
    name = rng.choice(names)
    data = bytearray((SHIPPED / name).read_bytes())
    at = rng.randrange(len(data) if rng.random() < 0.6 else min(len(data), 3000))
    data[at] ^= 1 << rng.randrange(8)
    return name, bytes(data)


def _some(rng: random.Random) -> list[str]:
    return [rng.choice(lines()) for _ in range(rng.choice([1, 2, 4]))]


def _escaped(rng: random.Random, word: str) -> str:
    if rng.random() < 0.02:
        return rng.choice(
            ["&#7897;", "&#" + "9" * rng.choice([3, 30, 5000]) + ";", "&#xD800;", "&x;"]
        )
    return escape(word)


def _number(rng: random.Random, usual: str) -> str:
    return rng.choice(NUMBERS) if rng.random() < 0.03 else usual


def _value(rng: random.Random) -> str:
    if rng.random() < 0.6:
        return rng.choice(NUMBERS)
    return json.dumps(text(rng)[: rng.choice([1, 5, 50])])


def _plainly(box: str) -> str:
    """Return numbers as PDF has them, without exponents."""
    found = []
    for part in box.strip("[]").split():
        number = float(part)
        found.append(f"{number:.10f}" if abs(number) < 1e15 else part)
    return f"[{' '.join(found)}]"


@cache
def _scans() -> tuple[bytes, ...]:
    """Return the scans of the corpus, and three times as often their first lines alone."""
    whole = [p.read_bytes() for p in sorted((ROOT / "corpus").glob("*/scan.pdf"))]
    return (*whole, *(3 * [_begun(data) for data in whole]))


def _begun(data: bytes) -> bytes:
    """Return a scan whose pages show a few words only, so that little has to be decoded."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            kept, words = [], 0
            for step in pikepdf.parse_content_stream(page):
                shown = str(step.operator) in SHOWING
                words += shown
                if not shown or words <= WORDS:
                    kept.append(step)
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()

"""What hOCR and ALTO files have in common when they come back repaired."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.ocr import PAGES, alto, changed, hocr, repairs
from vnfix.cli import group
from vnfix.config import Config
from vnfix.formats.placing import place
from vnfix.formats.reading import read_bytes
from vnfix.formats.writing import encode

if TYPE_CHECKING:
    from click.testing import Result

    from vnfix.model import Document, Repair

FORMATS = {".hocr": hocr, ".xml": alto}
ID = re.compile(r"""\bid=["']([^"']*)""", re.IGNORECASE)
CONFIDENCE = re.compile(r"""(?:x_wconf |WC=")([\d.]+)""")


def read(markup: str | bytes, suffix: str, encoding: str | None = None) -> Document:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return read_bytes(data, f"page{suffix}", Config(encoding=encoding))


def write(document: Document, repair: Repair, source: bytes) -> bytes:
    return encode(Path(document.name), document, repair, source, Config())


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(group, [str(a) for a in args])


@pytest.mark.parametrize("name", ["plan.hocr", "plan.xml"])
def test_only_the_corrected_words_change(name: str, root: Path) -> None:
    source = (root / "tests" / "cases" / "ocr" / name).read_bytes()
    document = read_bytes(source, name, Config())
    assert write(document, changed(document), source) == source
    out = write(document, changed(document, ("NHAN", "NHÂN")), source)
    assert out == source.replace(b"NHAN", "NHÂN".encode(), 1)


@pytest.mark.parametrize("suffix", FORMATS)
@given(data=st.data())
def test_any_repair_comes_back(suffix: str, data: st.DataObject) -> None:
    """Well formed, every word in its order and place, each confidence from the source.

    A line may be read as two where the words between two others are gone: as cells of a table.
    """
    markup = FORMATS[suffix](*data.draw(PAGES))
    document = read(markup, suffix)
    repair = data.draw(repairs(document))
    out = write(document, repair, markup.encode())
    ElementTree.fromstring(out)
    after = read(out, suffix)
    assert after.text.split() == repair.text.split()
    edges = [[round(v) for v in p.box] for p in place(document, repair)]
    assert [[int(v) for v in w.box] for w in after.words] == edges
    assert set(CONFIDENCE.findall(out.decode())) <= set(CONFIDENCE.findall(markup))
    ids = ID.findall(out.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_repair_without_changes_gives_the_very_bytes(suffix: str) -> None:
    source = f"{FORMATS[suffix]('a &lt; b', '')}\r\n \n".encode()
    document = read(source, suffix)
    assert write(document, changed(document), source) == source


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1258", "latin-1"])
def test_the_encoding_is_kept(suffix: str, encoding: str) -> None:
    """A letter that it cannot hold is written as a reference."""
    declared = encoding.removesuffix("-sig")
    markup = FORMATS[suffix]("c6ch é").replace('encoding="UTF-8"', f'encoding="{declared}"')
    document = read(markup.encode(encoding), suffix)
    out = write(document, changed(document, ("c6ch", "cảệ&")), markup.encode(encoding))
    assert out.decode(encoding).endswith(markup[-200:][markup[-200:].rindex("é") :])
    assert read(out, suffix).text == "cảệ& é\n\f"


@pytest.mark.parametrize("suffix", FORMATS)
def test_marks_of_markup_are_escaped_and_what_it_forbids_is_left_out(suffix: str) -> None:
    markup = FORMATS[suffix]("x y")
    document = read(markup, suffix)
    out = write(document, changed(document, ("x", "<a href=\"'>&amp;\x01\ufffe")), markup.encode())
    assert read(out, suffix).text == "<a href=\"'>&amp; y\n\f"


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_command_line(suffix: str, tmp_path: Path, toy_engine: object) -> None:
    """`fix`, `propose` and `apply` take the file, and give it back."""
    del toy_engine
    source = tmp_path / f"page{suffix}"
    source.write_text(FORMATS[suffix]("Cii c6ch hinh chinh tinh"), "utf-8")
    fixed, rows_file, applied = (tmp_path / n for n in (f"f{suffix}", "r.jsonl", f"a{suffix}"))
    assert run("fix", source).stdout == "Cải cách hành chính tỉnh\n\f"
    assert run("fix", source, "-o", fixed).exit_code == 0
    assert run("propose", source, "-o", rows_file).exit_code == 0
    assert run("apply", source, rows_file, "-o", applied).exit_code == 0
    assert applied.read_bytes() == fixed.read_bytes()
    assert fixed.read_text("utf-8") == FORMATS[suffix]("Cải cách hành chính tỉnh")


@pytest.mark.parametrize("target", ["a.hocr", "a.xml"])
def test_a_text_has_no_boxes_to_write(target: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", "utf-8")
    result = run("fix", tmp_path / "a.txt", "-o", tmp_path / target)
    assert result.exit_code == 2
    assert ".txt" in result.stderr
    assert not (tmp_path / target).exists()

"""The one door for output: which format a name means, and what is refused before anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnfix.config import Config
from vnfix.errors import UsageError
from vnfix.formats.corrections import load
from vnfix.formats.reading import read_bytes
from vnfix.formats.writing import check_target, encode
from vnfix.model import Repair


@pytest.mark.parametrize(
    ("name", "source"),
    [("a.pdf", "plain"), ("A.PDF", "hocr"), ("a.hocr", "plain"), ("a.xml", "plain")],
)
def test_format_of_another_source_is_refused(name: str, source: str) -> None:
    with pytest.raises(UsageError) as e:
        check_target(Path(name), source)
    assert ".txt" in e.value.remedy


@pytest.mark.parametrize("name", ["a.txt", "a", "a.md", "a.jsonl"])
@pytest.mark.parametrize("source", ["plain", "pdf", "alto"])
def test_every_other_name_serves_all(name: str, source: str) -> None:
    check_target(Path(name), source)
    check_target(None, source)


@pytest.mark.parametrize("name", ["a.docx", "A.ODT", "a.png"])
def test_names_of_other_formats_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="does not write"):
        check_target(Path(name), "pdf")


@pytest.mark.parametrize(("name", "source"), [("a.pdf", "pdf"), ("a.html", "hocr")])
def test_format_of_the_source_is_kept(name: str, source: str) -> None:
    check_target(Path(name), source)


def test_jsonl_is_the_correction_file() -> None:
    document = read_bytes("Một dòng.\n".encode(), "a.txt", Config())
    repair = Repair(document.text, document.text, ())
    header, rows = load(encode(Path("a.jsonl"), document, repair, b"", Config()), "a.jsonl")
    assert header.file == "a.txt"
    assert rows == []

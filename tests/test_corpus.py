"""The sample documents are complete, honest and our own."""

from __future__ import annotations

import lzma
import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pdfminer.high_level import extract_text
from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parent.parent / "corpus"
DOCUMENTS: list[dict[str, Any]] = tomllib.loads((CORPUS / "manifest.toml").read_text("utf-8"))[
    "document"
]
FIELDS = {
    "name": str, "kind": str, "source": str, "truth": str, "garbled": str, "scan": str,
    "pages": int, "made_by": str, "date": date, "degrade": dict,
}  # fmt: skip
RUN = 8  # words; a shorter line may be nothing but an agency's name

document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda record: str(record["name"]))


def text_of(record: dict[str, Any], field: str) -> str:
    path = CORPUS / str(record[field])
    return path.read_bytes().decode("utf-8")


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_manifest_lists_every_folder() -> None:
    folders = {path.name for path in CORPUS.iterdir() if path.is_dir()}
    assert {record["name"] for record in DOCUMENTS} == folders
    assert len(DOCUMENTS) >= 3


@document
def test_manifest_record_is_complete(document: dict[str, Any]) -> None:
    assert set(document) == set(FIELDS)
    assert all(isinstance(document[field], kind) for field, kind in FIELDS.items())


@document
def test_manifest_names_every_file(document: dict[str, Any]) -> None:
    named = {CORPUS / document[field] for field in ("source", "truth", "garbled", "scan")}
    assert named == set((CORPUS / document["name"]).iterdir())


@document
def test_readme_names_the_document(document: dict[str, Any]) -> None:
    assert f"| `{document['name']}` |" in (CORPUS / "README.md").read_text("utf-8")


@document
@pytest.mark.parametrize("field", ["source", "truth", "garbled"])
def test_text_is_nfc_with_plain_line_ends(document: dict[str, Any], field: str) -> None:
    text = text_of(document, field)
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n")


@document
def test_truth_is_what_the_source_says(document: dict[str, Any]) -> None:
    source = re.sub(r"(?m)^%.*$|^[=<|] |\*\*|__|\|", " ", text_of(document, "source"))
    pages = {str(page) for page in range(2, document["pages"] + 1)}
    surplus = words_of(text_of(document, "truth"))
    for word in words_of(source):
        surplus.remove(word)
    assert set(surplus) == pages


@document
def test_lines_and_pages_of_both_texts_agree(document: dict[str, Any]) -> None:
    for text in (text_of(document, "truth"), text_of(document, "garbled")):
        assert text.count("\f") == document["pages"] - 1
    true, garbled = (text_of(document, field).split("\n") for field in ("truth", "garbled"))
    assert len(true) == len(garbled)
    assert all(bool(t.strip()) or not g.strip() for t, g in zip(true, garbled, strict=True))


@document
def test_text_is_really_garbled(document: dict[str, Any]) -> None:
    errors = words = 0
    true, garbled = (text_of(document, field).split("\n") for field in ("truth", "garbled"))
    for line, read in zip(true, garbled, strict=True):
        errors += Levenshtein.distance(line.split(), read.split())
        words += len(line.split())
    assert 0.5 <= errors / words <= 1


@document
def test_scan_is_a_small_pdf_of_all_pages(document: dict[str, Any]) -> None:
    data = (CORPUS / document["scan"]).read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(data) < 300_000
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == document["pages"]


@document
def test_scan_holds_the_garbled_letters(document: dict[str, Any]) -> None:
    """Letters, because a reader of PDFs sets blanks and the order of lines as it sees fit."""
    layer = extract_text(str(CORPUS / document["scan"]))
    garbled = text_of(document, "garbled")
    assert sorted("".join(layer.split())) == sorted("".join(garbled.split()))


def shared_paragraphs(shared: Path) -> Iterator[list[str]]:
    for path in sorted((shared / "text").glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield words_of(line)


@pytest.mark.shared
@pytest.mark.slow
def test_no_line_comes_from_the_training_text(shared: Path) -> None:
    """One pass: a paragraph that holds the first words of one of our lines is looked at closely."""
    lines = [words_of(line) for d in DOCUMENTS for line in text_of(d, "truth").splitlines()]
    ours = {tuple(line[:RUN]): " ".join(line) for line in lines if len(line) >= RUN}
    heads, copied, paragraphs = ours.keys(), [], 0
    for words in shared_paragraphs(shared):
        paragraphs += 1
        runs = zip(*(words[k:] for k in range(RUN)), strict=False)
        if not heads.isdisjoint(runs):
            paragraph = " ".join(words)
            copied += [line for line in ours.values() if line in paragraph]
    assert paragraphs > 100_000
    assert copied == []

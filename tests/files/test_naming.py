"""Names of outputs: what two inputs give never meets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.errors import UsageError
from vnfix.files.collect import output_names, outputs_of
from vnfix.files.names import LONGEST_NAME as LONGEST
from vnfix.files.own import OWN

SUFFIXES = st.sampled_from([".txt", ".TXT", ".pdf", ".PDF", ".hocr", ".md", ".pdf.txt", ".jsonl"])
NAMES = st.builds(lambda stem, suffix: Path(stem + suffix), st.sampled_from("aAbc"), SUFFIXES)


def names(*paths: str) -> list[list[str]]:
    return [
        [str(p) for p in (o.text, o.corrections, o.same) if p]
        for o in outputs_of([Path(p) for p in paths])
    ]


def test_each_format_has_its_outputs() -> None:
    assert names("a.pdf", "b.txt", "c/d.hocr", "e.md") == [
        ["a.txt", "a.jsonl", "a.pdf"],
        ["b.txt", "b.jsonl"],
        ["c/d.txt", "c/d.jsonl", "c/d.hocr"],
        ["e.md", "e.md.jsonl"],
    ]


def test_where_two_would_meet_the_full_name_stays() -> None:
    assert names("a.pdf", "a.txt", "a.hocr") == [
        ["a.pdf.txt", "a.pdf.jsonl", "a.pdf"],
        ["a.txt", "a.jsonl"],
        ["a.hocr.txt", "a.hocr.jsonl", "a.hocr"],
    ]


def test_even_the_full_name_may_be_taken() -> None:
    assert names("a.pdf", "a.txt", "a.pdf.txt")[0][:2] == ["a.pdf.txt.txt", "a.pdf.txt.jsonl"]


@given(st.lists(NAMES, unique=True, min_size=1))
def test_no_two_outputs_are_alike(inputs: list[Path]) -> None:
    """All outputs of a run, as a file system sees them that does not tell cases apart."""
    outputs = outputs_of(inputs)
    texts = [str(o.text) for o in outputs]
    assert len(set(texts)) == len(texts)
    layered = [t.casefold() for t, n in zip(texts, inputs, strict=True) if t != str(n)]
    assert len(set(layered)) == len(layered)
    rows = [str(o.corrections).casefold() for o in outputs]
    assert len({*rows, *map(str.casefold, texts)}) == len(rows) + len({*map(str.casefold, texts)})


def test_no_file_is_called_like_a_folder() -> None:
    assert names("a.pdf", "b.txt", "a.txt/c.txt", "B.jsonl/c.txt")[:2] == [
        ["a.pdf.txt", "a.pdf.jsonl", "a.pdf"],
        ["b.txt", "b.jsonl.jsonl"],
    ]


def test_the_same_name_twice_is_an_error() -> None:
    with pytest.raises(UsageError):
        output_names([Path("a.txt"), Path("a.txt")])


def test_names_of_the_run_itself_are_free() -> None:
    made = {name for row in names("report.html", "sub/report.html") for name in row}
    assert not made & OWN
    assert "sub/report.html" in made
    assert names("report.json", "sub/report.json") == [
        ["report.json.json", "report.json.json.jsonl"],
        ["sub/report.json", "sub/report.json.jsonl"],
    ]


@pytest.mark.parametrize("stem", ["x" * 251, "ế" * 83 + "x", "\udcff" * 251])
def test_very_long_names_are_cut_and_stay_apart(stem: str) -> None:
    rows = names(f"{stem}.pdf", f"{stem}.txt")
    flat = [name for row in rows for name in row]
    assert all(len(os.fsencode(name)) <= LONGEST for name in flat)
    assert len(set(flat)) == len(flat)
    assert rows[0][2] == f"{stem}.pdf"

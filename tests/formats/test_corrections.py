"""Correction files."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import toy
from vnfix.apply import apply_corrections
from vnfix.document import make_document
from vnfix.errors import StaleError, UnreadableError
from vnfix.formats.corrections import Row, Status, decided, dump, header_of, load
from vnfix.model import Correction, Safety

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = make_document(f"{toy.GARBLED}\nhealthy\n\ftinh", name="a.txt")
FIRST, LAST = toy.correction(0, "Cii"), toy.correction(len(DOCUMENT.text) - 4, "tinh")


def dumped(tmp_path: Path, *rows: Row) -> str:
    return dump(DOCUMENT, header_of(DOCUMENT, tmp_path), rows)


def changed(text: str, line: int, **fields: Any) -> bytes:
    """Return the file with fields of one line replaced; None leaves a field out."""
    lines = text.splitlines()
    new = json.loads(lines[line]) | fields
    lines[line] = json.dumps({k: v for k, v in new.items() if v is not None})
    return "\n".join(lines).encode()


def test_fields_are_those_of_the_contract(tmp_path: Path) -> None:
    head, *rows = map(json.loads, dumped(tmp_path, Row(FIRST), Row(LAST)).splitlines())
    assert list(head) == [
        "format", "version", "file", "sha256", "reader", "reader_version", "models",
    ]  # fmt: skip
    assert (head["format"], head["version"]) == ("vnfix-corrections", 1)
    assert list(rows[0]) == [
        "page", "line", "start", "end", "before", "after", "fixer", "confidence", "safety",
        "reason", "alternatives", "status", "reviewer", "time",
    ]  # fmt: skip
    assert [(r["page"], r["line"]) for r in rows] == [(1, 1), (2, 4)]
    assert rows[1]["alternatives"] == [["tinh", 0.2]]
    assert rows[0]["safety"] == "AUTO"
    assert rows[0]["status"] == "proposed"


def test_reading_gives_what_was_written(tmp_path: Path) -> None:
    rows = [Row(FIRST, Status.ACCEPTED, "Lan", "2026-01-02T03:04:05Z"), Row(LAST)]
    header, again = load(dumped(tmp_path, *rows).encode(), "f")
    assert again == rows
    assert header == header_of(DOCUMENT, tmp_path)


@given(
    before=st.text(st.characters(exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")),
    after=st.text(st.characters(exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")),
)
def test_any_letters_survive_the_file(
    before: str, after: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = make_document(before)
    correction = Correction(0, len(before), before, after, "t", 0.5, Safety.REVIEW)
    header = header_of(document, tmp_path_factory.getbasetemp())
    header, rows = load(dump(make_document(f"{before}x"), header, [Row(correction)]).encode(), "f")
    assert decided(document, header, rows) == [correction]


def test_mark_blank_lines_and_crlf_of_editors_do_no_harm(tmp_path: Path) -> None:
    text = dumped(tmp_path, Row(FIRST))
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n\r\n").encode()
    assert load(data, "f")[1] == [Row(FIRST)]


def test_rejected_rows_are_left_out_and_edited_ones_applied_as_edited(tmp_path: Path) -> None:
    rows = [Row(FIRST, Status.REJECTED), Row(replace(LAST, after="tính"), Status.EDITED)]
    header, again = load(dumped(tmp_path, *rows).encode(), "f")
    text = apply_corrections(DOCUMENT.text, decided(DOCUMENT, header, again))
    assert text == DOCUMENT.text[:-4] + "tính"


def test_changed_text_is_refused(tmp_path: Path) -> None:
    header, rows = load(dumped(tmp_path, Row(FIRST)).encode(), "f")
    with pytest.raises(StaleError, match="changed"):
        decided(make_document(DOCUMENT.text + "\n"), header, rows)


def test_other_reader_is_named(tmp_path: Path) -> None:
    header, rows = load(dumped(tmp_path, Row(FIRST)).encode(), "f")
    other = replace(DOCUMENT, text=DOCUMENT.text + " ", reader_version="2")
    with pytest.raises(StaleError, match=r"plain 1.*plain 2"):
        decided(other, header, rows)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": None},
        {"start": "0"},
        {"start": True},
        {"start": -1, "end": 2},
        {"start": 2, "end": 1},
        {"end": 99},
        {"before": "Cij"},
        {"after": None},
        {"after": "a\nb"},
        {"after": "a\u2028b"},
        {"confidence": 1.5},
        {"confidence": "high"},
        {"confidence": float("nan")},
        {"safety": "MAYBE"},
        {"status": "maybe"},
        {"alternatives": ["a"]},
        {"alternatives": [[1]]},
        {"alternatives": 3},
        {"alternatives": [["a", "b"]]},
        {"alternatives": [["a", 10**400]]},
        {"alternatives": [["a", 1.5]]},
        {"alternatives": [["a", float("nan")]]},
        {"confidence": 10**400},
        {"start": 2**63, "end": 2**63 + 3},
        {"start": 10**400, "end": 10**400 + 3},
        {"box": [0, 0, 9, 9]},
        {"start": 2, "end": 2, "before": "", "box": [0, 0, 9, 9]},
        *({"end": 0, "before": "", "box": b} for b in ("x", 5, [1], [0, 0, 0, 9], [0, 0, "a", 9])),
        {"end": 0, "before": "", "box": [0, 0, 10**400, 9]},
        *({"end": 0, "before": "", "box": [0, 0, far, 9]} for far in (1e300, math.inf, math.nan)),
        *({"end": 0, "before": "", "box": b} for b in ("1234", {"1": 1}, [0, 0, 9, 9, 9])),
        *({"second": second} for second in (3, {}, {"text": "a", "confidence": 2, "engine": "e"})),
    ],
)
def test_malformed_rows_are_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    data = changed(dumped(tmp_path, Row(FIRST)), 1, **fields)
    with pytest.raises(UnreadableError) as e:
        decided(DOCUMENT, *load(data, "f.jsonl"))
    assert e.value.remedy


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "other"},
        {"format": None},
        {"version": 3},
        {"version": None},
        {"sha256": 5},
        {"reader": None},
        {"models": []},
    ],
)
def test_malformed_headers_are_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        load(changed(dumped(tmp_path, Row(FIRST)), 0, **fields), "f.jsonl")


@pytest.mark.parametrize("data", [b"", b"\n", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 99999, b"{}"])
def test_what_is_no_correction_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        load(data, "f.jsonl")


def test_row_number_is_named(tmp_path: Path) -> None:
    data = dumped(tmp_path, Row(FIRST)).encode() + b"{broken\n"
    with pytest.raises(UnreadableError, match="line 3"):
        load(data, "f.jsonl")

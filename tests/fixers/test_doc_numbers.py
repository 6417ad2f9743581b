"""Document numbers: the suffix is found, no digit is changed without being seen."""

from __future__ import annotations

import pytest

from tests.fixers.sick_text import healthy, proposed, readings
from vnfix.fixers.doc_numbers import propose
from vnfix.model import Safety


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 25/2021/QĐ-UBND ngày 01/6/2021",
        "Kết luận số 14-KL/TU",
        "Quyết định số 7/QC-ABCX của đơn vị",
        "tỷ lệ 3/4, mã A1-B2",
        "Thông tư số 8/2021/TT - BTC",
        "Công văn số 52/UBND-KGLV ngày 3/4/2022",
        "Công văn số 61/SXD-QLN&HT ngày 3/4/2022",
    ],
)
def test_doc_numbers_noop(text: str) -> None:
    assert readings(propose, text) == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "số 25/QD-UBND") == []


def test_puts_the_stroke_of_dd_back_without_asking() -> None:
    (found,) = proposed(propose, "Quyet dinh s6 25/QD-UBND")
    assert (found.after, found.exact, found.safety) == ("QĐ-UBND", True, Safety.AUTO)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("s6 75/QE-UBND", "QĐ-UBND"),
        ("s6 64lQE-TTg", "64/QĐ-TTg"),
        ("s6 41NQ-CP", "41/NQ-CP"),
        ("s6 l8-KL/TU", "18-KL/TU"),
        ("s6 27-NQITW", "27-NQ/TW"),
        ("s6 90/2019/ND- CP", "NĐ-CP"),
        ("s6 90/2019/ND—CP", "NĐ-CP"),
        ("s6 14/2021/TT-BLPTBXH", "TT-BLĐTBXH"),
    ],
)
def test_reads_a_garbled_number(before: str, after: str) -> None:
    found = [c for c in proposed(propose, before) if c.after.endswith(after)]
    assert found
    assert all(c.safety is Safety.REVIEW for c in found)


@pytest.mark.parametrize(("before", "after"), [("Nghi quyet", "NQ-CP"), ("Nghi dinh", "NĐ-CP")])
def test_the_words_before_tell_the_type(before: str, after: str) -> None:
    found = {new for _, new in readings(propose, f"{before} s6 15/NO-CP")}
    assert found == {after}


@pytest.mark.parametrize(
    ("before", "after"),
    [("QD-BVPS", "QĐ-BVPS"), ("SGDDT-TCCB", "SGDĐT-TCCB"), ("TTr-SKHDT", "TTr-SKHĐT")],
)
def test_codes_are_an_open_class(before: str, after: str) -> None:
    """Whatever the issuer is called: a D gets its stroke where that is known, no letter moves."""
    (found,) = proposed(propose, f"theo van ban s6 31/{before} ngay")
    assert (found.after, found.exact, found.safety) == (after, True, Safety.AUTO)


def test_the_document_tells_its_own_codes() -> None:
    text = "s6 31/QD-KTVX\ns6 32/QD-KTVX\ns6 33/QD-KtVX"
    assert ("QD-KtVX", "QĐ-KTVX") in readings(propose, text)
    assert ("QD-KtVX", "QĐ-KTVX") not in readings(propose, "s6 33/QD-KtVX")

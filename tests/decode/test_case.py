"""Case: what the neighbours say, what was seen, and the file."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnfix
from vnfix.config import Config
from vnfix.decode.case import CaseModel, load_case
from vnfix.errors import DataError
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from pathlib import Path

COST = st.floats(0.05, 10.0)
OWN = (0.1, 2.5, 5.0)
# After word 3, word 7 is a title; after the mark 2, words open sentences.
MODEL = CaseModel(
    (array("I", [3 << 16 | 7]), array("B", [80, 1, 90])),
    (array("I", [7 << 16 | 9]), array("B", [60, 2, 80])),
    {2: (4.0, 0.05, 4.0)},
)


def likeliest(near: tuple[int, int], word: int = 7) -> int:
    costs = MODEL.costs(OWN, word, near)
    return min(range(3), key=costs.__getitem__)


def test_neighbours_decide() -> None:
    assert likeliest((5, 5)) == likeliest((-1, -1)) == 0
    assert likeliest((3, 5)) == 1
    assert likeliest((5, 9)) == 1
    assert likeliest((2, 5)) == 1
    assert likeliest((3, 5), word=8) == 0


def test_without_neighbours_the_word_alone_decides() -> None:
    norm = math.log(sum(math.exp(-c) for c in OWN))
    assert MODEL.costs(OWN, 7, (-1, -1)) == pytest.approx([c + norm for c in OWN])


@given(st.tuples(COST, COST, COST), st.sampled_from([-1, 2, 3, 5]), st.sampled_from([-1, 5, 9]))
def test_costs_are_a_distribution(own: tuple[float, float, float], before: int, after: int) -> None:
    costs = MODEL.costs(own, 7, (before, after))
    assert sum(math.exp(-c) for c in costs) == pytest.approx(1.0)


def test_shipped_model_is_sorted() -> None:
    model = load_resources(Config()).case
    for keys, costs in (model.before, model.after):
        assert len(costs) == 3 * len(keys)
        assert list(keys) == sorted(set(keys))
    assert model.opener


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_case(tmp_path / "case.tab")
    (tmp_path / "case.tab").write_bytes(b"no table")
    with pytest.raises(DataError):
        load_case(tmp_path / "case.tab")


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("Uy ban nhdn d6n tinh vd HQi d6ng nhdn d6n", "Ủy ban nhân dân tỉnh và Hội đồng nhân dân"),
        ("CQNG HOA XA HQI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("c6c quy dinh cta Chinh phri", "các quy định của Chính phủ"),
        ("II. NHI6M Vl), GIAI PHAP Cl) THE", "II. NHIỆM VỤ, GIẢI PHÁP CỤ THỂ"),
        ("- Luu: VT, KHTH, QLN.", "- Lưu: VT, KHTH, QLN."),
        ("QUY CHE phoi hop giua HAI CO QUAN", "QUY CHẾ phối hợp giữa HAI CƠ QUAN"),
        ("Dai di6n: Ong TRAN VAN BINH - Chuc vu: TP", "Đại diện: Ông TRẦN VĂN BÌNH - Chức vụ: TP"),
    ],
)
def test_case_is_that_of_an_office(garbled: str, meant: str) -> None:
    assert vnfix.fix_text(garbled, gate=False) == meant

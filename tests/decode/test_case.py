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
from vnfix.decode.capitals import SHOWN
from vnfix.decode.case import CaseModel, load_case
from vnfix.decode.kernel import between, likeliest
from vnfix.decode.prices import INF, LOWER, TITLE, UNITS, UNSEEN, UPPER
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


def cheapest(near: tuple[int, int], word: int = 7) -> int:
    costs = between(MODEL.neighbours, OWN, word, near)
    return min(range(3), key=costs.__getitem__)


def test_neighbours_decide() -> None:
    assert cheapest((5, 5)) == cheapest((-1, -1)) == 0
    assert cheapest((3, 5)) == 1
    assert cheapest((5, 9)) == 1
    assert cheapest((2, 5)) == 1
    assert cheapest((3, 5), word=8) == 0


def test_without_neighbours_the_word_alone_decides() -> None:
    norm = math.log(sum(math.exp(-c) for c in OWN))
    assert between(MODEL.neighbours, OWN, 7, (-1, -1)) == pytest.approx([c + norm for c in OWN])


@given(st.tuples(COST, COST, COST), st.sampled_from([-1, 2, 3, 5]), st.sampled_from([-1, 5, 9]))
def test_costs_are_a_distribution(own: tuple[float, float, float], before: int, after: int) -> None:
    costs = between(MODEL.neighbours, own, 7, (before, after))
    assert sum(math.exp(-c) for c in costs) == pytest.approx(1.0)


@given(
    st.tuples(COST, COST, COST),
    st.tuples(*[st.integers(0, 9_000) | st.just(INF)] * 3),
    st.sampled_from(list(SHOWN.values())),
)
def test_the_likeliest_case_is_the_cheapest_of_all_three(
    costs: tuple[float, float, float],
    channel: tuple[int, int, int],
    shown: tuple[float, float, float],
) -> None:
    seen = [(c if c < INF else min(channel) + UNSEEN) / UNITS for c in channel]
    total = [sum(parts) for parts in zip(costs, seen, shown, strict=True)]
    case, sure = likeliest(costs, channel, shown)
    assert total[case] == pytest.approx(min(total))
    assert sure == pytest.approx(1.0 / sum(math.exp(min(total) - t) for t in total))


def test_one_letter_is_no_word_in_capitals_and_a_shape_shows_its_case() -> None:
    alike = (1.0, 1.0, 1.0), (100, 100, 50)
    assert likeliest(*alike, SHOWN[None, False])[0] == UPPER
    assert likeliest(*alike, SHOWN[None, True])[0] == LOWER
    assert likeliest(*alike, SHOWN[True, True])[0] == TITLE
    assert likeliest(*alike, SHOWN[False, False])[0] == LOWER


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

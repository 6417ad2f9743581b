"""Document numbers in pieces: a number, a year and a suffix in use prove each other."""

from __future__ import annotations

import pytest

from tests.fixers.sick_text import proposed
from vnfix.fixers.doc_numbers import propose
from vnfix.model import Safety


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("so 36:2024 TT- BTC", "36/2024/TT-BTC"),
        ("so 172023 ND-CP", "17/2023/NĐ-CP"),
        ("so 47/2022/T T BT C ngay", "47/2022/TT-BTC"),
        ("so 582019 OHI4", "58/2019/QH14"),
        ("so 53/2010 QD- TTg", "53/2010/QĐ-TTg"),
        ("so 5l/2OlóMD-CP", "51/2016/NĐ-CP"),
        ("so 63/2O2l/NDCP", "63/2021/NĐ-CP"),
        ("so 4 36/2025MD-CP", "436/2025/NĐ-CP"),
        ("so O2/2024/TT- -BLDTBXH", "02/2024/TT-BLĐTBXH"),
        ("so 36/2024/TT-BTC va so 36/2024/TF.BTC", "36/2024/TT-BTC"),
        ("so 36/2024/TT-BTC va so 36/2024/ TT ETC.", "36/2024/TT-BTC"),
        ("so 36/2024/TT-BTTTT va so 52/2023/TF-BTTTT", "52/2023/TT-BTTTT"),
    ],
)
def test_a_number_a_year_and_a_suffix_prove_each_other(before: str, after: str) -> None:
    (found,) = [c for c in proposed(propose, before) if c.exact]
    assert (found.after, found.safety) == (after, Safety.REVIEW)


@pytest.mark.parametrize(
    "text",
    [
        "so 36/2024/TT - BTC",
        "so 36/2024/ TT-BTC",
        "so 36/2024/XY-BTC",
        "gia 362024 dong, TT huyen",
        "nam 36.2024 TT huyen",
        "so 36/1824/TT- BTC",
        "so 1312003 ND-CP",
        "so 36/2024/TF.BTC",
        "so 36/2024/ND-CP, so 52/2023/NO-CP",
    ],
)
def test_what_proves_nothing_is_left(text: str) -> None:
    assert not any(
        c.exact and ("/TT-BTC" in c.after or c.after.endswith("3/NĐ-CP"))
        for c in proposed(propose, text)
    )

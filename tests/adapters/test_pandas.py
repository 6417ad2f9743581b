"""Columns of texts."""

from __future__ import annotations

from typing import Any

import pytest

from vnfix.errors import UsageError

pd = pytest.importorskip("pandas")

from vnfix.adapters.pandas import fix_batches, fix_series  # noqa: E402

TEXTS = ["Cii c6ch", "Kế hoạch năm 2025", None, "hinh chinh"]
FIXED = ["Cải cách", "Kế hoạch năm 2025", None, "hành chính"]
GROUPS = ["a", "b", None, "a"]


@pytest.mark.parametrize("dtype", ["object", "string", "category", None])
def test_column_keeps_its_shape(dtype: str | None) -> None:
    series = pd.Series(TEXTS, index=[7, 3, 3, 0], name="text", dtype=dtype)
    fixed = fix_series(series, pd.Series(GROUPS, index=series.index))
    expected = pd.Series(FIXED, index=series.index, name="text", dtype=dtype)
    if dtype == "category":
        expected = expected.astype(fixed.dtype)
    pd.testing.assert_series_equal(fixed, expected)
    assert series.tolist()[0] == TEXTS[0], "the column itself is left alone"


@pytest.mark.parametrize("gone", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_no_text_stays(gone: Any) -> None:
    series = pd.Series([TEXTS[0], gone, 3, TEXTS[3]], dtype=object)
    fixed = fix_series(series, [gone, gone, 1, 1])
    assert fixed[1] is gone
    assert [fixed[0], fixed[2]] == [TEXTS[0], 3]


def test_what_belongs_to_a_column_stays() -> None:
    series = pd.Series(TEXTS)
    series.attrs["source"] = "plan.pdf"
    series.flags.allows_duplicate_labels = False
    fixed = fix_series(series)
    assert fixed.attrs == {"source": "plan.pdf"}
    assert fixed.flags == series.flags


@pytest.mark.parametrize("given", [pd.DataFrame({"text": TEXTS}), TEXTS, "Cii c6ch", None])
def test_what_is_no_column_is_told(given: Any) -> None:
    with pytest.raises(UsageError, match="A column is needed") as e:
        fix_series(given)
    assert isinstance(e.value, TypeError)
    assert ('frame["text"]' if isinstance(given, pd.DataFrame) else "pd.Series") in e.value.remedy


@pytest.mark.parametrize("groups", ["abcd", 3, pd.DataFrame(columns=GROUPS)])
def test_what_are_no_groups_is_told(groups: Any) -> None:
    with pytest.raises(UsageError) as e:
        fix_series(pd.Series(TEXTS), groups)
    assert e.value.remedy


def test_empty_column() -> None:
    empty = pd.Series([], dtype=object)
    pd.testing.assert_series_equal(fix_series(empty, []), empty)


def test_groups_may_be_a_list_or_categories() -> None:
    for groups in (GROUPS, pd.Series(GROUPS, dtype="category"), pd.Index(GROUPS)):
        assert fix_series(pd.Series(TEXTS), groups)[0] == FIXED[0]
    assert fix_series(pd.Series(TEXTS))[0] == TEXTS[0]


def test_groups_of_another_index_are_refused() -> None:
    with pytest.raises(UsageError, match="another index"):
        fix_series(pd.Series(TEXTS), pd.Series(GROUPS, index=[3, 2, 1, 0]))
    with pytest.raises(UsageError, match="4 rows"):
        fix_series(pd.Series(TEXTS), GROUPS[:3])


def test_frame_by_document_as_spark_calls_it() -> None:
    frame = pd.DataFrame({"text": TEXTS, "source": GROUPS})
    parts = [part.assign(text=fix_series(part["text"], part["source"]))
             for _, part in frame.groupby("source")]  # fmt: skip
    assert pd.concat(parts).sort_index()["text"].tolist() == [FIXED[0], FIXED[1], FIXED[3]]


def test_batches_with_and_without_groups() -> None:
    texts, groups = pd.Series(TEXTS), pd.Series(GROUPS)
    assert [b[0] for b in fix_batches(iter([(texts, groups)]))] == [FIXED[0]]
    assert [b[0] for b in fix_batches(iter([texts, texts]))] == [TEXTS[0]] * 2


def test_options_are_checked() -> None:
    with pytest.raises(UsageError, match="rund"):
        fix_series(pd.Series(TEXTS), rund=1)  # type: ignore[call-arg]

"""The function for `Dataset.map`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vnfix.adapters.datasets import fix_batch
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

ROWS: dict[str, list[Any]] = {
    "text": ["Cii c6ch", "Kế hoạch năm 2025", None, "hinh chinh"],
    "source": ["a.pdf", "b.pdf", "a.pdf", "a.pdf"],
    "page": [1, 1, 2, 3],
}


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    return datasets.Dataset.from_dict(ROWS)


def test_maps_a_dataset(dataset: Any) -> None:
    fixed = dataset.map(fix_batch(group_by="source"), batched=True, batch_size=None)
    assert fixed["text"][:] == ["Cải cách", "Kế hoạch năm 2025", None, "hành chính"]
    assert fixed["page"][:] == ROWS["page"]
    assert fixed.features == dataset.features


def test_small_batches_cut_documents(dataset: Any) -> None:
    fixed = dataset.map(fix_batch(group_by="source"), batched=True, batch_size=1)
    assert fixed["text"][0] == ROWS["text"][0]


@pytest.mark.parametrize("form", ["pandas", "arrow", "numpy", "python"])
def test_formats(form: str, dataset: Any) -> None:
    fixed = dataset.with_format(form).map(fix_batch(group_by="source"), batched=True)
    expected = {**ROWS, "text": ["Cải cách", "Kế hoạch năm 2025", None, "hành chính"]}
    assert fixed.with_format(None).to_dict() == expected
    lazy = dataset.to_iterable_dataset().with_format(form)
    rows = list(lazy.map(fix_batch(group_by="source"), batched=True).with_format(None))
    assert [row["text"] for row in rows] == expected["text"]


@pytest.mark.parametrize("form", ["pandas", "arrow"])
def test_tables_of_one_row_may_be_rows(form: str, dataset: Any) -> None:
    for options in ({}, {"batched": True, "batch_size": 1}):
        fixed = dataset.with_format(form).map(fix_batch(), **options).with_format(None)
        assert fixed["text"][0] == ROWS["text"][0]
        assert fixed["text"][2] is None


@pytest.mark.parametrize("gone", [None, float("nan")])
def test_missing_texts_stay_missing(gone: Any) -> None:
    assert fix_batch()({"text": [gone, "Cii c6ch hinh chinh"]})["text"] == [
        None,
        "Cải cách hành chính",
    ]


@pytest.mark.parametrize("form", [None, "numpy"])
def test_single_rows_ask_for_batches(form: str | None, dataset: Any) -> None:
    for data in (dataset, dataset.select([2])):  # a text and a missing one
        with pytest.raises(UsageError, match="single row") as e:
            data.with_format(form).map(fix_batch("text"))
        assert "batched=True" in e.value.remedy


def test_columns_alone_are_told(dataset: Any) -> None:
    for form in (None, "pandas", "arrow", "numpy"):
        with pytest.raises(UsageError, match="batch of columns") as e:
            dataset.with_format(form).map(fix_batch(), input_columns="text", batched=True)
        assert "input_columns" in e.value.remedy


def test_results_are_kept_by_options_and_version(dataset: Any) -> None:
    del dataset
    from datasets.fingerprint import Hasher

    careful = fix_batch(auto_only=True)
    assert Hasher.hash(fix_batch()) == Hasher.hash(fix_batch()) != Hasher.hash(careful)
    assert Hasher.hash(careful) != Hasher.hash(replace(careful, version="0"))


def test_mistakes_have_a_message(dataset: Any) -> None:
    with pytest.raises(UsageError, match="'texts'"):
        dataset.map(fix_batch("texts"), batched=True)
    with pytest.raises(UsageError, match="'texts'") as e:
        dataset.with_format("arrow").map(fix_batch("texts"), batched=True)
    assert e.value.remedy == "The columns are: text, source, page."
    with pytest.raises(UsageError, match="'file'"):
        dataset.map(fix_batch(group_by="file"), batched=True)
    with pytest.raises(UsageError, match="holds int"):
        dataset.map(fix_batch("page"), batched=True)
    with pytest.raises(UsageError, match="rund"):
        fix_batch(rund=1)  # type: ignore[call-arg]

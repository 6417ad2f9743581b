"""A column of texts: `pandas.Series`, and batches of them as Spark's pandas functions get them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from vnfix.adapters.grouping import fix_rows, missing
from vnfix.api import Overrides, make_config
from vnfix.errors import NotTextError, UsageError
from vnfix.streaming import named

try:
    import pandas as pd
except ImportError as e:
    raise missing("pandas", "pandas") from e

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from vnfix.config import Config


def fix_series(
    series: pd.Series,
    groups: pd.Series | Iterable[Hashable] | None = None,
    config: Config | None = None,
    *,
    jobs: int | None = 0,
    **overrides: Unpack[Overrides],
) -> pd.Series:
    """Return a column with its texts repaired; index, name, order, `attrs`, missing values stay.

    Args:
        series: the texts. What is not a string comes back as it is.
        groups: for each row, the document that it comes from: a column of the same index, or as
            many values in the same order. Rows of one document are repaired together, which
            finds more. Without it, or where it is missing, a row is a document by itself.
        config: the options; None means the default ones.
        jobs: worker processes, as for `vnfix.fix_texts`.
        overrides: single options by name.

    Raises:
        NotTextError: it is no column.
        UsageError: the groups do not fit the rows, or there is no such option.
        VnfixError: a worker process died.
        DataError: a dictionary, rule file or model cannot be used.

    >>> fix_series(pd.Series(["Cii c6ch", "2020", "hinh chinh"]), ["a", "b", "a"]).tolist()
    ['Cải cách', '2020', 'hành chính']

    """
    options = make_config(config, **overrides)
    if not isinstance(series, pd.Series):
        raise _no_column(series)
    fixed = fix_rows(series, _keys(series, groups), options, jobs=jobs)
    # The categories of a categorical column are its old texts.
    dtype = None if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
    column = pd.Series(fixed, index=series.index, name=series.name, dtype=dtype)
    return column.__finalize__(series)  # its `attrs` and flags


def _no_column(given: object) -> NotTextError:
    """Return the error for what is no `pandas.Series`."""
    remedy = "Give a pandas.Series: `pd.Series(texts)`; a list can go to `vnfix.fix_texts`."
    if isinstance(given, pd.DataFrame):
        remedy = 'Give one column of it: `frame["text"]`, not `frame[["text"]]`.'
    return NotTextError(f"A column is needed; this is {type(given).__name__}. {remedy}", remedy)


def fix_batches(
    batches: Iterable[pd.Series | tuple[pd.Series, pd.Series]],
    config: Config | None = None,
    **overrides: Unpack[Overrides],
) -> Iterator[pd.Series]:
    """Yield batches of texts repaired: the body of a Spark `pandas_udf` over iterators.

    The tables of vnfix are loaded once for all batches. Spark cuts batches where it likes: to
    have whole documents repaired together, group by the document and use `applyInPandas`.

    Args:
        batches: the texts, or pairs of the texts and the documents that they come from.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        UsageError: as `fix_series`.
        DataError: a dictionary, rule file or model cannot be used.

    >>> [b.tolist() for b in fix_batches(map(pd.Series, [["Cii c6ch hinh chinh"], ["2020"]]))]
    [['Cải cách hành chính'], ['2020']]

    """
    options = make_config(config, **overrides)
    for batch in batches:
        texts, groups = batch if isinstance(batch, tuple) else (batch, None)
        yield fix_series(texts, groups, options)


def _keys(
    series: pd.Series, groups: pd.Series | Iterable[Hashable] | None
) -> list[Hashable] | None:
    """Return the group of each row, None for every kind of missing value.

    Raises:
        UsageError: a column of another index, whose rows would be taken for those of `series`;
            or no column and no values.

    """
    given = named(groups)
    if given is None:
        return None
    if isinstance(groups, pd.DataFrame):  # it would yield the names of its columns
        raise _no_column(groups)
    if isinstance(groups, pd.Series) and not groups.index.equals(series.index):
        remedy = "Take both from one frame, or pass the groups as a list."
        raise UsageError("The groups have another index than the texts.", remedy)
    keys = pd.Series(list(given), dtype=object)
    return [None if gone else key for key, gone in zip(keys, keys.isna(), strict=True)]

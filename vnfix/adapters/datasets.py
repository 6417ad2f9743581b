"""A column of a Hugging Face dataset: `dataset.map(fix_batch("text"), batched=True)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from vnfix.adapters.grouping import fix_rows
from vnfix.api import Overrides, make_config
from vnfix.errors import UsageError
from vnfix.streaming import is_missing
from vnfix.version import __version__

if TYPE_CHECKING:
    from vnfix.config import Config


@dataclass(frozen=True, slots=True)
class FixBatch:
    """A function for `Dataset.map`; `fix_batch` makes it.

    `datasets` keeps results by what the function holds, so it holds the version of vnfix: an
    upgrade repairs anew.

    Attributes:
        column: the column of the texts.
        group_by: the column that tells a row's document; None where each row is one.
        config: the options.
        version: version of vnfix.

    """

    column: str
    group_by: str | None
    config: Config
    version: str = __version__

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - as the format of the dataset gives it
        """Return the column of a batch with its texts repaired, in the same order.

        Args:
            batch: column -> values; or, as a dataset of that format has it, a table of pandas or
                Arrow.

        Raises:
            UsageError: there is no such column, it does not hold texts, or it is a single row.
            DataError: a dictionary, rule file or model cannot be used.

        """
        texts = [None if is_missing(v) else v for v in _values(batch, self.column)]
        for value in texts:
            if value is not None and not isinstance(value, str):
                kind = type(value).__name__
                message = f"The column {self.column!r} holds {kind}, not text."
                raise UsageError(message, "Name a column of strings.")
        groups = _values(batch, self.group_by) if self.group_by is not None else None
        if hasattr(batch, "assign"):  # pandas
            from vnfix.adapters.pandas import fix_series

            fixed = fix_series(batch[self.column], groups, self.config)
            return batch.assign(**{self.column: fixed})
        return _returned(batch, self.column, fix_rows(texts, groups, self.config))


def _returned(batch: Any, column: str, texts: list[object]) -> Any:  # noqa: ANN401 - as above
    """Return what `map` takes for a batch: the column; of an Arrow table all, else it is lost."""
    if not hasattr(batch, "set_column"):
        return {column: texts}
    import pyarrow as pa

    k = batch.column_names.index(column)
    field = batch.schema.field(k)
    return batch.set_column(k, field, pa.array(texts, field.type))


def _values(batch: Any, column: str) -> list[Any]:  # noqa: ANN401 - as above
    """Return the values of a column.

    Raises:
        UsageError: these are no columns, there is no such one, or it is a single row.

    """
    known = _names(batch)
    if column not in known:
        names = ", ".join(map(str, known))
        raise UsageError(f"There is no column {column!r}.", f"The columns are: {names}.")
    values = batch[column]
    if hasattr(values, "to_pylist"):  # Arrow, whose values are no strings
        values = values.to_pylist()
    if values is None or isinstance(values, str) or not hasattr(values, "__iter__"):
        remedy = "Add `batched=True`: `dataset.map(fix_batch(...), batched=True)`."
        raise UsageError("A batch of rows is needed; this is a single row.", remedy)
    return list(values)


def _names(batch: Any) -> list[str]:  # noqa: ANN401 - as above
    if isinstance(batch, Mapping) or hasattr(batch, "assign"):  # pandas
        return list(batch)
    if hasattr(batch, "set_column"):  # Arrow
        return list(batch.column_names)
    remedy = "Call `dataset.with_format(None).map(...)` without `input_columns`."
    raise UsageError(f"A batch of columns is needed; this is {type(batch).__name__}.", remedy)


def fix_batch(
    column: str = "text",
    group_by: str | None = None,
    config: Config | None = None,
    **overrides: Unpack[Overrides],
) -> FixBatch:
    """Return a function for `Dataset.map(..., batched=True)` that repairs one column.

    Rows of one document are repaired together if they come in one batch: sort the dataset by
    document and take large batches, or all rows at once with `batch_size=None`.

    Args:
        column: the column of the texts; missing texts stay missing.
        group_by: the column that tells which document a row comes from. Without it, or where it
            is missing, a row is a document by itself.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        UsageError: there is no such option.

    >>> fix_batch()({"text": ["Cii c6ch hinh chinh", None]})
    {'text': ['Cải cách hành chính', None]}

    """
    return FixBatch(column, group_by, make_config(config, **overrides))

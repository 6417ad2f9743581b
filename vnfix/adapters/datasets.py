"""A column of a Hugging Face dataset: `dataset.map(fix_batch("text"), batched=True)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from vnfix.adapters.grouping import fix_rows
from vnfix.api import Overrides, make_config
from vnfix.errors import UsageError
from vnfix.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[object]]:
        """Return the column of a batch with its texts repaired, in the same order.

        Raises:
            UsageError: there is no such column, or it does not hold texts.
            DataError: a dictionary, rule file or model cannot be used.

        """
        texts = self._values(batch, self.column)
        for value in texts:
            if value is not None and not isinstance(value, str):
                remedy = "Name a column of strings; an Arrow format has to be reset first."
                kind = type(value).__name__
                raise UsageError(f"The column {self.column!r} holds {kind}, not text.", remedy)
        groups = self._values(batch, self.group_by) if self.group_by is not None else None
        return {self.column: fix_rows(texts, groups, self.config)}

    @staticmethod
    def _values(batch: Mapping[str, Any], column: str) -> list[Any]:
        if column not in batch:
            known = ", ".join(map(str, batch))
            raise UsageError(f"There is no column {column!r}.", f"The columns are: {known}.")
        return list(batch[column])


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

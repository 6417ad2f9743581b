"""What makes the data files: behind `vnfix train`, and behind `make models`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["train"]


def train(
    texts: Sequence[Path], out: Path, pairs: Sequence[Path] = (), leave_out: Sequence[str] = ()
) -> None:
    """Train on an office's own texts; `--models OUT` and `Config(models=...)` use the result.

    Language model, vocabulary and lexicon are built from `texts`, the channel from `pairs`; all
    other tables are the shipped ones. The same input gives the same bytes.

    Args:
        texts: correct texts, `.txt` or `.txt.xz`, one paragraph a line, or folders of them.
        out: folder for the tables; made where it is missing.
        pairs: tables (TSV) of garbled and true lines; each is a style of damage of its own.
        leave_out: documents whose pairs are not used.

    Raises:
        DataError: a file is missing or cannot be read.
        UsageError: the extra `train` is missing, or a name to be left out is unknown.
        NothingToDoError: the texts are too short for a language model.
        RefusedError: `out` is the folder of the shipped tables.

    """
    from vnfix.train.office import train_office  # late: the parts run as programs of their own

    train_office(texts, out, pairs, leave_out)

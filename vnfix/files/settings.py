"""Options from files: `[tool.vnfix]` of a `pyproject.toml`, and `.vnfix/config.toml`.

The keys are the fields of `Config`; paths are those seen from the file.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from vnfix.errors import DataError, UsageError
from vnfix.settings import KINDS, PATH, PATHS, converted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_settings(path: Path, table: tuple[str, ...] = ()) -> dict[str, Any] | None:
    """Return the options of a file, None where it has no such table.

    Args:
        path: a TOML file.
        table: the keys that lead to the options.

    Raises:
        DataError: it cannot be read, or is no TOML.
        UsageError: there is no such option, or it cannot have that value.

    """
    try:
        data = path.read_bytes()
        if table and table[-1].encode() not in data:
            return None  # whatever is in it is no matter of ours
        found: Any = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as e:
        raise DataError(f"{path} cannot be read: {e}.", "Mend it, or add `--no-config`.") from e
    for key in table:
        found = found.get(key) if isinstance(found, dict) else None
    if found is None:
        return None
    if not isinstance(found, dict):
        raise UsageError(f"{path}: {'.'.join(table)} is no table.", "Write `[tool.vnfix]`.")
    try:
        return _from(path.parent, converted(found))
    except UsageError as e:
        raise UsageError(f"{path}: {e}", e.remedy) from e


def _from(folder: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with their paths as seen from a folder."""
    seen = dict(settings)
    for name, value in settings.items():
        if KINDS[name] == PATH and value is not None:
            seen[name] = folder / value.expanduser()
        elif KINDS[name] == PATHS:
            seen[name] = tuple(folder / path.expanduser() for path in value)
    return seen

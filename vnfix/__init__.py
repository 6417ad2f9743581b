"""vnfix repairs the garbled text layers of Vietnamese official documents.

The names below are imported when they are first used, so that `import vnfix` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from vnfix.version import __version__ as __version__

if TYPE_CHECKING:
    from vnfix.api import (
        detect,
        explain,
        fix_and_explain,
        fix_file,
        fix_folder,
        fix_text,
        fix_texts,
        make_config,
        pipe,
    )
    from vnfix.apply import apply_corrections
    from vnfix.config import Config
    from vnfix.diagnosis import Diagnosis, Evidence
    from vnfix.errors import (
        DataError,
        ExitCode,
        NothingToDoError,
        NotTextError,
        RefusedError,
        StaleError,
        UnreadableError,
        UsageError,
        VnfixError,
    )
    from vnfix.model import Correction, Damage, Finding, Repair, Safety


__all__ = [
    "Config",
    "Correction",
    "Damage",
    "DataError",
    "Diagnosis",
    "Evidence",
    "ExitCode",
    "Finding",
    "NotTextError",
    "NothingToDoError",
    "RefusedError",
    "Repair",
    "Safety",
    "StaleError",
    "UnreadableError",
    "UsageError",
    "VnfixError",
    "apply_corrections",
    "detect",
    "explain",
    "fix_and_explain",
    "fix_file",
    "fix_folder",
    "fix_text",
    "fix_texts",
    "make_config",
    "pipe",
]

_HOMES = {
    "vnfix.api": (
        "detect",
        "explain",
        "fix_and_explain",
        "fix_file",
        "fix_folder",
        "fix_text",
        "fix_texts",
        "make_config",
        "pipe",
    ),
    "vnfix.apply": ("apply_corrections",),
    "vnfix.config": ("Config",),
    "vnfix.diagnosis": ("Diagnosis", "Evidence"),
    "vnfix.errors": (
        "DataError",
        "ExitCode",
        "NothingToDoError",
        "NotTextError",
        "RefusedError",
        "StaleError",
        "UnreadableError",
        "UsageError",
        "VnfixError",
    ),
    "vnfix.model": ("Correction", "Damage", "Finding", "Repair", "Safety"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Import a public name at its first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'vnfix' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

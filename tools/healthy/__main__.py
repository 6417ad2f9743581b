"""Writes the healthy PDFs into a folder: `python -m tools.healthy FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.healthy.documents import documents


def main(arguments: list[str]) -> int:
    """Write them; gives the exit code."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in documents().items():
        (folder / f"{name}.pdf").write_bytes(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

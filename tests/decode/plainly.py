"""Decodes the lines of standard input by the plain kernel: `python -m tests.decode.plainly`.

Prints a JSON list for each line: [[start, end, after, confidence], ...].
"""

from __future__ import annotations

import json
import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from pathlib import Path

KERNEL = "vnfix.decode.kernel"


class PlainKernel(PathFinder):
    """Finds the source of the kernel where there is a compiled one beside it."""

    @classmethod
    def find_spec(cls, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the source of the kernel, nothing for other modules."""
        source = Path(__file__).parents[2] / "vnfix" / "decode" / "kernel.py"
        return spec_from_file_location(fullname, source) if fullname == KERNEL else None


def decoded(text: str) -> list[list[list[object]]]:
    """Return the corrections of each paragraph of a text, all of it decoded."""
    import vnfix

    return [
        [[c.start, c.end, c.after, round(c.confidence, 6)] for c in repair.corrections]
        for repair in (vnfix.fix_and_explain(p, gate=False) for p in text.split("\n\n"))
    ]


if __name__ == "__main__":
    sys.meta_path.insert(0, PlainKernel)
    from vnfix.decode import kernel

    assert not kernel.compiled()
    sys.stdout.write(json.dumps(decoded(sys.stdin.buffer.read().decode())))

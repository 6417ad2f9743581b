"""Decodes the lines of standard input by the plain kernel: `python -m tests.decode.plainly`.

Prints a JSON list for each line: [[start, end, after, confidence], ...].
"""

from __future__ import annotations

import json
import sys

from bench.plain import use_plain_sources


def decoded(text: str) -> list[list[list[object]]]:
    """Return the corrections of each paragraph of a text, all of it decoded."""
    import vnfix

    return [
        [[c.start, c.end, c.after, round(c.confidence, 6)] for c in repair.corrections]
        for repair in (vnfix.fix_and_explain(p, gate=False) for p in text.split("\n\n"))
    ]


if __name__ == "__main__":
    use_plain_sources()
    from vnfix.decode import align, kernel

    assert str(align.__file__).endswith(".py")
    assert not kernel.compiled()
    sys.stdout.write(json.dumps(decoded(sys.stdin.buffer.read().decode())))

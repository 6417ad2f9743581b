"""The difference between a document and its repair word by word, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.model import Safety
from vnfix.writers.pieces import corrected_lines, pieces
from vnfix.writers.templates import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vnfix.model import Correction, Document, Repair

    Show = Callable[[Correction], str]


def marked(correction: Correction) -> str:
    """Return a change in signs alone, as `git diff --word-diff` writes it.

    A `?` behind it says that a person should look at it.
    """
    gone = f"[-{visible(correction.before)}-]" if correction.before else ""
    come = f"{{+{visible(correction.after)}+}}" if correction.after else ""
    return gone + come + ("" if correction.safety is Safety.AUTO else "?")


def words(document: Document, repair: Repair, show: Show = marked) -> Iterator[str]:
    """Yield each changed line with its page and number, without a line end.

    Control characters are made visible, for a terminal would obey them.

    Args:
        document: as it was read.
        repair: its repair.
        show: how a change is written.

    """
    for line, corrections in corrected_lines(document, repair.corrections):
        if corrections:
            parts = (
                visible(p) if isinstance(p, str) else show(p) for p in pieces(line, corrections)
            )
            yield f"{line.page}:{line.number}: {''.join(parts)}"

"""What a PDF says of itself and would no longer be true: then it goes, and a warning names it.

A file that conforms to PDF/A still does: the new font is embedded, with its widths and its map to
Unicode, and nothing else is added. Level A and PDF/UA also promise that all text is tagged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf

log = logging.getLogger(__name__)

LEVEL, ACCESSIBLE = "pdfaid:conformance", "pdfuaid:part"


def correct_marking(pdf: Pdf, name: str, *, untagged: bool) -> None:
    """Make the file's own description true again.

    Args:
        pdf: the file.
        name: its name, for messages.
        untagged: whether there is text now that belongs to no tag.

    """
    if not untagged or "/StructTreeRoot" not in pdf.Root or "/Metadata" not in pdf.Root:
        return
    lost: list[str] = []
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        if str(meta.get(LEVEL, "")).upper() == "A":
            lost.append(f"{meta.pdfa_status} (it is level B now)")
            meta[LEVEL] = "B"
        if ACCESSIBLE in meta:
            lost.append("PDF/UA")
            del meta[ACCESSIBLE]
    if lost:
        log.warning("%s: it is no longer %s, as repaired text lies outside of its tags.",
                    name, " and ".join(lost))  # fmt: skip

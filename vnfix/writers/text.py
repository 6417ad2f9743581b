"""Text files: the bytes of a repaired text, in the encoding that was read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from vnfix.readers.encoding import encode_text as encode_in

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.model import Document, Repair

log = logging.getLogger(__name__)


def encode_text(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the repaired text in the encoding that was read; arguments as all writers have them.

    Where that encoding cannot hold the text it is written as UTF-8, and a warning says so.
    """
    del source, config
    data, used = encode_in(repair.text, document.encoding)
    if used != (document.encoding or "utf-8"):
        read = document.encoding.partition(":")[0]
        log.warning(
            "%s: %s cannot hold the repaired text; written as %s.", document.name, read, used
        )
    return data

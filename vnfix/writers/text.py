"""Text files: the bytes of a repaired text, in the encoding that was read."""

from __future__ import annotations

import logging

from vnfix.readers.encoding import encode_text

log = logging.getLogger(__name__)


def encode(text: str, encoding: str, name: str) -> bytes:
    """Return the bytes for a file.

    Args:
        text: the repaired text.
        encoding: that of the original, "" for UTF-8.
        name: for messages.

    """
    data, used = encode_text(text, encoding)
    if used != (encoding or "utf-8"):
        read = encoding.partition(":")[0]
        log.warning("%s: %s cannot hold the repaired text; written as %s.", name, read, used)
    return data

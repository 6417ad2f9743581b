"""Table files: flat arrays behind a checked header, memory-mapped, never pickled.

Layout: the magic bytes, the header's length (uint32, little endian), the header as JSON
`{"format", "version", "sha256", "meta", "arrays": {name: [type code, offset, items]}}`, blanks up
to a multiple of 16, then the arrays one after the other, each padded to 16 bytes, little endian.
`sha256` is that of everything after the header; it is compared when the file is opened with
`check=True` (`vnfix data-check` and the tests do), the sizes always.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.errors import DataError

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping
    from pathlib import Path

MAGIC = b"VNFIXTAB"
ALIGN = 16


@dataclass(frozen=True, slots=True)
class Table:
    """An open table file.

    Attributes:
        format: what the file holds, e.g. `vnfix-lm`.
        version: version of that format.
        sha256: hash of the arrays, hexadecimal.
        meta: facts about the making of the file.
        arrays: the arrays by name, as read-only memory views of their item type.

    """

    format: str
    version: int
    sha256: str
    meta: dict[str, Any]
    arrays: dict[str, memoryview]

    def text(self, name: str) -> list[str]:
        """Return the list of strings stored under `name` (UTF-8, a line each)."""
        data = bytes(self.arrays[name]).decode("utf-8")
        return data.split("\n") if data else []


def write_table(
    path: Path,
    kind: tuple[str, int],
    arrays: Mapping[str, array[Any] | bytes],
    meta: Mapping[str, Any],
) -> str:
    """Write arrays to `path` (aside first, then renamed) and return their sha256.

    Args:
        path: the file.
        kind: format name and version.
        arrays: `array.array` objects, or bytes for text.
        meta: facts about the making; must be JSON.

    """
    blobs: list[bytes] = []
    index: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, values in arrays.items():
        code = "B" if isinstance(values, bytes) else values.typecode
        blob = bytes(values)
        index[name] = (code, offset, len(values))
        blob += b"\0" * (-len(blob) % ALIGN)
        blobs.append(blob)
        offset += len(blob)
    digest = hashlib.sha256(b"".join(blobs)).hexdigest()
    fields = {
        "format": kind[0],
        "version": kind[1],
        "sha256": digest,
        "meta": dict(meta),
        "arrays": index,
    }
    head = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % ALIGN)
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as f:
        f.write(MAGIC + struct.pack("<I", len(head)) + head)
        f.writelines(blobs)
    os.replace(aside, path)
    return digest


def open_table(path: Path, kind: tuple[str, int], *, check: bool = False) -> Table:
    """Map the table file at `path`.

    Args:
        path: the file.
        kind: the format name and version that the caller understands.
        check: compare the hash too (reads the whole file).

    Raises:
        DataError: the file is missing, damaged, or of another format or version.

    """
    remedy = "Install vnfix again, or rebuild the file with `vnfix train` or `make models`."
    if sys.byteorder != "little":  # pragma: no cover
        raise DataError("vnfix's tables need a little-endian machine.", remedy)
    try:
        with path.open("rb") as f:
            view = memoryview(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as e:
        raise DataError(f"The table {path} cannot be read: {e}.", remedy) from e
    try:
        return _parse(view, kind, check=check)
    except (ValueError, KeyError, TypeError, struct.error) as e:
        raise DataError(f"The table {path} is damaged or of another version: {e}.", remedy) from e


def _parse(view: memoryview, kind: tuple[str, int], *, check: bool) -> Table:
    start = len(MAGIC) + 4
    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise ValueError("it does not begin with the magic bytes")
    (length,) = struct.unpack("<I", view[len(MAGIC) : start])
    head = json.loads(bytes(view[start : start + length]))
    if (head["format"], head["version"]) != kind:
        raise ValueError(f"it holds {head['format']} {head['version']}, not {kind[0]} {kind[1]}")
    body = view[start + length :]
    arrays = {}
    for name, (code, offset, items) in head["arrays"].items():
        size = struct.calcsize(code) * items
        if offset + size > len(body):
            raise ValueError(f"the array {name} is cut off")
        arrays[name] = body[offset : offset + size].cast(code)
    if check and hashlib.sha256(body).hexdigest() != head["sha256"]:
        raise ValueError("its hash does not match")
    return Table(head["format"], head["version"], head["sha256"], head["meta"], arrays)


def table_header(path: Path) -> dict[str, Any]:
    """Return the header of the table file at `path`; empty where it is no table file."""
    with path.open("rb") as f:
        if f.read(len(MAGIC)) != MAGIC:
            return {}
        length = f.read(4)
        try:
            (size,) = struct.unpack("<I", length)
            head = json.loads(f.read(size))
        except (ValueError, struct.error):
            return {}
    return head if isinstance(head, dict) else {}

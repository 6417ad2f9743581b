"""Table files: flat arrays behind a checked header, memory-mapped, never pickled.

Layout: the magic bytes, the header's length (uint32, little endian), the header as JSON
`{"format", "version", "sha256", "meta", "arrays": {name: [type code, offset, items]}, "head"}`,
blanks up to a multiple of 16, then the arrays one after the other, each padded to 16 bytes, little
endian. `sha256` is that of everything after the header, `head` that of the rest of the header.

A compiled kernel reads the arrays without looking at their ends, so a damaged table must not get
there: small files are hashed whenever they are opened, large ones once; a mark in the user's cache
folder remembers which file, by size, time and place on the disk. Tables that are not vnfix's own
may be sound by their hash and yet lead anywhere: their loaders say what has to hold (`sound`).
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import os
import struct
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.errors import DataError

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MAGIC = b"VNFIXTAB"
ALIGN = 16
FIELDS = {"format", "version", "sha256", "meta", "arrays"}
# Files below this size are hashed at each start: it takes less than looking for a mark.
SMALL = 250_000
SHIPPED = Path(__file__).parents[1] / "models"
REMEDY = "Install vnfix again, or rebuild the file with `vnfix train` or `make models`."
REMEDY_PATH = (
    "Check the path: `models` is a folder that `vnfix train` has made, `channel` a file of "
    "`vnfix learn`."
)
REMEDY_PROJECT = "Move the file out of the folder `.vnfix`, or make it anew with `vnfix learn`."


class Table(NamedTuple):
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
    fields["head"] = digest_of(fields)
    head = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % ALIGN)
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as f:
        f.write(MAGIC + struct.pack("<I", len(head)) + head)
        f.writelines(blobs)
        f.flush()
        os.fsync(f.fileno())
    os.replace(aside, path)
    return digest


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return the hash of JSON fields, those that hold hashes of the whole left out."""
    own = {k: v for k, v in fields.items() if k != "head"}
    return hashlib.sha256(json.dumps(own, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def open_table(
    path: Path,
    kind: tuple[str, int],
    layout: Mapping[str, str] | None = None,
    sound: Callable[[Table], None] | None = None,
    *,
    check: bool = False,
) -> Table:
    """Map the table file at `path`.

    Args:
        path: the file.
        kind: the format name and version that the caller understands.
        layout: the arrays that it must have and their type codes.
        sound: raises ValueError or IndexError where the arrays do not fit each other; asked about
            tables that vnfix has not brought along, when their hash is compared.
        check: compare the hash even if it has been found right before.

    Raises:
        DataError: the file is missing, damaged, or of another format or version.

    """
    if sys.byteorder != "little":  # pragma: no cover
        raise DataError("vnfix's tables need a little-endian machine.", REMEDY)
    with damage_told(path), path.open("rb") as f:
        status = os.fstat(f.fileno())
        view = memoryview(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ))
        table, body = _parse(view, kind)
        codes = {name: values.format for name, values in table.arrays.items()}
        if layout is not None and codes != layout:
            raise ValueError("its arrays are others")
        mark = None if check or status.st_size < SMALL else _mark(path, status, table.sha256)
        if mark is None or not mark.exists():
            if hashlib.sha256(body).hexdigest() != table.sha256:
                raise ValueError("its hash does not match")
            if sound and path.parent != SHIPPED:
                sound(table)
            if mark:
                _remember(mark)
        return table


def open_made(
    path: Path,
    kind: tuple[str, int],
    layout: Mapping[str, str],
    basis: Callable[[], Mapping[str, Any]],
) -> Table | None:
    """Open a table that was worked out of other files; None where there is none of these very ones.

    Args:
        path: the file.
        kind: as in `open_table`.
        layout: as in `open_table`.
        basis: what it has to be worked out of; OSError where a file is missing, for who reads the
            files themselves says which.

    Raises:
        DataError: the table is damaged.

    """
    if not path.is_file():
        return None
    try:
        made_of = basis()
    except OSError:
        return None
    table = open_table(path, kind, layout)
    return table if table.meta == made_of else None


def hash_of(paths: Iterable[Path]) -> str:
    """Return the hash of files one after the other, hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn whatever a damaged table makes of its reading into an error that says so.

    Raises:
        DataError: the file is missing or damaged.

    """
    remedy = REMEDY_PROJECT if path.parent.name == ".vnfix" else REMEDY
    try:
        yield
    except OSError as e:
        message = f"The table {path} cannot be read: {e.strerror or e}."
        mistyped = remedy == REMEDY and path.parent != SHIPPED
        raise DataError(message, REMEDY_PATH if mistyped else remedy) from e
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, struct.error,
            RecursionError) as e:  # fmt: skip
        raise DataError(f"The table {path} is damaged or of another version: {e}.", remedy) from e


def _parse(view: memoryview, kind: tuple[str, int]) -> tuple[Table, memoryview]:
    """Return a table whose header is sound, and its part that is hashed."""
    start = len(MAGIC) + 4
    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise ValueError("it does not begin with the magic bytes")
    (length,) = struct.unpack("<I", view[len(MAGIC) : start])
    head = json.loads(bytes(view[start : start + length]))
    if (head["format"], head["version"]) != kind:
        raise ValueError(f"it holds {head['format']} {head['version']}, not {kind[0]} {kind[1]}")
    # Tables of earlier versions have no `head`.
    if head.keys() - {"head"} != FIELDS or head.get("head", digest_of(head)) != digest_of(head):
        raise ValueError("the hash of its header does not match")
    body = view[start + length :]
    arrays, end = {}, 0
    for name, (code, offset, items) in sorted(head["arrays"].items(), key=lambda a: a[1][1]):
        size = struct.calcsize(code) * items
        if offset != end or items < 0 or offset + size > len(body):
            raise ValueError(f"the array {name} is cut off or out of place")
        arrays[name] = body[offset : offset + size].cast(code)
        end = offset + size + -size % ALIGN
    if end != len(body):
        raise ValueError("there is more or less in it than its arrays")
    return Table(head["format"], head["version"], head["sha256"], head["meta"], arrays), body


def load_facts(path: Path, kind: tuple[str, int], names: Sequence[str]) -> dict[str, Any]:
    """Read a small table of weights, one for each of `names`, kept as JSON.

    Raises:
        DataError: it is missing, damaged, or of another format or version.

    """
    with damage_told(path):
        facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if (facts["format"], facts["version"]) != kind or facts["names"] != list(names):
            raise ValueError("its format or version is another")
        if "head" in facts and facts["head"] != digest_of(facts):
            raise ValueError("its hash does not match")
        weights = facts["weights"] = [float(w) for w in facts["weights"]]
        if len(weights) != len(names) or not all(map(math.isfinite, weights)):
            raise ValueError("its weights are none")
        return facts


def write_facts(path: Path, facts: Mapping[str, Any]) -> None:
    """Write a small table as JSON with its hash, aside first."""
    aside = path.with_name(path.name + ".part")
    whole = {**facts, "head": digest_of(facts)}
    aside.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)


def ascending(starts: memoryview, over: int) -> None:
    """Check that `starts` cuts a list of `over` items into runs.

    Raises:
        ValueError: it does not.

    """
    found = starts.tolist()
    if not found or found[0] < 0 or found[-1] != over or found != sorted(found):
        raise ValueError("an index leads outside")


def below(values: memoryview, limit: int) -> None:
    """Check that all numbers are from 0 to below `limit`.

    Raises:
        ValueError: one is not.

    """
    found = values.tolist()
    if found and not 0 <= min(found) <= max(found) < limit:
        raise ValueError(f"a number is not below {limit}")


def lengths(table: Table, **expected: int) -> None:
    """Check the lengths of arrays.

    Raises:
        ValueError: one has another.

    """
    for name, length in expected.items():
        if len(table.arrays[name]) != length:
            raise ValueError(f"the array {name} has {len(table.arrays[name])} items, not {length}")


def _mark(path: Path, status: os.stat_result, sha256: str) -> Path | None:
    """Return the file whose presence says that this very file was found right."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    try:
        folder = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None
    own = (path.absolute(), sha256, status.st_size, status.st_mtime_ns, status.st_ctime_ns,
           status.st_ino, status.st_dev)  # fmt: skip
    return folder / "vnfix" / "tables" / hashlib.sha256(repr(own).encode()).hexdigest()


def _remember(mark: Path) -> None:
    with suppress(OSError):  # where nothing can be written, the file is hashed each time
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.touch()


def table_header(path: Path) -> dict[str, Any]:
    """Return the header of the table file at `path`; empty where it is no table file."""
    with path.open("rb") as f:
        if f.read(len(MAGIC)) != MAGIC:
            return {}
        length = f.read(4)
        try:
            (size,) = struct.unpack("<I", length)
            head = json.loads(f.read(size))
        except (ValueError, RecursionError, struct.error):
            return {}
    return head if isinstance(head, dict) else {}

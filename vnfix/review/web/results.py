"""What a review leaves behind: correction files, and repaired documents; a healthy one nothing.

A file that a person has made or changed is never replaced: `vnfix.review.written` tells.
"""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.errors import RefusedError, UsageError, VnfixError
from vnfix.files.names import fitting, fixed_name
from vnfix.logs import logger
from vnfix.review.decisions import in_force
from vnfix.review.items import ALL, Filters, select
from vnfix.review.records import State, documents
from vnfix.review.web.errors import told
from vnfix.review.web.overview import shortened
from vnfix.review.written import refusal, write_result

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vnfix.config import Config
    from vnfix.formats.unwritten import Unwritten
    from vnfix.review.records import StoredDocument
    from vnfix.review.store import Store

log = logger(__name__)

LAYERED = frozenset({".pdf", ".hocr", ".xml", ".html", ".htm"})
"""Documents that are no text."""


class Kind(StrEnum):
    """A file that is written for a document."""

    SAME = "same"
    TEXT = "text"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written, and where.

    Attributes:
        kinds: which files for each document.
        replace: replace documents that an earlier review has written and nobody has changed.
        documents: numbers of documents; empty means all.
        folder: where to; "" is beside each document.
        force: replace whatever is there.

    """

    kinds: Collection[Kind] = tuple(Kind)
    replace: bool = False
    documents: Collection[int] = ()
    folder: str = ""
    force: bool = False


class Planned(NamedTuple):
    """A file that is to be written."""

    known: StoredDocument
    kind: Kind
    path: Path


def plan_results(store: Store, wanted: Wanted, config: Config) -> dict[str, Any]:
    """Return what `write_results` would write, without writing it.

    Returns:
        `files` (document, kind, path, and the key of why it is not written, "" where it is), and
        `healthy`, the names of documents that get no file because nothing is changed in them.

    Raises:
        UsageError: the folder is no place for files.

    """
    files, healthy = _planned(store, wanted)
    return {
        "files": [
            {
                "document": f.known.id,
                "kind": f.kind,
                "path": str(f.path),
                "stays": _why_not(store, f, wanted, config),
            }
            for f in files
        ],
        "healthy": [d.name for d in healthy],
    }


def write_results(
    store: Store,
    wanted: Wanted,
    config: Config,
    told_of: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write the results of documents; one that fails stops no other.

    Args:
        store: an open store.
        wanted: which files.
        config: the options of the repair.
        told_of: is told how many files of how many are done.

    Returns:
        `written` (names of files), `left` (places that a file could not hold, by file), `failed`
        (messages by file), `healthy` (names of documents that get no file), and `commands`, which
        make the repaired documents of correction files.

    Raises:
        UsageError: the folder is no place for files.

    """
    files, healthy = _planned(store, wanted)
    written: list[str] = []
    left: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for number, f in enumerate(files, 1):
        try:
            places = _write(store, f, wanted, config)
        except Exception as e:
            failed.append({"name": str(f.path), **_failure(f, e)})
        else:
            written.append(str(f.path))
            if places:
                left.append({"name": str(f.path), "places": [p._asdict() for p in places]})
        if told_of:
            told_of(number, len(files))
    rows = [f for f in files if f.kind is Kind.CORRECTIONS]
    return {
        "written": written,
        "left": left,
        "failed": failed,
        "healthy": [d.name for d in healthy],
        "commands": [_command(f) for f in rows],
    }


def text_path(path: Path) -> Path:
    """Return the name of the repaired text of a document that is no text.

    It has the full name where the text of the same name is a document itself.
    """
    text = path.with_suffix(".txt")
    return path.with_name(fixed_name(path.name if text.exists() else path.stem, ".txt"))


def _planned(store: Store, wanted: Wanted) -> tuple[list[Planned], list[StoredDocument]]:
    filed = [d for d in documents(store) if d.state is State.READY]
    names = dict(zip((d.id for d in filed), shortened([d.path for d in filed]), strict=True))
    folder = _folder(wanted.folder)
    files: list[Planned] = []
    healthy: list[StoredDocument] = []
    for known in filed:
        if wanted.documents and known.id not in wanted.documents:
            continue
        here = [p for p in select(store, Filters(ALL, documents=[known.id])) if p.changes]
        if not here:
            healthy.append(known)
            continue
        changed = any(in_force(p) and p.decided != p.correction.before for p in here)
        for kind, path in _paths(Path(known.path), wanted.kinds, changed=changed):
            placed = folder / names[known.id] if folder else Path(known.path)
            files.append(Planned(known, kind, placed.with_name(path)))
    return files, healthy


def _paths(path: Path, kinds: Collection[Kind], *, changed: bool) -> Iterator[tuple[Kind, str]]:
    """Yield the names of a document's files; where all stays as it was, only the decisions."""
    if Kind.CORRECTIONS in kinds:
        yield Kind.CORRECTIONS, fitting(path.with_name(f"{path.name}.jsonl")).name
    layered = path.suffix.lower() in LAYERED
    if changed and Kind.TEXT in kinds and layered:
        yield Kind.TEXT, text_path(path).name
    if changed and (Kind.SAME in kinds or (Kind.TEXT in kinds and not layered)):
        yield Kind.SAME, fixed_name(path.stem, path.suffix)


def _folder(name: str) -> Path | None:
    if not name:
        return None
    folder = Path(name).expanduser()
    if not folder.is_absolute() or (folder.exists() and not folder.is_dir()):
        remedy = "Give the whole path of a folder, such as /home/lan/results."
        raise UsageError(f"{name} is no folder.", remedy, key="no-folder", name=name)
    return folder


def _why_not(store: Store, f: Planned, wanted: Wanted, config: Config) -> str:
    """Return the key of what hinders a file, as far as one can tell without making it."""
    if f.kind is Kind.SAME and not config.break_signature and _is_signed(f.known.path):
        return "signed"
    error = _hindrance(store, f, wanted)
    return error.key if error else ""


def _hindrance(store: Store, f: Planned, wanted: Wanted) -> RefusedError | None:
    """Return why a file must not be replaced; None where it may be, or is not there."""
    if wanted.force or not f.path.is_file():
        return None
    rows = f.kind is Kind.CORRECTIONS
    if rows or wanted.replace:
        return refusal(store, f.known, f.path, rows=rows)
    remedy = "Name another file, or allow it with `--force`."
    return RefusedError(f"{f.path} exists already.", remedy, key="exists", name=str(f.path))


def _is_signed(path: str) -> bool:
    if Path(path).suffix.lower() != ".pdf":
        return False
    try:
        file = Path(path).stat()
    except OSError:
        return False
    return _signed_as_of(path, file.st_mtime_ns, file.st_size)


@lru_cache(maxsize=1_000)
def _signed_as_of(path: str, changed: int, size: int) -> bool:
    """Tell whether a PDF is signed; what it is like is asked once for each state of the file."""
    from vnfix.pdf.write.writer import is_signed

    del changed, size
    return is_signed(path)


def _write(store: Store, f: Planned, wanted: Wanted, config: Config) -> list[Unwritten]:
    """Write one file, and return the places that it could not hold."""
    from vnfix.files.collect import fingerprint
    from vnfix.formats.unwritten import noting_unwritten
    from vnfix.review.exchange import export

    left: list[Unwritten] = []
    if f.kind is Kind.CORRECTIONS:
        data = export(store, f.known.id, min_confidence=config.min_confidence).encode()
    else:
        with noting_unwritten() as left:
            data = _repaired(store, f, config)
    there = f.path.is_file()
    same = there and fingerprint(str(f.path))[1] == hashlib.sha256(data).hexdigest()
    if not same and (error := _hindrance(store, f, wanted)):
        raise error
    write_result(store, f.known, f.path, data, replace=there)
    return left


def _repaired(store: Store, f: Planned, config: Config) -> bytes:
    """Apply the decisions to the document as it is now, as `vnfix apply` does."""
    from vnfix.apply import apply_corrections
    from vnfix.formats.corrections import decided
    from vnfix.formats.reading import load_bytes, read_bytes
    from vnfix.formats.writing import encode
    from vnfix.model import Repair
    from vnfix.review.exchange import export_rows

    source = load_bytes(f.known.path)
    document = read_bytes(source, f.known.path, config)
    rows = export_rows(store, f.known.id, min_confidence=config.min_confidence)
    chosen = decided(document, *rows)
    repair = Repair(document.text, apply_corrections(document.text, chosen), tuple(chosen))
    return encode(f.path, document, repair, source, config)


def _failure(f: Planned, error: Exception) -> dict[str, Any]:
    """Return why a file was not written, for JSON; a fault of vnfix stops no other file either."""
    from vnfix.files.failures import failure_of

    failure = failure_of(error, str(f.path))
    if failure.trace:
        log.error("%s", failure.message)
        log.info("It happened here: %s", failure.trace)
    if not isinstance(error, VnfixError):
        error = VnfixError(failure.message, failure.remedy)
    return {**told(error), "code": int(failure.code)}


def _command(f: Planned) -> str:
    source = Path(f.known.path)
    target = f.path.with_name(fixed_name(source.stem, source.suffix))
    paths = (shlex.quote(str(p)) for p in (source, f.path, target))
    return "vnfix apply {} {} -o {}".format(*paths)

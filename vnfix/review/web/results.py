"""What a review leaves behind: correction files, and repaired documents; a healthy one nothing."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.errors import UsageError, VnfixError
from vnfix.files.own import FIXED
from vnfix.review.decisions import in_force
from vnfix.review.items import ALL, Filters, select
from vnfix.review.records import State, documents
from vnfix.review.web.errors import told
from vnfix.review.web.overview import shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vnfix.config import Config
    from vnfix.review.records import StoredDocument
    from vnfix.review.store import Store

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
        replace: replace what an earlier review has written.
        documents: numbers of documents; empty means all.
        folder: where to; "" is beside each document.

    """

    kinds: Collection[Kind] = tuple(Kind)
    replace: bool = False
    documents: Collection[int] = ()
    folder: str = ""


class Planned(NamedTuple):
    """A file that is to be written."""

    known: StoredDocument
    kind: Kind
    path: Path


def plan_results(store: Store, wanted: Wanted) -> dict[str, Any]:
    """Return what `write_results` would write, without writing it.

    Returns:
        `files` (document, kind, path, and whether it is there already), and `healthy`, the names of
        documents that get no file because nothing is changed in them.

    Raises:
        UsageError: the folder is no place for files.

    """
    files, healthy = _planned(store, wanted)
    return {
        "files": [
            {"document": f.known.id, "kind": f.kind, "path": str(f.path), "exists": f.path.exists()}
            for f in files
        ],
        "healthy": [d.name for d in healthy],
    }


def write_results(store: Store, wanted: Wanted, config: Config) -> dict[str, Any]:
    """Write the results of documents; one that fails stops no other.

    Returns:
        `written` (names of files), `failed` (messages by document), `healthy` (names of documents
        that get no file), and `commands`, which make the repaired documents of correction files.

    Raises:
        UsageError: the folder is no place for files.

    """
    files, healthy = _planned(store, wanted)
    written: list[str] = []
    failed: list[dict[str, Any]] = []
    for f in files:
        try:
            _write(store, f, wanted, config)
        except VnfixError as e:
            failed.append({"name": str(f.path), **told(e)})
        else:
            written.append(str(f.path))
    rows = [f for f in files if f.kind is Kind.CORRECTIONS]
    return {
        "written": written,
        "failed": failed,
        "healthy": [d.name for d in healthy],
        "commands": [_command(f) for f in rows],
    }


def text_path(path: Path) -> Path:
    """Return the name of the repaired text of a document that is no text.

    It has the full name where the text of the same name is a document itself.
    """
    text = path.with_suffix(".txt")
    return path.with_name(f"{path.name if text.exists() else path.stem}{FIXED}.txt")


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
        yield Kind.CORRECTIONS, f"{path.name}.jsonl"
    layered = path.suffix.lower() in LAYERED
    if changed and Kind.TEXT in kinds and layered:
        yield Kind.TEXT, text_path(path).name
    if changed and (Kind.SAME in kinds or (Kind.TEXT in kinds and not layered)):
        yield Kind.SAME, f"{path.stem}{FIXED}{path.suffix}"


def _folder(name: str) -> Path | None:
    if not name:
        return None
    folder = Path(name).expanduser()
    if not folder.is_absolute() or (folder.exists() and not folder.is_dir()):
        remedy = "Give the whole path of a folder, such as /home/lan/results."
        raise UsageError(f"{name} is no folder.", remedy, key="no-folder", name=name)
    return folder


def _write(store: Store, f: Planned, wanted: Wanted, config: Config) -> None:
    """Write one file; a correction file is made of the store, so an older one is no loss."""
    from vnfix.files.aside import write_aside
    from vnfix.review.exchange import export

    if f.kind is Kind.CORRECTIONS:
        text = export(store, f.known.id, min_confidence=config.min_confidence)
        data, replace = text.encode(), _is_ours(f.path)
    else:
        data, replace = _repaired(store, f, config), wanted.replace
    write_aside(f.path, data, replace=replace, private_as=[f.known.path])


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


def _is_ours(path: Path) -> bool:
    """Whether a file is a correction file, which an older review has left."""
    from vnfix.formats.corrections import load
    from vnfix.formats.reading import load_bytes

    try:
        load(load_bytes(str(path)), path.name)
    except VnfixError:
        return False
    return True


def _command(f: Planned) -> str:
    source = Path(f.known.path)
    target = f.path.with_name(f"{source.stem}{FIXED}{source.suffix}")
    paths = (shlex.quote(str(p)) for p in (source, f.path, target))
    return "vnfix apply {} {} -o {}".format(*paths)

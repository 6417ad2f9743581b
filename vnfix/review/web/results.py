"""What a review leaves behind: correction files, and repaired documents, beside the documents."""

from __future__ import annotations

import glob
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.errors import VnfixError
from vnfix.review.records import State, documents

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.review.records import StoredDocument
    from vnfix.review.store import Store

FIXED = ".fixed"
"""Between the name of a repaired document and its suffix."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The body of `api/results`.

    Attributes:
        repaired: write the repaired documents too, not the correction files alone.
        replace: replace what an earlier review has written.

    """

    repaired: bool
    replace: bool


def write_results(store: Store, wanted: Wanted, config: Config) -> dict[str, Any]:
    """Write the results of all documents; one that fails stops no other.

    Returns:
        `written` (names of files), `failed` (messages by document), and `commands`, which make the
        repaired documents of the correction files.

    """
    written: list[str] = []
    failed: list[dict[str, str]] = []
    ready = [d for d in documents(store) if d.state is State.READY]
    for known in ready:
        for step in (_corrections, _text, _same_format)[: 3 if wanted.repaired else 1]:
            try:
                made = step(store, known, wanted, config)
            except VnfixError as e:
                failed.append({"name": known.name, "error": str(e), "remedy": e.remedy})
            else:
                written += [str(made)] if made else []
    return {"written": written, "failed": failed, "commands": [_command(d) for d in ready]}


def corrections_path(known: StoredDocument) -> Path:
    """Return the name of a document's correction file."""
    path = Path(known.path)
    return path.with_name(f"{path.name}.jsonl")


def repaired_path(known: StoredDocument) -> Path:
    """Return the name of a repaired document: `plan.fixed.pdf` for `plan.pdf`."""
    path = Path(known.path)
    return path.with_name(f"{path.stem}{FIXED}{path.suffix}")


def text_path(path: Path) -> Path:
    """Return the name of the repaired text of a document that is no text.

    It has the full name where the text of the same name is a document itself.
    """
    text = path.with_suffix(".txt")
    return path.with_name(f"{path.name if text.exists() else path.stem}{FIXED}.txt")


def is_result(path: Path) -> bool:
    """Whether a file is a repaired document that lies beside its original."""
    if not path.stem.endswith(FIXED):
        return False
    stem = path.stem.removesuffix(FIXED)
    near = path.parent.glob(f"{glob.escape(stem)}*")
    return any(stem in (other.stem, other.name) for other in near)


def _corrections(store: Store, known: StoredDocument, wanted: Wanted, config: Config) -> Path:
    """Write the correction file. It is made of the store, so an older one is no loss."""
    del wanted
    from vnfix.files.aside import write_aside
    from vnfix.review.exchange import export

    target = corrections_path(known)
    data = export(store, known.id, min_confidence=config.min_confidence).encode()
    write_aside(target, data, replace=_is_ours(target), private_as=[known.path])
    return target


def _text(store: Store, known: StoredDocument, wanted: Wanted, config: Config) -> Path | None:
    """Write the repaired text of a document that is no text itself."""
    path = Path(known.path)
    if path.suffix.lower() not in {".pdf", ".hocr", ".xml", ".html", ".htm"}:
        return None
    return _repair(store, known, text_path(path), (wanted, config))


def _same_format(store: Store, known: StoredDocument, wanted: Wanted, config: Config) -> Path:
    """Write the repaired document in the format that it has."""
    return _repair(store, known, repaired_path(known), (wanted, config))


def _repair(
    store: Store, known: StoredDocument, target: Path, options: tuple[Wanted, Config]
) -> Path:
    """Apply the decisions to the document as it is now, as `vnfix apply` does."""
    from vnfix.apply import apply_corrections
    from vnfix.files.aside import write_aside
    from vnfix.formats.corrections import decided
    from vnfix.formats.reading import load_bytes, read_bytes
    from vnfix.formats.writing import encode
    from vnfix.model import Repair
    from vnfix.review.exchange import export_rows

    wanted, config = options
    source = load_bytes(known.path)
    document = read_bytes(source, known.path, config)
    rows = export_rows(store, known.id, min_confidence=config.min_confidence)
    chosen = decided(document, *rows)
    repair = Repair(document.text, apply_corrections(document.text, chosen), tuple(chosen))
    data = encode(target, document, repair, source, config)
    write_aside(target, data, replace=wanted.replace, private_as=[known.path])
    return target


def _is_ours(path: Path) -> bool:
    """Whether a file is a correction file, which an older review has left."""
    from vnfix.formats.corrections import load
    from vnfix.formats.reading import load_bytes

    try:
        load(load_bytes(str(path)), path.name)
    except VnfixError:
        return False
    return True


def _command(known: StoredDocument) -> str:
    paths = (Path(known.path), corrections_path(known), repaired_path(known))
    source, rows, target = (shlex.quote(str(p)) for p in paths)
    return f"vnfix apply {source} {rows} -o {target}"

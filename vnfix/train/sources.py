"""The texts and pairs that models are trained on: which, with what weight, read how."""

from __future__ import annotations

import hashlib
import lzma
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from vnfix.errors import DataError, UsageError
from vnfix.train.pairs import read_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from vnfix.train.pairs import LinePair

SUFFIXES = (".txt", ".txt.xz")


@dataclass(frozen=True, slots=True)
class Text:
    """A file of paragraphs, one a line, and how many times it counts."""

    path: Path
    weight: int = 1

    def paragraphs(self) -> Iterator[str]:
        """Yield the paragraphs in NFC.

        Raises:
            DataError: the file cannot be read, or is not UTF-8.

        """
        opener = lzma.open if self.path.suffix == ".xz" else open
        try:
            with opener(self.path, "rt", encoding="utf-8-sig") as f:
                for line in f:
                    yield unicodedata.normalize("NFC", line.rstrip("\n"))
        except (OSError, UnicodeError, lzma.LZMAError, EOFError) as e:
            raise DataError(f"{self.path} cannot be read: {e}.", "Texts must be UTF-8.") from e

    def facts(self) -> dict[str, Any]:
        """Return what the model card says of the file."""
        return {**file_facts(self.path), "weight": self.weight}


def file_facts(path: Path) -> dict[str, Any]:
    """Return name and sha256 of a file."""
    return {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def find_texts(paths: Iterable[Path]) -> list[Path]:
    """Return the text files among `paths`, folders with all that is below them, sorted.

    Raises:
        DataError: a path is missing, or is a file of another kind.

    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
        elif not path.is_file():
            raise DataError(f"{path} does not exist.", "Name text files or folders of them.")
        elif not path.name.endswith(SUFFIXES):
            raise DataError(f"{path} is no text.", f"Texts end in {' or '.join(SUFFIXES)}.")
        else:
            found.add(path)
    return sorted(found)


def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("vnfix.train").joinpath("sources.toml").read_text("utf-8"))


def shipped_texts(shared: Path) -> list[Text]:
    """Return the texts of the shipped models, sorted by name.

    Raises:
        DataError: there are none.

    """
    weights: Mapping[str, int] = _table()["texts"]
    paths = sorted((shared / "text").glob("*.txt.xz"))
    if not paths:
        raise DataError(f"There are no texts in {shared}.", "Name the data folder: --shared DIR.")
    texts = [Text(p, weights.get(p.name.removesuffix(".txt.xz"), 1)) for p in paths]
    return [text for text in texts if text.weight]


def shipped_pairs(shared: Path) -> dict[str, list[Path]]:
    """Return the files of pairs of each style of damage."""
    return {name: [shared / f for f in paths] for name, paths in _table()["pairs"].items()}


def load_pairs(
    sources: Mapping[str, Sequence[Path]], leave_out: Collection[str] = ()
) -> dict[str, list[LinePair]]:
    """Read the pairs of each source, those of documents in `leave_out` aside.

    Raises:
        DataError: a file cannot be read.
        UsageError: no file has a document of a name to be left out.

    """
    every = {name: [p for f in paths for p in read_pairs(f)] for name, paths in sources.items()}
    known = {pair.document for pairs in every.values() for pair in pairs}
    for name in leave_out:
        if name not in known:
            raise UsageError(f"No pairs are of a document named {name}.", _names(known))
    return {k: [p for p in pairs if p.document not in leave_out] for k, pairs in every.items()}


def _names(known: Collection[str]) -> str:
    some = sorted(known)
    more = ", ..." if len(some) > 8 else ""
    return f"Names are: {', '.join(some[:8])}{more}."

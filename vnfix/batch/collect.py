"""Paths and folders of the command line to single jobs, each with its output file."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import NothingToDoError, RefusedError, UsageError
from vnfix.readers import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What is taken from a folder; a file that is named is taken whatever its suffix.
SUFFIXES = frozenset({".txt", ".text", ".md", ".pdf"})


@dataclass(frozen=True, slots=True)
class Source:
    """An input file.

    Attributes:
        path: the file, or "-".
        relative: where it lies below the folder that was named; else the bare name.

    """

    path: str
    relative: Path


@dataclass(frozen=True, slots=True)
class Job:
    """One input and where its result goes; None stands for standard output."""

    source: str
    target: Path | None


def plan(paths: Sequence[str], out: str | None, *, in_place: bool) -> list[Job]:
    """Return the jobs for PATH... and `-o OUT`.

    Args:
        paths: files, folders, or "-".
        out: a file, a folder, "-" or None for standard output.
        in_place: each file is its own output.

    Raises:
        UsageError: several inputs without a folder for their outputs, or options that exclude
            each other.
        RefusedError: an output would lie inside an input folder or replace an input.
        NothingToDoError: the folders hold no text or PDF files.

    """
    if in_place and out:
        raise UsageError("`--in-place` and `-o` exclude each other.", "Leave one of them out.")
    if in_place and STANDARD_INPUT in paths:
        raise UsageError("Standard input cannot be repaired in place.", "Leave `--in-place` out.")
    sources = collect(paths)
    if in_place:
        return [Job(s.path, Path(s.path)) for s in sources]
    many = len(paths) > 1 or any(Path(p).is_dir() for p in paths)
    if not many and not (out and _is_folder(out)):
        return [_single(sources[0], out)]
    if not out or out == STANDARD_INPUT:
        raise UsageError("Several inputs need a folder for their outputs.", "Add `-o FOLDER`.")
    return _mirrored(sources, paths, Path(out))


def collect(paths: Iterable[str]) -> list[Source]:
    """Return the files behind PATH...; folders are walked, sorted by name.

    Hidden files and links inside of a folder are passed over: a link may lead in a circle.

    Raises:
        NothingToDoError: there are none.

    """
    sources: list[Source] = []
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            sources += (Source(str(f), f.relative_to(path)) for f in _walk(Path(path)))
        else:
            sources.append(Source(path, Path(Path(path).name)))
    if not sources:
        known = ", ".join(sorted(SUFFIXES))
        raise NothingToDoError(f"The folder holds no files of these kinds: {known}.")
    return sources


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if name[0] != "." and path.suffix.lower() in SUFFIXES and not path.is_symlink():
                yield path


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def _single(source: Source, out: str | None) -> Job:
    if not out or out == STANDARD_INPUT:
        return Job(source.path, None)
    _refuse_inputs([source], [Path(out)])
    return Job(source.path, Path(out))


def _mirrored(sources: Sequence[Source], paths: Iterable[str], out: Path) -> list[Job]:
    if any(s.path == STANDARD_INPUT for s in sources):
        raise UsageError("Standard input has no name for a file in a folder.", "Add `-o FILE`.")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file.", "Several inputs need a folder: `-o FOLDER`.")
    whole = out.resolve()
    for path in paths:
        if Path(path).is_dir() and whole.is_relative_to(Path(path).resolve()):
            remedy = "Name a folder outside of the input."
            raise RefusedError(f"The output {out} lies inside the input {path}.", remedy)
    targets = [out / name for name in output_names([s.relative for s in sources])]
    _refuse_inputs(sources, targets)
    return [Job(s.path, t) for s, t in zip(sources, targets, strict=True)]


def output_names(names: Sequence[Path]) -> list[Path]:
    """Return the names of the outputs: `x.pdf` gives `x.txt`, or `x.pdf.txt` where two would meet.

    Raises:
        UsageError: two inputs have the very same name.

    >>> [str(p) for p in output_names([Path("a.pdf"), Path("b.pdf"), Path("b.txt")])]
    ['a.txt', 'b.pdf.txt', 'b.txt']

    """
    short = [n.with_suffix(".txt") if n.suffix.lower() == ".pdf" else n for n in names]
    count = Counter(str(n).casefold() for n in short)
    meet = [count[str(s).casefold()] > 1 and s != n for s, n in zip(short, names, strict=True)]
    outputs = [
        n.with_name(n.name + ".txt") if m else s for n, s, m in zip(names, short, meet, strict=True)
    ]
    again = Counter(map(str, outputs))
    name, times = again.most_common(1)[0]
    if times > 1:
        raise UsageError(f"Two inputs would both be written to {name}.", "Repair them in two runs.")
    return outputs


def _refuse_inputs(sources: Iterable[Source], targets: Iterable[Path]) -> None:
    inputs = {Path(s.path).resolve() for s in sources if s.path != STANDARD_INPUT}
    for target in targets:
        if target.is_file() and target.resolve() in inputs:
            remedy = "Name another file, or say `--in-place` to replace it."
            raise RefusedError(f"{target} is an input; it would be overwritten.", remedy)

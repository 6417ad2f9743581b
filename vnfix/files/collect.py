"""Paths and folders of the command line to single jobs, each with its output files."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import NothingToDoError, RefusedError, UnreadableError, UsageError
from vnfix.files.names import fitting
from vnfix.files.own import OWN, begins_with, is_result
from vnfix.files.unread import (
    LINK,
    RESULT,
    is_ignored,
    kind_of_suffix,
    special_kind,
    unread_kinds,
)
from vnfix.formats.reading import STANDARD_INPUT, STRUCTURED, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

# What is taken from a folder; a file that is named is taken whatever its suffix.
SUFFIXES = frozenset({".txt", ".text", ".pdf", ".hocr", ".html", ".htm", *STRUCTURED})
# Taken where their beginning says that an OCR engine wrote them.
MARKUP = frozenset({".xml"})
MARKS = (b"ocr_page", b"ocr-system", b"<alto", b":alto")
HEAD = 4096  # bytes
NAMED = 10  # files of one kind that a message names


@dataclass(frozen=True, slots=True)
class Source:
    """An input file.

    Attributes:
        path: the file, or "-".
        relative: where it lies below the folder that was named; else the bare name.
        unread: key of its kind in `unread_kinds`, where it is of a kind that is not read.

    """

    path: str
    relative: Path
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One input and where its results go.

    Attributes:
        source: the input, or "-".
        target: the file for the result; None stands for standard output.
        name: where the input lies below the folder that was named; else the bare name.
        corrections: the file for the corrections, where there is to be one.
        same: the file for the repaired document in its own format, where there is to be one.
        unread: as in `Source`; such a job is not done, only told of.

    """

    source: str
    target: Path | None
    name: Path = Path()
    corrections: Path | None = None
    same: Path | None = None
    unread: str = ""

    @property
    def outputs(self) -> tuple[Path, ...]:
        """The files to be written."""
        return tuple(p for p in (self.target, self.corrections, self.same) if p)

    @property
    def place(self) -> Path:
        """The input as a whole path without `..`; links keep their names."""
        return Path(os.path.abspath(self.source))  # noqa: PTH100

    def absolute(self) -> Job:
        """Return the job as those see it who have another working folder."""
        outputs = (self.target, self.corrections, self.same)
        target, corrections, same = (path and path.absolute() for path in outputs)
        return Job(str(self.place), target, self.name, corrections, same, self.unread)


def plan(
    paths: Sequence[str], out: str | None, *, in_place: bool, formats: Collection[str] = ()
) -> list[Job]:
    """Return the jobs for PATH... and `-o OUT`.

    Args:
        paths: files, folders, or "-".
        out: a file, a folder, "-" or None for standard output.
        in_place: each file is its own output.
        formats: suffixes of the inputs whose own format is to be written too, beside the text;
            for several inputs only.

    Raises:
        UsageError: several inputs without a folder for their outputs, or options that exclude
            each other.
        RefusedError: an output would lie inside an input folder or replace an input.
        NothingToDoError: the folders hold no text or PDF files.

    """
    if unknown := sorted(set(formats) - LAYERED):
        known = ", ".join(sorted(LAYERED))
        raise UsageError(f"{unknown[0]!r} is no format of inputs.", f"There are: {known}.")
    if in_place:
        return _in_place(paths, out)
    sources = surveyed(paths)
    if not are_many(paths) and not (out and _is_folder(out)):
        return [_single(sources[0], out)]
    if not out or out == STANDARD_INPUT:
        raise UsageError("Several inputs need a folder for their outputs.", "Add `-o FOLDER`.")
    if any(s.path == STANDARD_INPUT for s in sources):
        raise UsageError("Standard input has no name for a file in a folder.", "Add `-o FILE`.")
    if not are_many(paths):
        return [_single(sources[0], str(Path(out, outputs_of([sources[0].relative])[0].text)))]
    return _mirrored(sources, paths, Path(out), formats)


def check_folder(path: str) -> None:
    """Check that a path is a folder.

    Raises:
        UnreadableError: there is nothing, or it cannot be reached.
        UsageError: it is a file.

    """
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as e:
        raise unreadable(path, e) from e
    if not stat.S_ISDIR(mode):
        remedy = "Call `vnfix.fix_file(path)` for a single file."
        raise UsageError(f"A folder is needed; {path} is a file.", remedy)


def suffixes(formats: str | Iterable[str]) -> frozenset[str]:
    """Return formats as suffixes; one may stand alone, each with or without its dot.

    Raises:
        UsageError: they are no formats.

    >>> sorted(suffixes("pdf")), sorted(suffixes([".PDF", "xml"]))
    (['.pdf'], ['.pdf', '.xml'])

    """
    given = [formats] if isinstance(formats, str) else formats
    try:
        return frozenset("." + f.lower().removeprefix(".") for f in given)
    except (TypeError, AttributeError) as e:
        remedy = 'It is a suffix or a list of suffixes: `formats=[".pdf"]`.'
        raise UsageError(f"The option 'formats' cannot be {formats!r}.", remedy) from e


def plan_check(paths: Sequence[str]) -> list[Job]:
    """Return the jobs for PATH... of a run that writes nothing.

    Raises:
        UsageError: standard input is one of several, which worker processes do not have.
        NothingToDoError: the folders hold no text or PDF files.

    """
    if are_many(paths) and STANDARD_INPUT in paths:
        remedy = "Check it by itself: `vnfix fix --check -`."
        raise UsageError("Standard input cannot be one of several inputs.", remedy)
    return [Job(s.path, None, s.relative, unread=s.unread) for s in surveyed(paths)]


def are_many(paths: Sequence[str]) -> bool:
    """Tell whether PATH... is a run of several files; a folder is one, whatever it holds."""
    return len(paths) > 1 or any(Path(p).is_dir() for p in paths)


def surveyed(paths: Iterable[str]) -> list[Source]:
    """Return what is behind PATH... as `survey`, where anything of it can be read.

    Raises:
        NothingToDoError: nothing of it can; the message says what there is instead.

    """
    sources = survey(paths)
    if all(s.unread for s in sources):
        raise nothing_to_read(sources)
    return sources


def nothing_to_read(sources: Sequence[Source]) -> NothingToDoError:
    """Return the error of folders without a file that is read; it tells what there is instead."""
    known = ", ".join(sorted(SUFFIXES | MARKUP))
    message = f"The folder holds no files of these kinds: {known}."
    told = [what for what, _ in tell_unread((s.unread, str(s.relative)) for s in sources)]
    remedy = "A file that is named is taken whatever its suffix."
    return NothingToDoError(" ".join([message, *told]), remedy)


def tell_unread(files: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return for each kind of files that were not read what there is, and what helps.

    Args:
        files: kind ("" for what was read) and name of each.

    >>> tell_unread([("word", "a.docx"), ("", "b.txt"), ("word", "c.doc")])[0][0]
    'Not read (Word documents): a.docx, c.doc.'

    """
    found: dict[str, list[str]] = {}
    for key, name in files:
        found.setdefault(key, []).append(name)
    told = []
    for key, kind in unread_kinds().items():
        names = found.get(key, [])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        if names:
            what = f"Not read ({kind.name[1]}): {', '.join(names[:NAMED])}{more}."
            told.append((what, kind.helps[1]))
    return told


def survey(paths: Iterable[str]) -> list[Source]:
    """Return what is behind PATH...; folders are walked, sorted by name.

    What is named twice, or lies in a folder that is named too, is there once. Inside of a folder,
    what is hidden is passed over; what is of a kind that is not read is there with that kind: a
    link, which may lead in a circle, and what vnfix has written, too. A folder inside that cannot
    be listed is given like a file, so that its reading fails.

    Raises:
        UsageError: a path is empty.
        NothingToDoError: there is nothing.
        UnreadableError: a folder of PATH... cannot be listed.

    """
    sources: dict[str, Source] = {}
    for path in paths:
        for source in _behind(path):
            same = path if path == STANDARD_INPUT else os.path.abspath(source.path)  # noqa: PTH100
            known = sources.setdefault(same, source)
            if known.unread and not source.unread:  # it was named as well
                sources[same] = source
    if not sources:
        raise nothing_to_read([])
    return list(sources.values())


def _behind(path: str) -> Iterator[Source]:
    if not path:  # which would be the working folder
        remedy = "A variable of the shell may be unset; the working folder is `.`."
        raise UsageError("A path is empty.", remedy)
    if path != STANDARD_INPUT and Path(path).is_dir():
        yield from (Source(str(f), f.relative_to(path), s) for f, s in _walk(Path(path)))
    else:
        yield Source(path, Path(Path(path).name))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder, and for each of what kind it is if it is not read."""
    unlisted: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unlisted.append):
        links = [f for f in folders if Path(root, f).is_symlink()]
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in links)
        for name in sorted([*files, *links]):
            if not is_ignored(name):
                yield Path(root, name), _unread(Path(root, name))
    for e in unlisted:
        if Path(e.filename) == folder:
            raise UnreadableError(f"{folder} cannot be listed: {e.strerror}.", "Check the folder.")
        yield Path(e.filename), ""


def _unread(path: Path) -> str:
    """Return the kind of a file that is not read, "" for one that is."""
    if path.is_symlink():
        return LINK
    if special := special_kind(path):
        return special
    if is_result(path):
        return RESULT
    return "" if _is_taken(path) else kind_of_suffix(path.suffix)


def _is_taken(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in MARKUP:
        return suffix in SUFFIXES
    return begins_with(path, MARKS, HEAD)


def size_of(path: str) -> int:
    """Return the bytes of a file, 0 where it cannot be told."""
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def fingerprint(path: str) -> tuple[int, str]:
    """Return size and SHA-256 of a file's bytes; (0, "") where they cannot be read."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return 0, ""  # to open a pipe might take for ever
        with Path(path).open("rb") as f:
            return Path(path).stat().st_size, hashlib.file_digest(f, "sha256").hexdigest()
    except (OSError, ValueError):
        return 0, ""


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def _in_place(paths: Sequence[str], out: str | None) -> list[Job]:
    if out:
        raise UsageError("`--in-place` and `-o` exclude each other.", "Leave one of them out.")
    if STANDARD_INPUT in paths:
        raise UsageError("Standard input cannot be repaired in place.", "Leave `--in-place` out.")
    return [
        Job(s.path, None if s.unread else Path(s.path), s.relative, unread=s.unread)
        for s in surveyed(paths)
    ]


def _single(source: Source, out: str | None) -> Job:
    if not out or out == STANDARD_INPUT:
        return Job(source.path, None, source.relative)
    refuse_inputs([source.path], [Path(out)])
    return Job(source.path, Path(out), source.relative)


def _mirrored(
    sources: Sequence[Source], paths: Iterable[str], out: Path, formats: Collection[str]
) -> list[Job]:
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file.", "Several inputs need a folder: `-o FOLDER`.")
    whole = out.resolve()
    for path in paths:
        if Path(path).is_dir() and whole.is_relative_to(Path(path).resolve()):
            remedy = "Name a folder outside of the input."
            raise RefusedError(f"The output {out} lies inside the input {path}.", remedy)
    read = [s for s in sources if not s.unread]
    jobs = []
    for s, o in zip(read, outputs_of([s.relative for s in read]), strict=True):
        same = out / o.same if o.same and s.relative.suffix.lower() in formats else None
        jobs.append(Job(s.path, out / o.text, s.relative, out / o.corrections, same))
    refuse_inputs([s.path for s in sources], [path for job in jobs for path in job.outputs])
    return jobs + [Job(s.path, None, s.relative, unread=s.unread) for s in sources if s.unread]


def refuse_inputs(paths: Iterable[str], targets: Iterable[Path]) -> None:
    """Refuse outputs that would overwrite one of the inputs.

    Raises:
        RefusedError: one would.

    """
    inputs = {Path(path).resolve() for path in paths if path != STANDARD_INPUT}
    for target in targets:
        if target.is_file() and target.resolve() in inputs:
            remedy = "Name another file; only `vnfix fix --in-place` replaces its input."
            raise RefusedError(f"{target} is an input; it would be overwritten.", remedy)


# What the output files of several inputs are called, so that no two of them meet.

# Inputs whose own format is not text; their repaired text goes to a .txt file.
LAYERED = frozenset({".pdf", ".hocr", ".xml", ".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Outputs:
    """Names of the files that a document gives, relative to the output folder.

    Attributes:
        text: the repaired text.
        corrections: the correction file.
        same: the repaired document in its own format, where that is not text.

    """

    text: Path
    corrections: Path
    same: Path | None


def outputs_of(names: Sequence[Path]) -> list[Outputs]:
    """Return the names of all outputs of inputs with these names; no two are alike.

    Raises:
        UsageError: two inputs have the very same name.

    >>> from pathlib import Path
    >>> [str(o.corrections) for o in outputs_of([Path("a.pdf"), Path("b.pdf"), Path("b.txt")])]
    ['a.jsonl', 'b.pdf.jsonl', 'b.jsonl']

    """
    texts = output_names(names)
    taken = {_key(t) for t in texts} | {_key(n) for n in names} | _folders(names) | OWN
    outputs = []
    for name, text in zip(names, texts, strict=True):
        plain = text.suffix.lower() == ".txt"
        rows = text.with_suffix(".jsonl") if plain else _longer(text, ".jsonl")
        rows = _free(fitting(rows), ".jsonl", taken)
        same = fitting(name) if name.suffix.lower() in LAYERED else None
        if same and _key(same) in OWN:
            same = same.with_name(f"{same.stem}_{same.suffix}")
        outputs.append(Outputs(text, rows, same))
    return outputs


def output_names(names: Sequence[Path]) -> list[Path]:
    """Return the names of the texts: `x.pdf` gives `x.txt`, or `x.pdf.txt` where two would meet.

    Names that differ by case only meet too, for many a file system does not tell them apart.

    Raises:
        UsageError: two inputs have the very same name.

    >>> from pathlib import Path
    >>> [str(p) for p in output_names([Path("a.pdf"), Path("b.pdf"), Path("b.txt")])]
    ['a.txt', 'b.pdf.txt', 'b.txt']

    """
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        remedy = "Repair them in two runs with two output folders."
        raise UsageError(f"Two inputs would both be written to {name}.", remedy)
    layered = [n.suffix.lower() in LAYERED for n in names]
    short = [n.with_suffix(".txt") if is_ else n for n, is_ in zip(names, layered, strict=True)]
    count = Counter([*map(_key, short), *_folders(names)])
    taken = {_key(n) for n, is_ in zip(names, layered, strict=True) if not is_} | OWN
    outputs = []
    for name, text, is_layered in zip(names, short, layered, strict=True):
        wanted = text if count[_key(text)] == 1 or not is_layered else _longer(name, ".txt")
        free = is_layered or _key(wanted) in OWN
        suffix = ".txt" if is_layered else wanted.suffix
        outputs.append(_free(fitting(wanted), suffix, taken) if free else fitting(wanted))
    return outputs


def _folders(names: Iterable[Path]) -> set[str]:
    """Return the folders of the names, which no file can be called; there may be an `a.txt/`."""
    return {_key(parent) for name in names for parent in name.parents}


def _key(name: Path) -> str:
    return str(name).casefold()


def _longer(name: Path, suffix: str) -> Path:
    return name.with_name(name.name + suffix)


def _free(name: Path, suffix: str, taken: set[str]) -> Path:
    """Return the name, made longer until it is not taken; it is taken then."""
    while _key(name) in taken:
        name = fitting(_longer(name, suffix))
    taken.add(_key(name))
    return name

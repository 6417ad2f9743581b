"""The job for one file: read, repair, write. It never raises; what went wrong is in the result.

Job and result are small values that can be sent to another process or machine. A job that is done
twice writes the same files twice, each whole, so that a lost answer costs nothing but time. A file
that is the only input goes the same way as one of a folder.
"""

from __future__ import annotations

import hashlib
import logging
import stat
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.results import Figures, JobResult, Outcome, OutputFile, failed, figures_of
from vnfix.errors import RefusedError, SignedError, UnreadableError, VnfixError
from vnfix.files.failures import failure_of
from vnfix.formats.reading import STRUCTURED, TEXTS, load_bytes
from vnfix.logs import logger
from vnfix.model import Damage, Repair, Safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config
    from vnfix.diagnosis import Diagnosis
    from vnfix.files.collect import Job
    from vnfix.model import Document

log = logger(__name__)
# What is returned: the document in its own form, or its corrections.
ITSELF, ROWS = "itself", "rows"
TEXT = Path("x.txt")  # whatever the suffix of the input was
REDO_OCR = "Run OCR over them: `ocrmypdf -l vie --redo-ocr IN.pdf OUT.pdf`."
RETYPE = "Take the text from the original, or run OCR over its pages: `ocrmypdf -l vie`."


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What a worker has to know of one file.

    Attributes:
        job: the input and its outputs; without outputs nothing is written.
        config: the options.
        in_place: the output is the input: written only if it changes, and texts only.
        careful: outputs that exist may be somebody's own; they are replaced only by what begins
            with them.
        alone: it is the only input: a pipe is read too, the suffix of the target tells its format,
            and an output that exists is replaced only with `force`.
        force: as above.
        returned: what is returned instead of written: ITSELF (a PDF's text), ROWS, or "".

    """

    job: Job
    config: Config
    in_place: bool = False
    careful: bool = False
    alone: bool = False
    force: bool = False
    returned: str = ""


@dataclass(frozen=True, slots=True)
class _Mended:
    """A file that was read and repaired.

    Attributes:
        source: its bytes.
        document: as it was read.
        whole: all that could be changed.
        chosen: what is changed.
        diagnosis: what was wrong.

    """

    source: bytes
    document: Document
    whole: Repair
    chosen: Repair
    diagnosis: Diagnosis


@dataclass(slots=True)
class _Work:
    """What is known so far of a job that may fail at any moment."""

    sha256: str = ""
    size: int = 0
    figures: Figures | None = None
    outputs: list[OutputFile] = field(default_factory=list)
    returned: bytes = b""
    passed: bool = False  # the file itself is the result


class _WriteError(RefusedError):
    """An output cannot be written; with more space or rights it might."""


def run_job(spec: JobSpec) -> JobResult:
    """Repair one file and return what became of it; all failures are in the result."""
    return run_single(spec)[0]


def run_single(spec: JobSpec) -> tuple[JobResult, bytes]:
    """Do as `run_job`; return also the bytes for standard output, in the format of the job."""
    started = time.perf_counter()
    work = _Work()
    with _warnings() as warnings:
        result = _outcome(spec, work)
    result = replace(
        result,
        sha256=work.sha256,
        size=work.size,
        figures=work.figures,
        outputs=tuple(work.outputs),
        warnings=tuple(warnings),
        seconds=round(time.perf_counter() - started, 3),
    )
    return result, work.returned


def _outcome(spec: JobSpec, work: _Work) -> JobResult:
    try:
        return _repair(spec, work)
    except Exception as e:
        result = failed(spec.job, failure_of(e, spec.job.source))
        final = isinstance(e, VnfixError) and not isinstance(e, _WriteError)
        return replace(result, final=final and bool(work.sha256) and not result.fatal)


def _repair(spec: JobSpec, work: _Work) -> JobResult:
    from vnfix.formats.reading import reader_of
    from vnfix.formats.writing import check_target

    job = spec.job
    source = load_bytes(job.source) if spec.alone else _read(job.source)
    work.sha256, work.size = hashlib.sha256(source).hexdigest(), len(source)
    if spec.alone and not spec.in_place:
        check_target(job.target, reader_of(source, job.source))
    mended = _mend(source, job.source, spec.config)
    work.figures = figures_of(mended.document, mended.chosen, mended.diagnosis)
    _tell_what_is_left(mended)
    _write_all(spec, mended, work)
    if mended.chosen.corrections and not work.passed:
        outcome = Outcome.REPAIRED
    elif mended.diagnosis.damaged:
        outcome = Outcome.DAMAGED
    else:
        foreign = mended.diagnosis.kind is Damage.FOREIGN
        outcome = Outcome.FOREIGN if foreign else Outcome.HEALTHY
    return JobResult(str(job.name), job.source, outcome, final=True)


def _mend(source: bytes, name: str, config: Config) -> _Mended:
    from vnfix.detectors import analyse
    from vnfix.diagnosis import told
    from vnfix.formats.reading import read_bytes
    from vnfix.pipeline import repair_analysed

    document = read_bytes(source, name, config)
    analysis = analyse(document, replace(config, auto_only=False))
    whole = repair_analysed(analysis)
    chosen = _auto_only(whole) if config.auto_only else whole
    return _Mended(source, document, whole, chosen, told(analysis))


def _read(path: str) -> bytes:
    """Read a file; what is no file (any more) is not touched, for to open a pipe might take ever.

    Raises:
        UnreadableError: it is missing, no file, or cannot be read.

    """
    try:
        regular = stat.S_ISREG(Path(path).stat().st_mode)
    except (OSError, ValueError):
        regular = True  # the reader says why
    if not regular:
        remedy = "Check its permissions; a pipe has to be the only input, or written to a file."
        raise UnreadableError(f"{path} is no file, or a folder that cannot be listed.", remedy)
    return load_bytes(path)


def _auto_only(whole: Repair) -> Repair:
    from vnfix.apply import apply_corrections

    chosen = tuple(c for c in whole.corrections if c.safety is Safety.AUTO)
    return replace(whole, text=apply_corrections(whole.original, chosen), corrections=chosen)


def _tell_what_is_left(mended: _Mended) -> None:
    """Say how many lines nobody can repair, and which pages have no text; they are left."""
    name, pictures = mended.document.name, mended.document.pictures
    if pictures:
        pages = ", ".join(map(str, pictures))
        log.warning("%s: pages without a text layer of their own: %s. %s", name, pages, REDO_OCR)
    lines = sum(f.kind is Damage.BEYOND_REPAIR for f in mended.whole.findings)
    if lines:
        log.warning("%s: %d lines are beyond repair and were left. %s", name, lines, RETYPE)


def _write_all(spec: JobSpec, mended: _Mended, work: _Work) -> None:
    """Write text and corrections, then the document's own format, whose writer may refuse."""
    job = spec.job
    if spec.in_place and mended.document.reader not in TEXTS:
        remedy = "Write the repaired text to a file: `-o OUT`."
        raise RefusedError(f"{job.source} is not a text; it cannot be repaired in place.", remedy)
    if spec.returned:
        as_rows = spec.returned == ROWS
        work.returned = _rows(mended, spec) if as_rows else _encode(None, mended, spec, work)
    if job.target and (mended.chosen.corrections or not spec.in_place):
        itself = spec.in_place or mended.document.reader in STRUCTURED.values()
        form = None if itself else TEXT
        if spec.alone and not spec.in_place:
            form = job.target
        try:
            data = _encode(form, mended, spec, work)
        except SignedError:
            _write_beside(job.target.with_suffix(".txt"), mended, spec, work)
            raise
        _write(job.target, data, spec, work)
    if job.corrections:
        _write(job.corrections, _rows(mended, spec), spec, work)
    if job.same:
        _write(job.same, _encode(job.same, mended, spec, work), spec, work)


def _rows(mended: _Mended, spec: JobSpec) -> bytes:
    from vnfix.formats.corrections import encode_jsonl

    return encode_jsonl(mended.document, mended.whole, mended.source, spec.config)


def _encode(path: Path | None, mended: _Mended, spec: JobSpec, work: _Work) -> bytes:
    """Return the bytes of a result; a signed file that is merely tidied stays as it is."""
    from vnfix.formats.writing import encode

    repair = mended.chosen
    try:
        return encode(path, mended.document, repair, mended.source, spec.config)
    except SignedError:
        from vnfix.fixers import tidy

        tidied = all(c.fixer.partition(":")[0] == tidy.NAME for c in repair.corrections)
        if mended.diagnosis.kinds or not tidied:
            raise
        log.warning("%s: healthy; tidying not written: signed.", mended.document.name)
        work.passed = True
        return mended.source


def _write_beside(path: Path, mended: _Mended, spec: JobSpec, work: _Work) -> None:
    """Write the text of a document whose own format is refused; what hinders that is told."""
    try:
        _write(path, _encode(path, mended, spec, work), spec, work)
    except RefusedError as e:
        log.warning("%s %s", e, e.remedy)


def _is_torn(found: bytes, data: bytes) -> bool:
    """Tell whether a file is what a power failure leaves of `data`: its beginning, then zeros."""
    return len(found) <= len(data) and data.startswith(found.rstrip(b"\0"))


def _write(path: Path, data: bytes, spec: JobSpec, work: _Work) -> None:
    from vnfix.files.aside import write_aside

    replaced = spec.in_place or spec.force or not spec.alone
    if spec.careful and path.exists() and not _is_torn(load_bytes(str(path)), data):
        remedy = "Name another output folder, or replace it with `--force`."
        message = f"{path} was changed by someone since vnfix wrote it."
        raise _WriteError(message, remedy, key="exists", name=str(path))
    try:
        write_aside(path, data, replace=replaced, private_as=(spec.job.source,))
    except RefusedError as e:
        raise _WriteError(str(e), e.remedy, key=e.key, **e.values) from e
    work.outputs.append(OutputFile(str(path), len(data), hashlib.sha256(data).hexdigest()))


class _Details(logging.Handler):
    """Hands on what is no warning, as it comes."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__()
        self._handler = handler

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on a record."""
        if record.levelno < logging.WARNING:
            self._handler.handle(record)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Catch the warnings of vnfix, for a worker has no console of its own."""
    messages: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    whole = logging.getLogger("vnfix")
    before = whole.handlers, whole.propagate
    details = before[0] if whole.isEnabledFor(logging.DEBUG) else []
    whole.handlers = [Catch(logging.WARNING), *map(_Details, details)]
    whole.propagate = False
    try:
        yield messages
    finally:
        whole.handlers, whole.propagate = before

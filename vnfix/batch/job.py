"""The job for one file: read, repair, write. It never raises; what went wrong is in the result.

Job and result are small values that can be sent to another process or machine. A job that is done
twice writes the same files twice, each whole, so that a lost answer costs nothing but time.
"""

from __future__ import annotations

import hashlib
import logging
import stat
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.results import Figures, JobResult, Outcome, OutputFile, failed, figures_of
from vnfix.errors import DataError, ExitCode, RefusedError, UnreadableError, VnfixError
from vnfix.formats.reading import load_bytes
from vnfix.model import Damage, Repair, Safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config
    from vnfix.files.collect import Job
    from vnfix.model import Document


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What a worker has to know of one file.

    Attributes:
        job: the input and its outputs; without outputs nothing is written.
        config: the options.
        in_place: the output is the input: written only if it changes, and texts only.
        careful: outputs that exist may be somebody's own; they are replaced only by what begins
            with them.

    """

    job: Job
    config: Config
    in_place: bool = False
    careful: bool = False


@dataclass(slots=True)
class _Work:
    """What is known so far of a job that may fail at any moment."""

    sha256: str = ""
    size: int = 0
    figures: Figures | None = None
    outputs: list[OutputFile] = field(default_factory=list)


class _WriteError(RefusedError):
    """An output cannot be written; with more space or rights it might."""


def run_job(spec: JobSpec) -> JobResult:
    """Repair one file and return what became of it; all failures are in the result."""
    started = time.perf_counter()
    work = _Work()
    with _warnings() as warnings:
        result = _outcome(spec, work)
    return replace(
        result,
        sha256=work.sha256,
        size=work.size,
        figures=work.figures,
        outputs=tuple(work.outputs),
        warnings=tuple(warnings),
        seconds=round(time.perf_counter() - started, 3),
    )


def _outcome(spec: JobSpec, work: _Work) -> JobResult:
    try:
        return _repair(spec, work)
    except DataError as e:
        return replace(failed(spec.job, e), fatal=True)
    except _WriteError as e:
        return replace(failed(spec.job, e), final=False)
    except VnfixError as e:
        return replace(failed(spec.job, e), final=bool(work.sha256))
    except MemoryError:
        error = VnfixError("There was not enough memory.", "Give it more with `--memory`.")
        error.exit_code = ExitCode.SOME_FAILED
        return failed(spec.job, error)
    except Exception as e:
        trace = "".join(traceback.format_exception(e))
        return replace(failed(spec.job, VnfixError(f"{type(e).__name__}: {e}")), trace=trace)


def _repair(spec: JobSpec, work: _Work) -> JobResult:
    from vnfix.detectors import analyse
    from vnfix.diagnosis import told
    from vnfix.formats.reading import read_bytes
    from vnfix.pipeline import repair_analysed

    job, config = spec.job, spec.config
    source = _read(job.source)
    work.sha256, work.size = hashlib.sha256(source).hexdigest(), len(source)
    document = read_bytes(source, job.source, config)
    analysis = analyse(document, replace(config, auto_only=False))
    whole = repair_analysed(analysis)
    chosen = _auto_only(whole) if config.auto_only else whole
    diagnosis = told(analysis)
    work.figures = figures_of(document, chosen, diagnosis)
    _write_all(spec, document, (whole, chosen), source, work)
    if chosen.corrections:
        outcome = Outcome.REPAIRED
    elif diagnosis.damaged:
        outcome = Outcome.DAMAGED
    else:
        outcome = Outcome.FOREIGN if diagnosis.kind is Damage.FOREIGN else Outcome.HEALTHY
    return JobResult(str(job.name), job.source, outcome, final=True)


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
    return Repair(whole.original, apply_corrections(whole.original, chosen), chosen, whole.findings)


def _write_all(
    spec: JobSpec, document: Document, repairs: tuple[Repair, Repair], source: bytes, work: _Work
) -> None:
    """Write text and corrections, then the document's own format, whose writer may refuse."""
    from vnfix.formats.writing import encode

    (whole, chosen), job, config = repairs, spec.job, spec.config
    if spec.in_place and document.reader != "plain":
        remedy = "Write the repaired text to a file: `-o OUT`."
        raise RefusedError(f"{job.source} is not a text; it cannot be repaired in place.", remedy)
    if job.target and (chosen.corrections or not spec.in_place):
        text = Path("x.txt")  # whatever the suffix of the input was
        _write(job.target, encode(text, document, chosen, source, config), spec, work)
    if job.corrections:
        rows = encode(job.corrections, document, whole, source, config)
        _write(job.corrections, rows, spec, work)
    if job.same:
        _write(job.same, encode(job.same, document, chosen, source, config), spec, work)


def _is_torn(found: bytes, data: bytes) -> bool:
    """Tell whether a file is what a power failure leaves of `data`: its beginning, then zeros."""
    return len(found) <= len(data) and data.startswith(found.rstrip(b"\0"))


def _write(path: Path, data: bytes, spec: JobSpec, work: _Work) -> None:
    from vnfix.files.aside import write_aside

    if spec.careful and path.exists() and not _is_torn(load_bytes(str(path)), data):
        remedy = "Name another output folder, or replace it with `--force`."
        raise _WriteError(f"{path} was changed by someone since vnfix wrote it.", remedy)
    try:
        write_aside(path, data, replace=True, private_as=(spec.job.source,))
    except RefusedError as e:
        raise _WriteError(str(e), e.remedy) from e
    work.outputs.append(OutputFile(str(path), len(data), hashlib.sha256(data).hexdigest()))


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Catch the warnings of vnfix, for a worker has no console of its own."""
    messages: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    log = logging.getLogger("vnfix")
    before = log.handlers, log.propagate
    log.handlers, log.propagate = [Catch(logging.WARNING)], False
    try:
        yield messages
    finally:
        log.handlers, log.propagate = before

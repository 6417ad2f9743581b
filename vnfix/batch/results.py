"""What became of a file: values that travel between processes and are kept in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vnfix.batch.figures import Figures
from vnfix.errors import ExitCode, NothingToDoError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vnfix.batch.collect import Job
    from vnfix.errors import VnfixError


class Outcome(StrEnum):
    """What became of a file."""

    REPAIRED = "repaired"
    HEALTHY = "healthy"
    FOREIGN = "foreign"
    DAMAGED = "damaged"  # damage was seen, nothing could be changed
    NEEDS_OCR = "needs OCR"
    SKIPPED = "skipped"  # a pipe, a socket or a device
    REFUSED = "refused"
    FAILED = "failed"


LONGEST = 400  # characters of a reason


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was written.

    Attributes:
        path: where it is.
        size: bytes.
        sha256: hash of its bytes.

    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of one file.

    Attributes:
        name: where the input lies below the folder that was named.
        source: the input.
        outcome: what became of it.
        code: the exit code that it asks for.
        reason: why it failed, "" if it did not.
        remedy: what to do about that.
        final: the same input with the same options would give the same; if not, the file is
            tried again in the next run.
        fatal: no other file can succeed either.
        trace: where a fault of vnfix happened.
        limits: the limits in seconds and MB, where the file exceeded one of them.
        sha256: hash of the input's bytes, "" where they were not read.
        size: the input's bytes.
        figures: what was found and changed.
        outputs: the files that were written.
        warnings: messages of the readers and writers.
        seconds: how long it took.

    """

    name: str
    source: str
    outcome: Outcome
    code: ExitCode = ExitCode.OK
    reason: str = ""
    remedy: str = ""
    final: bool = False
    fatal: bool = False
    trace: str = ""
    limits: tuple[float, float] | None = None
    sha256: str = ""
    size: int = 0
    figures: Figures | None = None
    outputs: tuple[Output, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def failed(job: Job, error: VnfixError) -> JobResult:
    """Return the result of a job that ended in an error."""
    outcome = Outcome.FAILED
    if isinstance(error, NothingToDoError):
        outcome = Outcome.NEEDS_OCR
    elif isinstance(error, RefusedError):
        outcome = Outcome.REFUSED
    reason = str(error)
    if job.source not in reason:  # not every error knows the file's name
        reason = f"{job.source}: {reason}"
    if len(reason) > len(job.source) + LONGEST:  # some libraries quote what they cannot read
        reason = reason[: len(job.source) + LONGEST] + "…"
    return JobResult(str(job.name), job.source, outcome, error.exit_code, reason, error.remedy)


def to_record(result: JobResult) -> dict[str, Any]:
    """Return the fields of a result as JSON has them."""
    return asdict(result)


def from_record(record: Mapping[str, Any]) -> JobResult:
    """Return the result that `to_record` was given.

    Raises:
        KeyError, TypeError, ValueError: the record was made by another version.

    """
    fields = dict(record)
    figures, limits = fields.pop("figures"), fields.pop("limits")
    return JobResult(
        **fields
        | {
            "outcome": Outcome(fields["outcome"]),
            "code": ExitCode(fields["code"]),
            "figures": Figures.of(figures) if figures else None,
            "limits": tuple(limits) if limits else None,
            "outputs": tuple(Output(**o) for o in fields["outputs"]),
            "warnings": tuple(fields["warnings"]),
        }
    )

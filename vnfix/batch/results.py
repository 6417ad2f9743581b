"""What became of a file: values that travel between processes and are kept in the ledger."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vnfix.document import lines_of
from vnfix.errors import ExitCode
from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.diagnosis import Diagnosis
    from vnfix.files.collect import Job
    from vnfix.files.failures import Failure
    from vnfix.model import Correction, Document, Line, Repair


class Outcome(StrEnum):
    """What became of a file."""

    REPAIRED = "repaired"
    HEALTHY = "healthy"
    FOREIGN = "foreign"
    DAMAGED = "damaged"  # damage was seen, nothing could be changed
    NEEDS_OCR = "needs OCR"
    REFUSED = "refused"
    FAILED = "failed"
    NOT_READ = "not read"  # of a kind that is not read


@dataclass(frozen=True, slots=True)
class OutputFile:
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
        unread: key of its kind in `unread_kinds`, where it is of a kind that is not read.
        cause: a `Cause`, why it failed; "" where it did not.

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
    outputs: tuple[OutputFile, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    unread: str = ""
    cause: str = ""


def failed(job: Job, failure: Failure) -> JobResult:
    """Return the result of a job that came to nothing."""
    return JobResult(
        str(job.name),
        job.source,
        Outcome(failure.kind),
        failure.code,
        failure.message,
        failure.remedy,
        fatal=failure.fatal,
        trace=failure.trace,
        cause=str(failure.cause),
    )


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
            "outputs": tuple(OutputFile(**o) for o in fields["outputs"]),
            "warnings": tuple(fields["warnings"]),
        }
    )


# What a report tells of one document: figures, and a few lines before and after.

SNIPPETS = 2  # for each document
LONGEST_SNIPPET = 160  # characters of a snippet


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line before and after.

    Attributes:
        page: 1-based.
        line: 1-based number among the document's lines.
        pieces: (before, after) from left to right; alike where nothing was changed.

    """

    page: int
    line: int
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A place that looks wrong and was not changed.

    Attributes:
        page: 1-based.
        line: 1-based number among the document's lines.
        before: what stands there.
        after: its likeliest reading.
        confidence: how likely that is right.

    """

    page: int
    line: int
    before: str
    after: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found in a document, and what was changed.

    Attributes:
        pages: number of pages.
        words: number of words.
        kind: the document's kind of damage.
        kinds: kind of damage -> number of words in lines with it.
        health: share of the words that stand in healthy lines, 0 to 1.
        corrections: number of corrections.
        doubtful: how many of them a person should see.
        wrong: how many of them are likely wrong: the sum of their doubts.
        snippets: the lines with the most changes.
        read_as: the encoding of a text; of other documents the reader.
        left: places that were too unsure to be changed.
        unsure: what these are.

    """

    pages: int
    words: int
    kind: str
    kinds: dict[str, int]
    health: float
    corrections: int
    doubtful: int
    wrong: float
    snippets: tuple[Snippet, ...] = ()
    read_as: str = ""
    left: int = 0
    unsure: tuple[Unsure, ...] = ()

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Figures:
        """Return the figures from their fields as JSON has them."""
        snippets = tuple(
            Snippet(s["page"], s["line"], tuple((before, after) for before, after in s["pieces"]))
            for s in record["snippets"]
        )
        unsure = tuple(Unsure(**u) for u in record.get("unsure", ()))
        return cls(**dict(record) | {"snippets": snippets, "unsure": unsure})


def figures_of(document: Document, repair: Repair, diagnosis: Diagnosis) -> Figures:
    """Return the figures of a repaired document."""
    changes = repair.corrections
    return Figures(
        len(document.pages) or (document.lines[-1].page if document.lines else 1),
        diagnosis.words,
        str(diagnosis.kind),
        {str(kind): round(share * diagnosis.words) for kind, share in diagnosis.kinds.items()},
        round(diagnosis.health, 4),
        len(changes),
        sum(c.safety is Safety.REVIEW for c in changes),
        round(sum(1.0 - c.confidence for c in changes), 1),
        snippets_of(document, changes),
        document.encoding or document.reader,
        len(repair.left),
        unsure_of(document, repair.left),
    )


def unsure_of(document: Document, left: Sequence[Correction]) -> tuple[Unsure, ...]:
    """Return the places that were too unsure to be changed."""
    return tuple(
        Unsure(line.page, line.number, c.before, c.after, round(c.confidence, 2))
        for line, c in zip(lines_of(document, left), left, strict=True)
    )


def snippets_of(document: Document, corrections: Sequence[Correction]) -> tuple[Snippet, ...]:
    """Return the lines with the most changes, in the order of the text; no added ones."""
    corrections = [c for c in corrections if not c.box]
    starts = [c.start for c in corrections]
    changes: list[tuple[int, Line, Sequence[Correction]]] = []
    for line in document.lines if corrections else ():
        here = corrections[bisect_left(starts, line.start) : bisect_left(starts, line.end + 1)]
        if here:
            size = sum(len(c.before) for c in here if c.end - line.start <= LONGEST_SNIPPET)
            changes.append((size, line, here))
    most = sorted(changes, key=lambda change: -change[0])[:SNIPPETS]
    rows = sorted(most, key=lambda change: change[1].start)
    return tuple(Snippet(line.page, line.number, _pieces(line, here)) for _, line, here in rows)


def _pieces(line: Line, corrections: Sequence[Correction]) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    at = 0
    for c in corrections:
        start, end = c.start - line.start, c.end - line.start
        if end > LONGEST_SNIPPET:
            break
        if start > at:
            pieces.append((line.text[at:start],) * 2)
        pieces.append((c.before, c.after))
        at = end
    rest = line.text[at:LONGEST_SNIPPET] + ("…" if len(line.text) > LONGEST_SNIPPET else "")
    return (*pieces, (rest, rest)) if rest else tuple(pieces)

"""The ledger of a folder run: what is done, with what, and which files in OUT are vnfix's own.

A file is entered before its worker starts and again when its results are in place, so that a run
that was killed leaves nothing in doubt. One process at a time has the ledger: SQLite's own lock,
which a dead process cannot hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.batch.results import JobResult, Outcome, failed, from_record, to_record
from vnfix.errors import ExitCode, RefusedError
from vnfix.files.aside import PREFIX, SUFFIX
from vnfix.files.collect import fingerprint, size_of
from vnfix.files.failures import failure_of
from vnfix.files.own import CORRECTIONS, LEDGER
from vnfix.files.unread import unread_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from vnfix.batch.pool import Limits
    from vnfix.files.collect import Job

APPLICATION = 0x766E6678  # "vnfx" in the file's header, so that no other database is touched
VERSION = 1
SCHEMA = Path(__file__).with_name("ledger.sql")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says of one input.

    Attributes:
        source: the input.
        options: hash of the options that it was repaired with.
        done: False where its run was cut off before it was finished.
        careful: it was cut off while it was compared with files that might be somebody's own.
        result: what became of it; None where it was not finished.

    """

    source: Path
    options: str
    done: bool
    careful: bool
    result: JobResult | None


@dataclass(frozen=True, slots=True)
class Owned:
    """What the ledger says of one output.

    Attributes:
        source: the input that it is made from.
        size: its bytes, None where its writing was not finished.
        sha256: hash of its bytes, None as above.

    """

    source: Path
    size: int | None
    sha256: str | None


class Ledger:
    """The ledger in a folder, open for this process alone; use it with `with`.

    Args:
        folder: the output folder, which is made; None keeps the ledger in memory.
        described: all that decides about the results but the inputs themselves.
        started: when the run began, ISO 8601.

    Raises:
        RefusedError: another run has it, it is damaged or no ledger, or cannot be written.

    """

    def __init__(self, folder: Path | None, described: Mapping[str, Any], started: str) -> None:
        """Open the ledger, or make it, and enter the run."""
        self.folder = folder or Path()
        self.path = folder / LEDGER if folder else None
        text = json.dumps(described, sort_keys=True)
        self.options = hashlib.sha256(text.encode()).hexdigest()
        with self._told():
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path or ":memory:", timeout=1.0, isolation_level=None)
            try:
                self._open()
                run = "INSERT INTO runs (started, options, described) VALUES (?, ?, ?)"
                self._run = self._db.execute(run, (started, self.options, text)).lastrowid
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> Ledger:
        """Return the ledger itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the ledger."""
        self.close()

    def close(self) -> None:
        """Let go of the ledger; another run may have it."""
        self._db.close()

    def entry(self, source: Path) -> Entry | None:
        """Return what became of an input in an earlier run."""
        with self._told():
            row = self._db.execute(
                "SELECT options, state, record FROM files WHERE source = ?", (_bytes(source),)
            ).fetchone()
        if row is None:
            return None
        options, state, record = row
        result = _result(record) if record else None
        done = state == "done" and result is not None
        return Entry(source, options, done, state == "careful", result)

    def owned(self, path: Path) -> Owned | None:
        """Return what is known of an output of vnfix in the folder; None for others' files."""
        with self._told():
            row = self._db.execute(
                "SELECT source, size, sha256 FROM outputs WHERE path = ?", (self._below(path),)
            ).fetchone()
        return Owned(Path(os.fsdecode(row[0])), row[1], row[2]) if row else None

    def start(self, job: Job, *, careful: bool = False) -> None:
        """Enter that a file is being worked on, and that its outputs are vnfix's own.

        Args:
            job: the input and its outputs.
            careful: the outputs may be somebody's own and are not entered yet.

        """
        source = _bytes(job.place)
        state = "careful" if careful else "started"
        row = (source, os.fsencode(job.name), self._run, self.options, state)
        with self._change():
            self._db.execute(
                "INSERT OR REPLACE INTO files (source, name, run, options, state)"
                " VALUES (?, ?, ?, ?, ?)",
                row,
            )
            if not careful:
                self._db.executemany(
                    "INSERT OR REPLACE INTO outputs (path, source) VALUES (?, ?)",
                    [(self._below(path), source) for path in job.outputs],
                )

    def finish(self, job: Job, result: JobResult) -> JobResult:
        """Enter what became of a file; return it with its outputs named as below the folder."""
        outputs = [replace(o, path=os.path.relpath(o.path, self.folder)) for o in result.outputs]
        result = replace(result, outputs=tuple(outputs))
        source = _bytes(job.place)
        record = json.dumps(to_record(result))
        try:
            mtime = Path(job.source).stat().st_mtime
        except (OSError, ValueError):
            mtime = None
        with self._change():
            self._db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, 'done', ?, ?, ?, ?, ?)",
                (source, os.fsencode(job.name), self._run, self.options,
                 result.size, mtime, result.sha256, result.outcome, record),
            )  # fmt: skip
            self._db.executemany(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)",
                [(os.fsencode(o.path), source, o.size, o.sha256) for o in outputs],
            )
        return result

    def _open(self) -> None:
        """Take the lock, and refuse what is no ledger before anything is written to it."""
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (application,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if tables and (application, version) != (APPLICATION, VERSION):
            raise sqlite3.DatabaseError("it is a database of another kind or version")
        self._db.execute("PRAGMA journal_mode = WAL")
        # A result whose entry a power failure has swallowed would be taken for somebody's own.
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(f"PRAGMA application_id = {APPLICATION}")
        self._db.execute(f"PRAGMA user_version = {VERSION}")
        for statement in SCHEMA.read_text("utf-8").split(";"):
            self._db.execute(statement)

    def _below(self, path: Path) -> bytes:
        return os.fsencode(os.path.relpath(path, self.folder))

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Make several changes one: all of them are made, or none."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn errors of the database into messages."""
        try:
            yield
        except (sqlite3.Error, OSError) as e:
            raise _refusal(e, self.path or Path(":memory:")) from e


def _refusal(error: sqlite3.Error | OSError, path: Path) -> RefusedError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        message = f"Another run of vnfix is writing to {path.parent}."
        return RefusedError(message, "Wait until it has ended, or name another output folder.")
    if isinstance(error, OSError | sqlite3.OperationalError):
        remedy = "Check the folder, its permissions and the free space; then start again."
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return RefusedError(f"{path} cannot be written: {reason or error}.", remedy)
    remedy = "Name another output folder, or move the file away; then every file is done again."
    return RefusedError(f"{path} cannot be used as a ledger: {error}.", remedy)


def _result(record: str) -> JobResult | None:
    try:
        return from_record(json.loads(record))
    except (KeyError, TypeError, ValueError):
        return None  # of another version of vnfix: the file is done again


def _bytes(path: Path) -> bytes:
    return os.fsencode(path)


# What is left to do of a folder run, and what must not be touched.

FORCE = "Name another output folder, or replace it with `--force`."
READERS = 8  # files that are hashed at the same time: the disk is what they wait for


@dataclass(frozen=True, slots=True)
class Remaining:
    """The jobs of a run, sorted out.

    Attributes:
        todo: what has to be done, largest inputs first, so that no straggler is left at the end.
        kept: what earlier runs have done.
        refused: what would overwrite others' files.
        unread: what is of a kind that is not read.
        careful: sources of jobs whose outputs are replaced only where nothing is lost by it.

    """

    todo: list[Job]
    kept: list[JobResult]
    refused: list[JobResult]
    unread: list[JobResult]
    careful: set[str]


def sort_out(jobs: Sequence[Job], ledger: Ledger, limits: Limits, *, force: bool) -> Remaining:
    """Return what is left to do.

    A file is done if its bytes, the options and all that decides about the result are as they
    were, and its outputs are there.

    Args:
        jobs: all jobs of the run.
        ledger: what earlier runs have done.
        limits: a file that exceeded no smaller ones is not tried again.
        force: replace files that are not vnfix's own.

    """
    remaining = Remaining([], [], [], [], set())
    sources = {job.place for job in jobs}
    known = [(job, _known(job, ledger, limits)) for job in jobs if not job.unread]
    with ThreadPoolExecutor(READERS) as pool:
        same = pool.map(lambda pair: pair[1] is None or _is_same(*pair), known)
    remaining.unread.extend(_not_read(job) for job in jobs if job.unread)
    for (job, result), is_same in zip(known, same, strict=True):
        if result and is_same:
            remaining.kept.append(_keep(job, result, ledger))
        elif not force and (error := _refusal_of(job, ledger, sources)):
            remaining.refused.append(failed(job, failure_of(error, job.source)))
        else:
            remaining.todo.append(job)
            if not force and _is_doubtful(job, ledger):
                remaining.careful.add(job.source)
    remaining.todo.sort(key=lambda job: size_of(job.source), reverse=True)
    return remaining


def clean_up(folder: Path) -> None:
    """Remove the half-written files that a killed run has left in its output folder."""
    for root, _, files in os.walk(folder):
        for name in files:
            if name.startswith(PREFIX) and name.endswith(SUFFIX):
                Path(root, name).unlink(missing_ok=True)


def _not_read(job: Job) -> JobResult:
    kind = unread_kinds()[job.unread]
    reason = f"{job.source} was not read: {kind.name[1]} are not."
    return JobResult(
        str(job.name),
        job.source,
        Outcome.NOT_READ,
        reason=reason,
        remedy=kind.helps[1],
        unread=job.unread,
    )


def _known(job: Job, ledger: Ledger, limits: Limits) -> JobResult | None:
    """Return an earlier result with the same options and all outputs in place.

    An input folder that was moved is known by its outputs.
    """
    entry = ledger.entry(job.place)
    owned = ledger.owned(job.target) if job.target else None
    if entry is None and owned:
        entry = ledger.entry(owned.source)
    if entry is None or not entry.done or entry.result is None:
        return None
    result = entry.result
    within = result.limits is None or limits.within(result.limits)
    if not result.final or not within or entry.options != ledger.options:
        return None
    planned = [(path, ledger.owned(path)) for path in job.outputs]
    if not all(o and o.source == entry.source for _, o in planned):
        return None
    intact = [_is_intact(path, o) for path, o in planned if o and o.sha256]
    complete = len(intact) == len(planned)
    # Only where something failed or was refused may something be missing.
    return result if all(intact) and complete == (result.code == ExitCode.OK) else None


def _is_intact(path: Path, owned: Owned) -> bool:
    """Tell whether an output is there with its size; not its hash, to keep a new start quick."""
    try:
        return path.stat().st_size == owned.size
    except (OSError, ValueError):
        return False


def _is_same(job: Job, result: JobResult) -> bool:
    return size_of(job.source) == result.size and fingerprint(job.source)[1] == result.sha256


def _keep(job: Job, result: JobResult, ledger: Ledger) -> JobResult:
    """Return an earlier result; one of an input that was moved is entered under its new name."""
    if result.source == job.source and result.name == str(job.name):
        return result
    outputs = tuple(replace(o, path=str(ledger.folder / o.path)) for o in result.outputs)
    result = replace(result, source=job.source, name=str(job.name), outputs=outputs)
    ledger.start(job)
    return ledger.finish(job, result)


def _refusal_of(job: Job, ledger: Ledger, sources: Collection[Path]) -> RefusedError | None:
    """Return why a job may not write its outputs."""
    for path in job.outputs:
        if reason := _why_not(job, path, ledger=ledger, sources=sources):
            return RefusedError(reason, FORCE, key="exists", name=str(path))
    return None


def _why_not(job: Job, path: Path, *, ledger: Ledger, sources: Collection[Path]) -> str:
    if not path.exists() and not path.is_symlink():
        return ""
    owned = ledger.owned(path)
    if not path.is_file() or path.is_symlink() or not (owned or _looks_made_here(job)):
        return f"{path} exists already and is not a result of vnfix."
    if owned and owned.source != job.place and owned.source not in sources:
        return f"{path} is the result of another input, {owned.source}."
    return ""


def _looks_made_here(job: Job) -> bool:
    """Tell whether the ledger may have been lost: the corrections of vnfix lie there."""
    try:
        with (job.corrections or Path()).open("rb") as f:
            return f.read(len(CORRECTIONS)) == CORRECTIONS
    except OSError:
        return False


def _is_doubtful(job: Job, ledger: Ledger) -> bool:
    """Tell whether a person may have changed an output since vnfix wrote it.

    What was done is done again then, and compared: a file that is the same, or the beginning of
    what is to be written, is no loss.
    """
    return any(path.exists() and not _is_own(path, ledger) for path in job.outputs)


def _is_own(path: Path, ledger: Ledger) -> bool:
    owned = ledger.owned(path)
    if owned is None:
        return False
    entry = ledger.entry(owned.source)
    if entry and not entry.done and not entry.careful:
        return True  # left by a run that was cut off
    return owned.sha256 is not None and fingerprint(str(path))[1] == owned.sha256

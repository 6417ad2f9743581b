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
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.batch.naming import LEDGER
from vnfix.batch.results import from_record, to_record
from vnfix.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vnfix.batch.collect import Job
    from vnfix.batch.results import JobResult

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
        result: what became of it; None where it was not finished.

    """

    source: Path
    options: str
    done: bool
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
        return Entry(source, options, state == "done" and result is not None, result)

    def owned(self, path: Path) -> Owned | None:
        """Return what is known of an output of vnfix in the folder; None for others' files."""
        with self._told():
            row = self._db.execute(
                "SELECT source, size, sha256 FROM outputs WHERE path = ?", (self._below(path),)
            ).fetchone()
        return Owned(Path(os.fsdecode(row[0])), row[1], row[2]) if row else None

    def start(self, job: Job) -> None:
        """Enter that a file is being worked on, and that its outputs are vnfix's own."""
        source = _bytes(job.place)
        row = (source, os.fsencode(job.name), self._run, self.options)
        with self._change():
            self._db.execute(
                "INSERT OR REPLACE INTO files (source, name, run, options, state)"
                " VALUES (?, ?, ?, ?, 'started')",
                row,
            )
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
        # After a power failure the last entries may be missing; their files are done again.
        self._db.execute("PRAGMA synchronous = NORMAL")
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

"""The store of a review: an SQLite file beside the documents that holds every decision taken.

Each decision is a transaction of its own in a write-ahead log, synchronised to the disk, so that
whatever is killed, and whenever, nothing that was decided is lost; several threads and processes
may use one store at a time. `schema.sql` tells what the tables hold.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.config import MIN_CONFIDENCE
from vnfix.errors import RefusedError, UnreadableError
from vnfix.model import least_confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

APPLICATION = 0x564E4658  # "VNFX", in the header of the file
VERSION = 5
# What brings a store of an older version to the next one.
STEPS = {
    1: (
        "ALTER TABLE documents ADD COLUMN cause TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE documents ADD COLUMN unasked REAL NOT NULL DEFAULT 0",
        "ALTER TABLE corrections ADD COLUMN wrong REAL NOT NULL DEFAULT 0",
        "UPDATE corrections SET wrong = 1.0 - confidence",
        "CREATE INDEX corrections_standing"
        " ON corrections (document, status, safety, fixer, conflict, wrong)",
    ),
    2: (
        "CREATE TABLE unlearned (correction INTEGER PRIMARY KEY REFERENCES corrections (id),"
        " confidence REAL NOT NULL, gain REAL NOT NULL, wrong REAL NOT NULL)",
    ),
    3: (
        "ALTER TABLE corrections ADD COLUMN box TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE corrections ADD COLUMN second TEXT NOT NULL DEFAULT ''",
    ),
    4: (
        "CREATE TABLE outputs (path BLOB NOT NULL, source BLOB NOT NULL, sha256 TEXT NOT NULL,"
        " PRIMARY KEY (path, source, sha256)) WITHOUT ROWID",
    ),
}
FOLDER, FILE = ".vnfix", "review.sqlite3"
# How long one process waits for the other's transaction, seconds; each takes milliseconds.
PATIENCE = 30.0
REMEDY = "Restore it from a backup, or begin a new one with `vnfix review --store FILE`."


class Store:
    """An open store; every thread gets a connection of its own.

    Attributes:
        path: the SQLite file.

    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, its folder included.

        Raises:
            UnreadableError: it is no store, damaged, or of a newer vnfix.
            RefusedError: it cannot be written.

        """
        self.path = path
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise _unwritable(path, e.strerror or str(e)) from e
        with self._told():
            self._set_up()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; columns by number or name."""
        with self._told():
            return self._connection().execute(query, values).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within a transaction: written wholly, or not at all on an error."""
        with self._told():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads; the store must not be used any more."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            # Used by one thread; only `close` comes from another.
            found = sqlite3.connect(
                self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            with self._lock:
                self._all.append(found)
            found.row_factory = sqlite3.Row
            found.create_function("least_confidence", 2, _least, deterministic=True)
            found.execute("PRAGMA foreign_keys = ON")
            found.execute("PRAGMA synchronous = FULL")
            self._own.connection = found
        return found

    def _set_up(self) -> None:
        connection = self._connection()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not version and not tables:
            connection.execute("PRAGMA journal_mode = WAL")
            self._create()
            return
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION:
            raise UnreadableError(f"{self.path} is no store of a review.", "Name another file.")
        if version > VERSION:
            message = f"{self.path} was written by a newer vnfix (store {version}, not {VERSION})."
            raise UnreadableError(message, "Use that version of vnfix.")
        if version != VERSION and version not in STEPS:
            message = f"{self.path} is of no version that there has been ({version})."
            raise UnreadableError(message, REMEDY, key="damaged", name=str(self.path))
        if version < VERSION:
            self._bring_up()

    def _bring_up(self) -> None:
        with self.change() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for step in range(version, VERSION):  # none where another process was quicker
                for statement in STEPS[step]:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")

    def _create(self) -> None:
        schema = files("vnfix.review").joinpath("schema.sql").read_text("utf-8")
        with self.change() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version:
                return  # another process was quicker
            for statement in _statements(schema):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite complains of into errors that a user understands."""
        try:
            yield
        except sqlite3.OperationalError as e:
            raise _unwritable(self.path, str(e)) from e
        except sqlite3.DatabaseError as e:
            message = f"The store {self.path} is damaged: {e}."
            raise UnreadableError(message, REMEDY, key="damaged", name=str(self.path)) from e


def default_store(paths: Iterable[str | Path]) -> Path:
    """Return where the store of these documents is kept: in `.vnfix/` beside them.

    Args:
        paths: files and folders; what they have in common is beside them.

    Raises:
        UsageError: there are none, or they lie on several drives.

    """
    import os

    from vnfix.errors import UsageError

    folders = [p if (p := Path(path).resolve()).is_dir() else p.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders), FOLDER, FILE)
    except ValueError as e:
        raise UsageError(
            "The documents have no folder in common.", "Name a store: `--store FILE`."
        ) from e


def pack(text: str) -> bytes:
    """Return a text as the store keeps it."""
    return text.encode("utf-8", "surrogatepass")


def unpack(data: bytes | str) -> str:
    """Return a text of the store; its defaults are empty strings."""
    return data if isinstance(data, str) else data.decode("utf-8", "surrogatepass")


def _least(before: bytes | str, after: bytes | str) -> float:
    """Return how sure a proposal has to be to be made without a decision, for SQL."""
    return least_confidence(unpack(before), unpack(after), MIN_CONFIDENCE)


def _unwritable(path: Path, why: str) -> RefusedError:
    remedy = (
        "Check the folder, its permissions and the free space,"
        " or name another: `vnfix review --store FILE`."
    )
    message = f"The store {path} cannot be used: {why}."
    return RefusedError(message, remedy, key="store", name=str(path))


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


# The time of day as it stands in stores and correction files.


def now() -> str:
    """Return the time in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

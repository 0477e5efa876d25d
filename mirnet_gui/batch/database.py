"""The database file of a journal: its tables, its lock, and its errors as sentences."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from mirnet_gui.batch.records import STATES, Task
from mirnet_gui.errors import JournalError, JournalInUse
from mirnet_gui.language import tr
from mirnet_gui.photo.formats import LABELS

_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE run (header TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE photo (
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL, source BLOB NOT NULL, output BLOB NOT NULL,
    format TEXT NOT NULL, bytes INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', warnings TEXT NOT NULL DEFAULT '[]',
    seconds REAL NOT NULL DEFAULT 0, result_bytes INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '', method TEXT NOT NULL DEFAULT ''
);
CREATE INDEX photo_by_state ON photo (state, place);
CREATE TABLE thumbnail (id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL);
"""
_LATER_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS passed_over (path BLOB PRIMARY KEY, why TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS reading (id INTEGER PRIMARY KEY)",
)
_LATER_COLUMN: Final = "ALTER TABLE photo ADD COLUMN method TEXT NOT NULL DEFAULT ''"
_HAS_LATER_COLUMN: Final = "SELECT 1 FROM pragma_table_info('photo') WHERE name = 'method'"
_LATER_WORDS: Final = "UPDATE photo SET state = 'committing' WHERE state = 'placing'"
COLUMNS: Final = (
    "id, source, output, format, bytes, width, height, state, reason, warnings, seconds, "
    "result_bytes, sha256, method"
)

_FORMATS: Final = ", ".join(f"'{name}'" for name in LABELS)
_STATES: Final = ", ".join(f"'{state}'" for state in STATES)
_IS_TEXTS: Final = """
CASE WHEN typeof(warnings) = 'text' AND json_valid(warnings) THEN json_type(warnings) = 'array'
    AND NOT EXISTS (SELECT 1 FROM json_each(warnings) WHERE type != 'text') ELSE 0 END
"""
_MAKES_SENSE: Final = f"""
state IN ({_STATES}) AND format IN ({_FORMATS})
AND typeof(source) IN ('blob', 'text') AND typeof(output) IN ('blob', 'text')
AND typeof(bytes) = 'integer' AND typeof(width) = 'integer' AND typeof(height) = 'integer'
AND typeof(reason) = 'text' AND {_IS_TEXTS}
AND typeof(seconds) = 'real' AND typeof(result_bytes) = 'integer' AND typeof(sha256) = 'text'
AND typeof(method) = 'text'
"""
_MEND: Final = f"""
UPDATE photo SET state = 'failed', reason = ?, warnings = '[]', seconds = 0, result_bytes = 0,
    sha256 = '', bytes = 0, width = 0, height = 0,
    source = CAST(source AS BLOB), output = CAST(output AS BLOB),
    format = CASE WHEN format IN ({_FORMATS}) THEN format ELSE 'png' END
WHERE NOT ({_MAKES_SENSE})
"""


class Database:
    """The open file; each method may be called from several threads.

    All methods raise :class:`JournalError`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def create(cls, path: Path, header: dict[str, Any], state: str) -> Self:
        """A new file at ``path``, where nothing may stand, with its one row about the run."""
        with errors_as_sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # It holds small pictures of photographs that may be private.
            path.touch(0o600, exist_ok=False)
            connection = _connected(path)
            tables = "; ".join(_LATER_TABLES)
            connection.executescript(
                f"BEGIN; {_SCHEMA} {tables}; PRAGMA user_version = {_VERSION}; COMMIT;"
            )
            connection.execute("INSERT INTO run VALUES (?, ?)", (json.dumps(header), state))
            # Into the file itself, where header_in_use finds it.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file that stands at ``path``, brought up to date where an earlier version made it.

        Photographs of which it says nothing that makes sense are failed: one garbled row must not
        end the others.
        """
        if not path.is_file():
            raise JournalError(tr("There is no journal {path}.", path=path), tr("Check the name."))
        with errors_as_sentences(path):
            connection = _connected(path)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            connection.close()
            raise JournalError(
                tr("{name} is not a journal of this program.", name=path.name), tr("Begin anew.")
            )
        database = cls(path, connection)
        try:
            for statement in (*_LATER_TABLES, _LATER_WORDS):
                database.write(statement)
            if not database.read(_HAS_LATER_COLUMN):
                database.write(_LATER_COLUMN)
            reason = tr("The journal says nothing about it that makes sense. Retry what failed.")
            database.write(_MEND, (reason,))
        except JournalError:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Let others have it; safe twice."""
        with self._lock:
            self._connection.close()

    def read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows that ``statement`` finds."""
        with self._lock, errors_as_sentences(self.path):
            return self._connection.execute(statement, values).fetchall()

    def write(self, statement: str, values: Sequence[object] = ()) -> int:
        """Gives back how many rows were changed, once they are on the disk."""
        with self.transaction() as connection:
            return connection.execute(statement, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Several statements that come to the disk together, or not at all."""
        with self._lock, errors_as_sentences(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection

    @contextmanager
    def locked(self) -> Iterator[None]:
        """No other thread reads or writes meanwhile."""
        with self._lock:
            yield


def _connected(path: Path) -> sqlite3.Connection:
    """The file at ``path``, which nobody else can open until it is closed. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=0.5, check_same_thread=False, isolation_level=None)
    try:
        # Held until it is closed, and given back by the system when the program is killed.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def header_in_use(path: Path) -> Any:
    """The header, as it was kept, of a journal that another program has. Raises sqlite3.Error.

    Nothing but the header is the same from the beginning to the end, so only that can be read.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        (header,) = connection.execute("SELECT header FROM run").fetchone()
    return json.loads(header)


@contextmanager
def errors_as_sentences(path: Path) -> Iterator[None]:
    """Raise :class:`JournalError` for whatever goes wrong with the journal at ``path``."""
    try:
        yield
    except FileExistsError as error:
        raise JournalError(
            tr("There is a journal {path} already.", path=path), tr("Choose another name.")
        ) from error
    except OSError as error:
        sentence = tr(
            "The journal {path} cannot be written: {strerror}.", path=path, strerror=error.strerror
        )
        raise JournalError(
            sentence, tr("Free some space, or choose another with --journal.")
        ) from error
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            sentence = tr("Another program is working on the batch of {name}.", name=path.name)
            raise JournalInUse(sentence, tr("Wait until it is through, or end it.")) from error
        sentence = tr(
            "The journal {path} cannot be read or written: {error}.", path=path, error=error
        )
        raise JournalError(sentence, tr("Free some space, or begin anew.")) from error
    except (
        sqlite3.Error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
        RecursionError,
    ) as error:  # fmt: skip
        raise JournalError(
            tr("The journal {path} is damaged.", path=path), tr("Begin anew.")
        ) from error


def task_of(values: Sequence[Any]) -> Task:
    """The task in a row of :data:`COLUMNS`. Raises ValueError or TypeError for what is none."""
    task_id, source, output, target, *sizes, state, reason = values[:9]
    warnings, seconds, size, sha256, method = values[9:]
    count, width, height = (int(number) for number in sizes)
    if target not in LABELS or state not in STATES:
        raise ValueError(f"{target} or {state}")
    return Task(
        id=task_id,
        source=Path(os.fsdecode(source)),
        output=Path(os.fsdecode(output)),
        format=target,
        bytes=count,
        width=width,
        height=height,
        state=state,
        reason=reason,
        warnings=tuple(json.loads(warnings)),
        seconds=seconds,
        result_bytes=size,
        sha256=sha256,
        method=method,
    )

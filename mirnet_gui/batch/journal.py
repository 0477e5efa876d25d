"""The state of every photograph of a batch, on the disk as it changes.

A database of SQLite, which is whole after a crash and after a power cut. One program at a time has
it; the system itself takes it away from a program that was killed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from mirnet_gui.batch.database import (
    COLUMNS,
    LATER_TABLES,
    MEND,
    VERSION,
    connected,
    in_words,
    make_tables,
    row_of,
    settle,
)
from mirnet_gui.batch.plan import Task
from mirnet_gui.batch.records import Counts, Made, Row, State
from mirnet_gui.batch.run_header import RunHeader, RunState
from mirnet_gui.errors import JournalError
from mirnet_gui.photo.naming import PassedOver

_COUNTS: Final = """
SELECT count(*), total(state = 'done'), total(state = 'skipped'), total(state = 'failed'),
    total(width * height), total((state IN ('done', 'skipped', 'failed')) * width * height)
FROM photo
"""
_HAS_LEFT: Final = "EXISTS (SELECT 1 FROM photo WHERE state IN ('waiting', 'running', 'placing'))"


class Journal:
    """Every change is on the disk when its method returns; may be used from several threads.

    All methods raise :class:`JournalError`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def create(cls, path: Path, header: RunHeader) -> Journal:
        """A new journal at ``path``, where nothing may stand."""
        with in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # It holds small pictures of photographs that may be private.
            path.touch(0o600, exist_ok=False)
            connection = connected(path)
            make_tables(connection)
            told = (json.dumps(header.to_dict()), "running")
            connection.execute("INSERT INTO run VALUES (?, ?)", told)
            settle(connection)
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal that stands at ``path``."""
        if not path.is_file():
            raise JournalError(f"There is no journal {path}.", "Check the name.")
        with in_words(path):
            connection = connected(path)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            connection.close()
            raise JournalError(f"{path.name} is no journal of this program.", "Begin anew.")
        journal = cls(path, connection)
        try:
            journal._mend()
        except JournalError:
            journal.close()
            raise
        return journal

    def _mend(self) -> None:
        """Fail photographs of which nothing is known: one garbled row must not end the others.

        Journals of earlier versions lack tables.
        """
        for table in LATER_TABLES:
            self._write(table)
        self._write(
            MEND, ("The journal says nothing about it that makes sense. Retry what failed.",)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have it; safe twice."""
        with self._lock:
            self._connection.close()

    # The run

    @property
    def header(self) -> RunHeader:
        """What was asked for."""
        with in_words(self.path):
            ((told,),) = self._read("SELECT header FROM run")
            return RunHeader.from_dict(json.loads(told))

    @property
    def state(self) -> RunState:
        """Whether it is through; ``running`` also after a crash."""
        with in_words(self.path):
            ((state,),) = self._read("SELECT state FROM run")
            return RunState(state)

    def set_state(self, state: RunState) -> None:
        """Say whether it is through."""
        self._write("UPDATE run SET state = ?", (state.value,))

    def conclude(self) -> None:
        """Say that the run came to its end by itself: it is through, unless more came meanwhile."""
        through, not_through = RunState.FINISHED.value, RunState.RUNNING.value
        self._write(
            f"UPDATE run SET state = CASE WHEN {_HAS_LEFT} THEN ? ELSE ? END",  # noqa: S608
            (not_through, through),
        )

    # Its photographs

    def add(self, tasks: Iterable[Task], passed_over: Iterable[PassedOver] = ()) -> list[int]:
        """Put ``tasks`` at the end; gives back their ids. A run that was through is so no more.

        What was ``passed_over`` on the way is kept for the report.
        """
        with self._lock, in_words(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            ids = [self._insert(task) for task in tasks]
            told = [(os.fsencode(it.path.absolute()), it.why) for it in passed_over]
            self._connection.executemany("INSERT OR REPLACE INTO passed_over VALUES (?, ?)", told)
            if ids:
                states = (RunState.RUNNING.value, RunState.FINISHED.value)
                self._connection.execute("UPDATE run SET state = ? WHERE state = ?", states)
            return ids

    def passed_over(self) -> list[PassedOver]:
        """What was found and is none of its photographs, though somebody may miss it."""
        found = self._read("SELECT path, why FROM passed_over ORDER BY rowid")
        with in_words(self.path):
            return [PassedOver(Path(os.fsdecode(path)), why) for path, why in found]

    def _insert(self, task: Task) -> int:
        source, output = os.fsencode(task.source.absolute()), os.fsencode(task.output.absolute())
        values = (source, output, task.format, task.bytes, task.width, task.height)
        cursor = self._connection.execute(
            "INSERT INTO photo (place, source, output, format, bytes, width, height, state) "
            "SELECT coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?, 'waiting' FROM photo",
            values,
        )
        return int(cursor.lastrowid or 0)

    def rows(self, *states: State) -> Iterator[Row]:
        """Photographs in their order, of ``states`` only if some are given."""
        where = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        last: tuple[int, int] = (-1, -1)
        # Piece by piece, so that memory stays flat and others can write in between.
        while True:
            condition = f"{where} {'AND' if where else 'WHERE'} (place, id) > (?, ?)"
            found = self._read(
                f"SELECT place, {COLUMNS} FROM photo {condition} ORDER BY place, id LIMIT 500",  # noqa: S608
                (*states, *last),
            )
            for place, *values in found:
                last = (place, values[0])
                with in_words(self.path):
                    row = row_of(values)
                yield row
            if not found:
                return

    @property
    def newest_id(self) -> int:
        """Grows whenever photographs are added."""
        ((newest,),) = self._read("SELECT coalesce(max(id), 0) FROM photo")
        return int(newest)

    def row(self, row_id: int) -> Row:
        """One photograph."""
        with in_words(self.path):
            (values,) = self._read(f"SELECT {COLUMNS} FROM photo WHERE id = ?", (row_id,))  # noqa: S608
            return row_of(values)

    def counts(self) -> Counts:
        """How far the whole is."""
        (values,) = self._read(_COUNTS)
        return Counts(*(int(value) for value in values))

    @property
    def has_left(self) -> bool:
        """Whether a photograph waits or is being worked on."""
        ((left,),) = self._read(f"SELECT {_HAS_LEFT}")
        return bool(left)

    def take(self) -> Row | None:
        """The next that waits, which is running from now on; None when none waits."""
        with self._lock:
            found = self._read(
                f"SELECT {COLUMNS} FROM photo WHERE state = 'waiting' ORDER BY place, id LIMIT 1"  # noqa: S608
            )
            if not found:
                return None
            self._write("UPDATE photo SET state = 'running' WHERE id = ?", (found[0][0],))
            return self.row(found[0][0])

    def begin_reading(self, row_id: int) -> None:
        """A decoder looks at it next, and may take the whole program with it."""
        self._write(
            "INSERT OR IGNORE INTO reading VALUES (?)",
            (row_id,),
        )

    def end_reading(self, *ids: int) -> None:
        """The decoder is back: from these, or from all if none is given."""
        marks = ", ".join("?" * len(ids))
        self._write(f"DELETE FROM reading {f'WHERE id IN ({marks})' if ids else ''}", ids)  # noqa: S608

    def was_not_read(self, row_id: int) -> bool:
        """Whether the program ended while it read this one."""
        return bool(self._read("SELECT id FROM reading WHERE id = ?", (row_id,)))

    def placing(self, row_id: int, made: Made) -> None:
        """The result is whole and gets its name next: what it is tells later whether it did."""
        self._write(
            "UPDATE photo SET state = 'placing', seconds = ?, result_bytes = ?, sha256 = ?, "
            "warnings = ? WHERE id = ?",
            (made.seconds, made.size, made.sha256, json.dumps(made.warnings), row_id),
        )

    def rename(self, row_id: int, output: Path) -> None:
        """The result gets another name than was planned."""
        values = (os.fsencode(output.absolute()), row_id)
        self._write("UPDATE photo SET output = ? WHERE id = ?", values)

    def end(self, row_id: int, state: State, made: Made) -> Row:
        """What became of it."""
        values = (state, made.reason, json.dumps(made.warnings), made.seconds, made.width,
                  made.height, row_id)  # fmt: skip
        with self._lock:
            self._write(
                "UPDATE photo SET state = ?, reason = ?, warnings = ?, seconds = ?, "
                "width = max(width, ?), height = max(height, ?) WHERE id = ?",
                values,
                thumbnail=(row_id, made.thumbnail) if made.thumbnail else None,
            )
            return self.row(row_id)

    def release(self, *states: State) -> int:
        """Let photographs in ``states`` wait again; gives back how many."""
        marks = ", ".join("?" * len(states))
        return self._write(
            f"UPDATE photo SET state = 'waiting', reason = '' WHERE state IN ({marks})",  # noqa: S608
            states,
        )

    def release_one(self, row_id: int) -> None:
        """Let one photograph wait again."""
        self._write("UPDATE photo SET state = 'waiting', reason = '' WHERE id = ?", (row_id,))

    def remove_waiting(self, ids: Sequence[int]) -> int:
        """Take photographs out that wait; gives back how many did."""
        marks = ", ".join("?" * len(ids))
        return self._write(
            f"DELETE FROM photo WHERE state = 'waiting' AND id IN ({marks})",  # noqa: S608
            tuple(ids),
        )

    def reorder(self, ids: Sequence[int]) -> None:
        """Put photographs in the order of ``ids`` into the places that they have together."""
        marks = ", ".join("?" * len(ids))
        with self._lock, in_words(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            found = self._connection.execute(
                f"SELECT place FROM photo WHERE id IN ({marks}) ORDER BY place",  # noqa: S608
                tuple(ids),
            ).fetchall()
            pairs = [(place, row_id) for (place,), row_id in zip(found, ids, strict=False)]
            self._connection.executemany("UPDATE photo SET place = ? WHERE id = ?", pairs)

    def thumbnail(self, row_id: int) -> bytes | None:
        """A small JPEG of before beside after, once there is one."""
        found = self._read("SELECT jpeg FROM thumbnail WHERE id = ?", (row_id,))
        return bytes(found[0][0]) if found else None

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock, in_words(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _write(
        self,
        statement: str,
        values: Sequence[object] = (),
        thumbnail: tuple[int, bytes] | None = None,
    ) -> int:
        with self._lock, in_words(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            if thumbnail:
                statement_of_it = "INSERT OR REPLACE INTO thumbnail VALUES (?, ?)"
                self._connection.execute(statement_of_it, thumbnail)
            return self._connection.execute(statement, values).rowcount

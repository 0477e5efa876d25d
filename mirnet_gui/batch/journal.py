"""The state of every photograph of a batch, on the disk as it changes.

A database of SQLite, which is whole after a crash and after a power cut. One program at a time has
it; the system itself takes it away from a program that was killed.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from mirnet_gui.batch.database import COLUMNS, Database, errors_as_sentences, task_of
from mirnet_gui.batch.records import Counts, StagedResult, State, Task
from mirnet_gui.batch.run_header import RunHeader, RunState
from mirnet_gui.photo.naming import PassedOver

_COUNTS: Final = """
SELECT count(*), total(state = 'done'), total(state = 'skipped'), total(state = 'failed'),
    total(width * height), total((state IN ('done', 'skipped', 'failed')) * width * height)
FROM photo
"""
_HAS_LEFT: Final = (
    "EXISTS (SELECT 1 FROM photo WHERE state IN ('waiting', 'running', 'committing'))"
)


class Journal:
    """Every change is on the disk when its method returns; may be used from several threads.

    All methods raise :class:`mirnet_gui.errors.JournalError`.
    """

    def __init__(self, database: Database) -> None:
        self.path = database.path
        self._database = database

    @classmethod
    def create(cls, path: Path, header: RunHeader) -> Journal:
        """A new journal at ``path``, where nothing may stand."""
        return cls(Database.create(path, header.to_dict(), RunState.RUNNING.value))

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal that stands at ``path``."""
        return cls(Database.open(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have it; safe twice."""
        self._database.close()

    # The run

    @property
    def header(self) -> RunHeader:
        """What was asked for."""
        with errors_as_sentences(self.path):
            ((header,),) = self._database.read("SELECT header FROM run")
            return RunHeader.from_dict(json.loads(header))

    @property
    def state(self) -> RunState:
        """Whether it is through; ``running`` also after a crash."""
        with errors_as_sentences(self.path):
            ((state,),) = self._database.read("SELECT state FROM run")
            return RunState(state)

    def set_state(self, state: RunState) -> None:
        """Say whether it is through."""
        self._database.write("UPDATE run SET state = ?", (state.value,))

    def conclude(self) -> None:
        """Say that the run came to its end by itself: it is through, unless more came meanwhile."""
        through, not_through = RunState.FINISHED.value, RunState.RUNNING.value
        self._database.write(
            f"UPDATE run SET state = CASE WHEN {_HAS_LEFT} THEN ? ELSE ? END",
            (not_through, through),
        )

    def passed_over(self) -> list[PassedOver]:
        """What was found and is none of its photographs, though somebody may miss it."""
        found = self._database.read("SELECT path, why FROM passed_over ORDER BY rowid")
        with errors_as_sentences(self.path):
            return [PassedOver(Path(os.fsdecode(path)), why) for path, why in found]

    # Its photographs together

    def add(self, tasks: Iterable[Task], passed_over: Iterable[PassedOver] = ()) -> list[int]:
        """Put ``tasks`` at the end; gives back their ids. A run that was through is so no more.

        What was ``passed_over`` on the way is kept for the report.
        """
        with self._database.transaction() as connection:
            ids = [_insert(connection, task) for task in tasks]
            lines = [(os.fsencode(it.path.absolute()), it.why) for it in passed_over]
            connection.executemany("INSERT OR REPLACE INTO passed_over VALUES (?, ?)", lines)
            if ids:
                states = (RunState.RUNNING.value, RunState.FINISHED.value)
                connection.execute("UPDATE run SET state = ? WHERE state = ?", states)
            return ids

    def tasks(self, *states: State) -> Iterator[Task]:
        """Photographs in their order, of ``states`` only if some are given."""
        where = f"WHERE state IN ({_marks(states)})" if states else ""
        last: tuple[int, int] = (-1, -1)
        # Piece by piece, so that memory stays flat and others can write in between.
        while True:
            condition = f"{where} {'AND' if where else 'WHERE'} (place, id) > (?, ?)"
            found = self._database.read(
                f"SELECT place, {COLUMNS} FROM photo {condition} ORDER BY place, id LIMIT 500",
                (*states, *last),
            )
            for place, *values in found:
                last = (place, values[0])
                with errors_as_sentences(self.path):
                    task = task_of(values)
                yield task
            if not found:
                return

    def counts(self) -> Counts:
        """How far the whole is."""
        (values,) = self._database.read(_COUNTS)
        return Counts(*(int(value) for value in values))

    @property
    def has_left(self) -> bool:
        """Whether a photograph waits or is being worked on."""
        ((left,),) = self._database.read(f"SELECT {_HAS_LEFT}")
        return bool(left)

    @property
    def has_waiting(self) -> bool:
        """Whether a photograph waits that nobody works on."""
        return bool(self._database.read("SELECT 1 FROM photo WHERE state = 'waiting' LIMIT 1"))

    @property
    def newest_id(self) -> int:
        """Grows whenever photographs are added."""
        ((newest,),) = self._database.read("SELECT coalesce(max(id), 0) FROM photo")
        return int(newest)

    def release(self, *states: State) -> int:
        """Let photographs in ``states`` wait again; gives back how many."""
        return self._database.write(
            f"UPDATE photo SET state = 'waiting', reason = '' WHERE state IN ({_marks(states)})",
            states,
        )

    def remove_waiting(self, ids: Sequence[int]) -> int:
        """Take photographs out that wait; gives back how many did."""
        return self._database.write(
            f"DELETE FROM photo WHERE state = 'waiting' AND id IN ({_marks(ids)})",
            tuple(ids),
        )

    def reorder(self, ids: Sequence[int]) -> None:
        """Put photographs in the order of ``ids`` into the places that they have together."""
        with self._database.transaction() as connection:
            found = connection.execute(
                f"SELECT place FROM photo WHERE id IN ({_marks(ids)}) ORDER BY place",
                tuple(ids),
            ).fetchall()
            places = [(place, task_id) for (place,), task_id in zip(found, ids, strict=False)]
            connection.executemany("UPDATE photo SET place = ? WHERE id = ?", places)

    # One photograph on its way

    def task(self, task_id: int) -> Task:
        """One photograph."""
        with errors_as_sentences(self.path):
            (values,) = self._database.read(
                f"SELECT {COLUMNS} FROM photo WHERE id = ?",
                (task_id,),
            )
            return task_of(values)

    def take(self) -> Task | None:
        """The next that waits, which is running from now on; None when none waits."""
        with self._database.locked():
            found = self._database.read(
                "SELECT id FROM photo WHERE state = 'waiting' ORDER BY place, id LIMIT 1"
            )
            if not found:
                return None
            self._database.write("UPDATE photo SET state = 'running' WHERE id = ?", found[0])
            return self.task(found[0][0])

    def begin_reading(self, task_id: int) -> None:
        """A decoder looks at it next, and may take the whole program with it."""
        self._database.write("INSERT OR IGNORE INTO reading VALUES (?)", (task_id,))

    def end_reading(self, *ids: int) -> None:
        """The decoder is back: from these, or from all if none is given."""
        where = f"WHERE id IN ({_marks(ids)})" if ids else ""
        self._database.write(f"DELETE FROM reading {where}", ids)

    def was_not_read(self, task_id: int) -> bool:
        """Whether the program ended while it read this one."""
        return bool(self._database.read("SELECT id FROM reading WHERE id = ?", (task_id,)))

    def committing(self, task_id: int, staged: StagedResult) -> None:
        """The result is whole and gets its name next: what it is tells later whether it did."""
        warnings = json.dumps(staged.warnings)
        self._database.write(
            "UPDATE photo SET state = 'committing', seconds = ?, result_bytes = ?, sha256 = ?, "
            "warnings = ? WHERE id = ?",
            (staged.seconds, staged.size, staged.sha256, warnings, task_id),
        )

    def rename(self, task_id: int, output: Path) -> None:
        """The result gets another name than was planned."""
        values = (os.fsencode(output.absolute()), task_id)
        self._database.write("UPDATE photo SET output = ? WHERE id = ?", values)

    def end(self, task_id: int, state: State, staged: StagedResult) -> Task:
        """What became of it."""
        values = (state, staged.reason, json.dumps(staged.warnings), staged.seconds, staged.width,
                  staged.height, task_id)  # fmt: skip
        with self._database.locked():
            with self._database.transaction() as connection:
                if staged.thumbnail:
                    connection.execute(
                        "INSERT OR REPLACE INTO thumbnail VALUES (?, ?)",
                        (task_id, staged.thumbnail),
                    )
                connection.execute(
                    "UPDATE photo SET state = ?, reason = ?, warnings = ?, seconds = ?, "
                    "width = max(width, ?), height = max(height, ?) WHERE id = ?",
                    values,
                )
            return self.task(task_id)

    def release_one(self, task_id: int) -> None:
        """Let one photograph wait again."""
        self._database.write(
            "UPDATE photo SET state = 'waiting', reason = '' WHERE id = ?", (task_id,)
        )

    def thumbnail(self, task_id: int) -> bytes | None:
        """A small JPEG of before beside after, once there is one."""
        found = self._database.read("SELECT jpeg FROM thumbnail WHERE id = ?", (task_id,))
        return bytes(found[0][0]) if found else None


def _insert(connection: sqlite3.Connection, task: Task) -> int:
    source, output = os.fsencode(task.source.absolute()), os.fsencode(task.output.absolute())
    cursor = connection.execute(
        "INSERT INTO photo (place, source, output, format, bytes, width, height, method, state) "
        "SELECT coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?, ?, 'waiting' FROM photo",
        (source, output, task.format, task.bytes, task.width, task.height, task.method),
    )
    return int(cursor.lastrowid or 0)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

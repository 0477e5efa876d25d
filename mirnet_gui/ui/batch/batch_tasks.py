"""The photographs of the batch on the page, as they are known by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.batch.records import Task
from mirnet_gui.ui.batch.batch_state import Filter, counted, moved, newer


class BatchTasks(QObject):
    """All tasks in their order; the last word on each, whoever said it first."""

    reset = Signal(object)
    """All tasks, list of :class:`Task`."""
    changed = Signal(object)
    """Some tasks, sequence of :class:`Task`."""
    counts_changed = Signal(object)
    """How many there are of each :class:`Filter`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[int, Task] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def __iter__(self) -> Iterator[Task]:
        return iter(list(self._tasks.values()))

    @property
    def ids(self) -> list[int]:
        """Of all, in their order."""
        return list(self._tasks)

    @property
    def counts(self) -> Mapping[Filter, int]:
        """How many there are of each filter."""
        return counted(self._tasks.values())

    @property
    def has_waiting(self) -> bool:
        """Whether there is something to do."""
        return any(task.state == "waiting" for task in self)

    def knows(self, tasks: Sequence[Task]) -> bool:
        """Whether all of ``tasks`` are among them."""
        return all(task.id in self._tasks for task in tasks)

    def waiting_moved(self, ids: Sequence[int], by: int) -> list[int]:
        """The ids of what waits, with ``ids`` ``by`` places nearer to the end."""
        return moved([task.id for task in self if task.state == "waiting"], ids, by)

    def show(self, tasks: Sequence[Task]) -> None:
        """Take these in place of all."""
        self._tasks = {task.id: task for task in tasks}
        self.reset.emit(list(tasks))
        self.counts_changed.emit(self.counts)

    @Slot(object)
    def show_newer(self, tasks: Sequence[Task]) -> None:
        """As :meth:`show`, but what is known of some may be newer than the journal was."""
        self.show([newer(self._tasks.get(task.id), task) for task in tasks])

    def show_only(self, ids: Sequence[int]) -> None:
        """Take no others than these, in this order."""
        self.show([self._tasks[each] for each in ids])

    def change(self, tasks: Sequence[Task]) -> None:
        """Some are different now."""
        known = [task for task in tasks if task.id in self._tasks]
        self._tasks.update({task.id: task for task in known})
        self.changed.emit(known)
        self.counts_changed.emit(self.counts)

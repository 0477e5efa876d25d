"""Which photographs were open when the window was closed, to open them again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mirnet_gui.jobs.kept_jobs import read_open_list_job, write_open_list_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.kept.open_list import OpenList
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks

_REST_MS = 1000


class LastPhotographs(QObject):
    """Offers them until others are opened; a window in which none ever was forgets nothing."""

    offered = Signal(int)
    """How many could be opened again: 0 from the moment on that some are open."""

    def __init__(
        self, file: Path, runner: JobRunner, photographs: Photographs, preferences: Preferences
    ) -> None:
        super().__init__()
        self._file = file
        self._photographs = photographs
        self._preferences = preferences
        self._tasks = Tasks(runner, self)
        self._last = OpenList()
        self._were_open = False
        self._is_written = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.write)
        self._tasks.succeeded.connect(self._on_succeeded)
        photographs.list_changed.connect(self._on_list)
        preferences.changed.connect(self._on_preference)

    @property
    def count(self) -> int:
        """How many are offered."""
        return len(self._last.paths)

    @property
    def now(self) -> OpenList:
        """Those that are open now, as far as they have files."""
        listed = self._photographs.listed
        files = tuple(key for key in listed.paths if key.is_absolute())
        return OpenList(
            files, listed.current if listed.current in files else next(iter(files), None)
        )

    def look(self) -> None:
        """Find out whether there are some to be offered."""
        if self._preferences.settings.offer_last_photographs and not self._were_open:
            job = read_open_list_job(self._file)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.LOOKING)))

    def open(self) -> None:
        """Open those that are offered."""
        last = self._last
        if last.current is not None:
            self._photographs.reopen(list(last.paths), last.current)

    @Slot()
    def write(self) -> None:
        """Remember what is open, if that is another list than was remembered last."""
        self._rest.stop()
        if not self._is_written:
            self._is_written = True
            self._submit(self._open_now())

    def _open_now(self) -> OpenList:
        if not self._preferences.settings.offer_last_photographs:
            return OpenList()
        return self.now

    def _submit(self, opened: OpenList) -> None:
        job = write_open_list_job(opened, self._file)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.SAVING)))

    @Slot()
    def _on_list(self) -> None:
        if not self._were_open and not self._photographs.listed.paths:
            return
        self._were_open, self._is_written = True, False
        self._offer(OpenList())
        if not self._rest.isActive():
            self._rest.start()

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "offer_last_photographs":
            self._offer(OpenList())
            self._is_written = True
            self._submit(self._open_now())

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        if isinstance(result, OpenList) and not self._were_open:
            self._offer(result)

    def _offer(self, last: OpenList) -> None:
        if last != self._last:
            self._last = last
            self.offered.emit(self.count)

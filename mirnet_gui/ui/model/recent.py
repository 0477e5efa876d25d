"""The files and folders that were opened lately; the newest is the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui import locations
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.window_jobs import missing_job
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker

MOST: Final = 10
"""Files that are remembered, and as many folders."""

_PICTURE_SIZE: Final = (336, 336)


class Recent(QObject):
    """Remembered by the preferences, unless they say that nothing is to be.

    Those that are not there any more vanish once :meth:`look` has found that; looking is a job,
    since the drive of a network may not answer for minutes.
    """

    changed = Signal()
    pictures_made = Signal(object)
    """JPEG by path, as :attr:`ThumbnailMaker.made` gives them."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._tasks: Tasks | None = None
        self._maker: ThumbnailMaker | None = None
        preferences.changed.connect(self._on_preference)

    @property
    def files(self) -> tuple[Path, ...]:
        """Photographs."""
        return tuple(map(Path, self._preferences.settings.recent_files))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Folders that were opened as a whole."""
        return tuple(map(Path, self._preferences.settings.recent_folders))

    def look_with(self, runner: JobRunner) -> None:
        """Have ``runner`` look for them, and make small pictures of them, from now on."""
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_looked)
        self._maker = ThumbnailMaker(runner, _PICTURE_SIZE, parent=self)
        self._maker.made.connect(self.pictures_made)

    @Slot(list)
    def make_pictures(self, paths: list[Path]) -> None:
        """Have small pictures of ``paths`` made."""
        if self._maker is not None:
            self._maker.make(paths)

    def note(self, paths: Sequence[Path]) -> None:
        """``paths`` were opened; of many only the folder that they are in is worth a line."""
        if not self._preferences.settings.keep_recent:
            return
        shipped = locations.resources()
        others = (path for path in paths if not path.is_relative_to(shipped))
        # No more than are looked at below: each costs a while, and there may be thousands.
        own = list(islice(others, MOST + 1))
        if len(own) > MOST:
            folders, files = [own[0].parent], []
        else:
            folders = [path for path in own if path.is_dir()]
            files = [path for path in own if path not in folders]
        self._keep([*files, *self.files], [*folders, *self.folders])

    @Slot(object)
    def forget(self, path: Path) -> None:
        """``path`` could not be opened."""
        self._keep((each for each in self.files if each != path), self.folders)

    @Slot()
    def clear(self) -> None:
        """Forget all of them."""
        self._keep((), ())

    @Slot()
    def look(self) -> None:
        """Let those vanish that are not there any more."""
        known = (*self.files, *self.folders)
        if self._tasks is not None and known and not self._tasks.has(Activity.LOOKING):
            self._tasks.submit(missing_job(known), BackgroundTask(Doing(Activity.LOOKING)))

    def _keep(self, files: Iterable[Path], folders: Iterable[Path]) -> None:
        self._preferences.change(recent_files=_texts(files), recent_folders=_texts(folders))

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name in ("recent_files", "recent_folders"):
            self.changed.emit()
        elif name == "keep_recent" and not self._preferences.settings.keep_recent:
            self.clear()

    @Slot(object, object)
    def _on_looked(self, _task: BackgroundTask, missing: object) -> None:
        if isinstance(missing, frozenset) and missing:
            self._keep(
                (path for path in self.files if path not in missing),
                (path for path in self.folders if path not in missing),
            )


def _texts(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, paths)))[:MOST]

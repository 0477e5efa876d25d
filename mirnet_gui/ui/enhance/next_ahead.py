"""The next photograph of the list is enhanced while somebody looks at this one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto, enhance_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.tile_mailbox import TileMailbox
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.variants import on_device
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class NextAhead(QObject):
    """Works on the runner of all, so never beside them; whoever wants something asks it to yield.

    It says nothing: what is wrong with a photograph is told to who goes there.
    """

    def __init__(self, runner: JobRunner, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tasks = Tasks(runner, self)
        self._key: Path | None = None
        self._method: Method | None = None
        self._hopeless: set[Path] = set()
        self.mailbox = TileMailbox()
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)
        model.photographs.reread.connect(self._hopeless.discard)

    @property
    def is_busy(self) -> bool:
        """Whether something is computed beforehand."""
        return bool(self._tasks.all())

    def begin(self) -> None:
        """Everybody is at rest: enhance the next one, if there is one without a result."""
        key = self._model.photographs.listed.next
        if self.is_busy or key is None or key in self._hopeless:
            return
        self._key = key
        opened = self._model.photographs.in_memory(key)
        if opened is None:
            job = self._model.photographs.reading_job(key)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.OPENING, key.name), key))
        else:
            self._enhance(opened)

    def yield_to(self, key: Path | None = None) -> None:
        """Stop, unless it is ``key`` that is being enhanced: who goes there takes that over."""
        is_theirs = key is not None and key == self._key and self._tasks.has(Activity.ENHANCING)
        if not is_theirs:
            self._key = None
            self._tasks.cancel_where(lambda _task: True)

    def hand_over(
        self, opened: OpenedPhoto, method: Method, tasks: Tasks, task: BackgroundTask
    ) -> bool:
        """Let what ``method`` makes of ``opened`` be ``task`` of ``tasks``, if it is under way."""
        for mine in self._tasks.all():
            if mine.about is opened and self._method == method:
                self._key = None
                tasks.take_over(self._tasks, mine, task)
                return True
        return False

    def _enhance(self, opened: OpenedPhoto) -> None:
        model = self._model
        method = on_device(model.recipes.method_of(opened.key), model.preferences.device)
        if model.results.get(opened, method) is None:
            self._method, self.mailbox = method, TileMailbox()
            job = enhance_job(opened.photo, method, self.mailbox)
            self._tasks.submit(
                job, BackgroundTask(Doing(Activity.ENHANCING, opened.key.name), opened)
            )

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case Path(), OpenedPhoto() as opened:
                self._model.photographs.keep(opened)
                self._model.recipes.take_up(opened.key, opened.kept.text)
                self._enhance(opened)
            case OpenedPhoto() as opened, EnhancedPhoto() as enhanced:
                self._model.results.put(opened, enhanced)

    @Slot(object, object)
    def _on_failed(self, _task: BackgroundTask, _event: JobFailed) -> None:
        if self._key is not None:
            self._hopeless.add(self._key)

"""How one photograph comes to its result: a preview, then parts, or what was begun beforehand."""

from __future__ import annotations

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.display import DisplayPart
from mirnet_gui.jobs.photo_jobs import (
    PREVIEW_FROM,
    OpenedPhoto,
    enhance_job,
    light_alone,
    prepare_job,
    preview_job,
    undeveloped,
)
from mirnet_gui.jobs.tile_mailbox import TileMailbox
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.enhance.next_ahead import NextAhead
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.photographs import name_of
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks

_ACTIVITIES = (Activity.PREVIEWING, Activity.ENHANCING)


class Enhancing:
    """Submits to ``tasks`` what gives the result; who hears of that asks for its parts."""

    def __init__(self, tasks: Tasks, model: Model, ahead: NextAhead) -> None:
        self._tasks = tasks
        self._model = model
        self._ahead = ahead
        self._view: Region | None = None
        self._mailbox = TileMailbox()

    @property
    def is_under_way(self) -> bool:
        """Whether a result, or its preview, is on its way."""
        return self._tasks.has(*_ACTIVITIES)

    def look_at(self, view: Region) -> None:
        """The window shows this rectangle of the photograph: it is to be enhanced first."""
        self._view = view
        self._mailbox.look_at(view)

    def take_parts(self) -> list[DisplayPart]:
        """The parts that were finished since the last call."""
        return self._mailbox.take()

    def cancel(self) -> None:
        """Nobody waits for the result any more."""
        self._tasks.cancel(*_ACTIVITIES)

    def begin(self, opened: OpenedPhoto, method: Method) -> None:
        """Let ``method`` make its result; what was begun beforehand is gone on with."""
        task = BackgroundTask(Doing(Activity.ENHANCING, name_of(opened)), opened.key)
        if self._ahead.hand_over(opened, method, self._tasks, task):
            self._mailbox = self._ahead.mailbox
            if self._view is not None:
                self._mailbox.look_at(self._view)
            return
        self._ahead.yield_to()
        self._mailbox = TileMailbox(self._view)
        if not self._model.preferences.devices and not self._tasks.has(Activity.PREPARING):
            job = prepare_job(self._model.list_devices)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.PREPARING)))
        photo = opened.photo
        if photo.width * photo.height >= PREVIEW_FROM:
            light = light_alone(undeveloped(method))
            known = None if light is None else self._model.results.get(opened, light)
            doing = Doing(Activity.PREVIEWING, name_of(opened))
            self._tasks.submit(preview_job(photo, method, known), BackgroundTask(doing))
        self._tasks.submit(enhance_job(photo, method, self._mailbox), task)

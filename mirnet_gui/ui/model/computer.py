"""What this computer can do: its processors, and how fast it computes, which is measured once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import DeviceNames, prepare_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.window_jobs import Speed, measure_job
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class Computer(QObject):
    """Looks at it on a runner of its own, beside the work on photographs."""

    measured = Signal(object)
    """:class:`Speed`; also where it could not be measured, as the first photograph will tell."""

    def __init__(
        self,
        runner: JobRunner,
        preferences: Preferences,
        list_devices: Callable[[], DeviceNames],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._list_devices = list_devices
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    @Slot()
    def find_devices(self) -> None:
        """Let the preferences know which processors there are, unless they do."""
        if not (self._preferences.devices or self._tasks.has(Activity.PREPARING)):
            job = prepare_job(self._list_devices)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.PREPARING)))

    @Slot()
    def measure(self) -> None:
        """Measure its speed with the weights that are preferred, unless that was done before."""
        job = measure_job(self._preferences.model)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.MEASURING)))

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        match result:
            case Speed() as speed:
                self.measured.emit(speed)
            case tuple() as devices:
                self._preferences.know_devices(devices)

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, _event: JobFailed) -> None:
        if task.doing.activity is Activity.MEASURING:
            self.measured.emit(Speed(None))

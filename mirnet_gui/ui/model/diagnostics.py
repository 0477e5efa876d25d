"""The report that somebody sends along with a problem."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.jobs.diagnostics_job import diagnostics_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.tasks import BackgroundTask


class Diagnostics(BackgroundWork):
    """Saves reports; ``log_folder`` is where the log lies that goes into them."""

    def __init__(self, runner: JobRunner, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(runner, parent)
        self.log_folder = log_folder

    def save(self, folder: Path, photograph: Path | None = None) -> None:
        """Write a report into ``folder``, with the file ``photograph`` where that is wanted."""
        job = diagnostics_job(folder, photograph)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.REPORTING), photograph))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        if isinstance(result, Path):
            sentence = tr("Saved {name}. Your photographs are not in it.", name=result.name)
            if isinstance(task.about, Path):
                sentence = tr(
                    "Saved {name}. The photograph {photograph} is in it.",
                    name=result.name,
                    photograph=printable(task.about.name),
                )
            self.message.emit(Message.of_written(sentence, result))

"""The presets that can be chosen: those that the program brings, and the user's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs import preset_jobs
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.preset_jobs import Changed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.presets.built_in import BUILT_IN
from mirnet_gui.presets.own_presets import OwnPresets
from mirnet_gui.presets.preset import Preset, same_name
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class Presets(QObject):
    """The user's lie in ``own``, which other windows change as well: :meth:`look` follows them."""

    changed = Signal()
    """There are others, or they are called otherwise."""
    message = Signal(object)
    """:class:`Message`."""

    def __init__(self, own: OwnPresets, runner: JobRunner) -> None:
        super().__init__()
        self._own = own
        self._presets: tuple[Preset, ...] = ()
        self._passed_over: set[Path] = set()
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    @property
    def all(self) -> tuple[Preset, ...]:
        """In the order in which they are offered."""
        return (*BUILT_IN, *self._presets)

    @property
    def own(self) -> tuple[Preset, ...]:
        """Those of the user."""
        return self._presets

    def own_called(self, name: str) -> Preset | None:
        """The user's preset of that name, if there is one."""
        return next(
            (each for each in self._presets if same_name(each.name) == same_name(name)), None
        )

    def look(self) -> None:
        """Look anew which there are."""
        self._do(preset_jobs.find_presets_job(self._own), Activity.LOOKING)

    def save(self, preset: Preset, *, overwrite: bool = False) -> None:
        """Keep ``preset`` as one of the user's."""
        self._do(preset_jobs.save_preset_job(self._own, preset, overwrite=overwrite))

    def rename(self, preset: Preset, to: str) -> None:
        """Call ``preset`` otherwise."""
        self._do(preset_jobs.rename_preset_job(self._own, preset.name, to))

    def delete(self, preset: Preset) -> None:
        """Delete ``preset``; that can be taken back."""
        job = preset_jobs.delete_preset_job(self._own, preset.name)
        self._do(job, Activity.SAVING, "delete")

    def take_in(self, file: Path) -> None:
        """Keep a copy of the preset in ``file``."""
        self._do(preset_jobs.import_preset_job(self._own, file), Activity.SAVING, "import")

    def export(self, preset: Preset, file: Path) -> None:
        """Write ``preset`` into ``file``, for others."""
        self._do(preset_jobs.export_preset_job(preset, file))

    def _do(self, job: Job, activity: Activity = Activity.SAVING, what: str = "") -> None:
        self._tasks.submit(job, BackgroundTask(Doing(activity), what))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case _, Path() as path:
                self.message.emit(Message.of_written(tr("Saved {name}.", name=path.name), path))
            case "delete", Changed(preset=Preset() as preset):
                self._tell_deleted(preset)
            case "import", Changed(preset=Preset() as preset):
                sentence = tr("The preset {name} can be chosen now.", name=preset.name)
                self.message.emit(Message(MessageKind.DONE, sentence))
        if isinstance(result, Changed):
            self._take(result)

    def _take(self, changed: Changed) -> None:
        for path, sentence in changed.found.passed_over:
            if path not in self._passed_over:
                self._passed_over.add(path)
                hint = tr("It lies in {folder} and was passed over.", folder=path.parent)
                self.message.emit(Message(MessageKind.NOTE, sentence, hint))
        if changed.found.presets != self._presets:
            self._presets = changed.found.presets
            self.changed.emit()

    def _tell_deleted(self, preset: Preset) -> None:
        sentence = tr("The preset {name} was deleted.", name=preset.name)
        undo = Answer(tr("Put back"), lambda: self.save(preset))
        self.message.emit(Message(MessageKind.NOTE, sentence, answers=(undo,)))

    @Slot(object, object)
    def _on_failed(self, _task: BackgroundTask, event: JobFailed) -> None:
        self.message.emit(Message.of_failure(event))

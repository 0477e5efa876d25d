"""The trainings that were begun, and the one of them that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.trainer_events import Measured, TrainingBegan, TrainingStepped
from mirnet_gui.jobs.trainer_process import TrainerEnd
from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.jobs.training_runs import (
    PassName,
    Training,
    TrainingState,
    samples_job,
    trainings_job,
)
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.ui.train.training_run import TrainingRun

_LOOKING = Doing(Activity.LOOKING)


class Trainings(QObject):
    """Reads the folders below ``root``; what ``run`` tells comes before it is written there."""

    changed = Signal()
    """Ask :attr:`all`."""
    shown_changed = Signal()
    """Another one is shown, or its state is another one."""
    points_came = Signal()
    """The curves of the shown one have grown."""
    samples_came = Signal(object)
    """A tuple of :class:`Sample`, of the shown one."""

    def __init__(
        self, runner: JobRunner, root: Path, run: TrainingRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._root = root
        self._run = run
        # What is read for the page alone is nothing that a status line tells.
        self._looks = Tasks(runner, self)
        self._looks.succeeded.connect(self._on_succeeded)
        self._looks.failed.connect(self._on_failed)
        self.all: tuple[TrainingState, ...] = ()
        self.shown: TrainingState | None = None
        self._is_out_of_date = False
        self.failure: TrainerEnd | None = None
        """How the shown one failed, if it did so now."""
        run.phase_changed.connect(self._on_phase)
        run.stepped.connect(self._on_stepped)
        run.measured.connect(self._on_measured)
        run.pass_began.connect(self.shown_changed)

    @property
    def shows_running(self) -> bool:
        """Whether the shown one is the one that goes on."""
        return self.shown is not None and self.shown.training == self._run.training

    @property
    def is_out_of_date(self) -> bool:
        """Whether a run has ended whose folder is not read again by now."""
        return self._is_out_of_date

    @property
    def reads_samples(self) -> bool:
        """Whether sample pictures of the shown one are being read."""
        return any(task.about == self.shown.training for task in self._looks.all() if self.shown)

    def is_shown(self, training: Training) -> bool:
        """Whether it is ``training`` that is looked at."""
        return self.shown is not None and self.shown.training == training

    def show(self, training: Training | None) -> None:
        """Look at another one; None for none of them."""
        found = [each for each in self.all if training and each.training == training]
        self._turn_to(found[0] if found else None)
        if self.shows_running:
            self.look()

    def show_new(self, training: Training) -> None:
        """Look at one that is about to begin."""
        self._turn_to(TrainingState(training, {"": Curves()}))

    def forget_failure(self) -> None:
        """It is tried again."""
        self.failure = None
        self.shown_changed.emit()

    def note_failure(self, training: Training, end: TrainerEnd) -> None:
        """``training`` failed just now."""
        if self.is_shown(training):
            self.failure = end
            self.shown_changed.emit()

    def look(self) -> None:
        """Read them anew."""
        self._looks.submit(trainings_job(self._root), BackgroundTask(_LOOKING, "list"))

    def want_samples(self, name: PassName) -> None:
        """Read the sample pictures of the shown one's pass called ``name``."""
        if self.shown is not None:
            task = BackgroundTask(_LOOKING, self.shown.training)
            self._looks.submit(samples_job(self.shown.training, name), task)

    def _turn_to(self, state: TrainingState | None) -> None:
        self.shown, self.failure = state, None
        self.samples_came.emit(())
        self.shown_changed.emit()

    @Slot()
    def _on_phase(self) -> None:
        # What was heard of it does not say whether it is done; its folder does.
        self._is_out_of_date = not self._run.phase.is_active
        if self._is_out_of_date:
            self.look()

    @Slot(object)
    def _on_stepped(self, event: TrainingStepped | TrainingBegan) -> None:
        if isinstance(event, TrainingStepped) and event.loss is not None:
            self._grow(lambda curves: curves.with_points(loss=(event.step, event.loss or 0.0)))

    @Slot(object)
    def _on_measured(self, event: Measured) -> None:
        at = float(event.step)
        self._grow(lambda curves: curves.with_points(psnr=(at, event.psnr), ssim=(at, event.ssim)))
        if self.shows_running:
            self.want_samples(self._run.pass_name)

    def _grow(self, grown: Callable[[Curves], Curves]) -> None:
        if self.shown is None or not self.shows_running:
            return
        name = self._run.pass_name
        kept = {key: each for key, each in self.shown.curves.items() if key or not name}
        curves = kept | {name: grown(kept.get(name, Curves()))}
        self.shown = replace(self.shown, curves=curves)
        self.points_came.emit()

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case "list", tuple():
                self.all = result
                self._note_read()
                self.changed.emit()
                self._follow_list()
            case Training() as training, tuple():
                if self.is_shown(training):
                    self.samples_came.emit(result)
            case _:
                pass

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, _event: JobFailed) -> None:
        if task.about == "list":
            self._note_read()
            self.shown_changed.emit()
        else:
            self.points_came.emit()

    def _note_read(self) -> None:
        # One that was begun before the run ended may have read too early.
        if not any(task.about == "list" for task in self._looks.all()):
            self._is_out_of_date = False

    def _follow_list(self) -> None:
        for each in self.all:
            if self.shown is None or not self.is_shown(each.training):
                continue
            if not self.shows_running or _points(each) > _points(self.shown):
                # What goes on is told faster than it is written.
                self.shown = each
            self.shown_changed.emit()


def _points(state: TrainingState) -> int:
    return sum(len(each.loss) for each in state.curves.values())

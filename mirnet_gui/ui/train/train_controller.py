"""What happens on the Train page: data and recipe chosen, trainings begun, used, discarded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.trainer_process import TrainerEnd, TrainerProcess
from mirnet_gui.jobs.training_data import TrainingData, look_job
from mirnet_gui.jobs.training_discard import discard_job
from mirnet_gui.jobs.training_recipes import DataKind, Recipe, fitting, proposed, recipe_of
from mirnet_gui.jobs.training_runs import Training, free_name, new_training
from mirnet_gui.language import tr
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.ui.train.data_check import DataCheck
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.train.train_wording import what_is_left
from mirnet_gui.ui.train.training_run import TrainingRun
from mirnet_gui.ui.train.trainings import Trainings
from mirnet_gui.ui.train.weights_maker import WeightsMaker

_DOING = {
    Phase.PREPARING: Activity.CHECKING,
    Phase.RUNNING: Activity.TRAINING,
    Phase.PAUSED: Activity.TRAINING_PAUSED,
    Phase.STOPPING: Activity.STOPPING,
}


class TrainController(QObject):
    """Holds what is chosen and shown; widgets listen and ask."""

    doing_changed = Signal(object)
    advanced = Signal(object)
    message = Signal(object)
    data_changed = Signal()
    """The data or the recipe chosen for it."""
    phase_changed = Signal()
    through = Signal(object)
    """:class:`Message`: a training came to its end by itself."""

    def __init__(
        self,
        runner: JobRunner,
        root: Path,
        new_process: Callable[[], TrainerProcess] = TrainerProcess,
    ) -> None:
        super().__init__()
        self._root = root
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)
        self._tasks.doing_changed.connect(self._tell_doing)
        self.run = TrainingRun(new_process(), self)
        self.trainings = Trainings(runner, root, self.run, self)
        self.check = DataCheck(new_process(), self)
        self.weights = WeightsMaker(runner, self)
        self._told = Doing()
        self.data: TrainingData | None = None
        self.recipe: Recipe | None = None
        self._connect()

    # What is going on

    @property
    def phase(self) -> Phase:
        """Where the training that goes on is."""
        return self.run.phase

    @property
    def doing(self) -> Doing:
        """What the status line tells."""
        training = self.run.training
        if training is not None:
            return Doing(_DOING[self.phase], training.name)
        if self.check.is_busy and self.data is not None:
            return Doing(Activity.CHECKING, self.data.folder.name)
        return next((w.doing for w in (self._tasks, self.weights) if w.doing != Doing()), Doing())

    def cancel(self) -> None:
        """Stop what can be stopped: a look at pictures, a preparation."""
        self._tasks.cancel(Activity.CHECKING)
        if self.phase is Phase.PREPARING:
            self.run.stop()
        self.check.cancel()

    @Slot()
    def _tell_doing(self) -> None:
        if self.doing != self._told:
            self._told = self.doing
            self.doing_changed.emit(self.doing)

    # Choosing

    def choose_data(self, folder: Path, kind: DataKind) -> None:
        """Look at ``folder``, and learn from it if it is of this ``kind``."""
        doing = Doing(Activity.CHECKING, folder.name)
        self._tasks.cancel(Activity.CHECKING)
        self._tasks.submit(look_job(folder, kind), BackgroundTask(doing, "data"))

    def forget_data(self) -> None:
        """Choose again."""
        self.check.cancel()
        self.data = self.recipe = None
        self.data_changed.emit()

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """Those that fit the data."""
        return () if self.data is None else fitting(self.data.kind, self.data.scale)

    def choose_recipe(self, key: str) -> None:
        """Take another recipe for the same data."""
        if self.data is not None and (self.recipe is None or self.recipe.key != key):
            self.recipe = recipe_of(key)
            self.data_changed.emit()
            self.check.request(self.recipe, self.data)

    def propose_name(self) -> str:
        """A name for a new training that nobody has."""
        return free_name("" if self.data is None else self.data.folder.name, self._root)

    # Training

    def begin(self, name: str, steps: int) -> None:
        """Begin what is chosen."""
        if self.data is None or self.recipe is None or self.phase.is_active:
            return
        try:
            training = new_training(
                self._root,
                name=free_name(name, self._root),
                recipe=self.recipe.key,
                kind=self.data.kind,
                data=self.data.folder,
                steps=steps,
            )
        except MirnetGuiError as error:
            self.message.emit(Message(MessageKind.FAILED, error.sentence, error.hint))
            return
        self.check.cancel()
        self.run.begin(training)
        self.trainings.show_new(training)

    def resume(self) -> None:
        """Go on with the shown one."""
        shown = self.trainings.shown
        if shown is not None and shown.can_resume and not self.phase.is_active:
            self.run.resume(shown.training)
            self.trainings.forget_failure()

    def discard(self) -> None:
        """Move the shown one to the trash."""
        shown = self.trainings.shown
        if shown is not None and not self.trainings.shows_running:
            doing = Doing(Activity.SAVING, shown.training.name)
            self._tasks.submit(discard_job(shown.training), BackgroundTask(doing, "discard"))

    # From beginning to end

    def close(self) -> None:
        """The program ends: what goes on is stopped, with a checkpoint."""
        self.check.close()
        self.weights.close()
        self.run.process.close()

    # What is told

    def _connect(self) -> None:
        run = self.run
        run.phase_changed.connect(self._on_phase)
        run.advanced.connect(self.advanced)
        run.ended.connect(self._on_run_ended)
        run.given_up.connect(self._on_given_up)
        self.weights.message.connect(self.message)
        self.weights.doing_changed.connect(self._tell_doing)
        self.check.busy_changed.connect(self._tell_doing)

    @Slot()
    def _on_phase(self) -> None:
        self._tell_doing()
        self.phase_changed.emit()

    @Slot(object, object)
    def _on_run_ended(self, training: Training, end: TrainerEnd) -> None:
        if end.outcome == "failed":
            self.trainings.note_failure(training, end)
        self._tell_doing()
        if end.outcome == "failed":
            hint = end.hint or what_is_left(training)
            self.message.emit(Message(MessageKind.FAILED, end.sentence, hint))
        elif end.outcome == "done":
            sentence = tr("The training {name} is through.", name=training.name)
            self.through.emit(Message(MessageKind.DONE, sentence))

    @Slot(object, object)
    def _on_given_up(self, training: Training, end: TrainerEnd) -> None:
        self._tell_doing()
        if end.outcome == "failed":
            hint = end.hint or tr("It had not begun to learn: start it again.")
            self.message.emit(Message(MessageKind.FAILED, end.sentence, hint))
        if self.trainings.is_shown(training):
            self.trainings.show(None)
        self.trainings.look()

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case "data", TrainingData():
                self.data = result
                self.recipe = proposed(self.recipes, is_as_bright=result.is_as_bright)
                self.trainings.show(None)
                self.data_changed.emit()
                if self.recipe is not None:
                    self.check.request(self.recipe, result)
            case "discard", str() as name:
                sentence = tr("The training {name} is in the trash.", name=name)
                self.message.emit(Message(MessageKind.DONE, sentence))
                self.trainings.show(None)
                self.trainings.look()
            case _:
                pass

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        if task.about in ("data", "discard"):
            self.message.emit(Message.of_failure(event))

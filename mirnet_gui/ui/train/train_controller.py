"""What happens on the Train page: data and recipe chosen, trainings read, begun, used, imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.trainer_events import Measured, TrainingBegan, TrainingStepped
from mirnet_gui.jobs.trainer_process import TrainerEnd, TrainerProcess
from mirnet_gui.jobs.training_data import TrainingData, look_job
from mirnet_gui.jobs.training_discard import discard_job
from mirnet_gui.jobs.training_recipes import DataKind, Recipe, fitting, proposed, recipe_of
from mirnet_gui.jobs.training_runs import (
    Curves,
    PassName,
    Training,
    TrainingState,
    free_name,
    new_training,
    samples_job,
    trainings_job,
)
from mirnet_gui.language import tr
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.ui.train.data_check import DataCheck
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.train.train_wording import what_is_left
from mirnet_gui.ui.train.training_run import TrainingRun
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
    trainings_changed = Signal()
    shown_changed = Signal()
    """Another training is shown, or its state is another one."""
    points_came = Signal()
    """The curves of the shown one have grown."""
    samples_came = Signal(object)
    """A tuple of :class:`Sample`."""
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
        # What is read for the page alone is nothing that a status line tells.
        self._looks = Tasks(runner, self)
        for tasks in (self._tasks, self._looks):
            tasks.succeeded.connect(self._on_succeeded)
            tasks.failed.connect(self._on_failed)
        self._tasks.doing_changed.connect(self._tell_doing)
        self.run = TrainingRun(new_process(), self)
        self.check = DataCheck(new_process(), self)
        self.weights = WeightsMaker(runner, self)
        self._told = Doing()
        self.data: TrainingData | None = None
        self.recipe: Recipe | None = None
        self.trainings: tuple[TrainingState, ...] = ()
        self.shown: TrainingState | None = None
        self.failure: TrainerEnd | None = None
        """How the shown one failed, if it did so now."""
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
        self.failure = None
        self.shown = TrainingState(training, {"": Curves()})
        self.samples_came.emit(())
        self.run.begin(training)
        self.shown_changed.emit()

    def resume(self) -> None:
        """Go on with the shown one."""
        if self.shown is not None and self.shown.can_resume and not self.phase.is_active:
            self.failure = None
            self.run.resume(self.shown.training)
            self.shown_changed.emit()

    def show(self, training: Training | None) -> None:
        """Look at another one; None for what is chosen to be begun."""
        found = [each for each in self.trainings if training and each.training == training]
        self.shown = found[0] if found else None
        self.failure = None
        self.samples_came.emit(())
        self.shown_changed.emit()
        if self.shows_running:
            self.look()

    @property
    def shows_running(self) -> bool:
        """Whether the shown one is the one that goes on."""
        return self.shown is not None and self.shown.training == self.run.training

    def look(self) -> None:
        """Read the trainings anew."""
        self._looks.submit(
            trainings_job(self._root), BackgroundTask(Doing(Activity.LOOKING), "list")
        )

    def discard(self) -> None:
        """Move the shown one to the trash."""
        if self.shown is not None and not self.shows_running:
            doing = Doing(Activity.SAVING, self.shown.training.name)
            job = discard_job(self.shown.training)
            self._tasks.submit(job, BackgroundTask(doing, "discard"))

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
        run.stepped.connect(self._on_stepped)
        run.measured.connect(self._on_measured)
        run.pass_began.connect(self.shown_changed)
        run.ended.connect(self._on_run_ended)
        run.given_up.connect(self._on_given_up)
        self.weights.message.connect(self.message)
        self.weights.doing_changed.connect(self._tell_doing)
        self.check.busy_changed.connect(self._tell_doing)

    @Slot()
    def _on_phase(self) -> None:
        self._tell_doing()
        self.phase_changed.emit()

    @Slot(object)
    def _on_stepped(self, event: TrainingStepped | TrainingBegan) -> None:
        if isinstance(event, TrainingStepped) and event.loss is not None:
            self._grow(lambda curves: curves.with_points(loss=(event.step, event.loss or 0.0)))

    @Slot(object)
    def _on_measured(self, event: Measured) -> None:
        at = float(event.step)
        self._grow(lambda curves: curves.with_points(psnr=(at, event.psnr), ssim=(at, event.ssim)))
        if self.shows_running:
            self.want_samples(self.run.pass_name)

    def _grow(self, grown: Callable[[Curves], Curves]) -> None:
        name, training = self.run.pass_name, self.run.training
        states = {each.training: each for each in self.trainings}
        state = self.shown if self.shows_running else states.get(training) if training else None
        if state is None:
            return
        kept = {key: each for key, each in state.curves.items() if key or not name}
        curves = kept | {name: grown(kept.get(name, Curves()))}
        if self.shows_running:
            self.shown = replace(state, curves=curves)
            self.points_came.emit()

    def want_samples(self, name: PassName) -> None:
        """Read the sample pictures of the shown one's pass called ``name``."""
        if self.shown is None:
            return
        task = BackgroundTask(Doing(Activity.LOOKING), ("samples", self.shown.training))
        self._looks.submit(samples_job(self.shown.training, name), task)

    @Slot(object, object)
    def _on_run_ended(self, training: Training, end: TrainerEnd) -> None:
        is_shown = self.shown is not None and self.shown.training == training
        if end.outcome == "failed" and is_shown:
            self.failure = end
            self.shown_changed.emit()
        self._tell_doing()
        if end.outcome == "failed":
            hint = end.hint or what_is_left(training)
            self.message.emit(Message(MessageKind.FAILED, end.sentence, hint))
        elif end.outcome == "done":
            sentence = tr("The training {name} is through.", name=training.name)
            self.through.emit(Message(MessageKind.DONE, sentence))
        self.look()

    @Slot(object, object)
    def _on_given_up(self, training: Training, end: TrainerEnd) -> None:
        self._tell_doing()
        if end.outcome == "failed":
            hint = end.hint or tr("It had not begun to learn: start it again.")
            self.message.emit(Message(MessageKind.FAILED, end.sentence, hint))
        if self.shown is not None and self.shown.training == training:
            self.shown = None
            self.shown_changed.emit()
        self.look()

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case "data", TrainingData():
                self.shown, self.failure = None, None
                self.data = result
                self.recipe = proposed(self.recipes, is_as_bright=result.is_as_bright)
                self.shown_changed.emit()
                self.data_changed.emit()
                if self.recipe is not None:
                    self.check.request(self.recipe, result)
            case "list", tuple():
                self.trainings = result
                self._follow_list()
            case ("samples", training), tuple():
                if self.shown is not None and self.shown.training == training:
                    self.samples_came.emit(result)
            case "discard", str() as name:
                sentence = tr("The training {name} is in the trash.", name=name)
                self.message.emit(Message(MessageKind.DONE, sentence))
                self.show(None)
                self.look()
            case _:
                pass

    def _follow_list(self) -> None:
        self.trainings_changed.emit()
        for each in self.trainings:
            if self.shown is None or each.training != self.shown.training:
                continue
            if not self.shows_running or _points(each) > _points(self.shown):
                # What goes on is told faster than it is written.
                self.shown = each
            self.shown_changed.emit()

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        if task.about in ("data", "discard"):
            self.message.emit(Message.of_failure(event))


def _points(state: TrainingState) -> int:
    return sum(len(each.loss) for each in state.curves.values())

"""The training that is going on: its process, from the preparation to the end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.time_left import TimeLeft
from mirnet_gui.jobs.trainer_events import (
    Measured,
    PassBegan,
    TrainerEvent,
    TrainingBegan,
    TrainingStepped,
)
from mirnet_gui.jobs.trainer_process import TrainerEnd, TrainerProcess
from mirnet_gui.jobs.training_recipes import (
    prepare_arguments,
    recipe_of,
    resume_arguments,
    training_arguments,
)
from mirnet_gui.jobs.training_runs import PassName, Training, remove
from mirnet_gui.language import tr
from mirnet_gui.progress import Progress
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.train.train_state import Phase


class TrainingRun(QObject):
    """One at a time."""

    phase_changed = Signal()
    stepped = Signal(object)
    """:class:`TrainingStepped` or :class:`TrainingBegan`."""
    measured = Signal(object)
    """:class:`Measured`; its sample pictures are there."""
    pass_began = Signal()
    advanced = Signal(object)
    """:class:`Advance` over all passes."""
    ended = Signal(object, object)
    """:class:`Training`, and :class:`TrainerEnd`."""
    given_up = Signal(object, object)
    """The same, where it ended before it had begun to learn: nothing of it is left."""

    def __init__(self, process: TrainerProcess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = process
        self._training: Training | None = None
        self._phase = Phase.IDLE
        self._pass = PassBegan("", 1, 1)
        self._time_left = TimeLeft()
        process.told.connect(self._on_told)
        process.ended.connect(self._on_ended)

    @property
    def training(self) -> Training | None:
        """The one that is going on."""
        return self._training

    @property
    def phase(self) -> Phase:
        """Where it is."""
        return self._phase

    @property
    def process(self) -> TrainerProcess:
        """The trainer."""
        return self._process

    @property
    def pass_name(self) -> PassName:
        """The pass that is learning; "" where there is one only."""
        if self._pass.count > 1:
            return "detail" if self._pass.task == "detail" else "light"
        return ""

    def begin(self, training: Training) -> None:
        """Prepare the pictures, then learn from them."""
        self._begin(training, Phase.PREPARING)
        recipe = recipe_of(training.recipe)
        arguments = prepare_arguments(recipe, training.kind, training.data_folder, training.split)
        self._process.start(arguments, is_check=True)

    def resume(self, training: Training) -> None:
        """Go on with one that was stopped."""
        self._begin(training, Phase.RUNNING)
        arguments = resume_arguments(recipe_of(training.recipe), training.run)
        self._process.start(arguments, is_long=True)

    def pause(self) -> None:
        """Hold it, or let it go on."""
        if self._phase is Phase.RUNNING:
            self._process.pause()
            self._change(Phase.PAUSED)
        elif self._phase is Phase.PAUSED:
            self._process.resume()
            # The pause is no part of its pace.
            self._time_left = TimeLeft()
            self._change(Phase.RUNNING)

    def stop(self) -> None:
        """End it at its next step, with a checkpoint."""
        if self._phase.is_active:
            self._process.stop()
            self._change(Phase.STOPPING)

    def _begin(self, training: Training, phase: Phase) -> None:
        self._training = training
        self._pass = PassBegan("", 1, 1)
        self._time_left = TimeLeft()
        self._change(phase)

    def _change(self, phase: Phase) -> None:
        self._phase = phase
        self.phase_changed.emit()

    @Slot(object)
    def _on_told(self, event: TrainerEvent) -> None:
        match event:
            case PassBegan():
                self._pass, self._time_left = event, TimeLeft()
                self.pass_began.emit()
            case TrainingBegan():
                self.stepped.emit(event)
                self._advance(event.step, event.steps)
            case TrainingStepped():
                self.stepped.emit(event)
                self._advance(event.step, event.steps)
            case Measured():
                self.measured.emit(event)
            case _:
                pass

    def _advance(self, step: int, steps: int) -> None:
        done = (self._pass.number - 1) * steps + step
        progress = Progress(done, self._pass.count * steps, "step")
        self.advanced.emit(Advance(progress, self._time_left.after(progress)))

    @Slot(object)
    def _on_ended(self, end: TrainerEnd) -> None:
        training = self._training
        if training is None:
            return
        if self._phase is Phase.PREPARING and training.is_prepared:
            # The check tells faults by its exit code; what can be used was copied all the same.
            self._change(Phase.RUNNING)
            self._process.start(
                training_arguments(
                    recipe_of(training.recipe),
                    training.kind,
                    training.split,
                    training.run,
                    training.steps,
                ),
                is_long=True,
            )
            return
        if self._phase is Phase.PREPARING and end.outcome == "done":
            folder = training.data_folder.name
            end = TrainerEnd("failed", tr("Nothing in {folder} can be learnt from.", folder=folder))
        self._training = None
        self._change(Phase.IDLE)
        if training.has_begun:
            self.ended.emit(training, end)
        else:
            remove(training)
            self.given_up.emit(training, end)

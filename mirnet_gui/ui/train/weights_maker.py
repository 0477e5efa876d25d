"""Weights that can be chosen as a model: of a training, or of a checkpoint in another format."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui import locations
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.trainer_process import (
    TrainerEnd,
    TrainerProcess,
    program_command,
    trainer_command,
)
from mirnet_gui.jobs.training_recipes import recipe_of
from mirnet_gui.jobs.training_runs import Training, free_name, use_job
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask


class WeightsMaker(BackgroundWork):
    """Copies what was fine-tuned; what has to be converted is another process's work."""

    made = Signal(str)
    """The name of weights that can be chosen from now on."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(runner, parent)
        self._process = TrainerProcess(self, self._command)
        self._name = ""
        self._is_importing = False
        self._process.ended.connect(self._on_ended)

    def use(self, training: Training) -> None:
        """Let what ``training`` learnt be chosen."""
        if recipe_of(training.recipe).model:
            doing = Doing(Activity.EXPORTING, training.name)
            self._tasks.submit(use_job(training), BackgroundTask(doing))
        elif not self._process.is_running:
            self._name = free_name(training.name, locations.user_weights())
            output = locations.user_weights() / f"{self._name}{SUFFIX}"
            self._is_importing = False
            self._process.start(["export", str(training.run), "--output", str(output)])

    def import_checkpoint(self, file: Path, name: str, task: str, scale: int) -> None:
        """Take over a checkpoint in the official format."""
        if not self._process.is_running:
            self._name, self._is_importing = name, True
            options = ["--name", name, "--task", task, "--scale", str(scale)]
            self._process.start(["models", "import", str(file), *options])

    def cancel(self) -> None:
        """What is written is brought to its end."""

    def close(self) -> None:
        """The program ends."""
        self._process.close()

    def _command(self) -> list[str]:
        return program_command() if self._is_importing else trainer_command()

    @Slot(object)
    def _on_ended(self, end: TrainerEnd) -> None:
        if end.outcome == "failed":
            self.message.emit(Message(MessageKind.FAILED, end.sentence, end.hint))
        elif end.outcome == "done":
            self.made.emit(self._name)

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        if isinstance(result, str):
            self.made.emit(result)

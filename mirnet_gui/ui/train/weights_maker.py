"""Weights that can be chosen as a model: of a training, or of a checkpoint in another format."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui import locations
from mirnet_gui.escaping import printable
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


@dataclass(frozen=True, slots=True)
class _Conversion:
    """Another process makes weights ``name`` of ``source``, by ``arguments`` of a ``command``."""

    name: str
    source: str
    command: Callable[[], list[str]]
    arguments: tuple[str, ...]

    @property
    def doing(self) -> Doing:
        return Doing(Activity.TAKING_OVER, self.source)


class WeightsMaker(BackgroundWork):
    """Copies what was fine-tuned; what has to be converted is another process's work, in turn."""

    made = Signal(str)
    """The name of weights that can be chosen from now on."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(runner, parent)
        self._process = TrainerProcess(self, self._command)
        self._conversions: deque[_Conversion] = deque()
        self._process.ended.connect(self._on_ended)

    @property
    def doing(self) -> Doing:
        """What is going on."""
        return self._conversions[0].doing if self._conversions else super().doing

    @property
    def coming(self) -> frozenset[str]:
        """The names of weights that are being made."""
        return frozenset(each.name for each in self._conversions)

    def use(self, training: Training) -> None:
        """Let what ``training`` learnt be chosen."""
        if recipe_of(training.recipe).model:
            doing = Doing(Activity.EXPORTING, training.name)
            self._tasks.submit(use_job(training), BackgroundTask(doing))
            return
        name = free_name(training.name, locations.user_weights())
        if name not in self.coming:
            output = locations.user_weights() / f"{name}{SUFFIX}"
            arguments = ("export", str(training.run), "--output", str(output))
            self._convert(_Conversion(name, training.name, trainer_command, arguments))

    def import_checkpoint(self, file: Path, name: str, task: str, scale: int) -> None:
        """Take over a checkpoint in the official format."""
        options = ("--name", name, "--task", task, "--scale", str(scale))
        arguments = ("models", "import", str(file), *options)
        self._convert(_Conversion(name, printable(file.name), program_command, arguments))

    def cancel(self) -> None:
        """What is written is brought to its end."""

    def close(self) -> None:
        """The program ends."""
        self._conversions.clear()
        self._process.close()

    def _command(self) -> list[str]:
        return self._conversions[0].command()

    def _convert(self, conversion: _Conversion) -> None:
        self._conversions.append(conversion)
        if len(self._conversions) == 1:
            self._start()

    def _start(self) -> None:
        self._process.start(self._conversions[0].arguments)
        self._tell_doing()

    @Slot(object)
    def _on_ended(self, end: TrainerEnd) -> None:
        if not self._conversions:
            return
        ended = self._conversions.popleft()
        if self._conversions:
            self._start()
        self._tell_doing()
        if end.outcome == "failed":
            self.message.emit(Message(MessageKind.FAILED, end.sentence, end.hint))
        elif end.outcome == "done":
            self.made.emit(ended.name)

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        if isinstance(result, str):
            self.made.emit(result)

"""What the window around the pages has done in the background, in one record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.model.computer import Computer
from mirnet_gui.ui.model.diagnostics import Diagnostics
from mirnet_gui.ui.model.libraries import Libraries
from mirnet_gui.ui.model.model import Model


@dataclass(frozen=True, slots=True)
class Errands:
    """Reports of problems, the libraries, and the computer."""

    diagnostics: Diagnostics
    libraries: Libraries
    computer: Computer

    @classmethod
    def over(cls, runner: JobRunner, model: Model, log_folder: Path) -> Errands:
        """All of it made, with work done by ``runner``; it looks for recent photographs, too."""
        model.recent.look_with(runner)
        return cls(
            Diagnostics(runner, log_folder),
            Libraries(runner),
            Computer(runner, model.preferences, model.list_devices),
        )

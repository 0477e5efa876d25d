"""Trainings that nobody wants any more go to the trash."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from PySide6.QtCore import QFile

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.training_runs import Training
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.progress import CancelToken, ProgressCallback

_LOCK: Final = "training.lock"
"""The trainer holds it in the folder of each pass that is learning."""


def discard_job(training: Training) -> Job:
    """Moves it to the trash, with all that it made; gives back its name.

    Raises :class:`MirnetGuiError` when it goes on somewhere, and when it cannot be moved.
    """

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> str:
        if any(map(_is_held, training.run.rglob(_LOCK))):
            raise MirnetGuiError(
                tr("The training {name} goes on in another window.", name=training.name),
                tr("Stop it there first."),
            )
        if not QFile.moveToTrash(str(training.folder)):
            raise MirnetGuiError(
                tr("The training {name} could not be moved to the trash.", name=training.name),
                tr("Delete the folder {folder} yourself.", folder=training.folder),
            )
        return training.name

    return job


def _is_held(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False

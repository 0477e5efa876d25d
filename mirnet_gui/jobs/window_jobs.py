"""What the window around the pages has done: looking for files, for licences, at the computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui.jobs.loading import loading
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.mirnet import MirnetMethod, load_libraries, release_memory
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.versions import Library, libraries

MEGAPIXELS: Final = 12
"""Of the photograph that the computer's speed is told for."""
_HEIGHT, _WIDTH = 3000, 4000


@dataclass(frozen=True, slots=True)
class Speed:
    """How long this computer takes for a photograph of 12 megapixels; None if nobody knows."""

    seconds: float | None


def missing_job(paths: Sequence[Path]) -> Job:
    """Gives back the frozenset of those of ``paths`` that are not there any more."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> frozenset[Path]:
        missing = set()
        for path in paths:
            cancel.raise_if_cancelled()
            if not _is_there(path):
                missing.add(path)
        return frozenset(missing)

    return job


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Not to be looked at just now, which is no proof that it is gone.
        return True


def libraries_job() -> Job:
    """Gives back the list of the libraries that ship with the program."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> list[Library]:
        return libraries()

    return job


def release_memory_job() -> Job:
    """Gives back the memory that networks worked in, unless they are at work."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        release_memory()

    return job


def measure_job(model: str) -> Job:
    """Finds the fastest way to compute the weights ``model`` here, once; gives back :class:`Speed`.

    Where that was measured before it takes no longer than loading them.
    """

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Speed:
        method = MirnetMethod(model=model)
        with loading():
            load_libraries()
        # What is measured may take half a minute, and leaves garbage.
        method.prepare()
        return Speed(method.seconds(_HEIGHT, _WIDTH))

    return job

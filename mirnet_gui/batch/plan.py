"""Which photographs, and where each result goes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.photo.naming import photographs_in, result_path
from mirnet_gui.photo.outputs import format_of, take_name
from mirnet_gui.photo.photo import Format


@dataclass(frozen=True, slots=True)
class Task:
    """One photograph and the file that its result goes to."""

    source: Path
    output: Path


def plan_tasks(inputs: Sequence[Path], output: Path, target: Format | None) -> list[Task]:
    """A task for every photograph in ``inputs``, in their order; None keeps each one's format.

    Folders are walked with their tree kept below ``output``; what is no photograph by its name
    is passed over there, and so is ``output`` itself. A file named outright is always a task.
    """
    found = [pair for path in inputs for pair in _photographs(path, output)]
    taken: set[str] = set()
    return [_task(source, output / below, target, taken) for source, below in found]


def _photographs(path: Path, output: Path) -> Iterator[tuple[Path, Path]]:
    # Unlike Path.is_dir, this says no to names that are too long or forbidden.
    if not os.path.isdir(path):  # noqa: PTH112
        yield path, Path()
        return
    for photograph in photographs_in(path, leaving_out=output):
        yield photograph, photograph.parent.relative_to(path)


def _task(source: Path, folder: Path, target: Format | None, taken: set[str]) -> Task:
    first = result_path(source, folder, target or format_of(source))
    return Task(source, take_name(first, taken))

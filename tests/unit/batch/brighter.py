"""A method fast enough for many photographs, and batches run with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from mirnet_gui import locations
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Plan, Planner, Request
from mirnet_gui.batch.records import Outcome, Task
from mirnet_gui.batch.session import Session
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback


@dataclass(frozen=True)
class Brighter:
    """Twice as bright."""

    name: ClassVar[str] = "brighter"
    label: ClassVar[str] = "Brighter"
    scale: ClassVar[int] = 1
    scale: ClassVar[int] = 1

    def prepare(self) -> None:
        """Nothing has to be loaded."""

    def preview(self) -> Method | None:
        return None

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        progress(Progress(1, 2, "half"))
        cancel.raise_if_cancelled()
        return np.minimum(pixels, 100) * 2


@dataclass(frozen=True)
class Held(Brighter):
    """Tells that it has begun, and goes on when it is let go: tests wait for that, not for time."""

    begun: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        self.begun.set()
        while not self.let_go.wait(0.005):
            cancel.raise_if_cancelled()
        return super().apply(pixels, progress, cancel)


def chosen_of(output: Path | None, options: dict[str, Any]) -> Options:
    """Options with what is told of their encoding beside the rest."""
    names = {each.name for each in fields(Encoding)} & options.keys()
    encoding = Encoding(**{name: options.pop(name) for name in names})
    return replace(Options(output, encoding=encoding), **options)


def planned(inputs: Sequence[Path], output: Path, **options: object) -> list[Task]:
    chosen = chosen_of(output, options)
    return list(Planner(chosen, Brighter()).tasks(inputs, CancelToken()))


def begun(
    inputs: Sequence[Path], output: Path | None, method: Method | None = None, **options: object
) -> Journal:
    chosen = chosen_of(output, options)
    request = Request(tuple(inputs), method or Brighter(), chosen)
    planner = Planner(chosen, request.method)
    tasks = list(planner.tasks(inputs, CancelToken()))
    plan = Plan(request, tasks, planner.passed_over, [])
    return Session.begin(plan, locations.journals()).journal


def run(
    journal: Journal,
    method: Method | None = None,
    control: Control | None = None,
    observer: Observer | None = None,
) -> Iterator[Outcome]:
    return Session(journal, method or Brighter(), control).run(observer=observer)


def outcomes_of(
    inputs: Sequence[Path],
    output: Path | None,
    method: Method | None = None,
    control: Control | None = None,
    **options: object,
) -> list[Outcome]:
    with begun(inputs, output, method, **options) as journal:
        return list(run(journal, method, control))

"""Which photographs, and where each result goes: decided before the work."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mirnet_gui.batch.estimate import Estimate, estimate_batch
from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.names import Namer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.records import Task
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.naming import (
    PassedOver,
    format_from_extension,
    is_supported,
    original_of,
    photographs_in,
)
from mirnet_gui.photo.outputs import folded, free_name, identity, take_name
from mirnet_gui.photo.photo import Format
from mirnet_gui.photo.reading import Probe
from mirnet_gui.progress import CancelToken


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a batch is asked for: files and folders, what is to be done, and how.

    ``own`` has the registry's text of another method for photographs to which that is to be done.
    """

    inputs: tuple[Path, ...]
    method: Method
    options: Options
    own: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A photograph, and where it lies in the folder that was given; None if it was named itself."""

    source: Path
    below: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks of ``request``, one for each of ``found``, and what was found and is none.

    ``found`` stay as they were found, tasks may come in another order.
    """

    request: Request
    tasks: list[Task]
    passed_over: list[PassedOver]
    found: list[Found]

    def extended(self, inputs: Sequence[Path], cancel: CancelToken, headers: Headers) -> Plan:
        """With the photographs in ``inputs`` that have no task yet, at the end.

        No other one is looked at. Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        request = self.request
        planner = Planner(request.options, request.method, self.tasks, headers, request.own)
        found, tasks = list(self.found), list(self.tasks)
        newest = min((task.id for task in tasks), default=0)
        for each, task in planner.tasks_of(planner.find(inputs, cancel)):
            newest -= 1
            found.append(each)
            tasks.append(replace(task, id=newest))
        inputs = tuple(dict.fromkeys([*request.inputs, *inputs]))
        passed_over = list(dict.fromkeys([*self.passed_over, *planner.passed_over]))
        return Plan(replace(request, inputs=inputs), tasks, passed_over, found)

    def changed(self, asked: Request, headers: Headers) -> Plan:
        """The same photographs, to be done as is ``asked`` by now; no folder is walked again.

        What lies in the output folder is left out, as it would have been. Raises
        :class:`UsageError` when that is all.
        """
        request = replace(asked, inputs=self.request.inputs)
        if request == self.request:
            return self
        options = request.options
        planner = Planner(options, request.method, headers=headers, own=request.own)
        found = [each for each in self.found if not _is_left_out(each, options.folder)]
        new = {each.source: task for each, task in planner.tasks_of(found)}
        tasks = [replace(new[task.source], id=task.id) for task in self.tasks if task.source in new]
        if self.tasks and not tasks:
            sentence = tr("All photographs lie in the output folder.")
            raise UsageError(sentence, tr("Choose another folder for the results."))
        return Plan(request, tasks, self.passed_over, found)

    def in_order(self, ids: Sequence[int]) -> Plan:
        """The tasks with these ``ids`` only, in their order."""
        known = {task.id: task for task in self.tasks}
        tasks = [known[each] for each in ids if each in known]
        sources = {task.source for task in tasks}
        found = [each for each in self.found if each.source in sources]
        return replace(self, tasks=tasks, found=found)

    def estimate(self, cancel: CancelToken, *, timed: bool = True) -> Estimate:
        """What it will take; how long is told only if it is ``timed``, by its prepared method."""
        return estimate_batch(
            self.tasks,
            self.request.method,
            self.passed_over,
            skips_standing=self.request.options.skips_standing,
            cancel=cancel,
            timed=timed,
        )


def make_plan(request: Request, cancel: CancelToken, headers: Headers | None = None) -> Plan:
    """The plan of a new batch; nothing is written. Its tasks have the ids -1, -2 and so on.

    Raises :class:`UsageError` when there is no photograph, :class:`mirnet_gui.errors.Cancelled`.
    """
    empty = Plan(replace(request, inputs=()), [], [], [])
    plan = empty.extended(request.inputs, cancel, headers or Headers())
    if not plan.tasks:
        passed_over = sentences_on(plan.passed_over)
        raise UsageError(tr("There are no photographs in what was given."), " ".join(passed_over))
    return plan


class Planner:
    """Makes tasks of what is given, more than once for one batch.

    ``known`` are the tasks that there are already, ``headers`` what was looked at already, ``own``
    has the texts of methods for photographs to which another one is to be applied.
    """

    def __init__(
        self,
        options: Options,
        method: Method,
        known: Iterable[Task] = (),
        headers: Headers | None = None,
        own: Mapping[Path, str] | None = None,
    ) -> None:
        self._options = options
        self._headers = headers or Headers()
        self._own = own or {}
        self._namers = {"": Namer(options.name, method)}
        self._known: dict[object, Path] = {}
        self._taken: set[str] = set()
        self._results: set[str] = set()
        self._originals: set[str] = set()
        for task in known:
            self._known[_key(task.source)] = task.source
            self._originals.add(folded(task.source))
            self._taken.add(folded(task.output))
            if task.state != "waiting":
                self._results.add(folded(task.output))
        self.passed_over: list[PassedOver] = []
        """What was found and is no task, though somebody may miss it."""

    def tasks(self, inputs: Sequence[Path], cancel: CancelToken) -> Iterator[Task]:
        """A task for every photograph in ``inputs`` that has none yet, in the order of
        :meth:`find`.

        Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        return (task for _, task in self.tasks_of(self.find(inputs, cancel)))

    def tasks_below(self, folder: Path, arrived: Sequence[Path]) -> Iterator[Task]:
        """As :meth:`tasks`, for photographs that somebody else found in ``folder``."""
        found = (Found(source, source.parent.relative_to(folder)) for source in arrived)
        ordered = sorted(found, key=lambda each: _is_link(each.source))
        return (task for _, task in self.tasks_of(ordered))

    def tasks_of(self, found: Iterable[Found]) -> Iterator[tuple[Found, Task]]:
        """What was found and gets a task, with that task, in their order."""
        found = list(found)
        self._originals.update(folded(each.source) for each in found)
        for each in found:
            if (task := self._task(each)) is not None:
                yield each, task

    def find(self, inputs: Sequence[Path], cancel: CancelToken) -> Iterator[Found]:
        """The photographs in ``inputs``, in their order, links last.

        So a photograph is worked on under its own name where that was given too. Folders are walked
        with their tree kept below the output folder, which is passed over itself. Raises
        :class:`mirnet_gui.errors.Cancelled`.
        """
        links: list[Found] = []
        for path in inputs:
            for found in self._photographs(path):
                cancel.raise_if_cancelled()
                if _is_link(found.source):
                    links.append(found)
                else:
                    yield found
        for found in links:
            cancel.raise_if_cancelled()
            yield found

    def _task(self, found: Found) -> Task | None:
        """The task for a photograph; None where it has one already, or is a result of ours.

        A file named outright always is a photograph.
        """
        source, below = found.source, found.below
        before = self._known.get(_key(source))
        if before is not None:
            if before.absolute() != source.absolute():
                self.passed_over.append(PassedOver(source, "second name"))
            return None
        look = self._headers.look(source)
        probe = look.probe
        if below is not None and self._is_result(source, probe):
            self.passed_over.append(PassedOver(source, "result"))
            return None
        self._known[_key(source)] = source
        kept = probe.format if probe else format_from_extension(source) or "png"
        target = self._options.encoding.format or kept
        own = self._own.get(source, "")
        output = self._output(source, below or Path(), target, self._namer(own))
        task = Task(source, output, target, look.bytes, method=own)
        return replace(task, width=probe.width, height=probe.height) if probe else task

    def _photographs(self, path: Path) -> Iterator[Found]:
        # Unlike Path.is_dir, this says no to names that are too long or forbidden.
        if not os.path.isdir(path):  # noqa: PTH112
            yield Found(path)
            return
        found = photographs_in(
            path, leaving_out=self._options.folder, pass_over=self.passed_over.append
        )
        for photograph in found:
            yield Found(photograph, photograph.parent.relative_to(path))

    def _is_result(self, source: Path, probe: Probe | None) -> bool:
        if folded(source.absolute()) in self._results or (probe is not None and probe.enhanced):
            return True
        # A result may stand in the place of what this one is the backup of.
        original = original_of(source)
        replaced = None if original is None else self._headers.look(original).probe
        return replaced is not None and replaced.enhanced

    def _namer(self, own: str) -> Namer:
        if own not in self._namers:
            self._namers[own] = Namer(self._options.name, parse_method(own))
        return self._namers[own]

    def _output(self, source: Path, below: Path, target: Format, namer: Namer) -> Path:
        if self._options.replace_originals and format_from_extension(source) == target:
            self._taken.add(folded(source))
            return source
        folder = source.parent if self._options.folder is None else self._options.folder / below
        date = self._headers.date(source) if namer.needs_date else None
        first = folder / namer.path(source, target, date, len(self._known))
        if namer.counts or not self._has_namesake(source, first.suffix):
            taken = self._taken
        else:
            taken = self._taken | {folded(first)}
        output = (free_name if self._options.existing == "rename" else take_name)(first, taken)
        self._taken.add(folded(output))
        return output

    def _has_namesake(self, source: Path, suffix: str) -> bool:
        """Whether another photograph has that suffix already, and with it the first right to it."""
        stem = source.stem if is_supported(source) else source.name
        namesake = folded(source.with_name(stem + suffix))
        return namesake != folded(source) and namesake in self._originals


def _key(path: Path) -> object:
    """Equal for two ways to one file, however it is called."""
    return identity(path) or os.path.realpath(path)


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - says no to names that no file can have


def _is_left_out(found: Found, folder: Path | None) -> bool:
    """Whether a walk that passes over ``folder`` would not have come to it."""
    if folder is None or found.below is None:
        return False
    closed, place = os.path.realpath(folder), found.source.parent
    walked = [place, *place.parents][: len(found.below.parts)]
    return any(os.path.realpath(each) == closed for each in walked)

"""Which photographs, and where each result goes: decided before the work."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.batch.dates import taken_on
from mirnet_gui.batch.names import NameTemplate, NameValues, usable
from mirnet_gui.batch.options import Options
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.logs import library_noise_of
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import model_of, text_of
from mirnet_gui.photo.naming import (
    PassedOver,
    extension_of,
    format_from_extension,
    is_supported,
    original_of,
    photographs_in,
    safe_name,
)
from mirnet_gui.photo.outputs import folded, free_name, identity, take_name
from mirnet_gui.photo.photo import Format
from mirnet_gui.photo.reading import Probe, probe
from mirnet_gui.photo.sentences import shown
from mirnet_gui.progress import CancelToken

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One photograph and the file that its result goes to; nought where a size is not known."""

    source: Path
    output: Path
    format: Format
    bytes: int = 0
    width: int = 0
    height: int = 0


class Planner:
    """Makes tasks of what is given, more than once for one batch.

    ``known`` and ``taken`` are the photographs and results of tasks that there are already.
    """

    def __init__(
        self,
        options: Options,
        method: Method,
        known: Iterable[Path] = (),
        taken: Iterable[Path] = (),
    ) -> None:
        self._options = options
        self._template = NameTemplate(options.name)
        self._method = safe_name(text_of(method))
        self._model = safe_name(Path(model_of(method)).stem)
        self._known = {_key(path): path for path in known}
        self._taken = {folded(path) for path in taken}
        self._made = frozenset(self._taken)
        self.passed_over: list[PassedOver] = []
        """What was found and is no task, though somebody may miss it."""

    def tasks(self, inputs: Sequence[Path], cancel: CancelToken) -> Iterator[Task]:
        """A task for every photograph in ``inputs`` that has none yet, in their order, links last.

        So a photograph is worked on under its own name where that was given too. Folders are walked
        with their tree kept below the output folder, which is passed over itself; results of this
        program in them are no photographs. A file named outright always is a task.

        Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        links: list[tuple[Path, Path | None]] = []
        for path in inputs:
            for source, below in self._photographs(path):
                cancel.raise_if_cancelled()
                if _is_link(source):
                    links.append((source, below))
                elif (task := self._task(source, below)) is not None:
                    yield task
        for source, below in links:
            cancel.raise_if_cancelled()
            if (task := self._task(source, below)) is not None:
                yield task

    def tasks_below(self, folder: Path, found: Sequence[Path]) -> Iterator[Task]:
        """As :meth:`tasks`, for photographs that somebody else ``found`` in ``folder``."""
        for source in sorted(found, key=_is_link):
            if (task := self._task(source, source.parent.relative_to(folder))) is not None:
                yield task

    def _photographs(self, path: Path) -> Iterator[tuple[Path, Path | None]]:
        # Unlike Path.is_dir, this says no to names that are too long or forbidden.
        if not os.path.isdir(path):  # noqa: PTH112
            yield path, None
            return
        found = photographs_in(
            path, leaving_out=self._options.folder, pass_over=self.passed_over.append
        )
        for photograph in found:
            yield photograph, photograph.parent.relative_to(path)

    def _task(self, source: Path, below: Path | None) -> Task | None:
        before = self._known.get(_key(source))
        if before is not None:
            if before.absolute() != source.absolute():
                self.passed_over.append(PassedOver(source, "second name"))
            return None
        found = _probed(source)
        if below is not None and self._is_result(source, found):
            self.passed_over.append(PassedOver(source, "result"))
            return None
        self._known[_key(source)] = source
        kept = found.format if found else format_from_extension(source) or "png"
        target = self._options.format or kept
        output = self._output(source, below or Path(), target)
        size = _bytes_of(source)
        if found is None:
            return Task(source, output, target, size)
        return Task(source, output, target, size, found.width, found.height)

    def _is_result(self, source: Path, found: Probe | None) -> bool:
        if folded(source.absolute()) in self._made:
            return True
        return (found is not None and found.enhanced) or _is_backup(source)

    def _output(self, source: Path, below: Path, target: Format) -> Path:
        if self._options.replace_originals and format_from_extension(source) == target:
            self._taken.add(folded(source))
            return source
        folder = source.parent if self._options.folder is None else self._options.folder / below
        first = folder / self._template.path(self._values(source, target))
        if self._options.existing == "rename":
            return free_name(first, self._taken)
        return take_name(first, self._taken)

    def _values(self, source: Path, target: Format) -> NameValues:
        known = format_from_extension(source)
        stem = source.stem if is_supported(source) else source.name
        return NameValues(
            stem=usable(stem),
            ext=source.suffix if known == target else extension_of(target),
            method=self._method,
            model=self._model,
            parent=usable(source.absolute().parent.name),
            date=taken_on(source, read="date" in self._template.fields()),
            counter=len(self._known),
        )


def _is_backup(source: Path) -> bool:
    """Whether a result of this program stands in the place of what ``source`` was."""
    original = original_of(source)
    found = None if original is None else _probed(original)
    return found is not None and found.enhanced


def _probed(source: Path) -> Probe | None:
    try:
        with library_noise_of(source):
            return probe(source)
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do; reading will say why
        if not isinstance(error, MirnetGuiError):
            _log.warning("%s could not be looked at", shown(source), exc_info=error)
        return None


def _bytes_of(source: Path) -> int:
    try:
        return source.stat().st_size
    except (OSError, ValueError):
        return 0


def _key(path: Path) -> object:
    """Equal for two ways to one file, however it is called."""
    return identity(path) or os.path.realpath(path)


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - says no to names that no file can have

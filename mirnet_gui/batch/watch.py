"""A folder whose photographs are enhanced as they arrive."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui.batch.beginning import planner_of
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.records import Outcome
from mirnet_gui.batch.run import Watcher, run_batch
from mirnet_gui.errors import JournalError
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.reading import probe
from mirnet_gui.photo.sentences import reason_of, shown

_EVERY: Final = 0.5
_SETTLED: Final = 2.0
_DAMAGED: Final = 30.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was when it last changed."""

    size: int
    modified: int
    since: float


class Arrivals:
    """What has arrived in ``folder`` and is fully written.

    A file is, when it has not changed for two seconds and opens as a photograph; one that does not
    open is given half a minute, since some programs take breaks while they copy. ``leaving_out`` is
    a folder in it whose photographs are none of these.
    """

    def __init__(
        self,
        folder: Path,
        leaving_out: Path | None = None,
        *,
        only_new: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._leaving_out = leaving_out
        self._clock = clock
        self._seen: dict[Path, _Seen] = {}
        self._given: dict[Path, tuple[int, int]] = {}
        if only_new:
            self._given = {path: _state(path) for path in self._found()}

    def ready(self) -> list[Path]:
        """Photographs that were not told before, or that have changed since then."""
        found = [path for path in self._found() if self._given.get(path) != _state(path)]
        self._seen = {path: seen for path in found if (seen := self._looked_at(path)) is not None}
        ready = [path for path, seen in self._seen.items() if self._is_whole(path, seen)]
        self._given.update({path: _state(path) for path in ready})
        return ready

    def tell_again(self, paths: list[Path]) -> None:
        """Nothing could be done with ``paths`` yet."""
        for path in paths:
            self._given.pop(path, None)

    def _found(self) -> list[Path]:
        return list(photographs_in(self._folder, leaving_out=self._leaving_out))

    def _looked_at(self, path: Path) -> _Seen | None:
        try:
            found = path.stat()
        except OSError:
            return None
        before = self._seen.get(path)
        now = _Seen(found.st_size, found.st_mtime_ns, self._clock())
        if before and (before.size, before.modified) == (now.size, now.modified):
            return before
        return now

    def _is_whole(self, path: Path, seen: _Seen) -> bool:
        age = self._clock() - seen.since
        if age < _SETTLED:
            return False
        return age >= _DAMAGED or (seen.size > 0 and _opens(path))


def run_watch(
    journal: Journal,
    method: Method,
    control: Control,
    watcher: Watcher | None = None,
    *,
    only_new: bool = False,
) -> Iterator[Outcome]:
    """As :func:`mirnet_gui.batch.run.run_batch`, for what arrives in the folders of ``journal``.

    Goes on until it is cancelled, or told by ``control`` to finish; ``control`` stays open.
    """
    leaving_out = journal.header.options.folder
    places = [
        (folder, Arrivals(folder, leaving_out, only_new=only_new))
        for folder in journal.header.inputs
    ]
    watcher = watcher or Watcher()
    lookout = _Lookout(journal, method, control, places, watcher)
    lookout.start()
    try:
        yield from run_batch(journal, method, control, watcher)
    finally:
        control.finish()
        lookout.join(2 * _EVERY)
    if lookout.error is not None:
        raise lookout.error


class _Lookout(threading.Thread):
    """Looks into the folders for as long as the batch is open; ``error`` is what ended it before.

    What cannot be looked into or taken in today may be tomorrow, so only a journal that cannot be
    written ends it.
    """

    def __init__(
        self,
        journal: Journal,
        method: Method,
        control: Control,
        places: list[tuple[Path, Arrivals]],
        watcher: Watcher,
    ) -> None:
        super().__init__(name="watching", daemon=True)
        self.error: JournalError | None = None
        self._journal, self._method = journal, method
        self._control, self._places, self._watcher = control, places, watcher
        self._said: set[str] = set()

    def run(self) -> None:
        while self._control.is_open:
            for folder, arrivals in self._places:
                try:
                    self._look_into(folder, arrivals)
                except JournalError as error:
                    self.error = error
                    self._control.finish()
                    return
                except Exception as error:  # noqa: BLE001 - a watch that goes deaf is none
                    self._say(f"{shown(folder)}: {reason_of(error, 'what arrived there')}")
            self._control.tell_news()
            time.sleep(_EVERY)

    def _look_into(self, folder: Path, arrivals: Arrivals) -> None:
        if not folder.is_dir():
            self._say(f"The folder {shown(folder)} is not there; it is waited for.")
        arrived = arrivals.ready()
        try:
            _take_in(self._journal, self._method, folder, arrived)
        except Exception:
            arrivals.tell_again(arrived)
            raise

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            _log.warning("%s", sentence)
            self._watcher.tell_noticed(sentence)


def _take_in(journal: Journal, method: Method, folder: Path, arrived: list[Path]) -> None:
    if arrived:
        # Its writer had paused for so long that it was taken for a whole file.
        again = [row.id for row in journal.rows("failed") if row.source in arrived]
        for row_id in again:
            journal.release_one(row_id)
        planner = planner_of(journal, method)
        journal.add(list(planner.tasks_below(folder, arrived)), planner.passed_over)


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)
    return found.st_size, found.st_mtime_ns


def _opens(path: Path) -> bool:
    try:
        probe(path)
    except Exception:  # noqa: BLE001 - whatever strange bytes do; the batch says why
        return False
    return True

"""A folder whose photographs are enhanced as they arrive."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.batch.control import Control
from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.observer import Observer
from mirnet_gui.errors import JournalError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.naming import photographs_in

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a folder is watched: ``every`` so many seconds, for all photographs or ``only_new`` ones.

    A file has arrived when it has not changed for ``settled`` seconds of ``clock`` and opens as a
    photograph; one that does not open is given ``damaged`` seconds, since some programs take breaks
    while they copy.
    """

    only_new: bool = False
    every: float = 0.5
    settled: float = 2.0
    damaged: float = 30.0
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was when it last changed."""

    size: int
    modified: int
    since: float


class Arrivals:
    """What has arrived in ``folder`` and is fully written.

    ``leaving_out`` is a folder in it whose photographs are none of these, ``headers`` are what
    plans look at, too.
    """

    def __init__(
        self,
        folder: Path,
        leaving_out: Path | None = None,
        headers: Headers | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._folder = folder
        self._leaving_out = leaving_out
        self._headers = headers or Headers()
        self._watch = watch or Watch()
        self._seen: dict[Path, _Seen] = {}
        self._given: dict[Path, tuple[int, int]] = {}
        if self._watch.only_new:
            self._given = {path: _state(path) for path in self._found()}

    def ready(self) -> list[Path]:
        """Photographs that were not given before, or that have changed since then."""
        found = [path for path in self._found() if self._given.get(path) != _state(path)]
        self._seen = {path: seen for path in found if (seen := self._looked_at(path)) is not None}
        ready = [path for path, seen in self._seen.items() if self._is_whole(path, seen)]
        self._given.update({path: _state(path) for path in ready})
        return ready

    def give_again(self, paths: list[Path]) -> None:
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
        now = _Seen(found.st_size, found.st_mtime_ns, self._watch.clock())
        if before and (before.size, before.modified) == (now.size, now.modified):
            return before
        return now

    def _is_whole(self, path: Path, seen: _Seen) -> bool:
        age = self._watch.clock() - seen.since
        if age < self._watch.settled:
            return False
        return age >= self._watch.damaged or (seen.size > 0 and self._opens(path))

    def _opens(self, path: Path) -> bool:
        return self._headers.look(path).probe is not None


@contextmanager
def watching(
    places: Mapping[Path, Arrivals],
    take_in: Callable[[Path, Sequence[Path]], None],
    control: Control,
    observer: Observer,
    every: float,
) -> Iterator[None]:
    """While inside, what arrives in the folders of ``places`` is given to ``take_in``.

    They are looked into ``every`` so many seconds. A run goes on until it is cancelled, or finished
    by ``control``. Raises :class:`JournalError` when it is left, if nothing could be taken in any
    more.
    """
    control.open()
    lookout = _Lookout(places, take_in, control, observer, every)
    lookout.start()
    try:
        yield
    finally:
        control.finish()
        lookout.join(2 * every)
    if lookout.error is not None:
        raise lookout.error


class _Lookout(threading.Thread):
    """Looks into the folders for as long as the batch is open; ``error`` is what ended it before.

    What cannot be looked into or taken in today may be tomorrow, so only a journal that cannot be
    written ends it.
    """

    def __init__(
        self,
        places: Mapping[Path, Arrivals],
        take_in: Callable[[Path, Sequence[Path]], None],
        control: Control,
        observer: Observer,
        every: float,
    ) -> None:
        super().__init__(name="watching", daemon=True)
        self.error: JournalError | None = None
        self._places, self._take_in = places, take_in
        self._control, self._observer = control, observer
        self._every = every
        self._said: set[str] = set()

    def run(self) -> None:
        while self._control.is_open:
            for folder, arrivals in self._places.items():
                try:
                    self._look_into(folder, arrivals)
                except JournalError as error:
                    self.error = error
                    self._control.finish()
                    return
                except Exception as error:  # noqa: BLE001 - a watch that goes deaf is none
                    reason = reason_of(error, tr("what arrived there"))
                    self._say(f"{quoted(folder)}: {reason}")
            self._control.tell_news()
            time.sleep(self._every)

    def _look_into(self, folder: Path, arrivals: Arrivals) -> None:
        if not folder.is_dir():
            self._say(
                tr("The folder {folder} is not there; it is waited for.", folder=quoted(folder))
            )
        arrived = arrivals.ready()
        try:
            if arrived:
                self._take_in(folder, arrived)
        except Exception:
            arrivals.give_again(arrived)
            raise

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            _log.warning("%s", sentence)
            self._observer.report_notice(sentence)


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)
    return found.st_size, found.st_mtime_ns

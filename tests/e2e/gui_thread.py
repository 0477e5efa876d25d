"""What the GUI thread works between two looks at its events, and in which lines."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, Qt
from PySide6.QtGui import QColor, QImage, QPainter

_SAMPLE_S = 0.003
_DEPTH = 9
_ROOT = Path(__file__).resolve().parents[2]

Stack = tuple[str, ...]
"""Lines of code, as in "ui/page.py:80 say", the outermost first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the event loop: ``cpu`` seconds of its own, ``wall`` seconds for who waits.

    Of ``wall`` it waited ``queued`` seconds for a processor, where the system tells that. ``stacks``
    are the lines it was seen in, the most frequent first.
    """

    cpu: float
    wall: float
    queued: float
    stacks: tuple[tuple[Stack, int], ...] = ()

    @property
    def held_up(self) -> float:
        """Seconds it waited for something else than a processor: a lock, or a file."""
        return max(self.wall - self.cpu - self.queued, 0.0)

    @property
    def text(self) -> str:
        """For people: how long, and where."""
        lines = [
            f"{1000 * self.cpu:.0f} ms of work, {1000 * self.held_up:.0f} ms held up, in one event"
        ]
        for stack, count in self.stacks[:3]:
            lines.append(f"  seen {count} times in")
            lines += [f"    {line}" for line in stack]
        return "\n".join(lines)


@dataclass(slots=True)
class _Clock:
    """The moment at which a turn began."""

    cpu: float = field(default_factory=time.thread_time)
    wall: float = field(default_factory=time.perf_counter)
    queued: float = field(default_factory=lambda: _queued())


class GuiThreadMeter:
    """Notes every turn of the event loop of the thread that it is made in.

    A turn is what lies between two moments at which the loop looks for events. Its processor time
    is the thread's own, so that a busy computer makes it no longer; stacks are kept of those over
    ``notable`` seconds of work, or of being held up.
    """

    def __init__(self, notable: float) -> None:
        self.turns: list[Turn] = []
        self._notable = notable
        self._is_on = True
        self._clock = _Clock()
        self._seen: Counter[Stack] = Counter()
        self._thread = threading.get_ident()
        self._ended = threading.Event()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None, "there is no event loop yet"
        self._dispatcher = dispatcher
        direct = Qt.ConnectionType.DirectConnection
        dispatcher.aboutToBlock.connect(self._end_turn, direct)
        dispatcher.awake.connect(self._begin_turn, direct)
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._sampler.start()

    def stop(self) -> None:
        """Measure no more."""
        self._dispatcher.aboutToBlock.disconnect(self._end_turn)
        self._dispatcher.awake.disconnect(self._begin_turn)
        self._ended.set()
        self._sampler.join()

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """What is done inside is not the program's own work."""
        self._end_turn()
        was_on, self._is_on = self._is_on, False
        try:
            yield
        finally:
            self._is_on = was_on
            self._begin_turn()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """What is done inside is the program's work again."""
        was_on, self._is_on = self._is_on, True
        self._begin_turn()
        try:
            yield
        finally:
            self._end_turn()
            self._is_on = was_on

    def take(self) -> list[Turn]:
        """The turns since the last call."""
        turns, self.turns = self.turns, []
        return turns

    def _begin_turn(self) -> None:
        self._seen = Counter()
        self._clock = _Clock()

    def _end_turn(self) -> None:
        start, now = self._clock, _Clock()
        if self._is_on:
            cpu, wall, queued = now.cpu - start.cpu, now.wall - start.wall, now.queued - start.queued
            turn = Turn(cpu, wall, queued)
            if max(turn.cpu, turn.held_up) >= self._notable:
                turn = Turn(cpu, wall, queued, tuple(self._seen.most_common()))
            self.turns.append(turn)
        self._begin_turn()

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_S):
            if self._is_on:
                seen, frame = self._seen, sys._current_frames().get(self._thread)
                seen[_stack(frame)] += 1


def unit_of_work() -> float:
    """Processor seconds of a fixed piece of work of the kinds that a window does.

    How fast a computer is, and how fast it is just now: a hundredth of a second on the one that the
    limits were chosen on.
    """
    started = time.thread_time()
    total = sum(len(str(number)) for number in range(15_000))
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("#345"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(picture.rect(), picture.copy(3, 3, 400, 300))
    painter.end()
    total += int(np.arange(200_000).astype(np.float32).sum() > 0)
    return (time.thread_time() - started) * (1 if total else 0)


def _stack(frame: FrameType | None) -> Stack:
    lines: list[str] = []
    while frame is not None and len(lines) < _DEPTH:
        code = frame.f_code
        name = code.co_filename.removeprefix(f"{_ROOT}/").removeprefix("mirnet_gui/")
        if "pytest" in name or name.endswith("gui_thread.py"):
            break
        lines.append(f"{name.rsplit('site-packages/')[-1]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return tuple(reversed(lines))


def _queued() -> float:
    """Seconds for which this thread could have worked and had no processor; 0 if nobody knows."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0

"""What the GUI thread works between two looks at its events, and in which lines."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter

UNIT = 0.0025
"""Seconds of :func:`unit_of_work` on the computer that limits were chosen on."""

_SAMPLE_S = 0.003
_SAMPLES = 30
_BEAT_MS = 5
_DEPTH = 9
_SCHEDULE = Path("/proc/thread-self/schedstat")
_ROOT = Path(__file__).resolve().parents[2]

Stack = tuple[str, ...]
"""Lines of code, as in "ui/page.py:80 say", the outermost first."""


def queued_seconds() -> float:
    """Seconds for which this thread had no processor to work on; 0 if nobody knows."""
    try:
        return int(_SCHEDULE.read_text("ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the event loop: ``cpu`` seconds of its own.

    ``held_up`` are seconds for which a timer came too late though the thread neither worked nor
    waited for a processor: it waited for a lock, or a file. ``stacks`` are the lines it was seen
    in, the most frequent first.
    """

    cpu: float
    held_up: float = 0.0
    stacks: tuple[tuple[Stack, int], ...] = ()

    @property
    def text(self) -> str:
        """For people: how long, and where."""
        cpu, held_up = (round(1000 * seconds) for seconds in (self.cpu, self.held_up))
        lines = [f"{cpu} ms of work, {held_up} ms held up, in one event"]
        for stack, count in self.stacks[:3]:
            lines.append(f"  seen {count} times in")
            lines += [f"    {line}" for line in stack]
        return "\n".join(lines)


@dataclass(slots=True)
class _Clock:
    """A moment."""

    cpu: float = field(default_factory=time.thread_time)
    wall: float = field(default_factory=time.perf_counter)
    queued: float = field(default_factory=queued_seconds)


class GuiThreadMeter:
    """Notes every turn of the event loop of the thread that it is made in.

    A turn is what lies between two signals of the loop, which come before and after it waits. Its
    processor time is the thread's own, so that a busy computer makes it no longer; stacks are kept
    of those over ``notable`` seconds, unless ``samples`` is off. They are looked at by signals, on
    Linux: looking from another thread crashes Python 3.11 while torch makes networks. With
    ``beats`` a timer tells how long the loop was held up.
    """

    def __init__(self, notable: float, *, beats: bool = False, samples: bool = True) -> None:
        self.turns: list[Turn] = []
        self._notable = notable
        self._is_on = True
        self._begun = time.thread_time()
        self._beaten = _Clock()
        self._seen: Counter[Stack] = Counter()
        self._thread = threading.get_ident()
        self._ended = threading.Event()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None, "there is no event loop yet"
        self._signals = (dispatcher.aboutToBlock, dispatcher.awake)
        for signalled in self._signals:
            signalled.connect(self._end_turn, Qt.ConnectionType.DirectConnection)
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        if beats:
            self._beat.start(_BEAT_MS)
        self._sampler = threading.Thread(target=self._ring, daemon=True)
        if samples and hasattr(time, "pthread_getcpuclockid"):
            signal.signal(signal.SIGPROF, self._look)
            signal.siginterrupt(signal.SIGPROF, False)
            self._sampler.start()

    def stop(self) -> None:
        """Measure no more."""
        for signalled in self._signals:
            signalled.disconnect(self._end_turn)
        self._beat.stop()
        self._ended.set()
        if self._sampler.is_alive():
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
        self._begun = time.thread_time()
        self._beaten = _Clock()

    def _end_turn(self) -> None:
        cpu = time.thread_time() - self._begun
        if self._is_on:
            is_notable = cpu >= self._notable
            stacks = tuple(self._seen.most_common()) if is_notable else ()
            self.turns.append(Turn(cpu, stacks=stacks))
        self._seen = Counter()
        self._begun = time.thread_time()

    def _on_beat(self) -> None:
        before, now = self._beaten, _Clock()
        late = now.wall - before.wall - _BEAT_MS / 1000
        held_up = late - (now.cpu - before.cpu) - (now.queued - before.queued)
        if self._is_on:
            self.turns.append(Turn(0.0, max(held_up, 0.0), tuple(self._seen.most_common())))
        self._beaten = now

    def _ring(self) -> None:
        clock = time.pthread_getcpuclockid(self._thread)
        while not self._ended.wait(_SAMPLE_S):
            # Only who works for long is asked, and not too often: each signal also wakes the loop.
            worked = time.clock_gettime(clock) - self._begun
            is_long = worked > self._notable / 3
            if self._is_on and is_long and self._seen.total() < _SAMPLES:
                signal.pthread_kill(self._thread, signal.SIGPROF)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        self._seen[_stack(frame)] += 1


def unit_of_work() -> float:
    """Processor seconds of a fixed piece of work of the kinds that a window does.

    How fast a computer is, and how fast it is just now.
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
        if "pytest" in name or name.endswith("/gui_thread.py"):
            break
        lines.append(f"{name.rsplit('site-packages/')[-1]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return tuple(reversed(lines))

"""What a batch will take, before it begins: time, and room on the drives."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from mirnet_gui.batch.plan import Task
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.methods.method import Method, Timed
from mirnet_gui.photo.photo import Format
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quantities import duration, file_size

_BYTES_A_PIXEL: Final[dict[Format, float]] = {"jpeg": 0.7, "png": 2.2, "tiff": 2.4, "webp": 0.4}
# A bright picture takes more than the dark one that it was made of.
_GROWTH: Final = 1.6
_SAMPLE: Final = 192
_LONGEST_TRIAL: Final = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Room:
    """One drive that results go to: about how many bytes they need there, and how many are free."""

    folder: Path
    needed: int
    free: int

    @property
    def suffices(self) -> bool:
        """Whether everything will fit, as far as that can be told."""
        return self.needed <= self.free


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was counted; ``unreadable`` photographs will fail, ``seconds`` is None if unknown."""

    photographs: int
    unreadable: int
    bytes: int
    pixels: int
    seconds: float | None
    rooms: tuple[Room, ...]

    def sentence(self) -> str:
        """All of it as a person reads it."""
        count = f"{self.photographs:,} photograph{'' if self.photographs == 1 else 's'}"
        parts = [count, file_size(self.bytes), f"{self.pixels / 1e6:,.1f} megapixels"]
        if self.seconds is not None:
            parts.append(f"about {duration(self.seconds)}")
        parts += [
            f"about {file_size(room.needed)} needed, {file_size(room.free)} free"
            for room in self.rooms
        ]
        return ", ".join(parts) + "."

    def warnings(self) -> list[str]:
        """What should be known before it begins."""
        short = [room for room in self.rooms if not room.suffices]
        return [
            f"The drive of {room.folder} will probably be full before the end: "
            f"about {file_size(room.needed)} are needed and {file_size(room.free)} are free."
            for room in short
        ]


def look_ahead(tasks: Iterable[Task], method: Method, cancel: CancelToken) -> Outlook:
    """Count ``tasks``; ``method`` is prepared. Methods that tell no time are tried on a sample.

    What takes too long to be tried, or until ``cancel``, takes a time that nobody knows.
    """
    photographs = unreadable = size = pixels = 0
    sizes: dict[tuple[int, int], int] = {}
    needed: dict[Path, float] = {}
    for task in tasks:
        photographs += 1
        size += task.bytes
        pixels += task.width * task.height
        unreadable += not task.width
        shape = (task.height, task.width)
        sizes[shape] = sizes.get(shape, 0) + 1
        folder = task.output.parent
        needed[folder] = needed.get(folder, 0.0) + _size_of_result(task)
    return Outlook(
        photographs, unreadable, size, pixels, _seconds(sizes, method, cancel), _rooms(needed)
    )


def _size_of_result(task: Task) -> float:
    by_pixels = task.width * task.height * _BYTES_A_PIXEL[task.format]
    same = task.source.suffix.lower() == task.output.suffix.lower()
    return max(by_pixels, task.bytes * _GROWTH) if same and task.width else by_pixels


def _rooms(needed: dict[Path, float]) -> tuple[Room, ...]:
    drives: dict[int, Room] = {}
    for folder, count in needed.items():
        try:
            standing = _standing(folder)
            drive, free = standing.stat().st_dev, shutil.disk_usage(standing).free
        except OSError:
            # Writing there will say what is wrong with it.
            continue
        before = drives[drive].needed if drive in drives else 0
        drives[drive] = Room(drives[drive].folder if before else folder, before + int(count), free)
    return tuple(drives.values())


def _standing(folder: Path) -> Path:
    folder = folder.absolute()
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path(folder.anchor))


def _seconds(
    sizes: dict[tuple[int, int], int], method: Method, cancel: CancelToken
) -> float | None:
    known = _clock_of(method, cancel)
    total = 0.0
    for (height, width), count in sizes.items():
        if height and width:
            one = known(height, width)
            if one is None:
                return None
            total += one * count
    return total


def _clock_of(method: Method, cancel: CancelToken) -> Callable[[int, int], float | None]:
    if isinstance(method, Timed):
        return method.seconds
    pace = _pace(method, cancel)
    return lambda height, width: None if pace is None else pace * height * width


def _pace(method: Method, cancel: CancelToken) -> float | None:
    """Seconds a pixel, measured on noise."""
    noise = np.random.default_rng(0).integers(0, 64, (_SAMPLE, _SAMPLE, 3), dtype=np.uint8)
    started = time.perf_counter()
    try:
        method.apply(noise, silent, _Trial(cancel))
    except MirnetGuiError:
        # A method that needs a file of its own size, a preparation that others report, or a
        # network that does not come to an end.
        return None
    return (time.perf_counter() - started) / _SAMPLE**2


class _Trial(CancelToken):
    """Cancelled with ``outer``, or when it takes too long."""

    def __init__(self, outer: CancelToken) -> None:
        super().__init__()
        self._outer = outer
        self._end = time.monotonic() + _LONGEST_TRIAL

    @property
    def is_cancelled(self) -> bool:
        """See :class:`CancelToken`."""
        return self._outer.is_cancelled or time.monotonic() > self._end

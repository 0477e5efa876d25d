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
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.photo.photo import Format
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quantities import duration, file_size

_BYTES_A_PIXEL: Final[dict[Format, float]] = {"jpeg": 0.7, "png": 2.2, "tiff": 2.4, "webp": 0.4}
# A bright picture takes more than the dark one that it was made of.
_GROWTH: Final = 1.6
_SAMPLE: Final = 192


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
    """What was counted; ``unreadable`` photographs will fail, ``seconds`` is None if unknown.

    ``passed_over`` is what was found and is no photograph to work on.
    """

    photographs: int
    unreadable: int
    bytes: int
    pixels: int
    seconds: float | None
    rooms: tuple[Room, ...]
    passed_over: tuple[PassedOver, ...] = ()

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


def look_ahead(
    tasks: Iterable[Task], method: Method, passed_over: Iterable[PassedOver] = ()
) -> Outlook:
    """Count ``tasks``; ``method`` is prepared. Methods that tell no time are tried on a sample."""
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
    seconds, rooms = _seconds(sizes, method), _rooms(needed)
    return Outlook(photographs, unreadable, size, pixels, seconds, rooms, tuple(passed_over))


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


def _seconds(sizes: dict[tuple[int, int], int], method: Method) -> float | None:
    known = _clock_of(method)
    total = 0.0
    for (height, width), count in sizes.items():
        if height and width:
            one = known(height, width)
            if one is None:
                return None
            total += one * count
    return total


def _clock_of(method: Method) -> Callable[[int, int], float | None]:
    if isinstance(method, Timed):
        return method.seconds
    pace = _pace(method)
    return lambda height, width: None if pace is None else pace * height * width


def _pace(method: Method) -> float | None:
    """Seconds a pixel, measured on noise."""
    noise = np.random.default_rng(0).integers(0, 64, (_SAMPLE, _SAMPLE, 3), dtype=np.uint8)
    started = time.perf_counter()
    try:
        method.apply(noise, silent, CancelToken())
    except MirnetGuiError:
        # A method that needs a file of its own size, or a preparation that others report.
        return None
    return (time.perf_counter() - started) / _SAMPLE**2

"""What a batch will take, before it begins: time, and room on the drives."""

from __future__ import annotations

import logging
import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from mirnet_gui.batch.records import Task
from mirnet_gui.formatting import duration, file_size, photographs
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method, Timed
from mirnet_gui.photo.formats import WRITTEN
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.progress import CancelToken, silent

# A bright picture takes more than the dark one that it was made of.
_GROWTH: Final = 1.6
_SAMPLES: Final = (384, 768, 1536)
"""Sides of the pictures on which a method is tried that tells no time.

The first is larger than the copies on which some methods solve the hard part: a smaller one would
promise that everything takes many times as long.
"""
_WARMING: Final = 64
"""Side of the picture before those: whatever is done for the first time takes longer."""
_MOST_SPENT: Final = 8.0
LONGEST_TRIAL: Final = 20.0
"""Seconds, after which nobody knows how long a method takes."""
_WORTHWHILE: Final = 10.0
"""So many times as long as trying should the batch take, before it is tried further."""

_log = logging.getLogger(__name__)


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
class Estimate:
    """What was counted; ``unreadable`` photographs will fail, ``seconds`` is None if unknown.

    ``passed_over`` is what was found and is no photograph to work on. Photographs with ids in
    ``skipped``, of ``skipped_pixels``, have their results already: they take neither time nor room.
    """

    photographs: int
    unreadable: int
    bytes: int
    pixels: int
    seconds: float | None
    rooms: tuple[Room, ...]
    passed_over: tuple[PassedOver, ...] = ()
    skipped: frozenset[int] = frozenset()
    skipped_pixels: int = 0

    @property
    def seconds_a_pixel(self) -> float | None:
        """Of what is worked on; None if unknown."""
        pixels = self.pixels - self.skipped_pixels
        return self.seconds / pixels if self.seconds and pixels else None

    def sentence(self) -> str:
        """All of it as a person reads it."""
        parts = [
            photographs(self.photographs),
            file_size(self.bytes),
            tr("{count:,.1f} megapixels", count=self.pixels / 1e6),
        ]
        if self.unreadable:
            parts.append(tr("{count:,} cannot be opened", count=self.unreadable))
        if self.skipped:
            parts.append(
                tr("{count:,} to be skipped, their results are there", count=len(self.skipped))
            )
        if self.seconds is not None:
            parts.append(tr("about {duration}", duration=duration(self.seconds)))
        parts += [
            tr(
                "about {needed} needed, {free} free",
                needed=file_size(room.needed),
                free=file_size(room.free),
            )
            for room in self.rooms
        ]
        return ", ".join(parts) + "."

    def warnings(self) -> list[str]:
        """What should be known before it begins."""
        short = [room for room in self.rooms if not room.suffices]
        return [
            tr(
                "The drive of {folder} will probably be full before the end: about "
                "{needed} are needed and {free} are free.",
                folder=room.folder,
                needed=file_size(room.needed),
                free=file_size(room.free),
            )
            for room in short
        ]


def estimate_batch(
    tasks: Iterable[Task],
    method: Method,
    passed_over: Iterable[PassedOver] = (),
    *,
    skips_standing: bool = False,
    cancel: CancelToken | None = None,
) -> Estimate:
    """Count ``tasks``; ``method`` is prepared. Methods that tell no time are tried on samples.

    ``skips_standing`` says that a photograph whose result stands already is skipped. What takes
    too long to be tried, or until ``cancel``, takes a time that nobody knows.
    """
    photographs = unreadable = size = pixels = skipped_pixels = 0
    skipped: set[int] = set()
    sizes: Counter[tuple[int, int]] = Counter()
    needed: dict[Path, float] = {}
    for task in tasks:
        photographs += 1
        size += task.bytes
        pixels += task.pixels
        unreadable += not task.width
        if skips_standing and os.path.lexists(task.output):
            skipped.add(task.id)
            skipped_pixels += task.pixels
            continue
        if task.width:
            sizes[task.height, task.width] += 1
        folder = task.output.parent
        needed[folder] = needed.get(folder, 0.0) + _size_of_result(task) * method.scale**2
    return Estimate(
        photographs,
        unreadable,
        size,
        pixels,
        _seconds(sizes, method, _Trial(cancel or CancelToken())),
        _rooms(needed),
        tuple(passed_over),
        frozenset(skipped),
        skipped_pixels,
    )


def _size_of_result(task: Task) -> float:
    by_pixels = task.pixels * WRITTEN[task.format].bytes_a_pixel
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


def _seconds(sizes: Counter[tuple[int, int]], method: Method, cancel: CancelToken) -> float | None:
    if not sizes:
        return 0.0
    known = method.seconds if isinstance(method, Timed) else _measured(sizes, method, cancel)
    total = 0.0
    for (height, width), count in sizes.items():
        one = None if known is None else known(height, width)
        if one is None:
            return None
        total += one * count
    return total


@dataclass(frozen=True, slots=True)
class _Pace:
    """Seconds that pictures of so many pixels took, smallest first.

    Some methods solve the hard part on a copy of at most so many pixels: what more pixels cost is
    known from the differences only.
    """

    samples: tuple[tuple[int, float], ...]

    def seconds(self, height: int, width: int) -> float:
        """For one picture."""
        pixels = height * width
        counts, times = zip(*self.samples, strict=True)
        if pixels <= counts[0] or len(counts) == 1:
            return float(times[0] * pixels / counts[0])
        if pixels <= counts[-1]:
            return float(np.interp(pixels, counts, times))
        slope = max(times[-1] - times[0], 0.0) / (counts[-1] - counts[0])
        return float(times[-1] + slope * (pixels - counts[-1]))


def _measured(
    sizes: Counter[tuple[int, int]], method: Method, cancel: CancelToken
) -> Callable[[int, int], float] | None:
    """Try ``method`` on larger and larger pictures, as long as the batch makes it worthwhile."""
    largest = max((height * width for height, width in sizes), default=0)
    pace, spent = _Pace(()), 0.0
    try:
        _tried(method, _WARMING, cancel)
        for sample in _SAMPLES:
            # No larger than the batch needs: an album of thumbnails is done before that.
            side = min(sample, math.isqrt(largest) + 1)
            took = _tried(method, side, cancel)
            pace, spent = _Pace((*pace.samples, (side * side, took))), spent + took
            whole = sum(pace.seconds(*size) * count for size, count in sizes.items())
            if side * side >= largest or spent > min(_MOST_SPENT, whole / _WORTHWHILE):
                break
    except Exception as error:  # noqa: BLE001 - others report it with a photograph's name
        _log.info("How long %s takes cannot be told: %r", method.name, error)
        return pace.seconds if len(pace.samples) > 1 else None
    return pace.seconds


def _tried(method: Method, side: int, cancel: CancelToken) -> float:
    """Seconds for a dark picture of lights and shadows with noise."""
    chance = np.random.default_rng(0)
    lights = chance.uniform(0.0, 64.0, (12, 12, 3)).astype(np.float32)
    smooth = cv2.resize(lights, (side, side), interpolation=cv2.INTER_CUBIC)
    noisy = smooth + chance.normal(0.0, 4.0, smooth.shape)
    picture = noisy.clip(0.0, 255.0).astype(np.uint8)
    started = time.perf_counter()
    method.apply(picture, silent, cancel)
    return time.perf_counter() - started


class _Trial(CancelToken):
    """Cancelled with ``outer``, or when it takes too long."""

    def __init__(self, outer: CancelToken) -> None:
        super().__init__()
        self._outer = outer
        self._end = time.perf_counter() + LONGEST_TRIAL

    @property
    def is_cancelled(self) -> bool:
        """See :class:`CancelToken`."""
        return self._outer.is_cancelled or time.perf_counter() > self._end

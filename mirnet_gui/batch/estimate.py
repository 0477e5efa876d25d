"""What a batch will take, before it begins: time, and room on the drives."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mirnet_gui.batch.pace import files_pace, told_pace, tried_pace
from mirnet_gui.batch.records import Task
from mirnet_gui.formatting import duration, file_size, photographs, separated
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.formats import WRITTEN, Format
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.photo.outputs import identity
from mirnet_gui.progress import CancelToken

# A bright picture takes more than the dark one that it was made of.
_GROWTH: Final = 1.6


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


@dataclass(slots=True)
class _Work:
    """How many photographs of each size, and how many pixels of each format, are for ``method``."""

    method: Method
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)
    formats: Counter[Format] = field(default_factory=Counter)


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
        if self.seconds:
            parts.append(tr("about {duration}", duration=duration(self.seconds)))
        parts += [
            tr(
                "about {needed} needed, {free} free",
                needed=file_size(room.needed),
                free=file_size(room.free),
            )
            for room in self.rooms
        ]
        return tr("{parts}.", parts=separated(parts))

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


def _has_result(task: Task) -> bool:
    # A photograph in the place of its own result is none.
    return os.path.lexists(task.output) and identity(task.output) != identity(task.source)


def estimate_batch(  # noqa: PLR0913 - each is told by the caller alone
    tasks: Iterable[Task],
    method: Method,
    passed_over: Iterable[PassedOver] = (),
    *,
    skips_standing: bool = False,
    cancel: CancelToken | None = None,
    timed: bool = True,
) -> Estimate:
    """Count ``tasks``; ``method`` is prepared,
    and that of every task with one of its own. Methods that tell no time are tried on samples.

    Unless ``timed``, ``method`` need not be prepared, and how long it takes is not known.
    ``skips_standing`` says that a photograph whose result stands already is skipped. What takes
    too long to be tried, or until ``cancel``, takes a time that nobody knows.
    """
    photographs = unreadable = size = pixels = skipped_pixels = 0
    skipped: set[int] = set()
    work: dict[str, _Work] = {"": _Work(method)}
    needed: dict[Path, float] = {}
    for task in tasks:
        photographs += 1
        size += task.bytes
        pixels += task.pixels
        if task.method not in work:
            work[task.method] = _Work(parse_method(task.method))
        own = work[task.method]
        unreadable += not task.width
        if skips_standing and _has_result(task):
            skipped.add(task.id)
            skipped_pixels += task.pixels
            continue
        if task.width:
            own.sizes[task.height, task.width] += 1
            own.formats[task.format] += task.pixels
        folder = task.output.parent
        needed[folder] = needed.get(folder, 0.0) + _size_of_result(task) * own.method.scale**2
    return Estimate(
        photographs,
        unreadable,
        size,
        pixels,
        _seconds(work.values(), cancel or CancelToken()) if timed else None,
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


def _seconds(parts: Iterable[_Work], cancel: CancelToken) -> float | None:
    total = 0.0
    for part in parts:
        seconds = _seconds_of(part, cancel)
        if seconds is None:
            return None
        total += seconds
    return total


def _seconds_of(part: _Work, cancel: CancelToken) -> float | None:
    method = part.method
    if not part.sizes:
        return 0.0
    known = told_pace(part.sizes, method, cancel) or tried_pace(part.sizes, method, cancel)
    scale = method.scale**2
    total = sum(files_pace(format, scale) * count for format, count in part.formats.items())
    for (height, width), count in part.sizes.items():
        one = None if known is None else known(height, width)
        if one is None:
            return None
        total += one * count
    return total

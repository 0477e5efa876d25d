"""How long a method takes on this computer as it is now, found by trying it."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import cv2
import numpy as np

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.methods.method import Method, Timed
from mirnet_gui.photo.formats import Format
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, silent

_SAMPLES: Final = (384, 768, 1536)
"""Sides of the pictures on which a method is tried that tells no time.

The first is larger than the copies on which some methods solve the hard part: a smaller one would
promise that everything takes many times as long.
"""
_WARMING: Final = 64
"""Side of the picture before those: whatever is done for the first time takes longer."""
_MOST_SPENT: Final = 8.0
"""Seconds, after which a method whose time grows with the pixels is tried no further."""
_LEAST_SPENT: Final = 1.0
"""Seconds that nobody minds: until then it is tried further whatever the batch."""
LONGEST_TRIAL: Final = 20.0
"""Seconds, after which nobody knows how long a method takes."""
_WORTHWHILE, _WORTHWHILE_IF_ALIKE = 10.0, 3.0
"""So many times as long as trying should the batch take, before it is tried further."""
_PROOF: Final = 512
"""Side of the picture on which a method is tried that tells its time."""
_SLOWEST_NOW: Final = 5.0
"""So many times as long may it take just now; more is something that passes."""
_SHARE_OF_OWN: Final = 0.05
"""A method that computes for less of the time works in another process, or waits."""

_log = logging.getLogger(__name__)


def tried_pace(
    sizes: Counter[tuple[int, int]], method: Method, cancel: CancelToken
) -> Callable[[int, int], float] | None:
    """Seconds that ``method`` takes for a picture of (height, width), or None if nobody knows.

    It is tried on larger and larger pictures, as long as a batch of ``sizes`` makes it worthwhile.
    """
    largest = max((height * width for height, width in sizes), default=0)
    trial = _Trial(cancel)
    pace = _Pace(())
    try:
        _tried(method, _WARMING, trial)
        for sample in _SAMPLES:
            # No larger than the batch needs: an album of thumbnails is done before that.
            side = min(sample, math.isqrt(largest) + 1)
            pace = _Pace((*pace.samples, _tried(method, side, trial)))
            whole = sum(pace.seconds(*size) * count for size, count in sizes.items())
            if side * side >= largest or not pace.is_worth_more(whole):
                break
    except Exception as error:  # noqa: BLE001 - others report it with a photograph's name
        _log.info("How long %s takes cannot be told: %r", method.name, error)
        return pace.seconds if len(pace.samples) > 1 else None
    return pace.seconds


def told_pace(
    sizes: Counter[tuple[int, int]], method: Method, cancel: CancelToken
) -> Callable[[int, int], float] | None:
    """Seconds that ``method`` tells for a picture of (height, width), None if it tells none.

    What it tells was measured at another hour, and is of the network alone: where a batch of
    ``sizes`` makes it worthwhile, it is tried how many times as long it takes now.
    """
    timed = method if isinstance(method, Timed) else None
    expected = timed and timed.seconds(_PROOF, _PROOF)
    if not timed or expected is None:
        return None

    def told(height: int, width: int) -> float:
        return timed.seconds(height, width) or 0.0

    whole = sum(told(*size) * count for size, count in sizes.items())
    if not expected or whole < _WORTHWHILE * 2.0 * expected:
        return told
    try:
        # Whatever is done for the first time takes longer.
        took = min(_tried(method, _PROOF, _Trial(cancel)).took for _ in range(2))
    except Exception as error:  # noqa: BLE001 - others report it with a photograph's name
        _log.info("How long %s takes now cannot be told: %r", method.name, error)
        return told
    times = min(max(took / expected, 1.0), _SLOWEST_NOW)
    return lambda height, width: told(height, width) * times


def files_pace(format: Format, enlarged: float) -> float:
    """Seconds to read a photograph and write its result in ``format``, a pixel of the photograph.

    ``enlarged`` is how many pixels of the result come from one. 0 if it cannot be tried.
    """
    photo = Photo(_picture(_SAMPLES[1]))
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "trial"
            started = time.perf_counter()
            write_photo(photo, path, format=format)
            written = time.perf_counter()
            read_photo(path)
            read = time.perf_counter()
    except (MirnetGuiError, OSError) as error:
        _log.info("How long files take cannot be told: %r", error)
        return 0.0
    return ((written - started) * enlarged + read - written) / (photo.width * photo.height)


@dataclass(frozen=True, slots=True)
class _Sample:
    """One picture tried: its pixels, the seconds it took, and those of the processor for it."""

    pixels: int
    took: float
    computed: float


@dataclass(frozen=True, slots=True)
class _Pace:
    """What was tried, smallest first.

    Some methods solve the hard part on a copy of at most so many pixels: what more pixels cost is
    known from the differences only, and those are the processor's, since a machine that was busy
    with something else for a moment would be taken for many pixels.
    """

    samples: tuple[_Sample, ...]

    def is_worth_more(self, whole: float) -> bool:
        """Whether a batch that would take ``whole`` seconds pays for another sample."""
        spent = sum(sample.took for sample in self.samples)
        if self._alike:
            return spent < max(_LEAST_SPENT, whole / _WORTHWHILE_IF_ALIKE)
        return spent < min(_MOST_SPENT, whole / _WORTHWHILE)

    def seconds(self, height: int, width: int) -> float:
        """For one picture, on a machine as busy as it was."""
        pixels = height * width
        counts, times = self._counts, self._times
        if pixels <= counts[0] or len(counts) == 1:
            return times[0] * pixels / counts[0]
        if pixels <= counts[-1]:
            return float(np.interp(pixels, counts, times))
        slope = max(times[-1] - times[0], 0.0) / (counts[-1] - counts[0])
        return times[-1] + slope * (pixels - counts[-1])

    @property
    def _alike(self) -> bool:
        """Whether four times the pixels took hardly longer."""
        return len(self.samples) > 1 and self._times[-1] < 2.0 * self._times[-2]

    @property
    def _counts(self) -> list[int]:
        return [sample.pixels for sample in self.samples]

    @property
    def _times(self) -> list[float]:
        took = sum(sample.took for sample in self.samples)
        computed = sum(sample.computed for sample in self.samples)
        if computed < _SHARE_OF_OWN * took:
            return [sample.took for sample in self.samples]
        return [sample.computed * took / computed for sample in self.samples]


def _tried(method: Method, side: int, cancel: CancelToken) -> _Sample:
    """``method`` on a dark picture of lights and shadows with noise."""
    picture = _picture(side)
    started, computed = time.perf_counter(), time.process_time()
    method.apply(picture, silent, cancel)
    return _Sample(side * side, time.perf_counter() - started, time.process_time() - computed)


def _picture(side: int) -> Pixels:
    """The same scene and the same noise at every size.

    Methods that solve the hard part on a copy of few pixels have the same to do then, and times
    differ by what more pixels cost alone.
    """
    chance = np.random.default_rng(0)
    lights = chance.uniform(0.0, 64.0, (12, 12, 3)).astype(np.float32)
    smooth = cv2.resize(lights, (_SAMPLES[0], _SAMPLES[0]), interpolation=cv2.INTER_CUBIC)
    noisy = (smooth + chance.normal(0.0, 4.0, smooth.shape)).clip(0.0, 255.0).astype(np.uint8)
    sized = cv2.resize(noisy, (side, side), interpolation=cv2.INTER_LINEAR_EXACT)
    return np.asarray(sized, dtype=np.uint8)


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

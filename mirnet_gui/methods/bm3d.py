"""BM3D: blocks that look alike are denoised together, as one three-dimensional block.

Written from Dabov, Foi, Katkovnik and Egiazarian, "Image Denoising by Sparse 3-D Transform-Domain
Collaborative Filtering" (TIP 2007), since the library of that name is not free for all uses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.denoising import SIGMA
from mirnet_gui.methods.parameters import number
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

# Blocks of 8 x 8, groups of 16, a threshold of 2.7 sigma: the paper's normal profile (table I),
# but for a search window of 21 instead of 39 pixels and blocks that begin at every fourth pixel.
_BLOCK, _GROUP, _STEP, _SEARCH = 8, 16, 4, 10
_THRESHOLD, _KAISER = 2.7, 2.0
_STRIP_PIXELS, _CHUNK = 120_000, 1500
_REACH = _SEARCH + _BLOCK

# Luminance first; rows of length 1, so that noise is as strong in each (the paper's section V).
_OPPONENT = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]]) / np.sqrt([[3], [2], [6]])

_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bm3d(Classical):
    """C-BM3D for noise of the standard deviation ``strength``, in 1/255; see the module."""

    name: ClassVar[str] = "bm3d"
    label: ClassVar[str] = "BM3D"
    purpose: ClassVar[str] = mark(
        "Takes noise away and keeps detail best of those without a network; slow."
    )

    strength: float = number(8.0, SIGMA)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        height, width = pixels.shape[:2]
        result, rows = np.empty_like(pixels), max(_STRIP_PIXELS // width, _REACH)
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            seen = np.arange(top - 2 * _REACH, bottom + 2 * _REACH)
            # Beyond the border the photograph is seen in a mirror.
            mirrored = _mirrored(seen, height)
            columns = _mirrored(np.arange(-2 * _REACH, width + 2 * _REACH), width)
            strip = pixels[mirrored][:, columns]
            restored = _denoised(floats_of(strip), self.strength / 255.0, cancel)
            core = restored[2 * _REACH : -2 * _REACH, 2 * _REACH : -2 * _REACH]
            result[top:bottom] = from_floats(core, pixels.dtype)
            progress(Progress(bottom, height, "row"))
        return result


def _mirrored(places: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    period = max(2 * count - 2, 1)
    within = places % period
    return np.minimum(within, period - within)


def _denoised(rgb: Floats, sigma: float, cancel: CancelToken) -> Floats:
    """(H, W, 3) in two steps: the second filters by what the first one found."""
    noisy = np.ascontiguousarray((rgb @ _OPPONENT.T).transpose(2, 0, 1), dtype=np.float32)
    basic = _Step(noisy, noisy, sigma, wiener=False).run(cancel)
    final = _Step(noisy, basic, sigma, wiener=True).run(cancel)
    return np.asarray(final.transpose(1, 2, 0) @ _OPPONENT, dtype=np.float32)


class _Sums(NamedTuple):
    """Weighted sum of all estimates of each place, (3, H * W), and of their weights, (H * W)."""

    values: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]


class _Step:
    """One pass over all blocks of ``noisy`` (3, H, W), grouped by how they look in ``guide``."""

    def __init__(self, noisy: Floats, guide: Floats, sigma: float, *, wiener: bool) -> None:
        self._noisy, self._guide, self._sigma, self._wiener = noisy, guide, sigma, wiener
        self._width = noisy.shape[2]
        size = noisy.shape[1] * noisy.shape[2]
        self._sums = _Sums(np.zeros((3, size)), np.zeros(size))
        taps = np.kaiser(_BLOCK, _KAISER)
        self._window = np.outer(taps, taps).ravel()
        rows, columns = np.indices((_BLOCK, _BLOCK))
        self._inside = (rows * self._width + columns).ravel()

    def run(self, cancel: CancelToken) -> Floats:
        """What the step makes of ``noisy``."""
        for group in _groups(self._guide[0], cancel):
            cancel.raise_if_cancelled()
            self._filter(group)
        estimate = self._sums.values / np.maximum(self._sums.weights, 1e-12)
        filled = np.where(self._sums.weights > 0, estimate, self._noisy.reshape(3, -1))
        return filled.reshape(self._noisy.shape).astype(np.float32)

    def _filter(self, corners: _Places) -> None:
        """Filter groups whose blocks begin at ``corners`` (n, 16), and add them to the sums."""
        places = corners[..., None] + self._inside
        spread = np.ravel(places)
        for channel in range(3):
            spectrum = _transformed(self._noisy[channel].ravel()[places])
            kept = self._shrinkage(spectrum, channel, places)
            if channel == 0:
                weights = 1.0 / np.maximum((kept**2).sum(axis=(1, 2)), 1.0)
                weighted = np.broadcast_to(weights[:, None, None] * self._window, places.shape)
                size = len(self._sums.weights)
                self._sums.weights[:] += np.bincount(spread, np.ravel(weighted), size)
            restored = _restored(spectrum * kept)
            self._sums.values[channel] += np.bincount(
                spread, np.ravel(restored * weighted), len(self._sums.weights)
            )

    def _shrinkage(self, spectrum: Floats, channel: int, places: _Places) -> Floats:
        """By how much each coefficient is multiplied: equations 5 and 8 of the paper."""
        if not self._wiener:
            return (np.abs(spectrum) > _THRESHOLD * self._sigma).astype(np.float32)
        power = _transformed(self._guide[channel].ravel()[places]) ** 2
        return cast(Floats, power / (power + np.float32(self._sigma**2)))


def _groups(plane: Floats, cancel: CancelToken) -> Iterator[_Places]:
    """For each reference block the corners of the 16 blocks most like it: (up to 1500, 16)."""
    height, width = plane.shape
    rows = _starts(height)
    for some in np.array_split(rows, max(len(rows) * len(_starts(width)) // _CHUNK, 1)):
        cancel.raise_if_cancelled()
        yield _matched(plane, some, _starts(width))


def _starts(side: int) -> _Places:
    return np.arange(_SEARCH, side - _SEARCH - _BLOCK + 1, _STEP)


def _matched(plane: Floats, rows: _Places, columns: _Places) -> _Places:
    offsets = np.arange(-_SEARCH, _SEARCH + 1)
    top, bottom = rows[0] - _SEARCH, rows[-1] + _SEARCH + _BLOCK
    part = plane[top:bottom]
    inner = part[_SEARCH : part.shape[0] - _SEARCH, _SEARCH:-_SEARCH]
    height, width = inner.shape
    distances = np.empty((len(offsets) ** 2, len(rows) * len(columns)), np.float32)
    at = np.ix_(rows - rows[0], columns - _SEARCH)
    for place, (down, right) in enumerate((d, r) for d in offsets for r in offsets):
        moved = part[_SEARCH + down :, _SEARCH + right :][:height, :width]
        squares = cv2.multiply(inner - moved, inner - moved)
        summed = cv2.boxFilter(
            squares, -1, (_BLOCK, _BLOCK), anchor=(0, 0), normalize=False,
            borderType=cv2.BORDER_CONSTANT,
        )  # fmt: skip
        distances[place] = summed[at].ravel()
    nearest = np.argpartition(distances, _GROUP, axis=0)[:_GROUP].T
    corners = (rows[:, None] * plane.shape[1] + columns).ravel()
    moves = (offsets[:, None] * plane.shape[1] + offsets).ravel()
    return cast(_Places, corners[:, None] + moves[nearest])


def _cosines() -> Floats:
    place, frequency = np.meshgrid(np.arange(_BLOCK) + 0.5, np.arange(_BLOCK))
    basis = np.cos(math.pi / _BLOCK * place * frequency) * math.sqrt(2.0 / _BLOCK)
    basis[0] /= math.sqrt(2.0)
    return np.asarray(np.kron(basis, basis), dtype=np.float32)


def _hadamard() -> Floats:
    rows = np.arange(_GROUP)
    signs = 1.0 - 2.0 * (np.bitwise_count(rows[:, None] & rows) % 2)
    return np.asarray(signs / math.sqrt(_GROUP), dtype=np.float32)


_DCT, _WALSH = _cosines(), _hadamard()


def _transformed(groups: Floats) -> Floats:
    """(n, 16, 64): the cosine transform of each block, then Walsh-Hadamard along the group."""
    return cast(Floats, _WALSH @ (groups @ _DCT.T))


def _restored(spectrum: Floats) -> Floats:
    return cast(Floats, (_WALSH.T @ spectrum) @ _DCT)

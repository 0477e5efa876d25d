"""What is made of a network's output for a part of a picture."""

from __future__ import annotations

from typing import Any, Protocol, cast

import cv2
import numpy as np
from torch import Tensor

from mirnet_gui.inference.pixels import to_floats
from mirnet_gui.inference.tiles import Tile
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import (
    Floats,
    floats_of,
    from_floats,
    part_enlarged,
    reduced,
    with_bits,
)
from mirnet_gui.tone.affine_map import COPY_PIXELS, reduction_to
from mirnet_gui.tone.controls import luminance_of

# Tones are kept as means of cells: of a sixty-fourth of the longer side, but of so many pixels of
# the photograph at least, since a mean of fewer holds blotches of noise as well.
_MOST_CELLS, _LEAST_CELL = 64, 32
# Sides that divide the overlap of tiles: it holds one cell more than the core on every side.
_CELLS = (32, 16, 8)
# By how many stops of its encoded value a place must have been lifted for its noise to be looked
# at, and from how many on all of it is taken.
_UNSEEN, _SEEN = 0.1, 0.5
# Below this, what is black and stays black counts as the same.
_BLACK = 0.02
_NOT_CLIPPED = np.float32(254.0 / 255.0)
# Noise of the copy is no light.
_WINDOW = (9, 9)


class Finishing(Protocol):
    """Makes pixels of outputs."""

    def is_needed(self, tile: Tile) -> bool:
        """Whether the network is needed for ``tile`` at all; where not, it stays as it is."""
        ...

    def to_be_filled(self, pixels: Pixels) -> Pixels:
        """What the finished cores of tiles of ``pixels`` (H, W, 3) are put into."""
        ...

    def finish(self, seen: Pixels, output: Tensor, tile: Tile) -> Pixels:
        """The pixels of the tile's core, larger where the network enlarges.

        ``seen`` is what the tile shows of the picture, ``output`` (1, 3, H or more, W or more)
        what the network made of it.
        """
        ...


class AsItIs:
    """The output itself, ``scale`` times as large as what is seen.

    Of ``dtype``, where that is to be another one than that of the picture.
    """

    def __init__(self, scale: int = 1, dtype: np.dtype[Any] | None = None) -> None:
        self._scale = scale
        self._dtype = dtype

    def is_needed(self, tile: Tile) -> bool:  # noqa: ARG002 - of the protocol
        """See :class:`Finishing`."""
        return True

    def to_be_filled(self, pixels: Pixels) -> Pixels:
        """See :class:`Finishing`."""
        height, width, channels = pixels.shape
        shape = self._scale * height, self._scale * width, channels
        return np.empty(shape, self._dtype or pixels.dtype)

    def finish(self, seen: Pixels, output: Tensor, tile: Tile) -> Pixels:
        """See :class:`Finishing`."""
        rows, columns = (_scaled(span, self._scale) for span in tile.core_in_seen)
        height, width = (self._scale * side for side in seen.shape[:2])
        made = to_floats(output, height, width)[rows, columns]
        return from_floats(made, self._dtype or seen.dtype)


def _scaled(span: slice, scale: int) -> slice:
    return slice(span.start * scale, span.stop * scale)


class TonesKept:
    """The output, but with the tones of the picture, and only where noise was lifted.

    ``before`` and ``relit`` are the photograph and its light, (H, W, 3), ``fed`` what was fed to
    the network where smaller sizes were cleaned already; all are copies of a photograph that was
    halved ``halvings`` times. The low frequencies of the network's change are taken back, so that
    no tile can differ in tone, and those of the cleaning before it. The result is of ``dtype``,
    where that is to be another one than that of what is fed.
    """

    def __init__(
        self,
        before: Pixels,
        relit: Pixels,
        fed: Pixels | None = None,
        halvings: int = 0,
        dtype: np.dtype[Any] | None = None,
    ) -> None:
        self._dtype = dtype
        self._size = relit.shape[:2]
        most = max(max(self._size) / _MOST_CELLS, _LEAST_CELL >> halvings)
        self._cell = next((cell for cell in _CELLS if cell <= most), _CELLS[-1])
        self._drift = None if fed is None else _drift(fed, relit, most)
        self._share = _noise_share(before, relit)

    def is_needed(self, tile: Tile) -> bool:
        """See :class:`Finishing`."""
        return bool(self._share_of(tile).max() > 0.0)

    def to_be_filled(self, pixels: Pixels) -> Pixels:
        """See :class:`Finishing`: tiles that are not needed stay as they are."""
        dtype = self._dtype or pixels.dtype
        return pixels.copy() if dtype == pixels.dtype else with_bits(pixels, 8)

    def finish(self, seen: Pixels, output: Tensor, tile: Tile) -> Pixels:
        """See :class:`Finishing`."""
        picture = floats_of(seen)
        height, width = picture.shape[:2]
        restored = to_floats(output, height, width)
        change = restored - picture
        change -= self._low_frequencies(change)
        core = tile.core_in_seen
        result = picture[core] + change[core] * self._share_of(tile)[..., None]
        if self._drift is not None:
            result -= part_enlarged(self._drift, tile.core, self._size)
        # Taking noise away must not clip what was not clipped.
        np.minimum(result, np.maximum(picture[core], _NOT_CLIPPED), out=result)
        return from_floats(result, self._dtype or seen.dtype)

    def _share_of(self, tile: Tile) -> Floats:
        return part_enlarged(self._share, tile.core, self._size).clip(0.0, 1.0)

    def _low_frequencies(self, change: Floats) -> Floats:
        # Cells lie on one grid for the whole picture: neighbouring tiles take back the same.
        height, width = change.shape[:2]
        cell = self._cell
        rows, columns = -(-height // cell), -(-width // cell)
        padded = cv2.copyMakeBorder(
            change, 0, rows * cell - height, 0, columns * cell - width, cv2.BORDER_REFLECT
        )
        means = cast(Floats, cv2.resize(padded, (columns, rows), interpolation=cv2.INTER_AREA))
        size = (rows * cell, columns * cell)
        return part_enlarged(means, (slice(0, height), slice(0, width)), size)


class EverywhereAlike(TonesKept):
    """As :class:`TonesKept`, of a picture that was noisy before."""

    def __init__(
        self, picture: Pixels, halvings: int = 0, dtype: np.dtype[Any] | None = None
    ) -> None:
        super().__init__(picture, picture, halvings=halvings, dtype=dtype)
        self._share = np.ones_like(self._share)


def _drift(fed: Pixels, relit: Pixels, cell: float) -> Floats:
    """The difference of both in tone, (h, w, 3), of cells of ``cell`` pixels a side."""
    height, width = relit.shape[:2]
    scale = reduction_to(COPY_PIXELS, height, width)
    one, other = (floats_of(reduced(each, scale)) for each in (fed, relit))
    size = max(round(width / cell), 1), max(round(height / cell), 1)
    return cast(Floats, cv2.resize(one - other, size, interpolation=cv2.INTER_AREA))


def _noise_share(before: Pixels, relit: Pixels) -> Floats:
    scale = reduction_to(COPY_PIXELS, *before.shape[:2])
    dark, light = (luminance_of(reduced(each, scale)) for each in (before, relit))
    stops = np.log2((cv2.blur(light, _WINDOW) + _BLACK) / (cv2.blur(dark, _WINDOW) + _BLACK))
    share: Floats = ((stops - _UNSEEN) / (_SEEN - _UNSEEN)).clip(0.0, 1.0).astype(np.float32)
    return share

"""Crops of a picture at full size, by which descriptors of a reduced copy are corrected.

A reduced copy has less noise and less detail than its picture, so its descriptors are a little
off, by about as much everywhere. A few crops tell by how much: descriptor of the picture =
descriptor of the copy + (that of the crops - that of the same places in the copy), the control
variate of statistics. What the crops alone would get wrong, since they do not show all of the
picture, the copy knows; what the copy gets wrong, they know.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from mirnet_gui.inference.backends.backend import Weighting
from mirnet_gui.inference.tiles import Span, Tile

# Coordinates of crops divide by the size multiple of every MIRNet of up to four streams.
_GRID = 8


def crops_of(height: int, width: int, core: int, overlap: int, most: int) -> list[Tile]:
    """At most ``most`` crops, evenly spread, all of one size.

    Their cores of at most ``core`` pixels a side do not overlap; ``overlap`` more pixels are seen
    on all sides, and all of a side that is not longer than a core so seen.
    """
    room = [max((side - 2 * overlap) // core, 1) for side in (height, width)]
    rows = min(max(round(math.sqrt(most * height / width)), 1), room[0], most)
    columns = min(max(most // rows, 1), room[1])
    rows = min(max(most // columns, 1), room[0])
    return [
        Tile(row, column)
        for row in _spread(height, core, overlap, rows)
        for column in _spread(width, core, overlap, columns)
    ]


def _spread(side: int, core: int, overlap: int, count: int) -> list[Span]:
    if side < core + 2 * overlap + _GRID:
        return [Span(0, side, 0, side)]
    free = side - 2 * overlap - core
    starts = [
        overlap + int(free * (place + 0.5) / count) // _GRID * _GRID for place in range(count)
    ]
    if count > 1:
        starts = [
            overlap + int(free * place / (count - 1)) // _GRID * _GRID for place in range(count)
        ]
    return [Span(at, at + core, at - overlap, at + core + overlap) for at in starts]


def weighting(
    regions: Sequence[tuple[slice, slice]], size: tuple[int, int], scale: float, streams: int
) -> Weighting:
    """How much each place of every stream counts in the mean over ``regions``.

    ``regions`` are rows and columns of a picture, of which the network sees a copy of ``size``
    that is ``scale`` times as large; a place that lies in a region by a half counts a half.
    """
    return [
        _normalized(regions, [side // 2**stream for side in size], scale / 2**stream)
        for stream in range(streams)
    ]


def _normalized(
    regions: Sequence[tuple[slice, slice]], size: Sequence[int], scale: float
) -> torch.Tensor:
    covered = np.zeros(size)
    for rows, columns in regions:
        covered += np.outer(_covered(rows, size[0], scale), _covered(columns, size[1], scale))
    return torch.from_numpy((covered / covered.sum()).astype(np.float32))[None, None]


def _covered(span: slice, cells: int, scale: float) -> npt.NDArray[np.float64]:
    edges = np.arange(cells + 1)
    reached = np.clip(edges, span.start * scale, span.stop * scale)
    return np.diff(reached)

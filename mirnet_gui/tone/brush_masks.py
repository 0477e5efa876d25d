"""What a brush painted, as a mask: computed once on a small grid, and enlarged where it is wanted.

Edges of a brush are soft, so the grid can be much coarser than a photograph. Overlapping strokes
add up as paint does: what one of them leaves is covered by the next as far as that covers.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from itertools import pairwise
from threading import Lock
from typing import Final

import numpy as np

from mirnet_gui.photo.values import Floats, part_enlarged
from mirnet_gui.tone.shapes import Brush, Proportions, Stroke, grown

_LONGER_SIDE: Final = 1536
# In pixels of the grid: less of a slope would show the grid.
_LEAST_SLOPE: Final = 2.0
_KEPT: Final = 4


class BrushMasks:
    """Of pictures of one shape; those that were asked for last are kept.

    Strokes follow each other: of what was painted already nothing is computed again.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._proportions = Proportions.of(size)
        self._kept: OrderedDict[tuple[Stroke, ...], Floats] = OrderedDict()
        self._lock = Lock()

    def part(self, brush: Brush, part: tuple[slice, slice], size: tuple[int, int]) -> Floats:
        """The mask for rows and columns of a picture of ``size`` (H, W), in [0, 1]."""
        enlarged = part_enlarged(self._grid(brush.strokes), part, size)
        return np.clip(enlarged, 0.0, 1.0, out=enlarged)

    def _grid(self, strokes: tuple[Stroke, ...]) -> Floats:
        with self._lock:
            known = next(
                (count for count in range(len(strokes), 0, -1) if strokes[:count] in self._kept), 0
            )
            if known == len(strokes) and known:
                self._kept.move_to_end(strokes)
                return self._kept[strokes]
            mask = self._kept[strokes[:known]] if known else self._empty()
            for count in range(known, len(strokes)):
                mask = self._with_stroke(mask, strokes[count])
                # The last one may be in the making, and what was before is wanted again and again.
                if count >= len(strokes) - 2:
                    self._keep(strokes[: count + 1], mask)
            return mask

    def _empty(self) -> Floats:
        height, width = (max(round(_LONGER_SIDE * side), 1) for side in self._proportions[::-1])
        return np.zeros((height, width), np.float32)

    def _keep(self, strokes: tuple[Stroke, ...], mask: Floats) -> None:
        self._kept[strokes] = mask
        self._kept.move_to_end(strokes)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _with_stroke(self, mask: Floats, stroke: Stroke) -> Floats:
        height, width = mask.shape
        radius = stroke.radius * _LONGER_SIDE
        points = [(x * width, y * height) for x, y in stroke.points]
        box = _box(points, radius, mask.shape)
        covered = _covered(points, radius, stroke.hardness, box)
        result = mask.copy()
        here = result[box]
        if stroke.erases:
            here *= 1.0 - covered
        else:
            here += (1.0 - here) * covered
        return result


def _covered(
    points: list[tuple[float, float]], radius: float, hardness: float, box: tuple[slice, slice]
) -> Floats:
    """How much one stroke covers of the pixels in ``box``: by their distance to its line."""
    rows, columns = box
    nearest = np.full(
        (rows.stop - rows.start, columns.stop - columns.start), radius * radius, np.float32
    )
    ends = pairwise(points) if len(points) > 1 else [(points[0], points[0])]
    for (x0, y0), (x1, y1) in ends:
        near = _box([(x0, y0), (x1, y1)], radius, (rows.stop, columns.stop))
        x = np.arange(near[1].start, near[1].stop, dtype=np.float32) + np.float32(0.5 - x0)
        y = (np.arange(near[0].start, near[0].stop, dtype=np.float32) + np.float32(0.5 - y0))[
            :, None
        ]
        across, down = x1 - x0, y1 - y0
        squared = across * across + down * down
        if squared > 0.0:
            along = (x * (across / squared) + y * (down / squared)).clip(0.0, 1.0)
            distance = np.square(x - along * across) + np.square(y - along * down)
        else:
            distance = x * x + y * y
        inner = (
            slice(near[0].start - rows.start, near[0].stop - rows.start),
            slice(near[1].start - columns.start, near[1].stop - columns.start),
        )
        np.minimum(nearest[inner], distance, out=nearest[inner])
    slope = max((1.0 - hardness) * radius, min(_LEAST_SLOPE, radius))
    return grown((radius - np.sqrt(nearest)) / np.float32(slope))


def _box(
    points: list[tuple[float, float]], radius: float, shape: tuple[int, ...]
) -> tuple[slice, slice]:
    """The rows and columns of a grid of ``shape`` that lie within ``radius`` of ``points``."""
    spans = []
    for axis, most in ((1, shape[0]), (0, shape[1])):
        values = [point[axis] for point in points]
        start = min(max(math.floor(min(values) - radius), 0), most)
        stop = min(max(math.ceil(max(values) + radius), start), most)
        spans.append(slice(start, stop))
    return spans[0], spans[1]

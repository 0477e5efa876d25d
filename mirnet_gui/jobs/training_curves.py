"""What a training has logged by its step: loss, PSNR and SSIM, as its trainer writes them."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float]
"""A step, and what was measured after it."""


@dataclass(frozen=True, slots=True)
class Curves:
    """What was logged of a pass: (step, value) each, by step."""

    loss: tuple[Point, ...] = ()
    psnr: tuple[Point, ...] = ()
    ssim: tuple[Point, ...] = ()

    @property
    def steps_done(self) -> int:
        """The step that was logged last."""
        return int(max((step for step, _ in self.loss), default=0))

    def with_points(
        self,
        *,
        loss: Point | None = None,
        psnr: Point | None = None,
        ssim: Point | None = None,
    ) -> Curves:
        """With a point more each; what a resumed run does again is taken for what it was."""
        return Curves(_with(self.loss, loss), _with(self.psnr, psnr), _with(self.ssim, ssim))


def read_curves(run: Path) -> Curves:
    """Of the pass whose folder is ``run``: what can be read of them."""
    loss: list[Point] = []
    psnr: list[Point] = []
    ssim: list[Point] = []
    for row in _rows(run / "logs" / "metrics.csv"):
        for points, name in ((loss, "loss"), (psnr, "psnr"), (ssim, "ssim")):
            try:
                point = (float(row["step"]), float(row[name]))
            except (KeyError, ValueError, TypeError):
                continue
            if all(math.isfinite(each) for each in point):
                points.append(point)
    return Curves(tuple(loss), tuple(psnr), tuple(ssim))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        # A last line that a kill cut short is left out.
        whole, _, _ = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
        yield from csv.DictReader(whole.splitlines())
    except (OSError, csv.Error):
        return


def _with(points: tuple[Point, ...], point: Point | None) -> tuple[Point, ...]:
    if point is None:
        return points
    kept = points
    while kept and kept[-1][0] >= point[0]:
        kept = kept[:-1]
    return (*kept, point)

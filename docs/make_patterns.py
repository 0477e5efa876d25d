"""Cloth, fences, tiles and stripes to learn enlarging from: photographs in which patterns hang.

    PYTHONPATH=. python docs/make_patterns.py ../shared/data/clean sharp/patterns

Fine patterns are where enlarging shows most, and few photographs have them. Each picture is a
photograph on which four to nine patches lie, drawn at random, but alike each time: a pattern of two
colours whose period is 2 to 30 pixels, seen at a slant, in folds, lit unevenly. All is drawn
twice as large and reduced, as a lens and a sensor would.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mirnet_gui.photo.pairs import pictures_in

_SIZE = 960, 720
_LARGER = 2
_FINEST, _COARSEST = 2.0, 30.0

Plane = NDArray[Any]
Pattern = Callable[[Plane, Plane], Plane]


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=120)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    photographs = pictures_in(arguments.photographs)
    for number in range(arguments.count):
        rng = np.random.default_rng(number)
        picture = _picture(photographs[rng.integers(len(photographs))], rng)
        picture.save(arguments.output / f"patterns-{number:03d}.png")


def _picture(photograph: Path, rng: np.random.Generator) -> Image.Image:
    size = _SIZE[0] * _LARGER, _SIZE[1] * _LARGER
    with Image.open(photograph) as opened:
        canvas = np.array(opened.convert("RGB").resize(size, Image.Resampling.LANCZOS), np.float32)
    for _ in range(rng.integers(4, 10)):
        _hang(canvas, rng)
    whole = Image.fromarray(np.rint(np.clip(canvas, 0, 255)).astype(np.uint8))
    return whole.resize(_SIZE, Image.Resampling.LANCZOS)


def _hang(canvas: Plane, rng: np.random.Generator) -> None:
    """Lay one pattern over a part of ``canvas`` (H, W, 3), of 0 to 255."""
    height, width = canvas.shape[:2]
    wide, high = (round(side * rng.uniform(0.25, 0.7)) for side in (width, height))
    left, top = (
        int(rng.integers(-most // 4, side - 3 * most // 4))
        for most, side in ((wide, width), (high, height))
    )
    x, y = max(left, 0), max(top, 0)
    part = canvas[y : top + high, x : left + wide]
    down, across = np.mgrid[: part.shape[0], : part.shape[1]].astype(np.float32)
    pattern = _PATTERNS[rng.integers(len(_PATTERNS))]
    share = _soft(pattern(*_slanted(across, down, rng)), rng)[..., None]
    one, other = _colours(part, rng)
    light = _waves(across, down, rng)[..., None] * rng.uniform(0.0, 0.35) + 1
    drawn = (one * (1 - share) + other * share) * light
    inside = _outline(part.shape[:2], rng)[..., None]
    part[:] = part * (1 - inside) + drawn * inside


def _slanted(across: Plane, down: Plane, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Where on its pattern each pixel is, in periods: turned, in perspective, and in folds."""
    period = _FINEST * (_COARSEST / _FINEST) ** rng.beta(1.0, 1.6) * _LARGER
    angle = rng.uniform(0, np.pi)
    middle_x, middle_y = across.mean(), down.mean()
    reach = float(max(middle_x, middle_y, 1.0))
    x, y = across - middle_x, down - middle_y
    tilt = rng.uniform(-0.45, 0.45, 2) if rng.random() < 0.6 else (0.0, 0.0)
    depth = 1 + (tilt[0] * x + tilt[1] * y) / reach
    u = (np.cos(angle) * x + np.sin(angle) * y) / depth
    v = (np.cos(angle) * y - np.sin(angle) * x) / depth
    if rng.random() < 0.6:
        strength = rng.uniform(0.5, 4.0) * period
        u = u + strength * _waves(across, down, rng)
        v = v + strength * _waves(across, down, rng)
    return u / period, v / period


def _waves(across: Plane, down: Plane, rng: np.random.Generator) -> Plane:
    """Smooth hills and valleys from -1 to 1, longer than a pattern."""
    total = np.zeros_like(across)
    for _ in range(3):
        length, angle = rng.uniform(60, 400) * _LARGER, rng.uniform(0, np.pi)
        along = across * np.cos(angle) + down * np.sin(angle)
        total += np.sin(2 * np.pi * along / length + rng.uniform(0, 6.3)).astype(np.float32) / 3
    return total


def _soft(pattern: Plane, rng: np.random.Generator) -> Plane:
    """A pattern of -1 to 1 as shares of a colour: from a smooth wave to hard edges."""
    hardness = 8.0 ** rng.uniform(0, 1)
    shifted = pattern + rng.uniform(-0.5, 0.5)
    return np.clip(0.5 + 0.5 * hardness * shifted, 0, 1, out=shifted)


def _colours(part: Plane, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Two colours, half of the time those of the photograph with only brightness changed."""
    if rng.random() < 0.5:
        base = part.mean(axis=(0, 1))
        return base * rng.uniform(0.2, 0.9), np.minimum(base * rng.uniform(1.1, 2.5), 255)
    one = rng.uniform(0, 255, 3).astype(np.float32)
    if rng.random() < 0.5:
        return one, rng.uniform(0, 255, 3).astype(np.float32)
    grey = np.full(3, 0.0 if one.mean() > 127 else 255.0, np.float32)
    return one, grey


def _outline(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """1 inside of a shape that fills most of ``size`` (H, W), 0 outside."""
    inside = np.zeros(size, np.float32)
    height, width = size
    angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(5, 14))))
    reach = rng.uniform(0.6, 1.3, len(angles)) / 2
    corners = np.stack(
        ((0.5 + reach * np.cos(angles)) * width, (0.5 + reach * np.sin(angles)) * height), axis=1
    )
    cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 1.0)
    return inside


def _wave(u: Plane) -> Plane:
    return np.sin(2 * np.pi * u)


def _stripes(u: Plane, v: Plane) -> Plane:
    return _wave(u + 0.1 * _wave(v / 16))


def _checks(u: Plane, v: Plane) -> Plane:
    return np.sign(_wave(u)) * np.minimum(np.abs(_wave(u)), np.abs(_wave(v))) * np.sign(_wave(v))


def _grid(u: Plane, v: Plane) -> Plane:
    return np.maximum(_wave(u), _wave(v))


def _dots(u: Plane, v: Plane) -> Plane:
    return (_wave(u) + _wave(v)) / 2


def _plaid(u: Plane, v: Plane) -> Plane:
    return (_wave(u) + 0.6 * _wave(u / 5) + 0.8 * _wave(v) + 0.6 * _wave(v / 4)) / 2


def _twill(u: Plane, v: Plane) -> Plane:
    return np.where(np.floor(v / 6) % 2 == 0, _wave(u + v), _wave(u - v))


def _bricks(u: Plane, v: Plane) -> Plane:
    course = np.floor(v)
    return np.maximum(np.cos(2 * np.pi * v), np.cos(2 * np.pi * (u / 2 + course / 2)) - 0.1)


def _rings(u: Plane, v: Plane) -> Plane:
    return _wave(np.hypot(u, v))


_PATTERNS: tuple[Pattern, ...] = (
    _stripes,
    _stripes,
    _checks,
    _grid,
    _dots,
    _plaid,
    _twill,
    _bricks,
    _rings,
)

if __name__ == "__main__":
    main()

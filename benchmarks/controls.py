"""How long the window waits for a moved slider: one frame of a large photograph, developed.

    PYTHONPATH=. python benchmarks/controls.py PHOTO [--megapixels 24] [--pane 1560 980]

The photograph is enlarged to the size that is asked for; its layers are itself, relit by a curve,
and that blurred, since what they hold costs the same. At fit the whole photograph is seen in the
pane, at 1:1 a part of it. All controls are moved at once, the most that there is to do.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.developing import Shot, develop_job
from mirnet_gui.jobs.display import display_changed
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice, Layers
from mirnet_gui.ui.viewer.view_transform import Size, fit_scale, level_for

FRAMES = 30


def main() -> None:
    arguments = _arguments()
    photo = _enlarged(read_photo(arguments.photo), arguments.megapixels)
    relit = cv2.LUT(photo.pixels, (np.linspace(0, 1, 256) ** 0.6 * 255).astype(np.uint8))
    layers = Layers(photo.pixels, relit, cv2.GaussianBlur(relit, (5, 5), 0))
    displayed = [display_changed(photo, pixels) for pixels in (layers.relit, layers.finished)]
    enhanced = EnhancedPhoto(layers, *displayed, "benchmark")
    _ = layers.base
    width, height = arguments.pane
    scale = fit_scale(Size(photo.width, photo.height), Size(width, height), 24.0)
    levels = len(enhanced.finished.levels)
    fit = Shot(Region(0, 0, photo.height, photo.width), level_for(scale, levels))
    top, left = (photo.height - height) // 2, (photo.width - width) // 2
    pixels = Shot(Region(top, left, top + height, left + width), 0)
    print(f"{photo.width} x {photo.height} in a pane of {width} x {height}\n")
    print("| view | median | largest |\n|---|---|---|")
    for name, shot in (("fit", fit), ("1:1", pixels)):
        frames = [_frame(enhanced, shot, 0.01 * number) for number in range(FRAMES)]
        print(f"| {name} | {median(frames):.0f} ms | {max(frames):.0f} ms |", flush=True)


def _frame(enhanced: EnhancedPhoto, shot: Shot, moved: float) -> float:
    choice = Choice(Controls(moved + 0.5, 0.3, -0.3, 0.2, 0.1, 0.2), denoise=0.7)
    start = time.perf_counter()
    develop_job(enhanced, choice, shot)(silent, CancelToken())
    return (time.perf_counter() - start) * 1000.0


def _enlarged(photo: Photo, megapixels: float) -> Photo:
    scale = math.sqrt(megapixels * 1e6 / (photo.width * photo.height))
    enlarged = cv2.resize(photo.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return with_pixels(photo, np.asarray(enlarged, dtype=photo.pixels.dtype))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--pane", type=int, nargs=2, default=(1560, 980))
    return parser.parse_args()


if __name__ == "__main__":
    main()

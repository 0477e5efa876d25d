"""What exposure alone is worth, and whether the dark picture tells how bright its reference is.

    PYTHONPATH=. python docs/how_predictable_is_exposure.py ../shared/data/lol

Every dark picture of ``val`` is brought by the curve of ``mirnet_gui/tone/exposure.py`` to a
mean: to the one that the program brings it to before the network, to that of all references of
``train``, to what the nearest ``train`` pictures and a ridge regression say, and to the mean of
its own reference. PSNR and SSIM are of the curve alone, on whole pictures; the root mean square
error is that of the mean. The last line has seen the ground truth: a diagnosis, never a result.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.values import Floats
from mirnet_gui.quality.reference import psnr, ssim
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.trainer.data.pairs import PictureCache, to_float, to_tensor

Figures = npt.NDArray[np.float64]
NEIGHBOURS = 5
RIDGE = 300.0


@dataclass(frozen=True, slots=True)
class Example:
    """A pair, what can be seen of the dark picture's light, and the mean of the reference."""

    low: Floats
    high: Floats
    seen: Figures
    mean: float


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="Folder with the paired folders train and val.")
    data = parser.parse_args().data
    train, val = _examples(data / "train"), _examples(data / "val")
    means = np.array([example.mean for example in val])
    print("| brought to the mean | error of the mean | PSNR | SSIM |\n|---|---|---|---|")
    gains = [exposure_gain(example.low) for example in val]
    _tell("as before the network", val, gains, None)
    for name, guess in _guesses(train, val).items():
        error = float(np.sqrt(np.mean((guess - means) ** 2)))
        gains = [
            _gain_to(example.low, float(mean)) for example, mean in zip(val, guess, strict=True)
        ]
        _tell(name, val, gains, error)


def _guesses(train: list[Example], val: list[Example]) -> dict[str, Figures]:
    known, means = np.array([e.seen for e in train]), np.array([e.mean for e in train])
    centre, spread = known.mean(axis=0), known.std(axis=0)
    known, asked = ((seen - centre) / spread for seen in (known, np.array([e.seen for e in val])))
    distances = np.square(asked[:, None] - known[None]).sum(axis=2)
    nearest = np.argsort(distances, axis=1)[:, :NEIGHBOURS]
    matrix = known.T @ known + RIDGE * np.eye(known.shape[1])
    weights = np.linalg.solve(matrix, known.T @ (means - means.mean()))
    return {
        "of all training references": np.full(len(val), means.mean()),
        f"of the {NEIGHBOURS} nearest training pictures": means[nearest].mean(axis=1),
        "by ridge regression": np.clip(asked @ weights + means.mean(), 0.2, 0.7),
        "of its own reference (diagnosis)": np.array([e.mean for e in val]),
    }


def _examples(folder: Path) -> list[Example]:
    examples = []
    for pair in paired_folder(folder):
        low, high = (to_float(pixels) for pixels in PictureCache().read_pair(pair))
        examples.append(Example(low, high, _seen(low), float(high.mean())))
    return examples


def _seen(low: Floats) -> Figures:
    small = cast(Floats, cv2.resize(low, (75, 50), interpolation=cv2.INTER_AREA))
    exposed = expose(small, _gain_to(small, 0.45))
    places = cv2.resize(exposed.mean(axis=2), (4, 3), interpolation=cv2.INTER_AREA).ravel()
    levels = np.percentile(exposed.max(axis=2), [1, 5, 25, 50, 75, 95, 99])
    light = [math.log(small.mean()), math.log(small.max() + 0.01), exposed.std()]
    return np.concatenate([light, levels, exposed.mean(axis=(0, 1)), places])


def _gain_to(low: Floats, mean: float) -> float:
    least, most = 1.0, 400.0
    for _ in range(25):
        gain = math.sqrt(least * most)
        least, most = (gain, most) if expose(low, gain).mean() < mean else (least, gain)
    return most


def _tell(name: str, val: list[Example], gains: list[float], error: float | None) -> None:
    pairs = zip(val, gains, strict=True)
    of_psnr, of_ssim = zip(*(_measure(example, gain) for example, gain in pairs), strict=True)
    told = "" if error is None else f"{error:.3f}"
    print(f"| {name} | {told} | {fmean(of_psnr):.2f} | {fmean(of_ssim):.3f} |")


def _measure(example: Example, gain: float) -> tuple[float, float]:
    output = to_tensor(expose(example.low, gain).clip(0.0, 1.0))[None]
    high = to_tensor(example.high)[None]
    return psnr(output, high), ssim(output, high)


if __name__ == "__main__":
    main()

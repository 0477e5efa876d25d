"""Where weights lose their decibels: exposure, colour, tone, noise or detail.

    python docs/where_the_decibels_go.py --model lowlight --pairs ../shared/data/lol/val

Every output is corrected with its own reference, by one gain, by a gain for each channel, by a
matrix of colour, by a monotone curve for each channel; what each correction brings was lost
there. The corrections are least squares on the encoded values, clipped to [0, 1] afterwards. The
error is also parted into what a blur of sigma 8 leaves of it (low) and the rest (high); and the
rest, by bands of frequency, into detail that is too weak or too strong ("detail only") and what is
not in the reference at all: noise, artefacts, detail in the wrong place ("noise only"). Noise of
the reference itself counts as detail that is missing.

With ``--measure ssim`` the same is told in SSIM (but for the last two).

THESE ARE DIAGNOSES, NEVER RESULTS: every figure but "as is" has seen the ground truth.

Outputs are computed on the CPU as the program computes them (large pictures in tiles); with
``--results DIR`` they are kept there as PNG with 16 bits, and taken from there the next time.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import fmean
from typing import cast

import cv2
import numpy as np
from scipy.fft import dctn  # type: ignore[import-untyped]
from scipy.optimize import isotonic_regression  # type: ignore[import-untyped]

from mirnet_gui.errors import MirnetGuiError, UsageError
from mirnet_gui.inference.pixels import to_tensor
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.values import Floats
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.reference import ssim
from mirnet_gui.trainer.data.pairs import PictureCache, to_float

Restore = Callable[[str, Floats], Floats]
Measure = Callable[[Floats, Floats], float]
"""How near an output is to its reference, both (H, W, 3) in [0, 1]."""

SIGMA = 8.0
BANDS = 16
WARNING = "Diagnoses, never results: every figure but 'as is' has seen the ground truth."
HEADINGS = {
    "name": "picture",
    "as_is": "as is",
    "gain": "one gain",
    "channel_gains": "gain per channel",
    "colour_matrix": "colour matrix",
    "tone_curves": "tone curves",
    "low": "low only",
    "high": "high only",
    "detail": "detail only",
    "noise": "noise only",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One picture in dB or SSIM: as it is, after each correction, then for parts of its error.

    ``low`` and ``high`` are what lies below and above a blur of ``SIGMA``; the squared errors
    of ``detail`` and ``noise`` add up to that of ``high``, and are told in dB only.
    """

    name: str
    as_is: float
    gain: float
    channel_gains: float
    colour_matrix: float
    tone_curves: float
    low: float
    high: float
    detail: float | None
    noise: float | None


def main() -> int:
    """Diagnose and print; gives back the exit code."""
    arguments = _arguments()
    try:
        restore = _restorer(arguments.model, arguments.results)
        diagnoses = diagnose_folder(arguments.pairs, restore, MEASURES[arguments.measure])
    except MirnetGuiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(_json(diagnoses, arguments) if arguments.json else _table(diagnoses))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="lowlight", help="Name or file of the weights.")
    parser.add_argument("--pairs", type=Path, required=True, help="Folder with low/ and high/.")
    parser.add_argument("--results", type=Path, help="Folder that keeps the outputs.")
    parser.add_argument("--measure", choices=tuple(MEASURES), default="psnr")
    parser.add_argument("--json", action="store_true", help="One JSON record.")
    return parser.parse_args()


def _restorer(model: str, results: Path | None) -> Restore:
    method = create_method(MirnetMethod.name, model=model, device="cpu")
    method.prepare()

    def compute(_name: str, low: Floats) -> Floats:
        return cast(Floats, method.apply(low, silent, CancelToken()))

    def keep(name: str, low: Floats) -> Floats:
        path = cast(Path, results) / f"{name}.png"
        if not path.exists():
            kept = np.rint(compute(name, low) * 65535.0).astype(np.uint16)
            write_photo(Photo(kept), path)
        return to_float(read_photo(path).pixels)

    if results is None:
        return compute
    if not results.is_dir():
        raise UsageError(f"There is no folder {results}.", "Make it first.")
    return keep


def diagnose_folder(pairs: Path, restore: Restore, measure: Measure) -> list[Diagnosis]:
    """Diagnose what ``restore(name, low)`` makes of every pair of ``pairs``.

    Raises :class:`mirnet_gui.errors.DataError` when the folder is no paired one.
    """
    found = paired_folder(pairs)
    diagnoses = []
    for number, pair in enumerate(found, start=1):
        print(f"{number} of {len(found)}: {pair.low.name}", file=sys.stderr)
        low, high = map(to_float, PictureCache().read_pair(pair))
        diagnoses.append(diagnose(pair.low.stem, restore(pair.low.stem, low), high, measure))
    return diagnoses


def diagnose(name: str, output: Floats, reference: Floats, measure: Measure) -> Diagnosis:
    """Compare ``output`` with ``reference``, both (H, W, 3) in [0, 1]."""
    low_error = blurred(output) - blurred(reference)
    high_error = output - reference - low_error
    is_ssim = measure is structural_similarity
    detail, noise = (0.0, 0.0) if is_ssim else detail_and_noise(output, reference)

    def after(correct: Callable[[Floats, Floats], Floats]) -> float:
        return measure(correct(output, reference).clip(0.0, 1.0), reference)

    return Diagnosis(
        name,
        as_is=measure(output, reference),
        gain=after(one_gain),
        channel_gains=after(gain_per_channel),
        colour_matrix=after(colour_matrix),
        tone_curves=after(tone_curves),
        low=measure(reference + low_error, reference),
        high=measure(reference + high_error, reference),
        detail=None if is_ssim else decibels(detail),
        noise=None if is_ssim else decibels(noise),
    )


def peak_signal_to_noise(output: Floats, reference: Floats) -> float:
    """PSNR in dB for a peak of 1."""
    return decibels(mean_square(output - reference))


def structural_similarity(output: Floats, reference: Floats) -> float:
    """As the program and its trainer measure it."""
    return ssim(to_tensor(output), to_tensor(reference))


MEASURES: dict[str, Measure] = {"psnr": peak_signal_to_noise, "ssim": structural_similarity}


def decibels(square: float) -> float:
    """PSNR of a mean squared error for a peak of 1."""
    return -10.0 * math.log10(max(square, 1e-12))


def mean_square(error: Floats) -> float:
    """Mean over pixels and channels."""
    return float(np.mean(np.square(error, dtype=np.float64)))


def one_gain(output: Floats, reference: Floats) -> Floats:
    """``output`` times the number that brings it nearest to ``reference``."""
    return output * np.float32(_best_gain(output, reference))


def gain_per_channel(output: Floats, reference: Floats) -> Floats:
    """``output`` times a number for each channel."""
    gains = [_best_gain(output[..., c], reference[..., c]) for c in range(3)]
    return output * np.array(gains, dtype=np.float32)


def _best_gain(output: Floats, reference: Floats) -> float:
    ours, theirs = output.astype(np.float64), reference.astype(np.float64)
    energy = float(np.vdot(ours, ours))
    return float(np.vdot(ours, theirs)) / energy if energy else 1.0


def colour_matrix(output: Floats, reference: Floats) -> Floats:
    """``output`` through a 3 x 3 matrix and an offset for each channel."""
    colours = np.column_stack([output.reshape(-1, 3), np.ones(output.size // 3)])
    matrix, *_ = np.linalg.lstsq(colours, reference.reshape(-1, 3).astype(np.float64))
    return cast(Floats, (colours @ matrix).reshape(output.shape).astype(np.float32))


def tone_curves(output: Floats, reference: Floats) -> Floats:
    """``output`` through a rising curve for each channel, fitted by isotonic regression."""
    channels = [_rising(output[..., c], reference[..., c]) for c in range(3)]
    return np.stack(channels, axis=-1)


def _rising(output: Floats, reference: Floats) -> Floats:
    # Equal values must stay equal, so that each counts once, with the mean of its references.
    _, places, counts = np.unique(output, return_inverse=True, return_counts=True)
    means = np.bincount(places.ravel(), weights=reference.ravel().astype(np.float64)) / counts
    curve = isotonic_regression(means, weights=counts.astype(np.float64)).x
    return cast(Floats, curve[places].reshape(output.shape).astype(np.float32))


def blurred(picture: Floats) -> Floats:
    """``picture`` under a Gaussian of ``SIGMA`` pixels, mirrored at the border."""
    return cast(Floats, cv2.GaussianBlur(picture, (0, 0), SIGMA))


def detail_and_noise(output: Floats, reference: Floats) -> tuple[float, float]:
    """Part the error of the fine structure into wrong strength and what is not in ``reference``.

    In each band of frequency ``output = a * reference + noise`` with the noise uncorrelated, so
    that ``(a - 1) * reference`` and the noise have squares that add up to the whole error's.
    """
    high = (picture - blurred(picture) for picture in (output, reference))
    outputs, references = (dctn(part, axes=(0, 1), norm="ortho") for part in high)
    rows, columns = (np.arange(side) / side for side in output.shape[:2])
    bands = (np.hypot(rows[:, None], columns) / math.sqrt(2) * BANDS).astype(int)
    detail = noise = 0.0
    for band in range(BANDS):
        ours, theirs = outputs[bands == band], references[bands == band]
        strength = _best_gain(theirs, ours)
        detail += float(np.sum(np.square((strength - 1.0) * theirs)))
        noise += float(np.sum(np.square(ours - strength * theirs)))
    return detail / output.size, noise / output.size


def _means(diagnoses: Sequence[Diagnosis]) -> dict[str, float]:
    names = [field.name for field in fields(Diagnosis) if field.name != "name"]
    names = [name for name in names if getattr(diagnoses[0], name) is not None]
    return {name: fmean(getattr(one, name) for one in diagnoses) for name in names}


def _json(diagnoses: Sequence[Diagnosis], arguments: argparse.Namespace) -> str:
    return json.dumps(
        {
            "warning": WARNING,
            "model": arguments.model,
            "pairs": str(arguments.pairs),
            "pictures": len(diagnoses),
            "mean": _means(diagnoses),
            "per_image": [asdict(one) for one in diagnoses],
        }
    )


def _table(diagnoses: Sequence[Diagnosis]) -> str:
    means = _means(diagnoses)
    digits = 2 if "noise" in means else 3
    told = "PSNR in dB" if "noise" in means else "SSIM"
    headings = [HEADINGS[name] for name in ("name", *means)]
    lines = [f"{WARNING} {told}.", "", _row(headings), _row(["---"] * len(headings))]
    for one in diagnoses:
        figures = [getattr(one, name) for name in means]
        lines.append(_row([one.name, *(f"{figure:.{digits}f}" for figure in figures)]))
    lines.append(_row(["**mean**", *(f"**{value:.{digits}f}**" for value in means.values())]))
    gained = (value - means["as_is"] for value in means.values())
    lines.append(_row(["over as is", *(f"{value:+.{digits}f}" for value in gained)]))
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())

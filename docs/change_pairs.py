"""Pairs changed for the last steps of a training: one side of each is made anew.

    PYTHONPATH=. python docs/change_pairs.py relit ../shared/data/lol/train relit/lol
    PYTHONPATH=. python docs/change_pairs.py toned relit/lol toned/lol
    PYTHONPATH=. python docs/change_pairs.py levelled ../shared/data/real_noise levelled
    PYTHONPATH=. python docs/change_pairs.py cleaned toned/lol cleaned/lol --dark lol-pairs/low
    PYTHONPATH=. python docs/change_pairs.py taught ../shared/data/real_noise taught --model denoise
    PYTHONPATH=. python docs/change_pairs.py taught toned/lol taught/lol --dark lol-pairs/low

``relit``: what light makes of the dark picture, with 16 bits, as detail gets it in use.

``toned``: what light makes of a dark picture has other tones than its reference, which detail is
not to learn: it takes noise away, and its tones are taken back (``TonesKept``). So the reference
is brought to the brightness of each colour there, place by place, by a factor that is smooth but at
its edges; its texture stays as strong as it is. Windows are wider than blotches of noise.

``levelled``: exposures of one scene differ by up to four levels of 255, which nobody can know of a
noisy picture alone, and which a loss takes for as much as all of the noise. Of each colour the line
is fitted that makes the reference the noisy picture but for its noise (least squares).

``cleaned``: detail at full size gets what a quarter and a half of the picture have lost their
noise of already, so its relit pictures are made so.

``taught``: the mean of the levelled reference and of what eight views of the weights ``--model``
make of the noisy picture (distillation): what nobody can know of it is asked for by half only.
With ``--dark``, of the toned reference and of what they make of the dark picture.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.pairs import Pair, paired_folder, pictures_in
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, reduced, with_bits
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.affine_map import COPY_PIXELS, fitted_in_windows, reduction_to
from mirnet_gui.trainer.data.pairs import PictureCache, to_float

# In pixels of the copy: 25 of 387 at a side, 5 for what factors are taken of.
_RADIUS, _SMALL = 12, (5, 5)
# Differences of the reference that are no edges of its light, and what black is taken for.
_EPS, _BLACK = 1e-2, 0.02


def main() -> None:
    """Write ``low/`` and ``high/``: the side that is changed as 16-bit PNG, the other as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("change", choices=("relit", "toned", "levelled", "cleaned", "taught"))
    parser.add_argument("pairs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--dark", type=Path, help="cleaned, taught: what was relit")
    parser.add_argument("--model", default="lowlight", help="relit, cleaned, taught: whose weights")
    arguments = parser.parse_args()
    if arguments.change == "cleaned":
        if arguments.dark is None:
            parser.error("cleaned needs --dark")
        changed = _cleaning(arguments.dark, arguments.model)
    elif arguments.change == "relit":
        changed = _relighting(arguments.model)
    elif arguments.change == "taught":
        changed = _teaching(arguments.dark, arguments.model)
    else:
        changed = _toned if arguments.change == "toned" else _levelled
    for side in ("low", "high"):
        (arguments.output / side).mkdir(parents=True, exist_ok=True)
    for pair in paired_folder(arguments.pairs):
        sides = [("high", pair.high), ("low", pair.low)]
        if arguments.change in ("relit", "cleaned"):
            sides.reverse()
        (side, anew), (other, kept) = sides
        picture = cv2.cvtColor(changed(pair), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(arguments.output / side / f"{anew.stem}.png"), picture)
        shutil.copy(kept, arguments.output / other)


def _relighting(model: str) -> Callable[[Pair], Pixels]:
    restorer = open_restorer(find_weights(model).passes, Engine())

    def relit(pair: Pair) -> Pixels:
        dark = with_bits(PictureCache().read(pair.low), 16)
        return restorer.relight(dark, silent, CancelToken())

    return relit


def _toned(pair: Pair) -> Pixels:
    lit, clean = map(to_float, PictureCache().read_pair(pair))
    scale = reduction_to(COPY_PIXELS, *clean.shape[:2])
    guide, wanted = (floats_of(reduced(each, scale)) for each in (clean, lit))
    lit_means, means = (cv2.blur(each, _SMALL) + _BLACK for each in (wanted, guide))
    factors = fitted_in_windows(guide, lit_means / means, _RADIUS, _EPS)
    height, width = clean.shape[:2]
    slope, offset = factors.part((slice(0, height), slice(0, width)), (height, width))
    return _in_16_bits(clean * (clean * slope + offset))


def _levelled(pair: Pair) -> Pixels:
    noisy, clean = map(to_float, PictureCache().read_pair(pair))
    levelled = np.empty_like(clean)
    for colour in range(3):
        given = clean[..., colour].ravel().astype(float)
        slope, offset = np.polyfit(given, noisy[..., colour].ravel(), 1)
        levelled[..., colour] = slope * clean[..., colour] + offset
    return _in_16_bits(levelled)


def _cleaning(folder: Path, model: str) -> Callable[[Pair], Pixels]:
    dark = _in_folder(folder)
    restorer = open_restorer(find_weights(model).passes, Engine())

    def cleaned(pair: Pair) -> Pixels:
        relit = PictureCache().read(pair.low)
        before = with_bits(PictureCache().read(dark[pair.low.stem]), 16)
        return restorer.cleaned_in_copies(before, relit, silent, CancelToken())

    return cleaned


def _teaching(folder: Path | None, model: str) -> Callable[[Pair], Pixels]:
    dark = _in_folder(folder) if folder else {}
    teacher = open_restorer(find_weights(model).passes, Engine(), in_views=True)

    def taught(pair: Pair) -> Pixels:
        path = dark[pair.low.stem] if folder else pair.low
        noisy = with_bits(PictureCache().read(path), 16)
        reference = PictureCache().read(pair.high) if folder else _levelled(pair)
        return _mean(reference, teacher.finish(noisy, silent, CancelToken()))

    return taught


def _in_folder(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in pictures_in(folder)}


def _mean(one: Pixels, other: Pixels) -> Pixels:
    return _in_16_bits((floats_of(one) + floats_of(other)) / 2)


def _in_16_bits(picture: Floats) -> Pixels:
    values: Pixels = np.rint(picture.clip(0.0, 1.0) * 65535).astype(np.uint16)
    return values


if __name__ == "__main__":
    main()

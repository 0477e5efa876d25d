"""Pairs of two sizes as a soft camera that compresses strongly gives them, to fine-tune with.

    PYTHONPATH=. python docs/make_soft_pairs.py ../shared/data/sr_dev pairs --scale 2
    mirnet-train finetune --model enlarge-2x --pairs pairs --run runs/soft

Every picture of the folder becomes ``high/NAME.png``, and ``low/NAME.png`` what is left of it
behind a lens that blurs by 1.8 pixels, at half the size, through a JPEG of quality 40: worse than
anything ``enlarge-2x`` has learnt from. Every third picture goes to ``val/``, the others to
``train/``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from mirnet_gui.trainer.data.reduction import Reduction, reduce

SOFT = Reduction(blur=1.8, jpeg=40)


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--scale", type=int, default=2)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    for number, path in enumerate(sorted(arguments.pictures.iterdir())):
        folder = arguments.output / ("train" if number % 3 else "val")
        with Image.open(path) as opened:
            picture = np.asarray(opened.convert("RGB"))
        height, width = (side // arguments.scale * arguments.scale for side in picture.shape[:2])
        high = picture[:height, :width]
        low = reduce(np.divide(high, 255.0, dtype=np.float32), arguments.scale, SOFT, rng)
        _save(folder / "high" / f"{path.stem}.png", high)
        _save(folder / "low" / f"{path.stem}.png", np.rint(low * 255.0).astype(np.uint8))


def _save(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


if __name__ == "__main__":
    main()

"""Small paired folders of a real photograph, and a run of a minute's fraction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.trainer.config import (
    Augmentation,
    Keeping,
    Optimization,
    Source,
    Stage,
    TrainingConfig,
)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """``pairs`` (three pairs), ``clean`` (one photograph) and ``val`` (one pair)."""
    root = tmp_path / "data"
    photographs = {"cat": data.chelsea(), "cup": data.coffee(), "pilot": data.astronaut()}
    for name, photograph in photographs.items():
        _save_pair(root / "pairs", name, photograph[:96, :128])
    _save_pair(root / "val", "cat", photographs["cat"][100:164, 100:180])
    (root / "clean").mkdir()
    Image.fromarray(photographs["cup"][:200, :240]).save(root / "clean" / "cup.png")
    return root


def _save_pair(folder: Path, name: str, high: np.ndarray) -> None:
    for side, pixels in (("low", (high * 0.15).astype(np.uint8)), ("high", high)):
        (folder / side).mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / side / f"{name}.png")


@pytest.fixture
def config() -> TrainingConfig:
    return TrainingConfig(
        sources=(Source("pairs", "pairs", 0.6), Source("clean", "clean", 0.4)),
        validation="val",
        network=MirnetConfig(8, 1, 1, 2, 1),
        steps=6,
        stages=(Stage(patch=32, batch=2),),
        augmentation=Augmentation(smallest_scale=0.5),
        optimization=Optimization(learning_rate=2e-3, warm_up=2, averaging=0.5),
        keeping=Keeping(validate_every=3, checkpoint_every=2, log_every=1),
    )

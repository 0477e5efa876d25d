from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.preview import preview


def test_the_preview_shows_input_brightened_and_reference(
    config: TrainingConfig, folders: Path
) -> None:
    sheet = preview(config, folders, 3)
    assert sheet.dtype == np.uint8
    # One row of three for each of the two sources; patches of 32, gaps of 2 inside a triple.
    low, bright, high = (sheet[22:54, 8 + 34 * n : 8 + 34 * n + 32] for n in range(3))
    assert low.mean() < 0.4 * high.mean()
    assert abs(float(bright.mean()) - float(high.mean())) < 0.25 * high.mean()
    assert np.array_equal(sheet, preview(config, folders, 3)), "seeded"


def test_preview_data_writes_a_picture_and_keeps_what_stands(folders: Path, tmp_path: Path) -> None:
    recipe, sheet = tmp_path / "recipe.toml", tmp_path / "sheet.png"
    recipe.write_text('validation = "val"\n[[sources]]\nfolder = "clean"\nkind = "clean"\n')
    command = ["preview-data", "--config", str(recipe), "--data", str(folders)]
    command += ["--output", str(sheet), "--count", "2"]
    assert main(command) == 0
    with Image.open(sheet) as picture:
        assert picture.width > 3 * 96
    before = sheet.read_bytes()
    assert main(command) == 1
    assert sheet.read_bytes() == before
    assert main([*command, "--overwrite", "--set", "seed=7"]) == 0
    assert sheet.read_bytes() != before

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.errors import DataError
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.config import Detail, Light, Stage, TrainingConfig
from mirnet_gui.trainer.data.preview import preview


def _triples(sheet: Pixels, count: int) -> list[list[Pixels]]:
    """Those of the first source: patches of 32, gaps of 2 inside a triple and of 8 between."""
    starts = [8 + number * (3 * 32 + 2 * 2 + 8) for number in range(count)]
    return [[sheet[22:54, at + 34 * n : at + 34 * n + 32] for n in range(3)] for at in starts]


def test_the_preview_shows_dark_fed_and_wanted(config: TrainingConfig, folders: Path) -> None:
    detail = replace(config, task="detail", detail=Detail(0.5, 0.6))
    sheet = preview(detail, folders, 3)
    assert sheet.dtype == np.uint8
    for dark, fed, wanted in _triples(sheet, 3):
        assert dark.mean() < 0.4 * wanted.mean()
        assert abs(float(fed.mean()) - float(wanted.mean())) < 0.15 * wanted.mean()
    assert np.array_equal(sheet, preview(detail, folders, 3)), "seeded"


def test_a_network_that_is_fed_with_the_dark_shows_it(
    config: TrainingConfig, folders: Path
) -> None:
    for dark, fed, _ in _triples(preview(config, folders, 3), 3):
        assert np.array_equal(dark, fed)
    exposed = replace(config, network=replace(config.network, exposed=True))
    for dark, fed, _ in _triples(preview(exposed, folders, 3), 3):
        assert fed.mean() > 1.5 * dark.mean()


def test_whole_pictures_of_one_shape_are_shown(config: TrainingConfig, folders: Path) -> None:
    light = replace(config, task="light", light=Light(smallest_side=32), stages=(Stage(64),))
    sheet = preview(light, folders, 4)
    assert sheet.shape[1] > 3 * 3 * 28
    assert sheet.std() > 20


def test_the_small_picture_of_a_pair_stands_enlarged_beside_what_is_wanted(
    config: TrainingConfig, folders: Path
) -> None:
    for path in (folders / "pairs" / "high").iterdir():
        with Image.open(path) as large:
            large.reduce(2).save(folders / "pairs" / "low" / path.name)
    network = replace(config.network, scale=2)
    enlarge = replace(config, task="enlarge", network=network, sources=config.sources[:1])
    sheet = preview(enlarge, folders, 3)
    for number in range(3):
        at = 8 + number * (64 + 2 + 64 + 8)
        small, wanted = (sheet[22:86, left : left + 64] for left in (at, at + 66))
        small, wanted = (each.reshape(32, 2, 32, 2, 3).astype(float) for each in (small, wanted))
        assert np.ptp(small, axis=(1, 3)).max() == 0, "pixel by pixel"
        assert np.abs(small - wanted.mean(axis=(1, 3), keepdims=True)).max() <= 1
        assert wanted.std() > 5


def test_only_usable_pairs_are_shown_where_that_is_asked_for(
    config: TrainingConfig, folders: Path
) -> None:
    gone, damaged = sorted((folders / "pairs" / "low").iterdir())[:2]
    gone.unlink()
    damaged.write_bytes(b"no picture")
    source = config.sources[0]
    with pytest.raises(DataError, match="stands in only one of"):
        preview(replace(config, sources=(source,)), folders, 4)
    sheet = preview(replace(config, sources=(replace(source, usable_only=True),)), folders, 4)
    assert len(sheet) > 32


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

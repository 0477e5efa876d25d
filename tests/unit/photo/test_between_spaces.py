"""Pictures of two RGB spaces are compared, mixed and learnt from by their colours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image
from skimage import data

from mirnet_gui.cli import main
from mirnet_gui.photo.colour.between_spaces import in_space
from mirnet_gui.photo.colour.icc import grey_profile, rgb_profile
from mirnet_gui.photo.colour.numbers import ADOBE_LIGHTS
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.values import at_depth
from mirnet_gui.trainer.data.pairs import PairDataset

ADOBE = rgb_profile("like Adobe RGB", ADOBE_LIGHTS, (0, (2.19921875,)))
CUP = np.ascontiguousarray(data.coffee()[:200, :300])


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """The same picture twice, in ``low`` as sRGB, in ``high`` as Adobe RGB."""
    for side in ("low", "high"):
        (tmp_path / "pair" / side).mkdir(parents=True)
    Image.fromarray(CUP).save(tmp_path / "pair" / "low" / "cup.png")
    wide = tmp_path / "adobe.icc"
    wide.write_bytes(ADOBE)
    image = pyvips.Image.new_from_array(CUP).copy(interpretation="srgb")
    converted = image.icc_transform(str(wide), input_profile="srgb", intent="relative", depth=8)
    high = tmp_path / "pair" / "high" / "cup.png"
    Image.fromarray(converted.numpy()).save(high, icc_profile=ADOBE)
    return tmp_path / "pair"


def told(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    assert main([*command]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_there_and_back_is_the_same(dtype: type, pair: Path) -> None:
    wide = read_photo(pair / "high" / "cup.png")
    photo = Photo(CUP) if dtype == np.uint8 else at_depth(Photo(CUP), 16)
    if dtype == np.float32:
        photo = Photo((CUP / 255.0).astype(np.float32))
    there = in_space(photo, wide.profile)
    assert there.dtype == dtype
    back = in_space(Photo(there, profile=wide.profile), None)
    peak = {np.uint8: 1.0, np.uint16: 257.0, np.float32: 1 / 255}[dtype]
    assert np.abs(there - photo.pixels.astype(float)).mean() > peak, "other numbers"
    assert np.abs(back - photo.pixels.astype(float)).mean() < 0.6 * peak, "the same colours"


def test_what_is_alike_or_grey_stays_as_it_is() -> None:
    for own, other in ((None, None), (ADOBE, ADOBE), (ADOBE, grey_profile(ADOBE))):
        assert in_space(Photo(CUP, profile=own), other) is CUP


def test_a_profile_that_cannot_be_used_changes_nothing() -> None:
    damaged = ADOBE[:200] + bytes(len(ADOBE) - 200)
    for own, other in ((damaged, None), (None, damaged)):
        assert np.abs(in_space(Photo(CUP, profile=own), other).astype(int) - CUP).max() <= 2


def test_references_are_compared_by_their_colours(
    pair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    low, high = pair / "low" / "cup.png", pair / "high" / "cup.png"
    same = ["--methods", "gamma:gamma=1", "--json"]
    (record,) = told(capsys, "evaluate", "--pairs", str(pair), *same)
    assert record["psnr"] > 48, "but for the rounding of 8 bits"
    out = ["--output", str(tmp_path / "out")]
    assert main(["compare", str(low), "--reference", str(high), *same, *out]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert min(row["psnr"] for row in rows) > 48


def test_pairs_are_learnt_from_by_their_colours(pair: Path) -> None:
    low, high = PairDataset(pair)[0]
    assert float((low - high).abs().mean()) < 0.6 / 255


def test_another_programs_picture_comes_in_the_photographs_colours(
    pair: Path, tmp_path: Path
) -> None:
    low, high = pair / "low" / "cup.png", pair / "high" / "cup.png"
    for photo, other in ((low, high), (high, low)):
        out = tmp_path / photo.parent.name
        method = f'file:"{other}"'
        assert main(["enhance", str(photo), "--method", method, "--output", str(out)]) == 0
        (result,) = out.iterdir()
        with Image.open(result) as written, Image.open(photo) as before:
            assert written.info.get("icc_profile") == before.info.get("icc_profile")
            change = np.abs(np.asarray(written, dtype=int) - np.asarray(before, dtype=int))
        assert change.mean() < 0.6

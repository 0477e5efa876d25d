"""Pictures come and go upright, as Pillow understands orientation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo

ORIENTATION = 0x0112


def _laid_down(picture: np.ndarray, path: Path, orientation: int) -> np.ndarray:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    Image.fromarray(picture).save(path, exif=exif, lossless=True, quality=95)
    with Image.open(path) as image:
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
def test_upright_before_and_after(
    picture: np.ndarray, tmp_path: Path, extension: str, orientation: int
) -> None:
    path = tmp_path / f"a.{extension}"
    expected = _laid_down(picture, path, orientation)
    photo = read_photo(path)
    assert photo.pixels.shape == expected.shape
    assert np.abs(photo.pixels.astype(int) - expected).max() <= 1
    write_photo(photo, tmp_path / "out.png")
    with Image.open(tmp_path / "out.png") as written:
        assert written.getexif().get(ORIENTATION, 1) == 1
        assert np.array_equal(np.asarray(ImageOps.exif_transpose(written)), photo.pixels)


def test_alpha_turns_with_the_picture(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    _laid_down(np.dstack([picture, alpha]), tmp_path / "a.png", 6)
    photo = read_photo(tmp_path / "a.png")
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, np.rot90(alpha, -1))


def test_resolution_turns_with_the_picture(picture: np.ndarray, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    Image.fromarray(picture).save(tmp_path / "a.png", exif=exif, dpi=(300, 150))
    resolution = read_photo(tmp_path / "a.png").metadata.resolution
    assert resolution == pytest.approx((150, 300), abs=0.1)

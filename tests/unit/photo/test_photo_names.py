"""Which files are photographs by their names, and what results are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui.photo.naming import (
    extension_of,
    format_from_extension,
    is_supported,
)
from mirnet_gui.photo.photo import Format


@pytest.mark.parametrize(
    "name", ["a.jpg", "A.JPEG", "b.Png", "c.tif", "d.TIFF", "e.webp", ".a.jpg"]
)
def test_photographs(name: str) -> None:
    assert is_supported(Path("folder") / name)


@pytest.mark.parametrize(
    "name", ["Thumbs.db", ".DS_Store", "._a.jpg", "a.txt", "jpg", ".jpg", "a.jpg.part", "a"]
)
def test_no_photographs(name: str) -> None:
    assert not is_supported(Path("folder") / name)


def test_extensions_and_formats_agree() -> None:
    formats: tuple[Format, ...] = ("jpeg", "png", "tiff", "webp")
    for name in formats:
        assert format_from_extension(Path(f"a{extension_of(name)}")) == name
    assert format_from_extension(Path("a.gif")) is None

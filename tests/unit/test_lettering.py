"""Text in pictures is written with fonts that have its letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image, ImageDraw

from mirnet_gui import lettering
from mirnet_gui.lettering import length_of, write

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
LACKED, BEYOND = "♥", "\U0010fffd"


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system whose usual font knows little, with another one that knows symbols."""
    monkeypatch.setattr(lettering, "_usual_font", lambda: str(FONTS / "cmr10.ttf"))
    fonts = ("none-such.ttf", str(FONTS / "DejaVuSans.ttf"))
    monkeypatch.setattr(lettering, "_SYSTEM_FONTS", fonts)
    lettering._path_for.cache_clear()
    yield
    lettering._path_for.cache_clear()


def written(text: str) -> np.ndarray:
    picture = Image.new("RGB", (120, 30))
    write(ImageDraw.Draw(picture), (2, 2), text, 20, (255, 255, 255))
    return np.asarray(picture)


def test_letters_that_the_usual_font_lacks_come_from_one_of_the_system() -> None:
    assert not np.array_equal(written(LACKED), written(BEYOND)), "no box"
    assert length_of(f"ab{LACKED}c", 20) == pytest.approx(
        length_of("ab", 20) + length_of(LACKED, 20) + length_of("c", 20)
    )


def test_the_others_stay_in_the_usual_font() -> None:
    alone, beside = written("ab"), written(f"ab{LACKED}")
    reach = round(length_of("ab", 20))
    assert alone.any()
    assert np.array_equal(alone[:, :reach], beside[:, :reach])
    assert beside[:, reach + 2 :].any()


def test_what_no_font_has_is_a_box() -> None:
    assert written(BEYOND).any()

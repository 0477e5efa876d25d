"""Text in pictures is written with a font that has its letters."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest

from mirnet_gui import lettering
from mirnet_gui.lettering import font_for

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf"
HEART, BEYOND = "a ♥", "\U0010fffd"


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no Noto, but a font of symbols."""
    monkeypatch.setattr(lettering, "_usual_font", lambda: str(DEJAVU / "cmr10.ttf"))
    monkeypatch.setattr(
        lettering, "_SYSTEM_FONTS", ("none-such.ttf", str(DEJAVU / "DejaVuSans.ttf"))
    )


def test_a_text_is_written_with_the_usual_font_where_that_has_its_letters() -> None:
    assert Path(font_for("abc", 12).path).name == "cmr10.ttf"


def test_letters_that_it_lacks_come_from_a_font_of_the_system() -> None:
    font = font_for(HEART, 12)
    assert Path(font.path).name == "DejaVuSans.ttf"
    assert font.size == 12


def test_what_no_font_has_is_written_all_the_same() -> None:
    assert font_for(BEYOND, 12).getlength(BEYOND) > 0

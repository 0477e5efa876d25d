"""How a photograph is looked at: clipping warnings, loupe, colours of the histogram, divider."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from mirnet_gui.ui.action_table import ActionName
from tests.e2e.pilot import Drive, Pilot
from tests.e2e.samples import reduced_sample

RED = "#ff2d2d"


def choose(pilot: Pilot, name: str, text: str) -> None:
    """Type ``text`` beside the slider called ``name``."""
    figure = pilot.enhance.panel.adjustments.slider(name).figure
    figure.setFocus()
    figure.selectAll()
    QTest.keyClicks(figure, text)
    QTest.keyClick(figure, Qt.Key.Key_Return)
    pilot.canvas.setFocus()


def reds(pilot: Pilot) -> int:
    """How many pixels of the right half of the canvas are marked as lost highlights."""
    seen = pilot.picture()
    columns, rows = range(seen.width() // 2 + 4, seen.width()), range(seen.height())
    return sum(seen.pixelColor(x, y).name() == RED for y in rows[::3] for x in columns[::3])


def loupe(pilot: Pilot) -> QImage:
    box = pilot.canvas.loupe_box
    assert box is not None
    after = box.toRect().adjusted(round(box.width() / 2) + 4, 40, -10, -10)
    return pilot.canvas.grab(after).toImage()


def brightness(image: QImage) -> float:
    small = image.scaled(8, 8, mode=Qt.TransformationMode.SmoothTransformation)
    return sum(small.pixelColor(x, y).lightness() for x in range(8) for y in range(8)) / 64


def test_marks_of_what_is_clipped_follow_the_sliders(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        words = pilot.enhance.panel.histogram.accessibleDescription
        assert reds(pilot) == 0
        pilot.press(Qt.Key.Key_J)
        # Exposure alone never clips: it is rolled off.
        for name in ("contrast", "highlights", "warmth", "colour"):
            choose(pilot, name, "100")
        choose(pilot, "exposure", "2")
        pilot.until(lambda: reds(pilot) > 100)
        assert "Of the result, 0 %" not in words()
        choose(pilot, "exposure", "-2")
        pilot.until(lambda: reds(pilot) == 0)
        choose(pilot, "exposure", "2")
        pilot.until(lambda: reds(pilot) > 100)
        pilot.press(Qt.Key.Key_J)
        assert reds(pilot) == 0
        pilot.turn_to("compare")
        assert not pilot.window.actions_table[ActionName.CLIPPING].isEnabled()

    drive(script, dark_photo)


def test_the_loupe_shows_what_is_chosen_at_its_pixels(drive: Drive, tmp_path: Path) -> None:
    photo = reduced_sample("portrait-in-the-shade.jpg", tmp_path / "large.png", 1400)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        QTest.mouseMove(pilot.canvas, QPoint(260, 300))
        pilot.press(Qt.Key.Key_Z, shift=True)
        sharp, plain = loupe(pilot), brightness(loupe(pilot))
        choose(pilot, "exposure", "1")
        pilot.until(lambda: brightness(loupe(pilot)) > plain + 10)
        choose(pilot, "exposure", "0")
        pilot.until(lambda: loupe(pilot) == sharp)
        choose(pilot, "exposure", "1")
        pilot.until(lambda: brightness(loupe(pilot)) > plain + 10)
        around = pilot.canvas.panes[1]
        pilot.until(lambda: pilot.canvas.panes[1].closeup is not None)
        assert around.developed is not None
        assert pilot.canvas.panes[1].closeup.shot.level == 0 < around.developed.shot.level
        QTest.keyClick(pilot.canvas, Qt.Key.Key_Right)
        moved = pilot.canvas.loupe_shot
        pilot.until(lambda: pilot.canvas.panes[1].closeup.shot == moved)
        pilot.press(Qt.Key.Key_Z, shift=True)
        assert pilot.canvas.loupe_box is None

    drive(script, photo)


def test_the_histogram_is_shown_the_same_way_the_next_time(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.click(pilot.enhance.panel.histogram)

    def again(pilot: Pilot) -> None:
        assert pilot.enhance.panel.histogram.isChecked()

    drive(script, dark_photo)
    drive(again)


def test_the_divider_is_turned_and_moved_by_keys(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_Y)
        above, below = pilot.colour(0.5, 0.3), pilot.colour(0.5, 0.7)
        assert pilot.canvas.is_divider_horizontal
        for key in (Qt.Key.Key_Down, Qt.Key.Key_BracketRight):
            pilot.press(key)
        assert abs(pilot.canvas.divider - 0.54) < 1e-6
        for _ in range(30):
            pilot.press(Qt.Key.Key_BracketRight)
        assert pilot.canvas.divider == 1.0
        assert pilot.colour(0.5, 0.3) == above
        assert pilot.colour(0.5, 0.7) != below, "all of it is before now"

    drive(script, dark_photo)

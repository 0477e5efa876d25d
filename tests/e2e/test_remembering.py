"""What was chosen for photographs, and which were open, is there the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mirnet_gui import locations
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.model.marks import Mark
from mirnet_gui.ui.widgets.buttons import OfferedButton
from tests.e2e.pilot import Drive, Pilot


def until_shown(pilot: Pilot, name: str) -> None:
    pilot.until(lambda: pilot.window.windowTitle().startswith(name))


def move(pilot: Pilot, name: str, value: int) -> None:
    pilot.until(pilot.has_photo)
    slider = pilot.enhance.panel.adjustments.slider(name).slider
    slider.setValue(value)


def exposure(pilot: Pilot) -> float:
    return pilot.enhance.panel.adjustments.slider("exposure").value


def reset(pilot: Pilot) -> QPushButton:
    return pilot.enhance.panel.findChild(QPushButton, "resetLastTime")


def offer(pilot: Pilot) -> OfferedButton:
    return pilot.enhance.findChild(OfferedButton)


def test_settings_come_back_with_the_photograph_wherever_it_went(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    chosen: list[float] = []
    usual: list[int] = []

    def light(pilot: Pilot) -> int:
        return pilot.colour(0.75, 0.6).lightness()

    def first(pilot: Pilot) -> None:
        pilot.until_enhanced()
        usual.append(light(pilot))
        move(pilot, "exposure", 64)
        pilot.until(lambda: light(pilot) > usual[0])
        assert not reset(pilot).isVisible()
        chosen.append(exposure(pilot))

    drive(first, dark_photo)
    assert list(tmp_path.iterdir()) == [dark_photo], "nothing lies beside the photograph"
    moved = dark_photo.rename(tmp_path / "夜.png")

    def again(pilot: Pilot) -> None:
        pilot.until_enhanced()
        assert exposure(pilot) == pytest.approx(chosen[0])
        assert reset(pilot).isVisible()
        assert not pilot.window.actions_table[ActionName.UNDO].isEnabled()
        pilot.until(lambda: light(pilot) > usual[0])
        pilot.click(reset(pilot))
        assert exposure(pilot) == 0.0
        assert not reset(pilot).isVisible()
        pilot.until(lambda: light(pilot) == usual[0])
        pilot.press(Qt.Key.Key_Z, control=True)
        assert exposure(pilot) == pytest.approx(chosen[0])
        assert reset(pilot).isVisible()
        pilot.press(Qt.Key.Key_Z, control=True, shift=True)

    drive(again, moved)

    def after_reset(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert exposure(pilot) == 0.0
        assert not reset(pilot).isVisible()

    drive(after_reset, moved)


def test_sliders_that_rest_while_another_method_is_wanted_come_back_the_next_time(
    drive: Drive, dark_photo: Path
) -> None:
    chosen: list[float] = []

    def first(pilot: Pilot) -> None:
        pilot.until_enhanced()
        move(pilot, "exposure", 64)
        chosen.append(exposure(pilot))
        pilot.enhance.shared.recipes.use(parse_method("he"))
        pilot.until(lambda: pilot.enhance.panel.choice.box.currentText() == "HE")

    def again(pilot: Pilot) -> None:
        pilot.until_enhanced()
        assert pilot.enhance.panel.choice.box.currentText() == "HE"
        pilot.choose_model("lowlight")
        pilot.until(lambda: exposure(pilot) == chosen[0])

    drive(first, dark_photo)
    drive(again, dark_photo)


def test_each_of_several_has_its_own(drive: Drive, three_photos: Path) -> None:
    """They are copies of each other: the path tells them apart as long as all are there."""

    def first(pilot: Pilot) -> None:
        until_shown(pilot, "1.png")
        pilot.press(Qt.Key.Key_PageDown)
        until_shown(pilot, "2.png")
        move(pilot, "exposure", 64)

    drive(first, three_photos)

    def again(pilot: Pilot) -> None:
        values = []
        for name in ("1.png", "2.png", "3.png"):
            until_shown(pilot, name)
            values.append((exposure(pilot) > 0.0, reset(pilot).isVisible()))
            pilot.press(Qt.Key.Key_PageDown)
        assert values == [(False, False), (True, True), (False, False)]

    drive(again, three_photos)


def test_nothing_is_kept_by_whom_it_is_not_wanted(drive: Drive, dark_photo: Path) -> None:
    def unwilling(pilot: Pilot) -> None:
        preferences = pilot.enhance.shared.preferences
        preferences.change(keep_settings=False, offer_last_photographs=False)
        move(pilot, "exposure", 64)

    drive(unwilling, dark_photo)
    assert not locations.kept_settings().exists()

    def again(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert exposure(pilot) == 0.0
        assert not offer(pilot).isVisible()

    drive(again, dark_photo)


def test_kept_settings_are_forgotten_when_that_is_wanted(drive: Drive, dark_photo: Path) -> None:
    drive(lambda pilot: move(pilot, "exposure", 64), dark_photo)
    assert len(list(locations.kept_settings().iterdir())) == 1

    def forgetting(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert reset(pilot).isVisible()
        pilot.window.actions_table[ActionName.FORGET_SETTINGS].trigger()
        pilot.answer(1)
        assert reset(pilot).isVisible(), "kept"
        pilot.window.actions_table[ActionName.FORGET_SETTINGS].trigger()
        pilot.answer(0)
        pilot.until(lambda: "of 1 photograph were" in getattr(pilot.message, "sentence", ""))
        assert not reset(pilot).isVisible()
        assert exposure(pilot) > 0.0, "what is seen stays"

    drive(forgetting, dark_photo)
    assert list(locations.kept_settings().iterdir()) == []


def test_what_is_damaged_is_told_once(drive: Drive, dark_photo: Path) -> None:
    drive(lambda pilot: move(pilot, "exposure", 64), dark_photo)
    (file,) = locations.kept_settings().iterdir()
    file.write_bytes(b"\x00")
    told = []

    def script(pilot: Pilot) -> None:
        pilot.enhance.shared.photographs.message.connect(lambda m: told.append(m.sentence))
        pilot.until(pilot.has_photo)
        assert exposure(pilot) == 0.0

    for _ in range(2):
        drive(script, dark_photo)
    complaints = [sentence for sentence in told if "are damaged" in sentence]
    assert len(complaints) == 1
    assert "dark cat.png" in complaints[0]


def test_the_photographs_of_last_time_are_offered_and_opened_where_one_was(
    drive: Drive, three_photos: Path
) -> None:
    def first(pilot: Pilot) -> None:
        assert not offer(pilot).isVisible()
        until_shown(pilot, "1.png")
        pilot.press(Qt.Key.Key_PageDown)
        until_shown(pilot, "2.png")

    drive(first, three_photos)

    def looked_in(pilot: Pilot) -> None:
        pilot.until(offer(pilot).isVisible)

    drive(looked_in)
    (three_photos / "3.png").unlink()

    def again(pilot: Pilot) -> None:
        pilot.until(offer(pilot).isVisible)
        assert offer(pilot).text() == "Open the 2 photographs of last time"
        pilot.click(offer(pilot))
        until_shown(pilot, "2.png")
        assert pilot.position == "2 of 2"
        assert not pilot.window.actions_table[ActionName.OPEN_LAST].isEnabled()

    drive(again)


def test_all_marks_are_there_before_anything_is_looked_at(drive: Drive, three_photos: Path) -> None:
    """Save all and the question at the end are about those that nobody came to, as well."""
    third = three_photos / "3.png"

    def first(pilot: Pilot) -> None:
        pilot.until_enhanced()
        recipes = pilot.enhance.shared.recipes
        recipes.paste(parse_method("mirnet:exposure=0.5"), [three_photos / "2.png", third])
        pilot.enhance.shared.photographs.go_to(third)
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "3.png")
        pilot.until_enhanced()
        pilot.window.actions_table[ActionName.SAVE_AS].trigger()
        dialog = pilot.dialog(SaveDialog)
        pilot.click(dialog.findChild(QPushButton, "save"))
        pilot.until(lambda: pilot.message is not None and "Saved" in pilot.message.sentence)

    drive(first, three_photos)
    (three_photos / "3-enhanced.png").unlink()

    def again(pilot: Pilot) -> None:
        marks = pilot.enhance.shared.marks
        pilot.until(lambda: marks.of(third) == (Mark.EDITED, Mark.SAVED))
        assert marks.of(three_photos / "2.png") == (Mark.EDITED,)
        pilot.until_enhanced()
        keys = pilot.enhance.shared.photographs.listed.paths
        assert [key.name for key in marks.unsaved(keys)] == ["1.png", "2.png"]
        pilot.enhance.shared.photographs.go_to(third)
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "3.png")
        pilot.until_enhanced()
        assert marks.of(third) == (Mark.ENHANCED, Mark.EDITED, Mark.SAVED), "it is the same result"
        move(pilot, "exposure", 80)
        assert marks.of(third) == (Mark.ENHANCED, Mark.EDITED)

    drive(again, three_photos)

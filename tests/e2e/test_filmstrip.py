"""Many photographs: a strip to go along, marks, settings for many, and all of them saved."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.save_all_dialog import SaveAllDialog
from mirnet_gui.ui.enhance.save_fields import SaveFields
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from tests.e2e.pilot import Drive, Pilot

NO, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def strip_of(pilot: Pilot) -> Filmstrip:
    strip = pilot.enhance.findChild(Filmstrip)
    assert isinstance(strip, Filmstrip)
    return strip


def spoken(pilot: Pilot) -> list[str]:
    model = strip_of(pilot).model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def spot(pilot: Pilot, row: int) -> QPoint:
    strip = strip_of(pilot)
    return strip.visualRect(strip.model().index(row, 0)).center()


def click(pilot: Pilot, row: int, modifiers: Qt.KeyboardModifier = NO) -> None:
    place = spot(pilot, row)
    QTest.mouseClick(strip_of(pilot).viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def key(pilot: Pilot, which: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
    strip = strip_of(pilot)
    strip.setFocus()
    QTest.keyClick(strip, which, modifiers)


def is_at(pilot: Pilot, name: str) -> bool:
    return pilot.window.windowTitle().startswith(name) and pilot.is_enhanced()


def names(pilot: Pilot) -> list[str]:
    return [path.name for path in pilot.enhance.shared.photographs.listed.paths]


def exposure(pilot: Pilot) -> float:
    return pilot.enhance.panel.adjustments.slider("exposure").value


def test_dropping_adds_and_loses_nothing(
    drive: Drive, dark_photo: Path, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        assert not strip_of(pilot).isVisible(), "there is nothing to choose from"
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.5)
        pilot.drop(three_photos)
        pilot.until(lambda: is_at(pilot, "1.png"))
        assert names(pilot) == ["dark cat.png", "1.png", "2.png", "3.png"]
        assert strip_of(pilot).isVisible()
        pilot.drop(three_photos)
        pilot.until(lambda: is_at(pilot, "1.png"))
        assert len(names(pilot)) == 4, "none comes twice"
        click(pilot, 0)
        assert is_at(pilot, "dark cat.png"), "at once: its result is kept"
        assert exposure(pilot) == 0.5
        assert spoken(pilot)[0] == "dark cat.png, enhanced, edited, not saved"

    drive(script, dark_photo)


def test_arrows_go_along_and_keep_the_focus(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        strip = strip_of(pilot)
        for which, name in (
            (Qt.Key.Key_Right, "2.png"),
            (Qt.Key.Key_End, "3.png"),
            (Qt.Key.Key_Right, "3.png"),
            (Qt.Key.Key_Left, "2.png"),
            (Qt.Key.Key_Home, "1.png"),
        ):
            key(pilot, which)
            pilot.until(lambda name=name: is_at(pilot, name))
            assert QApplication.focusWidget() is strip
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: is_at(pilot, "2.png"))
        assert strip.currentIndex().data() == "2.png"

    drive(script, three_photos)


def test_settings_are_given_to_those_that_are_selected_and_undone_for_all(
    drive: Drive, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        actions = pilot.window.actions_table
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.5)
        pilot.press(Qt.Key.Key_C, control=True, shift=True)
        key(pilot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        pilot.press(Qt.Key.Key_V, control=True, shift=True)
        assert pilot.message is not None
        assert pilot.message.sentence == "2 photographs have other settings now."
        assert actions[ActionName.UNDO].text() == "Undo for 2 photographs"
        actions[ActionName.UNDO].trigger()
        assert pilot.message is None, "it is not so any more"
        assert exposure(pilot) == 0.5, "the copied one had it before"
        assert not any("edited" in each for each in spoken(pilot)[1:])
        actions[ActionName.REDO].trigger()
        assert all("edited" in each for each in spoken(pilot)[1:])
        click(pilot, 1)
        pilot.until(lambda: is_at(pilot, "2.png"))
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.7)
        actions[ActionName.UNDO].trigger()
        assert exposure(pilot) == 0.5
        assert spoken(pilot)[2] == "3.png, edited, not saved"

    drive(script, three_photos)


def test_what_several_got_is_undone_for_all_after_a_change_of_one(
    drive: Drive, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        actions = pilot.window.actions_table
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.5)
        pilot.press(Qt.Key.Key_C, control=True, shift=True)
        click(pilot, 1)
        pilot.until(lambda: is_at(pilot, "2.png"))
        click(pilot, 2, SHIFT)
        assert is_at(pilot, "2.png"), "selecting goes nowhere"
        pilot.press(Qt.Key.Key_V, control=True, shift=True)
        assert exposure(pilot) == 0.5
        assert spoken(pilot)[2] == "3.png, edited, not saved"
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.7)
        actions[ActionName.UNDO].trigger()
        actions[ActionName.UNDO].trigger()
        assert exposure(pilot) == 0.0
        click(pilot, 2)
        pilot.until(lambda: is_at(pilot, "3.png"))
        assert exposure(pilot) == 0.0, "undone for all that had it"
        actions[ActionName.REDO].trigger()
        assert exposure(pilot) == 0.5

    drive(script, three_photos)


def test_what_is_taken_out_can_be_put_back(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        pilot.enhance.panel.adjustments.slider("exposure").set_value(0.5)
        key(pilot, Qt.Key.Key_Delete)
        pilot.until(lambda: is_at(pilot, "2.png"))
        assert names(pilot) == ["2.png", "3.png"]
        assert (three_photos / "1.png").exists()
        assert pilot.message is not None
        assert pilot.message.hint == "The result of 1.png is not saved."
        pilot.answer(0)
        pilot.until(lambda: is_at(pilot, "1.png"))
        assert names(pilot) == ["1.png", "2.png", "3.png"]
        assert exposure(pilot) == 0.5
        key(pilot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        key(pilot, Qt.Key.Key_Delete)
        pilot.until(lambda: not pilot.has_photo())
        assert not pilot.enhance.panel.isVisible(), "the invitation again"
        assert pilot.window.windowTitle() == "MIRNet GUI"
        pilot.answer(0)
        pilot.until(lambda: is_at(pilot, "1.png"))

    drive(script, three_photos)


def test_closing_asks_once_about_all_and_saves_them(
    drive: Drive, three_photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(three_photos / "1.png", out / "1-enhanced.png")
    before = (out / "1-enhanced.png").read_bytes()

    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: is_at(pilot, "2.png"))
        pilot.turn_to("compare")
        pilot.window.close()
        dialog = pilot.dialog(LeaveDialog)
        assert isinstance(dialog, LeaveDialog)
        assert dialog.save.text() == "Save all…"
        pilot.click(dialog.save)
        saving = pilot.dialog(SaveAllDialog)
        saving.findChild(SaveFields).set_folder(out)
        pilot.click(saving.findChild(QPushButton, "save"))
        pilot.turn_to("enhance")
        pilot.until(lambda: pilot.message is not None and "Saved 2" in pilot.message.sentence)
        assert spoken(pilot)[:2] == ["1.png, enhanced, saved", "2.png, enhanced, saved"]
        pilot.window.close()
        assert not pilot.window.isVisible(), "there is nothing to ask"

    drive(script, three_photos)
    assert sorted(path.name for path in out.iterdir()) == [
        "1-enhanced-2.png", "1-enhanced.png", "2-enhanced.png",
    ]  # fmt: skip
    assert (out / "1-enhanced.png").read_bytes() == before


def test_photographs_are_sent_to_other_pages_and_a_method_comes_back(
    drive: Drive, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        actions = pilot.window.actions_table
        click(pilot, 2, Qt.KeyboardModifier.ControlModifier)
        actions[ActionName.SEND_TO_BATCH].trigger()
        rows = pilot.batch.listing.model
        pilot.until(lambda: [row.source.name for row in rows.rows] == ["1.png", "3.png"])
        assert pilot.window.page is pilot.batch
        pilot.turn_to("enhance")
        actions[ActionName.SEND_TO_COMPARE].trigger()
        assert pilot.window.page is pilot.compare
        pilot.until(lambda: pilot.is_compared(4))
        assert not actions[ActionName.USE_THIS].isEnabled(), "no view of a method is chosen"
        chosen = next(each for each in pilot.compare.controller.methods if "mirnet" in each.key)
        pilot.compare.canvas.clicked.emit(chosen.key)
        actions[ActionName.USE_THIS].trigger()
        assert pilot.window.page is pilot.enhance
        assert is_at(pilot, "1.png"), "at once: it is computed already"

    drive(script, three_photos)


def test_of_several_the_one_that_is_looked_at_is_compared(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        click(pilot, 2)
        pilot.until(lambda: is_at(pilot, "3.png"))
        click(pilot, 0, Qt.KeyboardModifier.ControlModifier)
        pilot.window.actions_table[ActionName.SEND_TO_COMPARE].trigger()
        assert pilot.enhance.shared.photographs.name == "3.png"
        pilot.until(lambda: pilot.is_compared(4))

    drive(script, three_photos)


def test_the_winner_is_for_one_photograph_or_for_all(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: is_at(pilot, "1.png"))
        pilot.turn_to("compare")
        pilot.until(lambda: pilot.is_compared(4))
        pilot.compare.canvas.clicked.emit("he")
        pilot.window.actions_table[ActionName.USE_THIS].trigger()
        assert pilot.message is not None
        assert pilot.message.sentence == "HE is used for 1.png only."
        recipes = pilot.enhance.shared.recipes
        keys = pilot.enhance.shared.photographs.listed.paths
        wanted = [recipes.method_of(key).name for key in keys]
        assert wanted == ["he", "mirnet", "mirnet"]
        pilot.answer(0)
        assert [recipes.method_of(key).name for key in keys] == ["he"] * 3
        assert pilot.message is not None
        assert pilot.message.sentence == "2 photographs have other settings now."
        for _twice in range(2):
            pilot.window.actions_table[ActionName.UNDO].trigger()
        assert pilot.message is None
        assert [recipes.method_of(key).name for key in keys] == ["mirnet"] * 3

    drive(script, three_photos)


def test_the_strip_goes_along_the_photographs_on_compare_too(
    drive: Drive, three_photos: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.turn_to("compare")
        pilot.until(lambda: pilot.compare.controller.status == "4 of 4 done")
        strip = pilot.compare.strip
        assert strip.isVisible()
        assert strip.model() is strip_of(pilot).model(), "one list, with the same small pictures"
        place = strip.visualRect(strip.model().index(2, 0)).center()
        QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, NO, place)
        pilot.until(lambda: "3.png" in pilot.window.windowTitle())
        pilot.until(lambda: pilot.compare.controller.status == "4 of 4 done")
        strip.setFocus()
        QTest.keyClick(strip, Qt.Key.Key_Left)
        pilot.until(lambda: "2.png" in pilot.window.windowTitle())
        QTest.keyClick(strip, Qt.Key.Key_Delete)
        pilot.until(lambda: names(pilot) == ["1.png", "3.png"])

    drive(script, *sorted(three_photos.iterdir()))

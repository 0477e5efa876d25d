"""The result reaches the disk as it was seen, and nothing is lost unasked."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from mirnet_gui.photo.reading import read_photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.save_all_dialog import SaveAllDialog
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.enhance.save_fields import SaveFields
from mirnet_gui.ui.model.message import MessageKind
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from tests.e2e.pilot import Drive, Pilot


def test_save_beside_the_photo(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_S, control=True)
        dialog = pilot.dialog(SaveDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert pilot.message.kind is MessageKind.DONE

    drive(script, dark_photo)
    saved = read_photo(dark_photo.parent / "dark cat-enhanced.png")
    assert saved.pixels.mean() > read_photo(dark_photo).pixels.mean() + 20


def test_save_at_half_strength_under_another_name_and_format(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        for strength, name in ((1.0, "whole.tif"), (0.5, "half.tif")):
            pilot.enhance.panel.adjustments.slider("strength").set_value(strength)
            pilot.press(Qt.Key.Key_S, control=True)
            dialog = pilot.dialog(SaveDialog)
            line = dialog.findChild(QLineEdit)
            line.selectAll()
            QTest.keyClicks(line, name)
            QTest.keyClick(line, Qt.Key.Key_Return)
            pilot.until((dark_photo.parent / name).exists)
            pilot.until(lambda: pilot.message is not None)
            pilot.enhance.dismiss()

    drive(script, dark_photo)
    before = read_photo(dark_photo).pixels.astype(float)
    whole = read_photo(dark_photo.parent / "whole.tif")
    half = read_photo(dark_photo.parent / "half.tif")
    assert half.format == "tiff"
    assert np.abs(half.pixels - (before + whole.pixels) / 2).max() <= 1


def test_a_name_that_cannot_be_is_refused_while_it_is_typed(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_S, control=True)
        dialog = pilot.dialog(SaveDialog)
        line = dialog.findChild(QLineEdit)

        def seen() -> list[str]:
            return [words.text() for words in dialog.findChildren(QLabel) if words.isVisible()]

        for text in ("long" * 75, "{stem}" + "long" * 75):
            line.clear()
            QTest.keyClicks(line, text)
            pilot.until(lambda: any("is too long for this drive" in words for words in seen()))
            assert not any("already there" in words for words in seen())
            assert not any("will be called" in words for words in seen())
            assert dialog.width() < 1000
            pilot.until(lambda: dialog.height() >= dialog.heightForWidth(dialog.width()))
        line.clear()
        QTest.keyClicks(line, " ")
        pilot.until(lambda: "Give the file a name." in seen())
        assert not any("will be called" in words for words in seen())
        dialog.reject()

    drive(script, dark_photo)


def told(dialog: SaveAllDialog) -> str:
    return " ".join(words.text() for words in dialog.findChildren(QLabel))


def test_all_are_saved_under_names_and_in_a_format_that_are_asked_for_once(
    drive: Drive, dark_photo: Path
) -> None:
    other = dark_photo.parent / "another.png"
    shutil.copy(dark_photo, other)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.drop(other)
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "another.png")
        pilot.until_enhanced()
        pilot.window.actions_table[ActionName.SAVE_ALL].trigger()
        dialog = pilot.dialog(SaveAllDialog)
        assert isinstance(dialog, SaveAllDialog)
        save = dialog.findChild(QPushButton, "save")
        line = dialog.findChild(QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, "bright {colour}")
        assert not save.isEnabled()
        assert any("{colour}" in words.text() for words in dialog.findChildren(QLabel))
        for name in ("bright", "{parent}/{stem}"):
            line.selectAll()
            QTest.keyClicks(line, name)
            assert not save.isEnabled(), name
        line.selectAll()
        QTest.keyClicks(line, "bright {stem}")
        assert save.isEnabled()
        assert any("bright dark cat.png" in words.text() for words in dialog.findChildren(QLabel))
        pilot.until(lambda: "another.png takes" in told(dialog))
        as_png = told(dialog)
        assert "2 like it, about" in as_png
        formats = dialog.findChild(ChoiceBox)
        formats.setCurrentIndex(formats.findData("jpeg"))
        formats.activated.emit(formats.currentIndex())
        pilot.until(lambda: "takes" in told(dialog))
        assert told(dialog) != as_png
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert pilot.message.sentence == "Saved 2 photographs."
        pilot.window.actions_table[ActionName.SAVE_AS].trigger()
        assert pilot.dialog(SaveDialog).findChild(QLineEdit).text() == "bright another.jpg"

    drive(script, dark_photo)
    made = sorted(path.name for path in dark_photo.parent.glob("bright*"))
    assert made == ["bright another.jpg", "bright dark cat.jpg"]


def test_the_original_is_replaced_only_when_agreed(drive: Drive, dark_photo: Path) -> None:
    original = dark_photo.read_bytes()

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_S, control=True)
        dialog = pilot.dialog(SaveDialog)
        line = dialog.findChild(QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, dark_photo.name)
        save = dialog.findChild(QPushButton, "save")
        assert not save.isEnabled()
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dark_photo.read_bytes() == original
        QTest.mouseClick(dialog.findChild(QCheckBox), Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
        assert save.isEnabled()
        assert save.text() == "Replace"
        QTest.keyClick(line, Qt.Key.Key_Return)
        pilot.until(lambda: pilot.message is not None)

    drive(script, dark_photo)
    assert dark_photo.read_bytes() != original


def test_saving_into_a_place_that_is_gone_is_told(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_S, control=True)
        dialog = pilot.dialog(SaveDialog)
        dialog.findChild(SaveFields).set_folder(dark_photo.parent / "unplugged")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert pilot.message.kind is MessageKind.FAILED
        assert pilot.is_enhanced()

    drive(script, dark_photo)

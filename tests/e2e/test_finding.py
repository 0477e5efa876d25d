"""Everything is found: in the menus, in the palette, in help, in the settings."""

from __future__ import annotations

import re
import shutil
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)

from mirnet_gui import locations
from mirnet_gui.settings import load_settings
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.save_all_dialog import SaveAllDialog
from mirnet_gui.ui.shell.about.about_dialog import AboutDialog
from mirnet_gui.ui.shell.about.licences_dialog import LicencesDialog
from mirnet_gui.ui.shell.help.help_window import HelpWindow
from mirnet_gui.ui.shell.palette.palette import CommandPalette
from mirnet_gui.ui.shell.settings.settings_dialog import SettingsDialog
from mirnet_gui.ui.widgets.photo_button import PhotoButton
from tests.e2e.pilot import Drive, Pilot


def palette(pilot: Pilot) -> CommandPalette:
    pilot.press(Qt.Key.Key_K, control=True)
    dialog = pilot.dialog(CommandPalette)
    assert isinstance(dialog, CommandPalette)
    pilot.until(lambda: QApplication.activeWindow() is dialog)
    return dialog


def type_into(dialog: CommandPalette | HelpWindow | SettingsDialog, text: str) -> QLineEdit:
    line = dialog.findChild(QLineEdit)
    line.clear()
    QTest.keyClicks(line, text)
    return line


def inside(menu: QMenu) -> list[object]:
    found: list[object] = []
    for action in menu.actions():
        below = action.menu()
        found += inside(below) if isinstance(below, QMenu) else [action]
    return found


def test_every_action_stands_in_the_menus_once(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        actions = pilot.window.actions_table
        found = inside(pilot.window.menu)
        counts = {spec.name: found.count(actions[spec.name]) for spec in actions.specs}
        assert {name: count for name, count in counts.items() if count != 1} == {}
        assert set(pilot.window.menu.path_of) == set(counts)
        titles = [menu.title() for menu in pilot.window.menu.menus]
        assert titles[0] == "File"
        assert titles[-1] == "Help"

    drive(script)


def test_the_palette_does_what_is_typed(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        dialog = palette(pilot)
        line = type_into(dialog, "go to batch")
        assert dialog.current is not None
        assert dialog.current.spoken == "Go to Batch, View, Ctrl+Alt+3"
        QTest.keyClick(line, Qt.Key.Key_Return)
        pilot.until(lambda: pilot.window.page is pilot.batch)
        # What cannot be done is told of, with the reason, and Enter leaves it alone.
        dialog = palette(pilot)
        line = type_into(dialog, "blind")
        assert dialog.current is not None
        assert (dialog.current.reason, dialog.current.can_be_done) == ("On the page Compare", False)
        assert dialog.current.spoken.endswith("not available")
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        type_into(dialog, "theme")
        first = dialog.current
        QTest.keyClick(line, Qt.Key.Key_Down)
        assert dialog.current is not first
        QTest.keyClick(line, Qt.Key.Key_Up)
        assert dialog.current is first
        QTest.keyClick(line, Qt.Key.Key_Escape)
        pilot.until(lambda: not dialog.isVisible())

    drive(script)


def test_a_theme_that_changes_meanwhile_is_followed_by_what_is_open(drive: Drive) -> None:
    def darkest(widget: QWidget, part: QRect) -> int:
        image = widget.grab(part).toImage()
        places = product(range(0, image.width(), 2), range(image.height()))
        return min(image.pixelColor(*place).lightness() for place in places)

    def script(pilot: Pilot) -> None:
        pilot.choose_theme(ActionName.THEME_DARK)
        dialog = palette(pilot)
        type_into(dialog, "theme")
        pilot.choose_theme(ActionName.THEME_LIGHT)
        entries = dialog.findChild(QListView)
        # The first one lies on the colour of what is chosen.
        second = entries.visualRect(entries.model().index(1, 0))
        second.moveTopLeft(entries.viewport().mapTo(dialog, second.topLeft()))
        assert darkest(dialog, second) < 80, "names are dark on light ground"
        dialog.reject()

    drive(script)


def test_the_palette_opens_what_was_opened_lately(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.drop(three_photos / "1.png")
        pilot.until(pilot.has_photo)
        pilot.drop(three_photos / "2.png")
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "2.png")
        dialog = palette(pilot)
        line = type_into(dialog, "1.png")
        QTest.keyClick(line, Qt.Key.Key_Return)
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "1.png")
        assert [path.name for path in pilot.enhance.shared.photographs.listed.paths] == [
            "1.png",
            "2.png",
        ], "it was open already, and is not opened twice"

    drive(script)


def test_f1_explains_the_page_that_is_open(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        for name, title in (("batch", "Batch"), ("enhance", "Enhance")):
            pilot.turn_to(name)
            pilot.press(Qt.Key.Key_F1)
            dialog = pilot.dialog(HelpWindow)
            assert isinstance(dialog, HelpWindow)
            text = dialog.findChild(QTextBrowser)
            assert dialog.shown_page == name
            assert text.toPlainText().startswith(title)
            assert f'alt="{title}, as the window shows it"' in text.toHtml()
            bar = text.horizontalScrollBar()
            pilot.until(lambda bar=bar: bar.maximum() == 0)
            for width in (500, 1000, 800):
                dialog.resize(width, 600)
                pilot.until(lambda bar=bar: bar.maximum() == 0)
        assert "Save as (Ctrl+S)" in text.toPlainText()
        # A search lists the sections that have its words; the first of them is shown.
        contents = dialog.findChild(QListWidget)
        everything = contents.count()
        type_into(dialog, "journal power")
        type_into(dialog, "scanner")
        assert 0 < contents.count() < everything
        assert dialog.shown_page == "batch"
        assert any("scanner" in each.cursor.selectedText() for each in text.extraSelections())
        type_into(dialog, "xyzzy")
        assert contents.item(0).text() == "Nothing was found."
        pilot.press(Qt.Key.Key_F1, shift=True)
        assert "Ctrl+O" in text.toPlainText()
        assert "Hold to see the photograph as it was" in text.toPlainText()
        dialog.close()

    drive(script)


def test_settings_act_at_once_and_are_found_by_a_word(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        dialog = pilot.open_settings()
        type_into(dialog, "quality")
        seen = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        assert "Quality" in seen
        assert "Theme" not in seen
        type_into(dialog, "xyzzy")
        seen = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        assert seen == {"There is no setting of that name."}
        type_into(dialog, "remember")
        (box,) = [each for each in dialog.findChildren(QCheckBox) if each.isVisible()]
        pilot.click(box)
        assert not pilot.settings.keep_recent
        (reset,) = [
            each
            for each in dialog.findChildren(QPushButton)
            if each.accessibleName() == "Reset Privacy to defaults"
        ]
        pilot.click(reset)
        assert pilot.settings.keep_recent
        assert box.isChecked(), "the control follows"
        dialog.accept()
        pilot.prefer("Theme", "light")
        light = pilot.window.actions_table[ActionName.THEME_LIGHT]
        assert light.isChecked(), "the menu has the same theme"
        # They are kept as soon as the dialog is closed.
        assert load_settings(locations.settings_file()).theme == "light"

    drive(script)


def test_results_go_where_the_settings_say(
    drive: Drive, dark_photo: Path, tmp_path: Path, welcomed: Path
) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    welcomed.write_text(f"welcomed = true\nresults_folder = '{folder}'\n", encoding="utf-8")

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_S, control=True)
        pilot.until(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        QTest.mouseClick(dialog.findChild(QPushButton, "save"), Qt.MouseButton.LeftButton)
        pilot.until(lambda: bool(list(folder.glob("dark cat*"))) and pilot.is_idle())
        assert pilot.batch.panel.options is not None
        assert pilot.batch.panel.options.folder == folder
        pilot.drop(dark_photo.parent / "another.png")
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "another.png")
        pilot.until_enhanced()
        pilot.window.actions_table[ActionName.SAVE_ALL].trigger()
        asked = pilot.dialog(SaveAllDialog)
        assert isinstance(asked, SaveAllDialog)
        assert asked.folder == folder
        asked.close()

    shutil.copy(dark_photo, dark_photo.parent / "another.png")
    drive(script, dark_photo)


def recent_buttons(pilot: Pilot) -> list[PhotoButton]:
    buttons = pilot.window.page.findChildren(PhotoButton)
    return [each for each in buttons if each.isVisible()]


def test_what_was_opened_is_offered_at_the_next_start(drive: Drive, three_photos: Path) -> None:
    first, second = three_photos / "1.png", three_photos / "2.png"

    def open_two(pilot: Pilot) -> None:
        assert len(recent_buttons(pilot)) == 3, "samples, for who has opened nothing yet"
        pilot.drop(first)
        pilot.until(pilot.has_photo)
        pilot.drop(second)
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "2.png")
        pilot.drop(broken)
        pilot.until(lambda: pilot.message is not None)

    broken = three_photos / "broken.png"
    broken.write_bytes(b"no photograph")
    drive(open_two)
    first.unlink()

    def look(pilot: Pilot) -> None:
        pilot.until(lambda: [each.path for each in recent_buttons(pilot)] == [second])
        recent = pilot.window.menu.recent
        assert [each.text() for each in recent.actions() if each.text()] == [
            "2.png",
            "Clear the list",
        ]
        pilot.click(recent_buttons(pilot)[0])
        pilot.until(lambda: pilot.enhance.shared.photographs.name == "2.png")
        pilot.window.actions_table[ActionName.CLEAR_RECENT].trigger()
        assert load_settings(locations.settings_file()).recent_files != ()

    drive(look)
    assert load_settings(locations.settings_file()).recent_files == ()


def test_a_folder_goes_into_the_batch_again(drive: Drive, three_photos: Path) -> None:
    def add(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        pilot.drop(three_photos)
        pilot.until(lambda: len(pilot.batch.listing.model.rows) == 3)

    drive(add)

    def again(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        (button,) = [
            each
            for each in pilot.batch.findChildren(QPushButton)
            if each.isVisible() and each.text() == three_photos.name
        ]
        pilot.click(button)
        pilot.until(lambda: len(pilot.batch.listing.model.rows) == 3)
        assert {row.source.parent for row in pilot.batch.listing.model.rows} == {three_photos}

    drive(again)


def test_about_tells_the_licences_of_what_ships(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        pilot.window.actions_table[ActionName.ABOUT].trigger()
        about = pilot.dialog(AboutDialog)
        (more,) = [b for b in about.findChildren(QPushButton) if "licences…" in b.text()]
        pilot.click(more)
        dialog = pilot.dialog(LicencesDialog)
        listed = dialog.findChild(QListWidget)
        pilot.until(lambda: listed.count() > 10)
        (numpy,) = listed.findItems("numpy", Qt.MatchFlag.MatchStartsWith)
        listed.setCurrentItem(numpy)
        assert "Redistribution" in dialog.findChild(QPlainTextEdit).toPlainText()
        dialog.reject()
        about.reject()

    drive(script)


@pytest.fixture
def first_start(welcomed: Path) -> None:
    welcomed.unlink()


@pytest.mark.usefixtures("first_start")
def test_the_first_start_says_what_is_measured_and_never_again(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    def first(pilot: Pilot) -> None:
        welcome = pilot.window.first_start.panel
        assert welcome is not None
        assert welcome.isVisible()
        # It is measured already where an earlier test needed it.
        assert re.search("once|not be measured again", welcome.measuring)
        # It blocks nothing: a photograph can be opened meanwhile.
        pilot.drop(dark_photo)
        pilot.until_enhanced()
        pilot.until(lambda: pilot.window.first_start.panel is None)

    drive(first)
    shutil.copy(dark_photo, tmp_path / "another.png")

    def second(pilot: Pilot) -> None:
        assert pilot.window.first_start.panel is None

    drive(second)

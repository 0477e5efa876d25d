"""What the menu leads to: about, settings, a report of a problem."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt, QThread, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from mirnet_gui import __version__, locations
from mirnet_gui.language import VARIABLE, use_language
from mirnet_gui.settings import load_settings
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.shell.about.about_dialog import AboutDialog
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.shell.main_window import MainWindow
from mirnet_gui.ui.shell.report_dialog import ReportDialog
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from tests.e2e.gui_thread import GuiThreadMeter
from tests.e2e.pilot import Drive, Pilot, leave, standing


def test_about_tells_version_and_licence(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        pilot.window.actions_table[ActionName.ABOUT].trigger()
        dialog = pilot.dialog(AboutDialog)
        words = " ".join(line.text() for line in dialog.findChildren(QLabel))
        assert __version__ in words
        assert "Apache License 2.0" in words
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        pilot.until(lambda: not dialog.isVisible())

    drive(script)


def test_graphics_cards_are_chosen_by_name(
    drive: Drive, dark_photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["A large card", "A small card"]
    monkeypatch.setattr(torch.cuda, "device_count", lambda: len(names))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index=0: names[index])

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        dialog = pilot.open_settings()
        (box,) = [b for b in dialog.findChildren(ChoiceBox) if b.accessibleName() == "Compute on"]
        told = [box.itemText(place) for place in range(box.count())]
        assert told[:3] == ["Automatic", "A large card (cuda:0)", "A small card (cuda:1)"]
        assert told[3].endswith("(cpu)")
        assert box.currentIndex() == 0
        dialog.accept()
        pilot.prefer("Compute on", "cpu")
        pilot.until_enhanced()
        assert pilot.settings.device == "cpu"
        # There are no cards behind the names: it is told, and the CPU can be chosen again.
        pilot.prefer("Compute on", "cuda:1")
        pilot.until(lambda: pilot.message is not None)
        pilot.prefer("Compute on", "cpu")
        pilot.until_enhanced()

    drive(script, dark_photo)
    kept = load_settings(locations.settings_file())
    assert kept.device == "cpu"


@pytest.fixture
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.usefixtures("english_afterwards")
def test_the_language_chosen_is_spoken_from_the_next_start(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(pilot: Pilot) -> None:
        pilot.prefer("Language", "de")
        pilot.until(lambda: pilot.message is not None)

    drive(choose)
    monkeypatch.delenv(VARIABLE)

    def look(pilot: Pilot) -> None:
        dialog = pilot.open_settings()
        boxes = [each.currentText() for each in dialog.findChildren(ChoiceBox)]
        assert "Deutsch" in boxes
        assert pilot.window.actions_table[ActionName.UNDO].text() == "Rückgängig"
        dialog.accept()

    drive(look)


@pytest.mark.usefixtures("english_afterwards")
def test_the_window_comes_back_in_the_language_chosen_with_what_was_open(
    drive: Drive,
    three_photos: Path,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, int, str]] = []
    monkeypatch.delenv(VARIABLE)

    def come_back(before: MainWindow) -> None:
        windows = [each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow)]
        came = [each for each in windows if each is not before and each.isVisible()]
        if not came or QThread.currentThread().loopLevel() == 0:
            QTimer.singleShot(10, qapp, lambda: come_back(before))
            return
        pilot = Pilot(came[0], qtbot, GuiThreadMeter(1.0))
        try:
            pilot.until(pilot.has_photo)
            listed = pilot.enhance.shared.photographs.listed
            undo = pilot.window.actions_table[ActionName.UNDO].text()
            seen.append((undo, len(listed.paths), listed.current.name))
        finally:
            leave(came[0])

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.enhance.shared.photographs.go_to(three_photos / "2.png")
        pilot.until(lambda: pilot.position.startswith("2"))
        pilot.until_enhanced()
        pilot.prefer("Language", "de")
        pilot.until(lambda: pilot.message is not None)
        before = pilot.window
        pilot.answer(0)
        for dialog in standing(LeaveDialog):
            QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
        assert not before.isVisible()
        QTimer.singleShot(0, qapp, lambda: come_back(before))

    assert drive(script, *sorted(three_photos.iterdir())) == 0
    assert seen == [("Rückgängig", 3, "2.png")]


@pytest.mark.usefixtures("english_afterwards")
def test_a_language_that_is_spoken_already_needs_no_new_start(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)

    def script(pilot: Pilot) -> None:
        pilot.prefer("Language", "en")
        assert pilot.message is None
        pilot.prefer("Language", "de")
        pilot.until(lambda: pilot.message is not None and bool(pilot.message.answers))
        pilot.prefer("Language", "en")
        pilot.until(lambda: pilot.message is None)

    drive(script)


def test_a_language_that_could_not_be_read_here_is_told(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *_script: [])

    def script(pilot: Pilot) -> None:
        pilot.prefer("Language", "bn")
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "has no font for বাংলা" in pilot.message.sentence
        assert not pilot.message.answers, "nothing to start again for"

    drive(script)


def test_a_report_of_a_problem_has_a_photograph_in_it_only_if_that_is_wanted(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    def saved(pilot: Pilot, *, with_photograph: bool) -> list[str]:
        pilot.window.actions_table[ActionName.SAVE_DIAGNOSTICS].trigger()
        asking = pilot.dialog(ReportDialog)
        assert isinstance(asking, ReportDialog)
        assert not asking.with_photograph.isChecked()
        if with_photograph:
            pilot.click(asking.with_photograph)
        pilot.click(asking.take)
        dialog = pilot.dialog(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path))
        dialog.close()
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert pilot.message.file is not None
        assert (dark_photo.name in pilot.message.sentence) is with_photograph
        pilot.window.page.dismiss()
        with zipfile.ZipFile(newest(tmp_path)) as file:
            return file.namelist()

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        inside = f"photograph/{dark_photo.name}"
        assert inside not in saved(pilot, with_photograph=False)
        assert inside in saved(pilot, with_photograph=True)

    drive(script, dark_photo)


def newest(folder: Path) -> Path:
    return max(folder.glob("mirnet-gui-report-*.zip"), key=lambda path: path.stat().st_mtime_ns)

"""Closing the window asks once about what would be lost or stopped, and about nothing else."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from mirnet_gui.errors import Cancelled
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_model import Column
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from tests.e2e.pilot import Drive, Pilot, Turnstile, planned_batch, standing


def asked(pilot: Pilot) -> LeaveDialog:
    dialog = pilot.dialog(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    return dialog


def words(dialog: LeaveDialog) -> str:
    return " ".join(each.text() for each in dialog.findChildren(QLabel))


def save(pilot: Pilot) -> None:
    QTest.keyClick(pilot.dialog(SaveDialog), Qt.Key.Key_Return)
    pilot.until(lambda: pilot.message is not None and "Saved" in pilot.message.sentence)


def test_a_result_that_is_nowhere_else_is_asked_about_once(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.window.close()
        dialog = asked(pilot)
        assert "dark cat.png is not saved" in words(dialog)
        pilot.window.close()
        assert standing(LeaveDialog) == [dialog], "a second attempt asks nothing more"
        pilot.click(dialog.stay)
        assert pilot.window.isVisible()
        assert pilot.is_enhanced()
        pilot.press(Qt.Key.Key_Q, control=True)
        pilot.click(asked(pilot).leave)
        assert not pilot.window.isVisible()

    assert drive(script, dark_photo) == 0


def test_a_saved_result_is_not_asked_about_until_it_is_changed(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.window.close()
        pilot.click(asked(pilot).save)
        save(pilot)
        slider = pilot.enhance.panel.adjustments.slider("exposure").slider
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        pilot.window.close()
        pilot.click(asked(pilot).stay)
        QTest.keyClick(slider, Qt.Key.Key_Left)
        pilot.enhance.dismiss()
        pilot.press(Qt.Key.Key_C, control=True)
        pilot.until(lambda: pilot.message is not None and "clipboard" in pilot.message.sentence)
        pilot.window.close()
        assert not standing(LeaveDialog)
        assert not pilot.window.isVisible()

    assert drive(script, dark_photo) == 0


def test_an_empty_window_and_one_at_work_just_close(drive: Drive, large_photo: Path) -> None:
    def nothing(pilot: Pilot) -> None:
        pilot.window.close()
        assert not pilot.window.isVisible()

    def at_work(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.window.close()
        assert not pilot.window.isVisible()

    assert drive(nothing) == 0
    assert drive(at_work, large_photo) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
def test_a_system_that_shuts_down_is_not_asked(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        os.kill(os.getpid(), signal.SIGTERM)
        pilot.until(lambda: not pilot.window.isVisible())
        assert not standing(LeaveDialog)

    assert drive(script, dark_photo) == Cancelled.exit_code


def test_a_running_batch_is_asked_about_and_offered_again(
    drive: Drive, three_photos: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def running(pilot: Pilot) -> None:
        page = planned_batch(pilot, three_photos, tmp_path / "out")
        turnstile.let(1)
        pilot.click(page.bar.start)
        model = page.listing.photographs.model()
        pilot.until(lambda: model.index(0, Column.STATE).data() == "Done")
        pilot.window.close()
        dialog = asked(pilot)
        assert "A batch is running: 1 of 3" in words(dialog)
        assert not dialog.save.isVisible()
        pilot.click(dialog.leave)
        assert not pilot.window.isVisible()

    def again(pilot: Pilot) -> None:
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "interrupted" in pilot.message.sentence
        assert pilot.batch.message == pilot.message
        pilot.answer(2)
        assert pilot.message is None
        assert pilot.batch.message is None

    def a_third_time(pilot: Pilot) -> None:
        pilot.until(lambda: not pilot.batch.controller.unfinished.is_looking)
        assert pilot.message is None
        assert pilot.batch.message is None

    for script in (running, again, a_third_time):
        assert drive(script) == 0


def test_a_cancelled_batch_can_be_gone_on_with_after_a_restart(
    drive: Drive, three_photos: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    """Nobody asks about it, but it is not lost."""

    def cancelled(pilot: Pilot) -> None:
        page = planned_batch(pilot, three_photos, tmp_path / "out")
        turnstile.let(1)
        pilot.click(page.bar.start)
        model = page.listing.photographs.model()
        pilot.until(lambda: model.index(0, Column.STATE).data() == "Done")
        pilot.window.actions_table[ActionName.STOP].trigger()
        pilot.until(lambda: not page.phase.is_active)

    def offered(pilot: Pilot, words: str) -> QPushButton | None:
        buttons = pilot.batch.findChildren(QPushButton)
        found = (each for each in buttons if each.isVisible() and words in each.text())
        return next(found, None)

    def again(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        words = f"Resume {three_photos.name}: 2 of 3 left"
        pilot.until(lambda: offered(pilot, words) is not None)
        assert pilot.message is None
        turnstile.let(2)
        pilot.click(offered(pilot, words))
        model = pilot.batch.listing.model
        pilot.until(lambda: [row.state for row in model.rows] == ["done"] * 3)

    def a_third_time(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        pilot.until(lambda: not pilot.batch.controller.unfinished.is_looking)
        assert offered(pilot, "Resume") is None

    for script in (cancelled, again, a_third_time):
        assert drive(script) == 0

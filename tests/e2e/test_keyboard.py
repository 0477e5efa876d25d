"""Everything can be reached by keyboard, and the focus stays where it is of use."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QWidget

from mirnet_gui.ui.action_table import ActionName
from tests.e2e.pilot import Drive, Pilot, Turnstile, planned_batch

MOST = 200


def reached(pilot: Pilot) -> set[QWidget]:
    """What Tab comes to, until it comes round."""
    found: list[QWidget] = []
    for _ in range(MOST):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in found:
            break
        found.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return set(found)


def unreachable(pilot: Pilot) -> list[str]:
    there = reached(pilot)
    buttons = pilot.window.findChildren(QAbstractButton)
    return [
        button.accessibleName() or button.text()
        for button in buttons
        if button.isVisible() and button.isEnabled() and button not in there
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def top_bar(pilot: Pilot) -> set[QAbstractButton]:
    bars = [bar for bar in pilot.window.findChildren(QFrame, "topBar") if bar.isVisible()]
    (bar,) = bars
    buttons = bar.findChildren(QAbstractButton)
    return {each for each in buttons if each.isVisible() and each.isEnabled()}


@pytest.mark.parametrize("width", [1280, 853])
def test_tab_reaches_everything_on_every_page(drive: Drive, dark_photo: Path, width: int) -> None:
    def script(pilot: Pilot) -> None:
        pilot.window.resize(width, 720)
        pilot.until_enhanced()
        for page in ("enhance", "compare", "batch", "train"):
            pilot.turn_to(page)
            pilot.until(lambda: not pilot.window.status.cancel.isVisible())
            assert top_bar(pilot) <= reached(pilot), page
            assert len(top_bar(pilot)) > 1
            assert unreachable(pilot) == [], page

    drive(script, dark_photo)


def test_tab_reaches_samples_of_an_empty_window(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        assert unreachable(pilot) == []

    drive(script)


def test_the_focus_stays_with_the_work_after_start_and_cancel(
    drive: Drive, three_photos: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        page = planned_batch(pilot, three_photos, tmp_path / "out")
        seen: set[QWidget] = set()
        assert QApplication.focusWidget() is page.listing.photographs, "and not wherever comes next"
        page.bar.start.setFocus()
        QApplication.instance().focusChanged.connect(lambda _old, new: seen.add(new))
        QTest.keyClick(page.bar.start, Qt.Key.Key_Space)
        pilot.until(lambda: turnstile.come == 1)
        assert QApplication.focusWidget() is page.bar.pause
        assert seen <= {page.bar.start, page.bar.pause}, "nothing else had it meanwhile"
        cancel = pilot.window.status.cancel
        cancel.setFocus()
        seen.clear()
        QTest.keyClick(cancel, Qt.Key.Key_Space)
        pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
        assert QApplication.focusWidget() is page.listing.photographs
        assert seen == {page.listing.photographs}
        page.bar.start.setFocus()
        QTest.keyClick(page.bar.start, Qt.Key.Key_Space)
        turnstile.let_all()
        pilot.until(lambda: page.message is not None and "enhanced" in page.message.sentence)
        assert QApplication.focusWidget() is page.listing.photographs

    drive(script)


def test_the_focus_goes_to_the_photograph_after_cancel(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        cancel = pilot.window.status.cancel
        cancel.setFocus()
        QTest.keyClick(cancel, Qt.Key.Key_Space)
        pilot.until(pilot.is_idle)
        assert QApplication.focusWidget() is pilot.canvas

    drive(script, large_photo)

"""A laptop of 1280 x 800 at 150 % has 853 x 533 pixels for the window: nothing is cut off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from mirnet_gui.methods.registry import create_method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.batch.batch_state import Filter
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.shell.about.about_dialog import AboutDialog
from mirnet_gui.ui.shell.palette.palette import CommandPalette
from mirnet_gui.ui.shell.settings.settings_dialog import SettingsDialog
from mirnet_gui.ui.widgets.bar import Bar
from tests.e2e.pilot import Drive, Pilot

WIDTH, HEIGHT = 853, 533


def is_scrolled(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def cut_off(window: QWidget) -> list[str]:
    """Visible buttons that are not seen whole, or have no room for their words, and such labels."""
    found = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.wordWrap() and not is_scrolled(label)
        if label.window() is window and label.height() < label.heightForWidth(label.width())
    ]
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or is_scrolled(button) or button.window() is not window:
            continue
        seen = button.visibleRegion().boundingRect()
        too_narrow = isinstance(button, QPushButton) and button.width() < button.sizeHint().width()
        at = QRect(button.mapTo(window, button.rect().topLeft()), button.size())
        if seen != button.rect() or too_narrow or not window.rect().contains(at):
            found.append(f"{button.text()} {button.accessibleName()} {seen} of {button.rect()}")
    return found


def bar_of(pilot: Pilot) -> Bar:
    bars = [bar for bar in pilot.window.findChildren(QFrame, "topBar") if bar.isVisible()]
    (bar,) = bars
    assert isinstance(bar, Bar)
    return bar


def offered(pilot: Pilot) -> set[str]:
    """What can be done by the bar, on it or in its menu."""
    bar = bar_of(pilot)
    buttons = [each.text() for each in bar.findChildren(QAbstractButton) if each.isVisible()]
    return {*buttons, *(action.text() for action in bar.hidden_actions)} - {""}


def small(pilot: Pilot) -> None:
    pilot.window.resize(WIDTH, HEIGHT)
    assert (pilot.window.width(), pilot.window.height()) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("theme", [ActionName.THEME_DARK, ActionName.THEME_LIGHT])
def test_no_button_is_cut_off_on_any_page(
    drive: Drive, dark_photo: Path, tmp_path: Path, theme: ActionName
) -> None:
    folder = tmp_path / "party"
    folder.mkdir()
    shutil.copy(dark_photo, folder / "1.png")
    (folder / "2.png").write_bytes(b"no photograph")

    def script(pilot: Pilot) -> None:
        actions = pilot.window.actions_table
        pilot.choose_theme(theme)
        small(pilot)
        assert cut_off(pilot.window) == []
        pilot.drop(dark_photo, folder / "1.png")
        pilot.until_enhanced()
        assert cut_off(pilot.window) == []
        assert {"Open…", "Save as…", "Slider", "After", "Fit", "50 %", "100 %", "Next"} <= offered(
            pilot
        )
        pilot.turn_to("compare")
        pilot.until(lambda: pilot.is_compared(4))
        assert cut_off(pilot.window) == []
        assert {"Open…", "Blind", "Reference…", "Export…", "Row", "Fit"} <= offered(pilot)
        pilot.turn_to("batch")
        assert cut_off(pilot.window) == []
        page = pilot.batch
        page.panel.form.set_method(create_method("gamma"))
        page.panel.set_folder(tmp_path / "out")
        page.take_in([folder])
        pilot.until(actions[ActionName.START_BATCH].isEnabled)
        assert cut_off(pilot.window) == []
        pilot.click(page.bar.start)
        pilot.until(lambda: page.message is not None and "enhanced" in page.message.sentence)
        assert cut_off(pilot.window) == []
        wanted = {"New batch", "Report…", "Add folder…", "Retry failed (1)", "Start"}
        assert wanted <= offered(pilot)

    drive(script)


def test_buttons_come_back_when_there_is_room(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        # Narrower than anybody can make it: narrow letters leave room for all at 853 pixels.
        pilot.window.setMinimumSize(0, 0)
        pilot.window.resize(700, HEIGHT)
        assert bar_of(pilot).hidden_actions
        hidden = bar_of(pilot).hidden_actions[0]
        assert hidden.isEnabled()
        pilot.window.resize(1280, 720)
        assert bar_of(pilot).hidden_actions == []
        assert cut_off(pilot.window) == []

    drive(script, dark_photo)


@pytest.mark.parametrize("count", [9, 48, 3128])
def test_filters_and_finding_have_room(drive: Drive, dark_photo: Path, count: int) -> None:
    def has_room(page: BatchPage) -> bool:
        buttons = page.listing.filters.findChildren(QToolButton)
        field = page.listing.filters.findChild(QLineEdit)
        whole = all(each.width() >= each.sizeHint().width() for each in buttons if each.text())
        return (
            whole
            and field.width() >= 140
            and field.geometry().bottom() < page.listing.filters.height()
        )

    def script(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        page = pilot.batch
        page.take_in([dark_photo])
        pilot.until(lambda: len(page.listing.model.rows) == 1)
        page.listing.filters.show_counts(dict.fromkeys(Filter, count))
        for width, height in ((WIDTH, HEIGHT), (1280, 720), (WIDTH, HEIGHT)):
            pilot.window.resize(width, height)
            pilot.until(lambda: has_room(page))
            assert has_room(page), "and it stays so"
        pilot.window.resize(1280, 720)
        done = pilot.window.actions_table[ActionName.LIST_DONE]
        pilot.until(lambda: done.text() == f"Done {count:,}" and has_room(page))

    drive(script)


def test_dialogs_are_no_larger_than_the_window(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        small(pilot)
        pilot.until_enhanced()
        actions = pilot.window.actions_table
        for action, kind in (
            (ActionName.ABOUT, AboutDialog),
            (ActionName.PALETTE, CommandPalette),
            (ActionName.SETTINGS, SettingsDialog),
            (ActionName.SAVE_AS, SaveDialog),
        ):
            actions[action].trigger()
            dialog = pilot.dialog(kind)
            assert fits(dialog), (kind, dialog.size(), cut_off(dialog))
            dialog.reject()
        pilot.turn_to("compare")
        pilot.until(actions[ActionName.ADD_METHOD].isEnabled)
        actions[ActionName.ADD_METHOD].trigger()
        assert fits(pilot.dialog(MethodDialog))
        pilot.dialog(MethodDialog).reject()

    drive(script, dark_photo)


def fits(dialog: QDialog) -> bool:
    return dialog.width() <= WIDTH and dialog.height() <= HEIGHT and cut_off(dialog) == []

"""The hands and eyes of an end-to-end test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.registry import create_method
from mirnet_gui.progress import CancelToken
from mirnet_gui.settings import Settings
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.compare.compare_page import ComparePage
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.page import Page
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.shell.main_window import MainWindow
from mirnet_gui.ui.shell.settings.settings_dialog import SettingsDialog
from mirnet_gui.ui.train.train_page import TrainPage
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from tests.e2e.gui_thread import GuiThreadMeter

_P = TypeVar("_P", bound=Page)

PATIENCE = 1_800_000
"""Milliseconds after which something is not slow but broken.

The first photograph of a session of tests waits until the computer's speed is measured, which
cannot be hurried: a quarter of a minute alone, and more than five beside busy programs.
"""


class Pilot:
    """Does what a user does to one window and tells what a user sees."""

    def __init__(self, window: MainWindow, qtbot: QtBot, meter: GuiThreadMeter) -> None:
        self.window = window
        self.qtbot = qtbot
        self.meter = meter
        window.resize(1200, 800)
        with qtbot.waitActive(window):
            window.activateWindow()

    # Eyes

    @property
    def enhance(self) -> EnhancePage:
        return self._page("enhance", EnhancePage)

    @property
    def compare(self) -> ComparePage:
        return self._page("compare", ComparePage)

    @property
    def batch(self) -> BatchPage:
        return self._page("batch", BatchPage)

    @property
    def train(self) -> TrainPage:
        return self._page("train", TrainPage)

    def _page(self, name: str, kind: type[_P]) -> _P:
        page = self.window.findChild(Page, f"{name}Page")
        assert isinstance(page, kind)
        return page

    @property
    def canvas(self) -> BeforeAfterCanvas:
        return self.enhance.canvas

    @property
    def settings(self) -> Settings:
        return self.enhance.shared.preferences.settings

    @property
    def status(self) -> str:
        return self.window.status.text

    @property
    def message(self) -> Message | None:
        return self.enhance.message

    @property
    def position(self) -> str:
        """As in "2 of 10"."""
        return self.enhance.shared.photographs.listed.position

    def picture(self) -> QImage:
        return self.canvas.grab().toImage()

    def colour(self, x: float, y: float) -> QColor:
        """At shares ``x`` and ``y`` of the photograph as it lies on the canvas."""
        return self.picture().pixelColor(self.point(x, y))

    def point(self, x: float, y: float) -> QPoint:
        box = self.canvas.view.visible()
        across = box.left + x * (box.right - box.left)
        return QPoint(round(across), round(box.top + y * (box.bottom - box.top)))

    def brightness(self) -> float:
        """Mean of the canvas, 0..255."""
        small = self.picture().scaled(64, 64, mode=Qt.TransformationMode.SmoothTransformation)
        greys = [small.pixelColor(x, y).lightness() for x in range(64) for y in range(64)]
        return sum(greys) / len(greys)

    def has_photo(self) -> bool:
        return self.enhance.shared.photographs.current is not None

    def is_idle(self) -> bool:
        """Whether neither the open page nor the opening of photographs has anything to do."""
        works = (self.window.page.work, self.enhance.shared.photographs)
        return all(work.doing.activity is Activity.IDLE for work in works)

    def is_enhanced(self) -> bool:
        """Whether the result stands there, and nothing is on its way."""
        return self.enhance.controller.current.enhanced is not None and self.is_idle()

    def is_compared(self, count: int) -> bool:
        """Whether ``count`` methods have come to an end, and nothing is on its way."""
        controller = self.compare.controller
        return controller.count_done == len(controller.methods) == count and self.is_idle()

    def is_left_undone(self) -> bool:
        """Whether there is a photograph, and neither a result nor one on its way."""
        return self.enhance.controller.can_enhance and self.is_idle()

    # Patience

    def until(self, condition: Callable[[], bool]) -> None:
        def looked() -> bool:
            with self.meter.looking_away():
                return condition()

        with self.meter.looking():
            self.qtbot.waitUntil(looked, timeout=PATIENCE)

    def until_enhanced(self) -> None:
        self.until(self.is_enhanced)
        self.until_revealed()

    def until_revealed(self) -> None:
        """The result is drawn in from the right; wait until it stands."""
        self.until(lambda: abs(self.canvas.divider - 0.5) < 1e-6)

    def until_running(self) -> None:
        """Work is under way, and the bar says how far it is."""
        self.until(lambda: self.window.status.bar.isVisible() and bool(self.window.status.figures))

    # Hands

    def turn_to(self, name: str) -> None:
        """Open the page called ``name``, as its button on the rail does."""
        with self.meter.looking():
            self.window.actions_table[f"page_{name}"].trigger()

    def choose_theme(self, theme: str) -> None:
        """Choose a theme, as its action does, and wait until it is there."""
        with self.meter.looking():
            self.window.actions_table[theme].trigger()
        self.until(self.window.updatesEnabled)

    def press(self, key: Qt.Key, control: bool = False, shift: bool = False) -> None:
        """A key for the main window, which a window manager would have made active by now."""
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window)
        modifiers = Qt.KeyboardModifier.NoModifier
        if control:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        with self.meter.looking():
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def drag(self, start: QPoint, end: QPoint) -> None:
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(self.canvas, left, pos=start)
        for step in range(1, 5):
            QTest.mouseMove(self.canvas, start + (end - start) * step / 4)
        QTest.mouseRelease(self.canvas, left, pos=end)

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop_mime(mime)

    def drop_mime(self, mime: QMimeData) -> None:
        spot, copy = QPoint(300, 300), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(spot, copy, mime, left, none)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(spot), copy, mime, left, none)
        with self.meter.looking():
            QApplication.sendEvent(self.window, drop)

    def click(self, button: QAbstractButton) -> None:
        """By mouse, as far as a hand could: on what is seen, and in its middle."""
        assert button.isVisible(), button.text()
        with self.meter.looking():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

    def copied(self) -> QImage:
        """The result as it comes to the clipboard."""
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        self.press(Qt.Key.Key_C, control=True)
        self.until(lambda: not clipboard.image().isNull())
        return clipboard.image()

    def choose_model(self, name: str) -> None:
        """Choose the weights called ``name`` on the Enhance page."""
        box = self.enhance.panel.findChild(ChoiceBox)
        place = box.findData(name)
        box.setCurrentIndex(place)
        box.activated.emit(place)

    def open_settings(self) -> SettingsDialog:
        self.press(Qt.Key.Key_Comma, control=True)
        dialog = self.dialog(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        return dialog

    def prefer(self, name: str, value: str) -> None:
        """Choose ``value`` for the setting called ``name`` in the dialog of settings."""
        dialog = self.open_settings()
        (box,) = [b for b in dialog.findChildren(ChoiceBox) if b.accessibleName() == name]
        self.until(lambda: box.findData(value) >= 0)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        dialog.accept()

    def answer(self, place: int) -> None:
        """Click answer number ``place`` of the question that stands over the open page."""
        buttons = self.window.page.findChildren(QPushButton, f"answer{place}")
        (button,) = [each for each in buttons if each.isVisible()]
        self.click(button)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The open dialog of ``kind``, waited for."""
        self.until(lambda: bool(self._dialogs(kind)))
        opened = self._dialogs(kind)[0]
        assert _is_dressed(opened), "its parent is the window, which has no style sheet"
        return opened

    def _dialogs(self, kind: type[QDialog]) -> list[QDialog]:
        return standing(kind)


def _is_dressed(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.styleSheet():
            return True
        widget = widget.parentWidget()
    return False


def planned_batch(pilot: Pilot, folder: Path, out: Path) -> BatchPage:
    """The batch page with the photographs of ``folder``, ready to be started with MIRNet."""
    pilot.turn_to("batch")
    page = pilot.batch
    page.panel.form.set_method(create_method("mirnet"))
    page.panel.set_folder(out)
    page.take_in([folder])
    pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
    return page


def standing(kind: type[QDialog]) -> list[QDialog]:
    """The dialogs of ``kind`` that are open."""
    there = QApplication.topLevelWidgets()
    return [each for each in there if isinstance(each, kind) and each.isVisible()]


def leave(window: MainWindow) -> None:
    """Close ``window``, whatever is asked."""
    window.close()
    for dialog in standing(LeaveDialog):
        assert isinstance(dialog, LeaveDialog)
        QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)


class Turnstile:
    """Lets as many photographs through to the real work as a test wants, one after the other."""

    def __init__(self) -> None:
        self._passes = threading.Semaphore(0)
        self.come = 0
        """How many have come to it, let through or not."""

    def let(self, count: int) -> None:
        """Let so many more through."""
        self._passes.release(count)

    def let_all(self) -> None:
        """Let all through from now on."""
        self.let(1000)

    def pass_through(self, cancel: CancelToken) -> None:
        self.come += 1
        while not self._passes.acquire(timeout=0.01):
            cancel.raise_if_cancelled()


Script = Callable[[Pilot], None]
Drive = Callable[..., int]
"""``drive(script, *arguments)`` gives back main()'s exit code."""

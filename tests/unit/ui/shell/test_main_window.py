"""The window knows what a page is, and no page: here with pages that are none of the program's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import Progress
from mirnet_gui.settings import Settings
from mirnet_gui.ui.action_table import ActionName, ActionSpec
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.model.errands import Errands
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.page import Context, LongWork, Page, PageEntry, ReasonToStay
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.shell.main_window import MainWindow
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.theme.theme import Theme
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.info_bar import InfoBar
from mirnet_gui.ui.widgets.panel import Panel


class Busy(QObject):
    """Work of a page that does what a test says."""

    doing_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.doing = Doing()
        self.cancelled = 0

    def do(self, activity: Activity, name: str = "") -> None:
        self.doing = Doing(activity, name)
        self.doing_changed.emit(self.doing)

    def cancel(self) -> None:
        self.cancelled += 1
        self.do(Activity.IDLE)


class Quiet(Panel):
    """A panel with nothing in it."""

    def apply_theme(self, tokens: Tokens) -> None:
        """Nothing has colours."""


class Plain(Page):
    """A page as another folder would bring it."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(
            PageEntry(name, name.capitalize(), f"All about {name}", Glyph.PHOTO), context, Busy()
        )
        self.busy: Busy = self.work
        self.taken: list[Path] = []
        self.takes_pictures = False
        self.nights = False
        self.reason: ReasonToStay | None = None
        self.middle = QLabel(name)
        self.middle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keys = {"first": "Ctrl+J", "second": "Ctrl+L"}
        self.own = context.actions.add(ActionSpec(f"own_{name}", name, name, (keys[name],)))
        bar = Bar(context.menu)
        bar.put((), (), ())
        self.compose(bar, Quiet(), [self.middle])

    @property
    def centre(self) -> QWidget:
        return self.middle

    def take_focus(self) -> None:
        self.middle.setFocus()

    def take_in(self, paths: Sequence[Path]) -> None:
        self.taken += paths

    def take_picture(self, _photo: Photo) -> bool:
        return self.takes_pictures

    @property
    def status(self) -> str:
        return f"{self.entry.title} is idle"

    @property
    def can_be_stopped_elsewhere(self) -> bool:
        return not self.nights

    @property
    def is_at_rest(self) -> bool:
        return True

    def reason_to_stay(self) -> ReasonToStay | None:
        return self.reason


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    runner = JobRunner()
    preferences = Preferences(Settings(), tmp_path / "settings.toml")
    model = Model.over(runner, preferences, (), lambda: ())
    theme = Theme(qapp, "dark")
    made = MainWindow(model, theme, Errands.over(runner, model, tmp_path))
    context = Context.over(model, made.actions_table, made.menu, runner, lambda: runner)
    for name in ("first", "second"):
        made.add_page(Plain(context, name))
    made.show()
    yield made
    made.close_unasked()
    model.stop()
    runner.shutdown()
    made.deleteLater()
    theme.deleteLater()


def page_of(window: MainWindow, name: str) -> Plain:
    page = window.findChild(Page, f"{name}Page")
    assert isinstance(page, Plain)
    return page


def test_pages_stand_on_the_rail_and_answer_to_keys(window: MainWindow) -> None:
    first, second = page_of(window, "first"), page_of(window, "second")
    rail = window.findChild(QFrame, "rail")
    assert [each.text() for each in rail.findChildren(QToolButton)] == ["First", "Second"]
    assert window.page is first
    assert first.is_active
    window.actions_table["page_second"].trigger()
    assert window.page is second
    assert (first.is_active, second.is_active) == (False, True)
    assert window.status.text == "Second is idle"
    assert window.actions_table["page_second"].shortcut().toString() == "Ctrl+Alt+2"


def test_what_only_a_page_can_do_has_its_key(window: MainWindow) -> None:
    told: list[str] = []
    for name in ("first", "second"):
        page_of(window, name).own.triggered.connect(lambda _on=False, name=name: told.append(name))
    window.activateWindow()
    for key in (Qt.Key.Key_J, Qt.Key.Key_L):
        QTest.keyClick(window.page.centre, key, Qt.KeyboardModifier.ControlModifier)
    assert told == ["first", "second"]


def test_what_only_a_page_can_do_stands_in_a_menu_of_its_title(window: MainWindow) -> None:
    path_of = window.menu.path_of
    assert path_of["own_first"] == ("First",)
    assert path_of["page_first"] == ("View",)
    titles = [menu.title() for menu in window.menu.menus]
    assert titles[-3:] == ["First", "Second", "Help"]


def test_files_go_to_the_open_page_and_pictures_to_who_takes_them(window: MainWindow) -> None:
    first, second = page_of(window, "first"), page_of(window, "second")
    second.takes_pictures = True
    window.page.take_in([Path("a")])
    assert first.taken == [Path("a")]
    QApplication.clipboard().setImage(QImage(3, 3, QImage.Format.Format_RGB32))
    window.actions_table[ActionName.PASTE].trigger()
    assert window.page is second


def test_the_open_page_is_told_of_first_and_escape_stops_it(window: MainWindow) -> None:
    first, second = page_of(window, "first"), page_of(window, "second")
    second.busy.do(Activity.BATCHING, "2 of 6")
    assert window.status.text == "Batch · 2 of 6"
    first.busy.do(Activity.OPENING, "a.png")
    assert window.status.text == "Opening a.png"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    window.actions_table[ActionName.BACK].trigger()
    assert first.busy.cancelled >= 1
    assert second.busy.cancelled == 0
    assert window.status.text == "Batch · 2 of 6"


def test_the_work_of_a_night_is_stopped_from_its_own_page_only(window: MainWindow) -> None:
    second = page_of(window, "second")
    second.nights = True
    second.busy.do(Activity.BATCHING, "1 of 2")
    second.advanced.emit(Advance(Progress(1, 2, "photo"), None))
    assert window.status.figures.startswith("50 %")
    window.actions_table[ActionName.STOP].trigger()
    assert not second.busy.cancelled
    assert not window.status.cancel.isVisible()
    second.busy.do(Activity.BATCHING, "2 of 2")
    assert window.status.figures.startswith("50 %"), "one more is done: the bar stays"
    window.turn_to(second)
    window.actions_table[ActionName.STOP].trigger()
    assert second.busy.cancelled == 1


def test_a_question_is_asked_on_both_pages_and_answered_on_one(window: MainWindow) -> None:
    first, second = page_of(window, "first"), page_of(window, "second")
    answered: list[str] = []
    question = Message(
        MessageKind.NOTE, "Go on?", answers=(Answer("Yes", lambda: answered.append("yes")),)
    )
    second.asked.emit(question)
    assert first.message == second.message
    assert first.message is not None
    buttons = first.findChild(InfoBar).findChildren(QPushButton)
    QTest.mouseClick(
        next(each for each in buttons if each.text() == "Yes"), Qt.MouseButton.LeftButton
    )
    assert answered == ["yes"]
    assert first.message is second.message is None


def test_reasons_of_all_pages_are_told_before_the_window_closes(
    window: MainWindow, qtbot: QtBot
) -> None:
    first, second = page_of(window, "first"), page_of(window, "second")
    first.reason = ReasonToStay("Close without saving?", "a.png is not saved.", ActionName.SAVE_AS)
    second.reason = ReasonToStay("Close while it runs?", "It runs.")
    window.close()
    dialog = window.findChild(LeaveDialog)
    words = [each.text() for each in dialog.findChildren(QLabel)]
    assert words == ["Close all the same?", "a.png is not saved.", "It runs."]
    saved: list[bool] = []
    window.actions_table[ActionName.SAVE_AS].triggered.connect(lambda: saved.append(True))
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert len(saved) == 1
    assert window.isVisible()
    first.reason = second.reason = None
    window.close()
    assert not window.isVisible()


def test_long_work_stands_in_the_title(window: MainWindow) -> None:
    second = page_of(window, "second")
    second.long_work_changed.emit(LongWork(0.4))
    assert window.windowTitle().startswith("40 %")
    second.long_work_changed.emit(LongWork(0.4, is_paused=True))
    assert window.windowTitle().startswith("Paused · 40 %")
    second.long_work_changed.emit(None)
    assert window.windowTitle() == "MIRNet GUI"

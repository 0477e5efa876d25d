"""The window around the pages: rail, status line, drops, dialogs and what is remembered."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.action_table import ActionName, ActionSpec
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.errands import Errands
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.page import Page, Sending
from mirnet_gui.ui.shell.activity_line import ActivityLine
from mirnet_gui.ui.shell.asking import Asking
from mirnet_gui.ui.shell.desktop import Desktop
from mirnet_gui.ui.shell.drop_overlay import DropOverlay
from mirnet_gui.ui.shell.finding import Finding
from mirnet_gui.ui.shell.first_start import FirstStart
from mirnet_gui.ui.shell.intake import Intake
from mirnet_gui.ui.shell.language_change import LanguageChange
from mirnet_gui.ui.shell.leaving import Leaving
from mirnet_gui.ui.shell.menus.main_menu import MainMenu
from mirnet_gui.ui.shell.rail import Rail
from mirnet_gui.ui.shell.remembering import Remembering
from mirnet_gui.ui.shell.status_line import StatusLine
from mirnet_gui.ui.shell.window_actions import WindowActions
from mirnet_gui.ui.theme.following import tell_dialogs
from mirnet_gui.ui.theme.icons import program_icon
from mirnet_gui.ui.theme.theme import Theme

_SIZE = (1280, 800)
# 1280 x 800 at 150 % are 853 x 533, and the desktop wants some of them for itself.
_SMALLEST = (800, 460)
_TITLE = "MIRNet GUI"


class MainWindow(QMainWindow):
    """Holds the pages beside the rail, above the status line that they share."""

    def __init__(self, model: Model, theme: Theme, errands: Errands) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self._actions = Actions(self)
        self._over = _unseen(self)
        self._menu = MainMenu(self._actions, model.recent, self)
        self._own = WindowActions(self._actions, model, theme, errands, self._over)
        self._finding = Finding(self._actions, self._menu, model.recent, theme, self._over)
        self._errands = errands
        self._first = FirstStart(self._actions, model, errands.computer, theme, self)
        self._title = _TITLE
        self._share = ""
        self._all: list[Page] = []
        self._asking = Asking(self._all, lambda: self.page)
        self._pages = QStackedWidget()
        self._rail = Rail()
        self._status = StatusLine(self._actions)
        self._overlay = DropOverlay(self._laid_out())
        self._intake = Intake(self._over, self._overlay, self._actions, model.preferences)
        self._leaving = Leaving(self._over, self._actions)
        self._activity = ActivityLine(self._status, model.photographs)
        self._desktop = Desktop(self, self._entitle)
        self._remembering = Remembering(self._actions, model, self)
        self._language = LanguageChange(model.preferences, self._leaving, self)
        for each in (errands.diagnostics, self._remembering, self._language, self._first):
            each.message.connect(self.say)
        self._connect()
        for part in (self._over, self._menu, self._rail, self._status):
            theme.dress(part)
        self._apply_theme()
        self._restore_geometry()
        self._entitle("")
        self.setWindowIcon(program_icon())
        if sys.platform == "darwin":
            for menu in self._menu.menus:
                self.menuBar().addMenu(menu)

    @property
    def status(self) -> StatusLine:
        """The line at the foot."""
        return self._status

    @property
    def actions_table(self) -> Actions:
        """Everything that can be done."""
        return self._actions

    @property
    def menu(self) -> MainMenu:
        """The menu of everything."""
        return self._menu

    @property
    def errands(self) -> Errands:
        """What is done for it in the background."""
        return self._errands

    @property
    def comes_back(self) -> bool:
        """Whether it was closed to be made anew, in another language."""
        return self._language.is_under_way

    @property
    def first_start(self) -> FirstStart:
        """Who welcomes at the first start."""
        return self._first

    # Pages

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self._all[self._pages.currentIndex()]

    def add_page(self, page: Page) -> None:
        """One page more, below the others on the rail; the first one is open."""
        self._all.append(page)
        entry, keys = page.entry, f"Ctrl+Alt+{len(self._all)}"
        name = f"page_{entry.name}"
        action = self._actions.add(
            ActionSpec(name, entry.title, entry.tip, (keys,), entry.glyph, "page")
        )
        self._menu.add_page(entry.title, name)
        # With those that the page has brought.
        self.addActions(self._actions.all())
        self._actions.apply_theme(self._theme.tokens)
        action.triggered.connect(lambda: self.turn_to(page))
        page.front_wanted.connect(action.trigger)
        page.sent.connect(self._on_sent)
        page.asked.connect(lambda message: self._asking.ask(page, message))
        self._language.withdrawn.connect(page.withdraw)
        self._rail.add(action, entry.glyph)
        self._activity.add(page)
        self._desktop.follow(page)
        self._pages.addWidget(page)
        self._theme.dress(page)
        page.apply_theme(self._theme.tokens)
        if len(self._all) == 1:
            action.setChecked(True)
            self.turn_to(page)

    def turn_to(self, page: Page) -> None:
        """Open ``page``."""
        self._pages.setCurrentWidget(page)
        # The pages that are left first: two pages must not answer to one key.
        for other in self._all:
            if other is not page:
                other.set_active(False)
        page.set_active(True)
        page.take_focus()
        self._activity.turn_to(page)
        self._finding.turn_to(page.entry)

    # The first start

    def begin(self) -> None:
        """Welcome who is here for the first time, and measure the computer meanwhile."""
        self._model.recent.look()
        self._first.begin(self._put_above_status)

    def _put_above_status(self, panel: QWidget) -> None:
        self._column.insertWidget(self._column.indexOf(self._status), panel)
        panel.show()

    @Slot()
    def _on_welcomed(self) -> None:
        self.page.take_focus()

    # Photographs in

    @Slot(object)
    def _on_path(self, path: Path) -> None:
        self._on_files([path])

    @Slot(object)
    def _on_files(self, paths: list[Path]) -> None:
        self.page.take_in(paths)

    @Slot(object)
    def _on_picture(self, photo: Photo) -> None:
        for page in (self.page, *self._all):
            if page.take_picture(photo):
                page.front_wanted.emit()
                return

    @Slot(str, object)
    def _on_sent(self, name: str, sending: Sending) -> None:
        for page in [each for each in self._all if each.entry.name == name]:
            page.front_wanted.emit()
            page.take_over(sending)

    # What is said

    @Slot(object)
    def say(self, message: Message) -> None:
        """Show a message over the page that is open."""
        self.page.say(message)

    def _entitle(self, share: str) -> None:
        self._share = share
        self.setWindowTitle(f"{share} – {self._title}" if share else self._title)

    @Slot()
    def _on_photograph(self) -> None:
        name = self._model.photographs.name
        self._title = f"{name} – {_TITLE}" if name else _TITLE
        self._entitle(self._share)

    # Other actions

    @Slot()
    def _stop(self) -> None:
        self._activity.stop()

    @Slot()
    def _open_menu(self) -> None:
        self.page.bar_above.open_menu()

    @Slot()
    def _go_back(self) -> None:
        if not self.page.escape() and self.isFullScreen():
            self.showNormal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody else wanted: hold for before, from wherever the focus is."""
        self.page.viewer.keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of press-and-hold."""
        self.page.viewer.keyReleaseEvent(event)

    # How it is left

    def close_unasked(self) -> None:
        """Close at once: the system ends, or somebody ended the program from outside."""
        self._leaving.close_unasked()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about what would be lost or stopped; then remember the window."""
        reasons = [page.reason_to_stay() for page in self._all]
        if not self._leaving.may_leave([each for each in reasons if each is not None]):
            event.ignore()
            return
        for page in self._all:
            page.remember()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._model.preferences.change(window_geometry=geometry)
        self._model.preferences.save()
        super().closeEvent(event)

    # Putting together

    def _restore_geometry(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        kept = self._model.preferences.settings.window_geometry
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            room = self.screen().availableGeometry()
            self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))

    @Slot()
    def _apply_theme(self) -> None:
        tokens = self._theme.tokens
        self._actions.apply_theme(tokens)
        self._rail.apply_theme(tokens)
        self._overlay.apply_theme(tokens)
        self._menu.recent.apply_theme(tokens)
        for page in self._all:
            page.apply_theme(tokens)
        tell_dialogs(self, tokens)

    def _focus_after_cancel(self) -> list[QWidget]:
        return [self.page.centre]

    def _connect(self) -> None:
        self._actions.handle(
            {
                ActionName.BACK: self._go_back,
                ActionName.STOP: self._stop,
                ActionName.MENU: self._open_menu,
            }
        )
        self._intake.files_came.connect(self._on_files)
        self._own.sample_wanted.connect(self._on_path)
        self._menu.recent.chosen.connect(self._on_path)
        self._finding.path_chosen.connect(self._on_path)
        self._first.closed.connect(self._on_welcomed)
        self._intake.picture_came.connect(self._on_picture)
        self._intake.message.connect(self.say)
        self._theme.changed.connect(self._apply_theme)
        self._status.cancel.heirs = self._focus_after_cancel
        self._model.preferences.device_named.connect(self._status.say_device)
        self._model.photographs.current_changed.connect(self._on_photograph)
        self._model.photographs.emptied.connect(self._on_photograph)

    def _laid_out(self) -> QWidget:
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self._rail)
        above.addWidget(self._pages, 1)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(above, 1)
        self._column.addWidget(self._status)
        self.setCentralWidget(body)
        return body


def _unseen(window: QWidget) -> QWidget:
    """The parent of what opens over ``window``: it has a style sheet, which the window has not."""
    over = QWidget(window)
    over.hide()
    return over

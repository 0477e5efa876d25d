"""The window: pages, status line, drops, dialogs and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.photo.formats import READ_EXTENSIONS
from mirnet_gui.photo.photo import Photo
from mirnet_gui.settings import Settings, ThemeChoice, save_settings
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.batch.batch_wording import unfinished_question
from mirnet_gui.ui.batch.desktop import Desktop
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_page import ComparePage
from mirnet_gui.ui.developer import Developer
from mirnet_gui.ui.doing_line import DoingLine
from mirnet_gui.ui.drop_overlay import DropOverlay
from mirnet_gui.ui.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance_page import EnhancePage
from mirnet_gui.ui.enhance_state import Activity
from mirnet_gui.ui.icons import program_icon
from mirnet_gui.ui.incoming import accept_as_copy, can_take, take
from mirnet_gui.ui.leave_dialog import LeaveDialog
from mirnet_gui.ui.message import Answer, Message, MessageKind
from mirnet_gui.ui.rail import Rail
from mirnet_gui.ui.save_dialog import SaveDialog
from mirnet_gui.ui.save_plan import proposed
from mirnet_gui.ui.services import Services
from mirnet_gui.ui.settings_menu import SettingsMenu
from mirnet_gui.ui.status_line import StatusLine
from mirnet_gui.ui.theme import Theme
from mirnet_gui.ui.wording import leave_question

_SIZE = (1280, 800)
# 1280 x 800 at 150 % are 853 x 533, and the desktop wants some of them for itself.
_SMALLEST = (800, 460)
_TITLE = "MIRNet GUI"
_PAGES = (ActionName.PAGE_ENHANCE, ActionName.PAGE_COMPARE, ActionName.PAGE_BATCH)


class MainWindow(QMainWindow):
    """Holds the pages beside the rail, above the status line that they share."""

    def __init__(
        self,
        controller: EnhanceController,
        developer: Developer,
        comparison: CompareController,
        batch: BatchController,
        services: Services,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._controller = controller
        self._comparison = comparison
        self._batching = batch
        self._services = services
        self._settings = services.settings
        self._theme = theme
        self._actions = Actions(self)
        self._menu = SettingsMenu(self._actions, services.settings.theme, services.log_folder, self)
        self._page = EnhancePage(controller, developer, self._actions, services, self._menu)
        models = [entry.name for entry in services.models]
        self._compare = ComparePage(comparison, self._actions, models, self._menu)
        panel = BatchPanel(self._actions, models, services.settings.model)
        panel.recall(services.settings.batch)
        self._batch = BatchPage(batch, self._actions, panel, self._menu)
        self._title = _TITLE
        self._share = ""
        self._offer: Message | None = None
        self._leave: LeaveDialog | None = None
        self._is_agreed = False
        self._rail = Rail(self._actions)
        self._pages = QStackedWidget()
        self._status = StatusLine(self._actions)
        self._overlay = DropOverlay(self._laid_out())
        self._doing = DoingLine(self._status, controller, comparison, batch)
        self._connect()
        self._dress()
        self._restore_geometry()
        self._page.take_focus()
        self.setAcceptDrops(True)
        batch.choose_device(services.settings.device)
        self._desktop = Desktop(batch, self, self._entitle)
        self._entitle("")
        self.setWindowIcon(program_icon())
        if services.greeting is not None:
            self._page.say(services.greeting)

    @property
    def page(self) -> EnhancePage:
        """The Enhance page."""
        return self._page

    @property
    def compare_page(self) -> ComparePage:
        """The Compare page."""
        return self._compare

    @property
    def batch_page(self) -> BatchPage:
        """The Batch page."""
        return self._batch

    @property
    def is_batching(self) -> bool:
        """Whether the Batch page is the one that is open."""
        return self._pages.currentWidget() is self._batch

    @property
    def is_comparing(self) -> bool:
        """Whether the Compare page is the one that is open."""
        return self._pages.currentWidget() is self._compare

    @property
    def status(self) -> StatusLine:
        """The line at the foot."""
        return self._status

    @property
    def actions_table(self) -> Actions:
        """Everything that can be done."""
        return self._actions

    @property
    def settings(self) -> Settings:
        """As they will be kept."""
        return self._settings

    # Photographs in

    @Slot()
    def _open(self) -> None:
        dialog = QFileDialog(self, "Open photographs", self._settings.last_folder)
        patterns = " ".join(f"*{extension}" for extension in READ_EXTENSIONS)
        dialog.setNameFilters([f"Photographs ({patterns})", "All files (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files_selected)
        self._open_dialog(dialog)

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        self._settings = replace(self._settings, last_folder=str(paths[0].parent))
        self._take_in(paths)

    @Slot()
    def _paste(self) -> None:
        incoming = take(QGuiApplication.clipboard().mimeData())
        if incoming.is_empty:
            sentence = "There is no photograph on the clipboard."
            hint = "Copy a picture, or a file of one, and paste again."
            self._page.say(Message(MessageKind.NOTE, sentence, hint))
        elif incoming.photo is not None:
            self._show_pasted(incoming.photo)
        else:
            self._take_in(list(incoming.paths))

    def _take_in(self, paths: list[Path]) -> None:
        if self.is_batching:
            self._batch.take_in(paths)
        else:
            self._controller.open(paths)

    def _show_pasted(self, photo: Photo) -> None:
        # It has no file, and a batch is made of files.
        self._actions[ActionName.PAGE_ENHANCE].trigger()
        self._controller.show(photo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Welcome what can be opened."""
        if can_take(event.mimeData()):
            accept_as_copy(event)
            self._overlay.appear()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Say all the way that it is copied."""
        accept_as_copy(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing came of it."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open what was dropped."""
        self._overlay.hide()
        incoming = take(event.mimeData())
        accept_as_copy(event)
        if incoming.photo is not None:
            self._show_pasted(incoming.photo)
        elif incoming.paths:
            self._take_in(list(incoming.paths))
        self.activateWindow()

    # Results out

    @Slot(object)
    def _on_sample(self, path: Path) -> None:
        self._controller.open([path])

    @Slot()
    def _save_as(self) -> None:
        opened = self._controller.shown.opened
        if opened is None or self._controller.shown.enhanced is None:
            return
        request = proposed(opened.photo, self._last_folder(), self._settings)
        dialog = SaveDialog(opened.photo, request, self._theme.tokens, self)
        dialog.accepted.connect(self._on_save_agreed)
        self._open_dialog(dialog)

    @Slot()
    def _on_save_agreed(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, SaveDialog):
            request = dialog.request
            self._settings = replace(
                self._settings, save_format=request.format, save_quality=request.quality
            )
            self._controller.save(request)

    def _last_folder(self) -> Path:
        return Path(self._settings.last_folder) if self._settings.last_folder else Path.home()

    # Pages

    @Slot()
    def _choose_page(self) -> None:
        by_name: dict[ActionName, EnhancePage | ComparePage | BatchPage] = {
            ActionName.PAGE_ENHANCE: self._page,
            ActionName.PAGE_COMPARE: self._compare,
            ActionName.PAGE_BATCH: self._batch,
        }
        chosen = next(name for name in by_name if self._actions[name].isChecked())
        page = by_name[chosen]
        self._pages.setCurrentWidget(page)
        # The pages that are left first: two pages must not answer to one key.
        for other in by_name.values():
            if other is not page:
                other.set_active(False)
        page.set_active(True)
        self._rail.dress(self._theme.tokens)
        page.take_focus()
        self._doing.turn_to(chosen)

    # What the controllers tell

    @Slot(object)
    def _on_unfinished(self, found: Unfinished) -> None:
        answers = (
            Answer("Go on", partial(self._answer_unfinished, self._go_on_with, found.path)),
            Answer("Later", partial(self._answer_unfinished, None, found.path)),
            Answer(
                "Give it up", partial(self._answer_unfinished, self._batching.give_up, found.path)
            ),
        )
        self._offer = unfinished_question(found, answers)
        self._batch.say(self._offer)
        # A photograph that somebody opened is not talked over.
        if (
            self._controller.doing.activity is Activity.IDLE
            and self._controller.shown.opened is None
        ):
            self._page.say(self._offer)

    def _answer_unfinished(self, do: Callable[[Path], None] | None, path: Path) -> None:
        if self._offer is not None:
            self._page.withdraw(self._offer)
            self._batch.withdraw(self._offer)
            self._offer = None
        if do is not None:
            do(path)

    def _go_on_with(self, path: Path) -> None:
        self._actions[ActionName.PAGE_BATCH].trigger()
        self._batching.go_on_with(path)

    def _entitle(self, share: str) -> None:
        self._share = share
        self.setWindowTitle(f"{share} – {self._title}" if share else self._title)  # noqa: RUF001

    @Slot(object)
    def _on_photo_shown(self, _opened: object) -> None:
        self._title = f"{self._controller.shown.name} – {_TITLE}"  # noqa: RUF001
        self._entitle(self._share)
        opened = self._controller.shown.opened
        if opened is not None:
            self._comparison.show_photo(opened)
            self._compare.show_photo(self._controller.shown.name)
            if self.is_comparing:
                self._compare.take_focus()

    @Slot(object)
    def say(self, message: Message) -> None:
        """Show a message over the page that is open."""
        page = self._pages.currentWidget()
        if isinstance(page, EnhancePage | ComparePage | BatchPage):
            page.say(message)

    @Slot(object)
    def _on_told(self, message: Message) -> None:
        if self.is_comparing:
            self._compare.say(message)

    @Slot(object)
    def _on_devices_found(self, devices: DeviceNames) -> None:
        self._menu.offer_devices(devices, self._controller.device)

    @Slot(str)
    def _on_device(self, device: str) -> None:
        self._settings = replace(self._settings, device=device)
        self._controller.choose_device(device)

    @Slot(str)
    def _on_device_named(self, _name: str) -> None:
        # Also when the chosen one is gone and another took its place.
        self._batching.choose_device(self._controller.device)
        self._comparison.choose_device(self._controller.device)

    # Other actions

    @Slot()
    def _stop(self) -> None:
        self._doing.stop()

    @Slot()
    def _go_back(self) -> None:
        if self.is_batching and self._cancel_batch():
            return
        page = self._compare if self.is_comparing else self._page
        if self.is_comparing and self._comparison.doing.can_cancel:
            self._comparison.cancel()
        elif self._controller.doing.can_cancel:
            self._controller.cancel()
        elif page.message is not None:
            page.dismiss()
        elif self.isFullScreen():
            self.showNormal()

    def _heirs_of_cancel(self) -> list[QWidget]:
        if self.is_batching:
            return [self._batch.photographs]
        return [self._compare.canvas if self.is_comparing else self._page.canvas]

    def _cancel_batch(self) -> bool:
        if self._batch.shows_pair:
            self._batch.close_pair()
        elif self._batch.message is not None:
            self._batch.dismiss()
        elif self._batching.doing.can_cancel:
            self._batching.cancel()
        else:
            return False
        return True

    @Slot(str)
    def _on_theme(self, choice: ThemeChoice) -> None:
        self._settings = replace(self._settings, theme=choice)
        self._theme.choose(choice)

    def _open_dialog(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_model(self, model: str) -> None:
        self._settings = replace(self._settings, model=model)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that nobody else wanted: hold for before, from wherever the focus is."""
        self._canvas.keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The end of press-and-hold."""
        self._canvas.keyReleaseEvent(event)

    @property
    def _canvas(self) -> QWidget:
        if self.is_batching:
            return self._batch.pair.canvas
        return self._compare.canvas if self.is_comparing else self._page.canvas

    def close_unasked(self) -> None:
        """Close at once: the system ends, or somebody ended the program from outside."""
        self._is_agreed = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask once about what would be lost or stopped; then remember the window."""
        if not self._may_leave():
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        batch = self._batch.panel.remembered() or self._settings.batch
        self._settings = replace(self._settings, window_geometry=geometry, batch=batch)
        save_settings(self._settings, self._services.settings_file)
        super().closeEvent(event)

    def _may_leave(self) -> bool:
        unsaved, running = self._controller.unsaved, self._batching.phase.is_active
        if self._is_agreed or not (unsaved or running):
            return True
        if self._leave is None:
            title, lines = leave_question(unsaved, self._batching.doing.name if running else "")
            can_save = self._controller.shown.name in unsaved
            self._leave = LeaveDialog(title, lines, can_save=can_save, parent=self)
            self._leave.accepted.connect(self.close_unasked)
            self._leave.save_asked.connect(self._save_as)
            self._leave.finished.connect(self._on_leave_answered)
            self._open_dialog(self._leave)
        return False

    @Slot()
    def _on_leave_answered(self) -> None:
        self._leave = None

    # Putting together

    def _restore_geometry(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        kept = self._settings.window_geometry
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            room = self.screen().availableGeometry()
            self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))

    @Slot()
    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._actions.dress(tokens)
        self._page.dress(tokens)
        self._compare.dress(tokens)
        self._batch.dress(tokens)
        self._rail.dress(tokens)
        self._overlay.dress(tokens)

    def _connect(self) -> None:
        handlers = {
            ActionName.OPEN: self._open,
            ActionName.PASTE: self._paste,
            ActionName.SAVE_AS: self._save_as,
            ActionName.BACK: self._go_back,
            ActionName.STOP: self._stop,
            **dict.fromkeys(_PAGES, self._choose_page),
        }
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(handler)
        self.addActions(self._actions.all())
        self._theme.changed.connect(self._dress)
        self._menu.theme_chosen.connect(self._on_theme)
        self._menu.device_chosen.connect(self._on_device)
        self._page.model_chosen.connect(self._on_model)
        self._actions[ActionName.PAGE_ENHANCE].setChecked(True)
        self._controller.told.connect(self._on_told)
        self._controller.begun.connect(self._compare.clear_messages)
        self._status.cancel.heirs = self._heirs_of_cancel
        self._compare.sample_chosen.connect(self._on_sample)
        self._batching.unfinished_found.connect(self._on_unfinished)
        self._controller.advanced.connect(self._page.show_advance)
        self._controller.photo_shown.connect(self._on_photo_shown)
        self._controller.device_named.connect(self._on_device_named)
        self._controller.devices_found.connect(self._on_devices_found)

    def _laid_out(self) -> QWidget:
        self._pages.addWidget(self._page)
        self._pages.addWidget(self._compare)
        self._pages.addWidget(self._batch)
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self._rail)
        above.addWidget(self._pages, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(self._status)
        self.setCentralWidget(body)
        return body

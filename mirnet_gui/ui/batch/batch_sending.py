"""Where one goes on with a photograph of the batch: on another page, or in its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from mirnet_gui.batch.records import Task
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.photo.naming import backup_of
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_listing import BatchListing
from mirnet_gui.ui.page import Page, Sending

_WITH_RESULT = (ActionName.SHOW_RESULT_IN_FOLDER,)
_WITH_PHOTOGRAPH = (ActionName.OPEN_ON_ENHANCE, ActionName.OPEN_ON_COMPARE)


class BatchSending(QObject):
    """Offers it on its page alone, for what is selected in the list."""

    def __init__(
        self, actions: Actions, listing: BatchListing, controller: BatchController, page: Page
    ) -> None:
        super().__init__(page)
        self._actions = actions
        self._listing = listing
        self._controller = controller
        self._page = page
        self._is_active = False
        actions.handle(
            {
                ActionName.OPEN_ON_ENHANCE: self._open_on_enhance,
                ActionName.OPEN_ON_COMPARE: self._open_on_compare,
                ActionName.SHOW_RESULT_IN_FOLDER: self._show_in_folder,
            }
        )
        listing.photographs.selection_changed.connect(self._offer)
        controller.listed.reset.connect(self._offer)
        controller.listed.changed.connect(self._offer)
        self._offer()

    def set_active(self, active: bool) -> None:
        """Whether the page is the one that is open."""
        self._is_active = active
        self._offer()

    @Slot()
    def _offer(self) -> None:
        selected = self._listing.selected if self._is_active else []
        self._actions.enable(bool(selected), *_WITH_PHOTOGRAPH)
        self._actions.enable(any(row.state == "done" for row in selected), *_WITH_RESULT)

    @Slot()
    def _open_on_enhance(self) -> None:
        self._send("enhance", self._listing.selected)

    @Slot()
    def _open_on_compare(self) -> None:
        # There is one photograph on that page.
        self._send("compare", self._listing.selected[:1])

    def _send(self, page: str, rows: list[Task]) -> None:
        methods = {_photograph_of(row): self._method_of(row) for row in rows}
        self._page.sent.emit(page, Sending(tuple(methods), methods))

    def _method_of(self, row: Task) -> Method:
        own = parse_method(row.method) if row.method else self._controller.request.method
        return without_execution_options(own)

    @Slot()
    def _show_in_folder(self) -> None:
        # One window is enough, however many are selected.
        for row in [row for row in self._listing.selected if row.state == "done"][:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.output.parent)))


def _photograph_of(row: Task) -> Path:
    """The original, wherever it is by now."""
    replaced = row.state == "done" and row.output == row.source
    return backup_of(row.source) if replaced else row.source

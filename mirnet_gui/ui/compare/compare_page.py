"""The Compare page: several methods on one photograph, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.photo.formats import READ_EXTENSIONS
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.compare.compare_bar import CompareBar
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_panel import ComparePanel
from mirnet_gui.ui.compare.compare_state import INPUT, REFERENCE, Difference
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.empty_state import EmptyState
from mirnet_gui.ui.info_bar import InfoBar
from mirnet_gui.ui.message import Message, MessageKind
from mirnet_gui.ui.tokens import DARK, Tokens
from mirnet_gui.ui.viewer.figures_overlay import FiguresOverlay
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.viewer.view_actions import ViewActions

_MARGIN, _GAP = 8, 4
_LAYOUTS = {
    ActionName.LAYOUT_GRID: Layout.GRID,
    ActionName.LAYOUT_ROW: Layout.ROW,
    ActionName.LAYOUT_SLIDER: Layout.SLIDER,
    ActionName.LAYOUT_FLICKER: Layout.FLICKER,
}
_NEED_PHOTO = (ActionName.BLIND, ActionName.REFERENCE, ActionName.EXPORT)


class ComparePage(QWidget):
    """Puts the parts together and keeps them in step with the controller."""

    sample_chosen = Signal(object)
    """The :class:`Path` of a sample, where there is no photograph yet."""

    def __init__(
        self,
        controller: CompareController,
        actions: Actions,
        models: Sequence[str],
        menu: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._actions = actions
        self._models = models
        self._tokens = DARK
        self._active = False
        self._selected = INPUT
        self._bar = CompareBar(actions, menu)
        self._canvas = PictureCanvas(FiguresOverlay(), margin=_MARGIN, gap=_GAP)
        self._canvas.setAccessibleName("Views of the photograph")
        self._view = ViewActions(self._canvas, actions, _LAYOUTS)
        self._empty = EmptyState(actions)
        self._stack = QStackedWidget()
        self._panel = ComparePanel(actions)
        self._panel.hide()
        self._lay_out()
        self._info = InfoBar(self._stack)
        self._connect()
        self._bar.show_photo("")
        self._on_methods_changed()
        self._update_actions()

    @property
    def canvas(self) -> PictureCanvas:
        """Where the views are."""
        return self._canvas

    @property
    def panel(self) -> ComparePanel:
        """What changes them."""
        return self._panel

    @property
    def message(self) -> Message | None:
        """What is being said over the page."""
        return self._info.message

    def dismiss(self) -> None:
        """Take the message away."""
        self._info.dismiss()

    @Slot()
    def clear_messages(self) -> None:
        """What was said before is history."""
        self._info.clear()

    def take_focus(self) -> None:
        """Let keys come here."""
        if self._stack.currentWidget() is self._canvas:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._empty.take_focus()

    def say(self, message: Message) -> None:
        """Show a message over the page."""
        self._info.say(message)

    def set_active(self, active: bool) -> None:
        """Whether this page is the one that is open."""
        self._active = active
        self._view.set_active(active)
        self._update_actions()
        self._controller.set_active(active)

    def show_photo(self, name: str) -> None:
        """Another photograph is compared on, by that name."""
        self._selected = INPUT
        self._bar.show_photo(name)
        self._panel.reference.show_reference("")
        self._panel.show_difference(None)
        self._panel.show()
        self._stack.setCurrentWidget(self._canvas)
        self._canvas.fit()
        self._update_actions()

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self._bar.dress(tokens)
        self._panel.dress(tokens)
        self._info.dress(tokens)
        self._canvas.set_tokens(tokens)

    # What the controller tells

    @Slot()
    def _on_views_changed(self) -> None:
        views = self._controller.views()
        self._canvas.show_panes(views)
        self._panel.show_views(views, self._canvas.pair)
        self._show_figures()
        self._update_actions()

    @Slot()
    def _on_methods_changed(self) -> None:
        self._panel.methods.show_methods(self._controller.methods)
        if not self._controller.has_reference:
            self._panel.reference.show_reference("")
        self._panel.show_difference(self._controller.difference)

    def _show_figures(self) -> None:
        blind = self._controller.blind
        hidden = blind is not None and not blind.is_finished
        views = {view.key: view for view in self._canvas.panes}
        if self._selected not in views:
            self._selected = INPUT
        compared = self._controller.compared(self._selected)
        figures = None if compared is None or hidden else compared.entry.figures
        seconds = None if compared is None or hidden else compared.seconds
        if self._selected == REFERENCE:
            figures = self._controller.reference_figures
        self._panel.figures.show_figures(figures, None if self._selected == INPUT else seconds)
        name = "" if hidden or self._selected not in views else views[self._selected].label
        self._panel.show_whose(name)

    # What the hand does

    @Slot(str)
    def _on_clicked(self, key: str) -> None:
        blind = self._controller.blind
        if blind is not None and not blind.is_finished:
            self._controller.rank(key)
            return
        self._selected = key
        self._show_figures()

    @Slot()
    def _add_method(self) -> None:
        self._ask_for_method(None)

    @Slot(int)
    def _edit_method(self, place: int) -> None:
        self._ask_for_method(place)

    def _ask_for_method(self, place: int | None) -> None:
        method = None if place is None else self._controller.methods[place].method
        dialog = MethodDialog(self._models, method, place, self._tokens, self)
        dialog.accepted.connect(self._on_method_agreed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_method_agreed(self) -> None:
        dialog = self.sender()
        if not isinstance(dialog, MethodDialog):
            return
        if dialog.place is None:
            self._controller.add(dialog.method)
        else:
            self._controller.replace(dialog.place, dialog.method)

    @Slot()
    def _toggle_blind(self) -> None:
        if self._controller.blind is None:
            self._controller.begin_blind()
            self._panel.show_difference(self._controller.difference)
            hint = (
                "Click the views from the best to the worst, or press Alt+1, Alt+2, …; "
                "the names appear at the end."
            )
            self.say(Message(MessageKind.NOTE, "Names are hidden, and views are shuffled.", hint))
        else:
            self._controller.end_blind()

    @Slot()
    def _ask_for_reference(self) -> None:
        dialog = QFileDialog(self, "Choose a reference")
        patterns = " ".join(f"*{extension}" for extension in READ_EXTENSIONS)
        dialog.setNameFilters([f"Photographs ({patterns})", "All files (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_reference_name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_reference_name(self, name: str) -> None:
        self._on_reference(Path(name))

    @Slot(object)
    def _on_reference(self, path: Path) -> None:
        self._controller.open_reference(path)

    @Slot(str)
    def _on_reference_read(self, name: str) -> None:
        self._panel.reference.show_reference(name)
        self._panel.prefer_reference()

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, "Export the comparison into")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_folder(self, name: str) -> None:
        self._controller.export(Path(name))

    @Slot(object)
    def _on_difference(self, difference: Difference | None) -> None:
        self._controller.set_difference(difference)

    @Slot()
    def _on_view_changed(self) -> None:
        self._bar.show_percent(self._canvas.percent)
        self._panel.show_pair(self._canvas.picture_layout is Layout.SLIDER)

    # Putting together

    def _update_actions(self) -> None:
        has_photo = self._active and bool(self._controller.views())
        for name in _NEED_PHOTO:
            self._actions[name].setEnabled(has_photo)
        self._actions[ActionName.ADD_METHOD].setEnabled(has_photo and self._controller.can_add)
        self._actions[ActionName.RECOMPUTE].setEnabled(has_photo and self._controller.is_missing)
        self._panel.offer_compute(self._controller.is_missing)
        blind = self._controller.blind is not None
        self._actions[ActionName.BLIND].setEnabled(
            has_photo and (blind or self._controller.can_test_blind)
        )
        self._actions[ActionName.BLIND].setText("End blind" if blind else "Blind")

    def _connect(self) -> None:
        handlers = {
            ActionName.ADD_METHOD: self._add_method,
            ActionName.RECOMPUTE: self._controller.resume,
            ActionName.BLIND: self._toggle_blind,
            ActionName.REFERENCE: self._ask_for_reference,
            ActionName.EXPORT: self._ask_for_folder,
        }
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(handler)
        self._controller.views_changed.connect(self._on_views_changed)
        self._controller.methods_changed.connect(self._on_methods_changed)
        self._controller.reference_read.connect(self._on_reference_read)
        self._controller.told.connect(self.say)
        self._canvas.view_changed.connect(self._on_view_changed)
        self._canvas.clicked.connect(self._on_clicked)
        self._panel.difference_changed.connect(self._on_difference)
        self._panel.histograms_changed.connect(self._canvas.set_histograms)
        self._panel.pair_changed.connect(self._canvas.set_pair)
        self._panel.methods.edit_asked.connect(self._edit_method)
        self._panel.methods.remove_asked.connect(self._controller.remove)
        self._panel.methods.move_asked.connect(self._controller.move)
        self._panel.reference.dropped.connect(self._on_reference)
        self._panel.reference.removed.connect(self._controller.drop_reference)
        self._empty.sample_chosen.connect(self.sample_chosen)

    def _lay_out(self) -> None:
        self._stack.setObjectName("pageStack")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._canvas)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(middle, 1)

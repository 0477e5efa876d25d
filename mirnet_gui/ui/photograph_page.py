"""A page about the current photograph: an invitation until there is one, then a canvas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.page import Context, Page, PageEntry, Work
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.viewer.view_actions import ViewActions
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.empty_state import EmptyState
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from mirnet_gui.ui.widgets.panel import Panel

CanvasT = TypeVar("CanvasT", bound=PictureCanvas)


class PhotographPage(Page, Generic[CanvasT]):
    """``layouts`` are those that its canvas can have, the usual one first."""

    def __init__(
        self,
        entry: PageEntry,
        context: Context,
        work: Work,
        canvas: CanvasT,
        layouts: Mapping[ActionName, Layout],
    ) -> None:
        super().__init__(entry, context, work)
        self._canvas = canvas
        self._view = ViewActions(canvas, context.actions, layouts)
        self._strip = Filmstrip(context.strip)
        self._empty = EmptyState(context.actions, context.model.recent, self.invitation())
        self._empty.chosen.connect(self._on_chosen)
        self.shared.photographs.turned.connect(self.clear_messages)

    @staticmethod
    def invitation() -> str:
        """What to do as long as there is no photograph."""
        return tr("Drop a dark photograph here")

    def compose_around_canvas(self, bar: Bar, panel: Panel) -> None:
        """Put the parts together; there is no panel as long as there is no photograph."""
        panel.hide()
        self._strip.hide()
        self.compose(bar, panel, (self._empty, self._canvas), foot=self._strip)
        self._strip.chosen.connect(self.shared.photographs.go_to)
        self._strip.remove_asked.connect(self._remove_selected)

    @property
    def strip(self) -> Filmstrip:
        """All photographs that are open; there for more than one."""
        return self._strip

    @property
    def canvas(self) -> CanvasT:
        """Where the photograph is."""
        return self._canvas

    @property
    def centre(self) -> QWidget:
        """See :class:`Page`."""
        return self._canvas

    def take_focus(self) -> None:
        """Let keys come here.

        A focus proxy would hide all of the page but its proxy from Tab: Qt takes a widget with a
        proxy in it for one control.
        """
        if self.side is self._canvas:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._empty.take_focus()

    def set_active(self, active: bool) -> None:
        """See :class:`Page`."""
        super().set_active(active)
        self._view.set_active(active)

    def show_canvas(self) -> None:
        """There is a photograph."""
        self.side_panel.show()
        self.show_side(self._canvas)
        if self.is_active and not self._is_in_strip:
            self.take_focus()

    def show_invitation(self) -> None:
        """There is no photograph any more."""
        self.side_panel.hide()
        self.show_side(self._empty)
        if self.is_active:
            self.take_focus()

    @property
    def _is_in_strip(self) -> bool:
        """Whether somebody goes from one to the other in the strip: the focus stays there."""
        return self._strip.hasFocus() and self._strip.isVisible()

    def stop(self) -> None:
        """See :class:`Page`."""
        self._empty.stop()
        self._strip.stop()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._canvas.set_tokens(tokens)
        self._strip.apply_theme(tokens)

    @Slot()
    def _remove_selected(self) -> None:
        self.shared.take_out(self._strip.selected)

    @Slot(object)
    def _on_chosen(self, path: Path) -> None:
        self.take_in([path])

"""The bar above the views: layout, zoom, and what is done with the whole comparison."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.buttons import ActionButton, Segments
from mirnet_gui.ui.widgets.labels import ElidedLabel
from mirnet_gui.ui.widgets.zoom import ZOOMS, ZoomSegments

LAYOUTS = (
    ActionName.LAYOUT_ROW,
    ActionName.LAYOUT_GRID,
    ActionName.LAYOUT_SLIDER,
    ActionName.LAYOUT_FLICKER,
)
_ON_THE_PICTURES = (ActionName.LOUPE, ActionName.DIVIDER_TURN)


class CompareBar(Bar):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(menu, parent)
        self._name = ElidedLabel("title")
        self._layouts = Segments(tr("Layout"), actions.of(LAYOUTS))
        self._zoom = ZoomSegments(actions, _ON_THE_PICTURES)
        blind, reference, export, opening = (
            actions[name]
            for name in (
                ActionName.BLIND,
                ActionName.REFERENCE,
                ActionName.EXPORT,
                ActionName.OPEN,
            )
        )
        self._blind, self._reference = ActionButton(blind), ActionButton(reference)
        self._export, self._open = ActionButton(export, "accent"), ActionButton(opening)
        self.put(
            left=(self._name,),
            right=(
                self._layouts,
                self._zoom,
                self._open,
                self._blind,
                self._reference,
                self._export,
            ),
            giving_way=(
                (self._open, [opening]),
                (self._reference, [reference]),
                (self._zoom, actions.of((*ZOOMS, *_ON_THE_PICTURES))),
                (self._blind, [blind]),
                (self._layouts, actions.of(LAYOUTS)),
            ),
        )

    def show_percent(self, percent: float) -> None:
        """How large the views are shown."""
        self._zoom.show_percent(percent)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._zoom.apply_theme(tokens)

    def show_photo(self, name: str) -> None:
        """Say what is compared on, "" for nothing."""
        self._name.setText(name)
        self._name.setToolTip(name)
        parts = (self._layouts, self._zoom, self._blind, self._reference, self._export)
        for part in parts:
            self.want(part, bool(name))

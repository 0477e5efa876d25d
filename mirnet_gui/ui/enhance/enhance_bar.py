"""The bar above the photograph: what it is called, how it is looked at, and Save."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.buttons import ActionButton, IconButton, Segments
from mirnet_gui.ui.widgets.labels import ElidedLabel, label
from mirnet_gui.ui.widgets.zoom import ZOOMS, ZoomSegments

_VIEWS = (ActionName.VIEW_SLIDER, ActionName.VIEW_SIDE_BY_SIDE, ActionName.VIEW_AFTER)
_ON_THE_PICTURE = (ActionName.LOUPE, ActionName.CLIPPING, ActionName.DIVIDER_TURN)
_STEPS = (ActionName.PREVIOUS, ActionName.NEXT)


class EnhanceBar(Bar):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(menu, parent)
        self._name = ElidedLabel("title")
        self._facts = label("quiet")
        self._position = label("quiet")
        self._steps = _steps(actions, self._position)
        self._views = Segments(tr("View"), actions.of(_VIEWS))
        self._zoom = ZoomSegments(actions, _ON_THE_PICTURE)
        self._save = ActionButton(actions[ActionName.SAVE_AS], "accent")
        self._save_all = ActionButton(actions[ActionName.SAVE_ALL])
        self._open = ActionButton(actions[ActionName.OPEN])
        self.put(
            left=(self._name, self._facts, self._steps),
            right=(self._views, self._zoom, self._open, self._save_all, self._save),
            giving_way=(
                (self._facts, []),
                (self._save_all, [actions[ActionName.SAVE_ALL]]),
                (self._open, [actions[ActionName.OPEN]]),
                (self._zoom, actions.of((*ZOOMS, *_ON_THE_PICTURE))),
                (self._steps, actions.of(_STEPS)),
                (self._views, actions.of(_VIEWS)),
            ),
        )
        self.show_nothing()

    def show_photo(self, name: str, facts: str) -> None:
        """Say what is in the window."""
        self._name.setText(name)
        self._name.setToolTip(name)
        self._facts.setText(facts)
        for part in self._with_photo():
            self.want(part, True)

    def show_percent(self, percent: float) -> None:
        """How large the picture is shown."""
        self._zoom.show_percent(percent)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._zoom.apply_theme(tokens)

    def show_nothing(self) -> None:
        """The bar of an empty window."""
        self._name.setText("")
        self._facts.setText("")
        self.show_position("")
        for part in self._with_photo():
            self.want(part, False)

    def show_position(self, position: str) -> None:
        """Say "2 of 10" with the way to the others, or nothing for ""."""
        self._position.setText(position)
        self.want(self._steps, bool(position))
        self.want(self._save_all, bool(position))

    def _with_photo(self) -> tuple[QWidget, ...]:
        return (self._views, self._zoom, self._open, self._save)


def _steps(actions: Actions, position: QWidget) -> QWidget:
    steps = QWidget()
    row = QHBoxLayout(steps)
    row.setContentsMargins(GRID, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(IconButton(actions[ActionName.PREVIOUS]))
    row.addWidget(position)
    row.addWidget(IconButton(actions[ActionName.NEXT]))
    return steps

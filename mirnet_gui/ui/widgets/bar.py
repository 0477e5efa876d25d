"""The bar at the top of a page: in a narrow window its buttons give way to a menu, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import BAR_HEIGHT, GRID, Tokens
from mirnet_gui.ui.widgets.labels import ElidedLabel

_NAME = 90
"""Pixels that are left to a name before buttons give way."""


class Bar(QFrame):
    """What a page puts into it by :meth:`put`, and the menu at its end.

    Whether a part is there is said by :meth:`want`, and not by showing it: there may be no room.
    """

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(BAR_HEIGHT)
        self._parts: list[QWidget] = []
        self._unwanted: set[QWidget] = set()
        self._giving_way: dict[QWidget, list[QAction]] = {}
        self._is_fitted = False
        self._hidden = QMenu(self)
        self._rest = _menu_button(self._hidden, tr("More actions"), tr("What there is no room for"))
        self._main = _menu_button(menu, tr("Menu"), tr("Everything that can be done (F10)"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4 * GRID, 0, 3 * GRID, 0)
        self._row.setSpacing(2 * GRID)

    @property
    def hidden_actions(self) -> list[QAction]:
        """What stands in the menu, for want of room."""
        return self._hidden.actions()

    def open_menu(self) -> None:
        """Open the menu at the end, for keys to go through."""
        self._main.showMenu()

    def put(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        giving_way: Sequence[tuple[QWidget, list[QAction]]],
    ) -> None:
        """Lay out; ``giving_way`` are parts with the actions they stand for, the first goes first.

        A part without actions goes without being missed: it tells what is told elsewhere too.
        """
        for part in left:
            self._row.addWidget(part, 1 if isinstance(part, ElidedLabel) else 0)
        if not any(isinstance(part, ElidedLabel) for part in left):
            self._row.addStretch(1)
        for part in (*right, self._rest, self._main):
            self._row.addWidget(part)
        self._parts = [*left, *right]
        self._giving_way = dict(giving_way)
        self._fit_if_seen()

    def want(self, part: QWidget, wanted: bool) -> None:
        """Whether ``part`` is there, as far as there is room."""
        changed = wanted is (part in self._unwanted)
        (self._unwanted.discard if wanted else self._unwanted.add)(part)
        if changed:
            self._fit_if_seen()

    def minimumSizeHint(self) -> QSize:
        """The window may be narrower than all the buttons."""
        return QSize(0, BAR_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room, or less."""
        super().resizeEvent(event)
        self._fit_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """It is seen: what was changed before comes into effect."""
        if not self._is_fitted:
            self._fit()
        super().showEvent(event)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._main.setIcon(icon(Glyph.MENU, tokens.text))
        self._rest.setIcon(icon(Glyph.DOTS, tokens.text))

    def _fit_if_seen(self) -> None:
        # All its texts are measured, which takes a while.
        self._is_fitted = False
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        self._is_fitted = True
        there = [part for part in self._parts if part not in self._unwanted]
        gone: list[QWidget] = []
        for part in self._giving_way:
            if self._needed(there, has_rest=any(self._giving_way[each] for each in gone)) <= (
                self.width()
            ):
                break
            if part in there:
                there.remove(part)
                gone.append(part)
        # First those that come: the focus may go to one of them.
        for part in sorted(self._parts, key=lambda each: each not in there):
            part.setVisible(part in there)
        actions = [action for part in reversed(gone) for action in self._giving_way[part]]
        if actions != self._hidden.actions():
            self._hidden.clear()
            self._hidden.addActions(actions)
        self._rest.setVisible(bool(actions))

    def _needed(self, parts: Sequence[QWidget], *, has_rest: bool) -> int:
        margins = self._row.contentsMargins()
        kept = [*parts, self._main, *([self._rest] if has_rest else [])]
        widths = sum(_width_of(part) for part in kept)
        return margins.left() + margins.right() + widths + self._row.spacing() * (len(kept) - 1)


def _width_of(part: QWidget) -> int:
    wanted = part.sizeHint().width()
    if isinstance(part, ElidedLabel):
        return min(wanted, _NAME)
    if isinstance(part, QLabel):
        return max(wanted, part.minimumWidth())
    return wanted


def _menu_button(menu: QMenu, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("moreButton")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button

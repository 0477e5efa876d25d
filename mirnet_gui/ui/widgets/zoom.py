"""How large the picture is shown, and what is shown on it: a button tells, its menu offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QMenu, QToolButton

from mirnet_gui.formatting import number
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.arrow import Arrow
from mirnet_gui.ui.widgets.buttons import Segments

ZOOMS = (
    ActionName.FIT,
    ActionName.ZOOM_25,
    ActionName.ZOOM_50,
    ActionName.ACTUAL_SIZE,
    ActionName.ZOOM_200,
    ActionName.ZOOM_400,
)
"""From the whole picture to its pixels, as menus have them."""

_ARROW = 12


class ZoomSegments(Segments):
    """Fit, 1:1, and how large it is shown, with all that can be chosen in a menu.

    ``more`` stands there as well, below the zooms.
    """

    def __init__(self, actions: Actions, more: Sequence[ActionName] = ()) -> None:
        super().__init__(tr("Zoom"), actions.of((ActionName.FIT, ActionName.ACTUAL_SIZE)))
        self.percent = _PercentButton(actions.of(ZOOMS), actions.of(more))
        self.add(self.percent)

    def show_percent(self, percent: float) -> None:
        """Device pixels for a pixel of the picture, times 100."""
        self.percent.show_percent(percent)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.percent.apply_theme(tokens)


class _PercentButton(QToolButton):
    """As wide for 3 % as for 3200 %."""

    def __init__(self, zooms: list[QAction], more: list[QAction]) -> None:
        super().__init__()
        self.setObjectName("percentButton")
        menu = QMenu(self)
        menu.addActions(zooms)
        if more:
            menu.addSeparator()
            menu.addActions(more)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("How large the picture is shown"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("3200 %") + _ARROW + 5 * GRID)
        self._arrow = Arrow(self, _ARROW, GRID)

    def show_percent(self, percent: float) -> None:
        """See :class:`ZoomSegments`."""
        text = f"{number(percent, 0 if percent >= 10 else 1)} %"
        self.setText(text)
        self.setAccessibleName(tr("Zoom, {percent}", percent=text))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the arrow in the colours of the theme."""
        self._arrow.apply_theme(tokens)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as the style has it, then the arrow."""
        super().paintEvent(event)
        self._arrow.paint()

"""What a written file shall be, as fields: depth, size, and which metadata it does without."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.encoding import DEPTHS, Depth
from mirnet_gui.photo.metadata.groups import LABELS, Group, in_order
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.arrow import Arrow
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.digits import WholeNumberValidator
from mirnet_gui.ui.wording import stripped_line

_LONGEST: Final = 100_000
_ARROW, _MARGIN, _UNIT_ROOM = 14, 10, 20
_LABELS: Final[dict[Depth, str]] = {
    8: mark("8 bit"),
    10: mark("10 bit"),
    12: mark("12 bit"),
    16: mark("16 bit"),
}


class DepthBox(ChoiceBox):
    """Bits of a channel, or as many as the photograph has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Depth"), parent)
        self.give_way()
        self.offer(DEPTHS)

    @property
    def chosen(self) -> Depth | None:
        """What is chosen; None for that of the photograph."""
        depth: Depth | None = self.currentData()
        return depth

    def set_depth(self, depth: Depth | None) -> None:
        """Choose it; one that is not offered becomes the next one that is."""
        deeper = (self.findData(each) for each in DEPTHS if depth is not None and each >= depth)
        found = next((index for index in deeper if index >= 0), self.count() - 1)
        self.setCurrentIndex(0 if depth is None else found)

    def offer(self, depths: Collection[int]) -> None:
        """Only ``depths``, those that a format has."""
        chosen = self.chosen if self.count() else None
        before = self.blockSignals(True)
        self.clear()
        self.addItem(tr("Keep"), None)
        for depth in DEPTHS:
            if depth in depths:
                self.addItem(tr(_LABELS[depth]), depth)
        self.set_depth(chosen)
        self.blockSignals(before)


class LongestSide(QLineEdit):
    """Pixels of the longest side; larger pictures are made smaller. Empty: as large as they are."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(WholeNumberValidator(1, _LONGEST, self))
        self.setPlaceholderText(tr("Full size"))
        from_left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        self.setTextMargins(*((0, 0, _UNIT_ROOM, 0) if from_left else (_UNIT_ROOM, 0, 0, 0)))
        self.setAccessibleName(tr("Longest side in pixels"))
        self.setToolTip(tr("Larger results are made smaller; leave it empty for full size."))
        self.textChanged.connect(self.changed)

    @property
    def longest(self) -> int | None:
        """None for as large as they are."""
        return min(int(self.text()), _LONGEST) or None if self.text().isdecimal() else None

    def set_longest(self, longest: int | None) -> None:
        """Show it."""
        self.setText("" if longest is None else str(longest))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field as the style has it, then what the number counts."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        # A painter takes left and right as the widget does whose it is.
        place = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "px")
        painter.end()


class MetadataChoice(QPushButton):
    """Which groups of metadata are left out, as a menu that stays open while they are ticked."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metadataChoice")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = _StayingMenu(self)
        self._menu.setAccessibleName(tr("Leave out"))
        self._menu.addAction(tr("Leave out")).setEnabled(False)
        self._actions: dict[Group, QAction] = {}
        for group, words in LABELS.items():
            if group == "all":
                self._menu.addSeparator()
            action = self._menu.addAction(tr(words))
            action.setCheckable(True)
            action.toggled.connect(self._on_toggled)
            self._actions[group] = action
        self.clicked.connect(self._open)
        self.setToolTip(
            tr(
                "What is left out of the file: ticked groups are gone from every place in it. "
                "Maker notes, which may tell of all, go with each."
            )
        )
        self._arrow = Arrow(self, _ARROW, _MARGIN)
        self._tell()

    @property
    def menu_of_groups(self) -> QMenu:
        """In which they are ticked."""
        return self._menu

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is left out."""
        if self._actions["all"].isChecked():
            return ("all",)
        return in_order([each for each, action in self._actions.items() if action.isChecked()])

    def set_groups(self, groups: Collection[Group]) -> None:
        """Leave these out."""
        for group, action in self._actions.items():
            action.setChecked(group in groups)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the arrow in the colours of the theme."""
        self._arrow.apply_theme(tokens)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as the style has it, then the arrow."""
        super().paintEvent(event)
        self._arrow.paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the words as there is room for."""
        super().resizeEvent(event)
        self._tell()

    @Slot()
    def _open(self) -> None:
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot()
    def _on_toggled(self) -> None:
        has_all = self._actions["all"].isChecked()
        for group, action in self._actions.items():
            action.setEnabled(group == "all" or not has_all)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        words = stripped_line(self.groups)
        room = max(self.width() - _ARROW - 4 * _MARGIN, 0)
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(tr("Metadata"))
        self.setAccessibleDescription(words)


class _StayingMenu(QMenu):
    """Stays open while something in it is ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick what is clicked on."""
        if not self._ticked(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by the space bar; Return ticks and closes."""
        is_space = event.key() == Qt.Key.Key_Space
        if not (is_space and self._ticked(self.activeAction())):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.toggle()
        return True

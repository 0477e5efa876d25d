"""Draws a line of the palette: what it does, where it stands, and its key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mirnet_gui.ui.shell.palette.entries import Entry
from mirnet_gui.ui.theme.tokens import GRID, RADIUS, Tokens

ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_HEIGHT: Final = 34


class EntryDelegate(QStyledItemDelegate):
    """What cannot be done now is quiet, with the reason in the place of its menu."""

    def __init__(self, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self._tokens = tokens

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme; who shows entries has to be painted again."""
        self._tokens = tokens

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as a button."""
        height: int = option.fontMetrics.height()
        return QSize(0, max(_HEIGHT, height + 3 * GRID))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """See the class."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        tokens = self._tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent if entry.can_be_done else tokens.inactive))
            painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)
        lit = is_current and entry.can_be_done
        strong = tokens.accent_text if lit else tokens.text if entry.can_be_done else tokens.quiet
        weak = tokens.accent_text if lit else tokens.quiet
        room = rect.adjusted(3 * GRID, 0, -3 * GRID, 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = self._draw(painter, room, entry.key, weak, at_right=not mirrored)
        room = self._draw(painter, room, entry.text, strong, at_right=mirrored)
        self._draw(painter, room, entry.reason or entry.place, weak, at_right=mirrored)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, room: QRect, text: str, colour: str, *, at_right: bool) -> QRect:
        """Draw ``text`` into ``room``; the rest of it."""
        if not text or room.width() <= 0:
            return room
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colour))
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, shown)
        width = metrics.horizontalAdvance(shown) + 4 * GRID
        return room.adjusted(0, 0, -width, 0) if at_right else room.adjusted(width, 0, 0, 0)

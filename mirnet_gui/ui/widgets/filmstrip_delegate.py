"""How a photograph stands in the filmstrip: picture, name, and marks that are no colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mirnet_gui.ui.model.marks import Mark
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, GRID, RADIUS, Tokens
from mirnet_gui.ui.widgets.filmstrip_model import CURRENT_ROLE, MARKS_ROLE

FRAME: Final = 96
"""Logical pixels that a picture is wide."""
PICTURE_SIZE: Final = (2 * FRAME, 2 * FRAME)
"""Pixels that a thumbnail is made of at most: enough for a screen of 200 %."""

_HIGH: Final = 64
_MARK: Final = 16
_LARGEST: Final = QSize(*PICTURE_SIZE)
_GLYPHS: Final = {
    Mark.ENHANCED: Glyph.ENHANCE,
    Mark.EDITED: Glyph.EDITED,
    Mark.SAVED: Glyph.SAVED,
}
Index = QModelIndex | QPersistentModelIndex


class FilmstripDelegate(QStyledItemDelegate):
    """The current one has a frame and a bold name, those that are selected a lighter ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._font = QFont(parent.font())
        self._font.setPointSizeF(max(parent.font().pointSizeF() * 0.85, 7))
        line = parent.fontMetrics().height()
        self._size = QSize(FRAME + 3 * GRID, _HIGH + line + 3 * GRID)

    @property
    def size(self) -> QSize:
        """Of every cell, in logical pixels."""
        return self._size

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All are as large."""
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        tokens, cell = self._tokens, QRect(option.rect)
        state = option.state
        is_current = bool(index.data(CURRENT_ROLE))
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if state & QStyle.StateFlag.State_Selected:
            painter.fillPath(_rounded(cell.adjusted(1, 1, -1, -1)), QColor(tokens.raised))
        box = QRect(cell.left() + (cell.width() - FRAME) // 2, cell.top() + GRID, FRAME, _HIGH)
        self._draw_picture(painter, box, index.data(Qt.ItemDataRole.DecorationRole))
        self._draw_marks(painter, box, index.data(MARKS_ROLE))
        if is_current:
            painter.setPen(QPen(QColor(tokens.accent_line), 2))
            painter.drawPath(_rounded(box.adjusted(-1, -1, 1, 1)))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawPath(_rounded(box.adjusted(-1, -1, 1, 1)))
        self._draw_name(painter, cell, box, str(index.data()), is_current=is_current)
        painter.restore()

    def _draw_picture(self, painter: QPainter, box: QRect, found: QIcon | None) -> None:
        pixmap = QPixmap() if found is None else found.pixmap(_LARGEST)
        painter.save()
        painter.setClipPath(_rounded(box))
        painter.fillRect(box, QColor(self._tokens.well))
        if pixmap.isNull():
            glyph = icon(Glyph.PHOTO, self._tokens.quiet)
            glyph.paint(painter, box.adjusted(GRID * 8, GRID * 4, -GRID * 8, -GRID * 4))
        else:
            # As much of it as has the frame's shape.
            scale = min(pixmap.width() / box.width(), pixmap.height() / box.height())
            width, height = box.width() * scale, box.height() * scale
            left, top = (pixmap.width() - width) / 2, (pixmap.height() - height) / 2
            painter.drawPixmap(QRectF(box), pixmap, QRectF(left, top, width, height))
        painter.restore()

    @staticmethod
    def _draw_marks(painter: QPainter, box: QRect, marks: Sequence[Mark]) -> None:
        if not marks:
            return
        width = _MARK * len(marks) + GRID
        ground = QRect(
            box.right() - width - 2, box.bottom() - _MARK - GRID - 1, width, _MARK + GRID
        )
        painter.fillPath(_rounded(ground), QColor(0, 0, 0, 190))
        for place, mark in enumerate(marks):
            left = ground.left() + GRID // 2 + place * _MARK
            spot = QRect(left, ground.top() + GRID // 2, _MARK, _MARK).adjusted(1, 1, -1, -1)
            icon(_GLYPHS[mark], "#ffffff").paint(painter, spot)

    def _draw_name(
        self, painter: QPainter, cell: QRect, box: QRect, name: str, *, is_current: bool
    ) -> None:
        font = QFont(self._font)
        font.setBold(is_current)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens.text if is_current else self._tokens.quiet))
        line = QRect(box.left(), box.bottom() + 2, box.width(), cell.bottom() - box.bottom() - 2)
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)


def _rounded(box: QRect) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(box), RADIUS - 2, RADIUS - 2)
    return path

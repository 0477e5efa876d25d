"""A part of the picture at 1:1, as it is and as it will come out of the file, side by side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mirnet_gui.jobs.save_trials import CompressionLook
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.ui.theme.tokens import GRID, Tokens

_SIZE: Final = QSize(336, 208)
_CAPTION: Final = 5 * GRID
_GAP: Final = GRID
_STEP: Final = 32
_KEYS: Final = {
    Qt.Key.Key_Left: (-_STEP, 0),
    Qt.Key.Key_Right: (_STEP, 0),
    Qt.Key.Key_Up: (0, -_STEP),
    Qt.Key.Key_Down: (0, _STEP),
}


class CompressionView(QWidget):
    """Drag it, or use the arrow keys, to look at another part."""

    moved = Signal()
    """:attr:`middle` is another one, or there is more room."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._look: CompressionLook | None = None
        self._images: tuple[QImage, ...] = ()
        self._grasp: QPointF | None = None
        self.middle = (0.5, 0.5)
        self.setFixedSize(_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(tr("What saving does to the picture, before and after"))
        self.setAccessibleDescription(tr("Drag it, or use the arrow keys, to look elsewhere."))
        self.setToolTip(tr("Drag it, or use the arrow keys, to look elsewhere."))

    @property
    def side(self) -> int:
        """How many pixels of the picture are needed, across and down."""
        half = (self.width() - _GAP) // 2
        return round(max(half, self.height() - _CAPTION) * self.devicePixelRatioF())

    @property
    def look(self) -> CompressionLook | None:
        """What is shown."""
        return self._look

    def show_look(self, look: CompressionLook) -> None:
        """Show it."""
        self._look = look
        self._images = tuple(_image(each) for each in (look.before, look.after))
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both halves and what they are."""
        painter = QPainter(self)
        half = (self.width() - _GAP) // 2
        high = self.height() - _CAPTION
        for number, words in enumerate((tr("Before saving"), tr("As saved"))):
            place = QRect(number * (half + _GAP), 0, half, high)
            painter.fillRect(place, QColor(self._tokens.well))
            if self._images:
                image = self._images[number]
                image.setDevicePixelRatio(self.devicePixelRatioF())
                room = image.deviceIndependentSize().toSize()
                corner = place.center() - QRect(0, 0, room.width(), room.height()).center()
                painter.setClipRect(place)
                painter.drawImage(corner, image)
                painter.setClipping(False)
            else:
                painter.setPen(QColor(self._tokens.quiet))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("Measuring…"))
            painter.setPen(QColor(self._tokens.quiet))
            caption = QRect(place.left(), high, half, _CAPTION)
            painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, words)
        if self.hasFocus():
            painter.setPen(QColor(self._tokens.accent_line))
            painter.drawRect(QRect(0, 0, self.width() - 1, high - 1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many pixels as there is room for."""
        super().resizeEvent(event)
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._grasp = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The picture goes with the hand."""
        if self._grasp is not None:
            way = self._grasp - event.position()
            self._grasp = event.position()
            self._move(way.x(), way.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grasp = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go over the picture."""
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self._move(*way)

    def _move(self, right: float, down: float) -> None:
        if self._look is None:
            return
        ratio = self.devicePixelRatioF()
        sides = (self._look.width, self._look.height)
        self.middle = (
            _within(self.middle[0] + right * ratio / sides[0]),
            _within(self.middle[1] + down * ratio / sides[1]),
        )
        self.moved.emit()


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _image(pixels: Bytes) -> QImage:
    height, width = pixels.shape[:2]
    content = pixels.tobytes()
    return QImage(content, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

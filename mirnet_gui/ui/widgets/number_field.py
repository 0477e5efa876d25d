"""A number to be typed that looks like text until somebody points at it or writes into it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.digits import in_latin_digits, number_locale

_RADIUS, _HEIGHT = 5.0, 20


class NumberField(QDoubleSpinBox):
    """Left alone by a wheel that only passes over it while a panel is scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figure")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_HEIGHT)
        self.setLocale(number_locale())

    def leave_room(self) -> None:
        """Make it as wide as its range and the frame need, once the range is known."""
        self.setMinimumWidth(self.sizeHint().width() + 2 * GRID)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """A point and a comma are decimal ones, whatever the language writes, in any digits.

        What is beyond the range may be typed to its end, and is brought to the range then: left
        to Qt, the last digit of -250 would not be taken, and -25 would stand.
        """
        judged = super().validate(self._typed(text), position)
        is_number = self._number_in(text) is not None
        if judged[0] == QValidator.State.Invalid and is_number:
            return QValidator.State.Intermediate, text, position
        return judged

    def fixup(self, text: str) -> str:
        """The nearest value of the range; what is no number leaves what stood before."""
        number = self._number_in(text)
        value = self.value() if number is None else number
        return self.textFromValue(min(max(value, self.minimum()), self.maximum()))

    def _number_in(self, text: str) -> float | None:
        digits = self._typed(text).removesuffix(self.suffix()).strip()
        number, is_number = self.locale().toDouble(digits)
        return number if is_number else None

    def valueFromText(self, text: str) -> float:
        """See :meth:`validate`."""
        return super().valueFromText(self._typed(text))

    def _typed(self, text: str) -> str:
        point = self.locale().decimalPoint()
        return in_latin_digits(text).replace(".", point).replace(",", point)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are about the digits only while some are being typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            line, keys = self.lineEdit(), QKeySequence.StandardKey
            is_idle_undo = event.matches(keys.Undo) and not line.isUndoAvailable()
            if is_idle_undo or (event.matches(keys.Redo) and not line.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only for who writes into it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame only where it is of use; the digits are drawn by the line inside."""
        if not (self.hasFocus() or (self.underMouse() and self.isEnabled())):
            return
        # Its own one is transparent by the style sheet.
        colours = QGuiApplication.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.Link if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        painter.setPen(colours.color(role))
        painter.setBrush(colours.color(QPalette.ColorRole.Base))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        painter.end()

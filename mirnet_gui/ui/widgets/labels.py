"""Labels by their role, and one that gives way when there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

_PARAGRAPH_WIDTH = 520


def label(role: str, text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label in one of the style sheet's roles: title, quiet, section, display, failed."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    return made


def section(text: str) -> QLabel:
    """The heading of a section of a panel."""
    return label("section", text.upper())


def wrapped(role: str, text: str = "") -> QLabel:
    """A label of several lines."""
    made = label(role, text)
    made.setWordWrap(True)
    return made


class ElidedLabel(QLabel):
    """Leaves out the middle of a text that is too long; the tooltip has it all."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Narrower than the text: it can be shortened."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        box = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, box.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def paragraph(text: str) -> QHBoxLayout:
    """Some quiet lines in the middle of an empty page."""
    words = wrapped("quiet", text)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words.setFixedWidth(_PARAGRAPH_WIDTH)
    # Not aligned itself: only then has it the height that its lines need.
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(words)
    row.addStretch(1)
    return row

"""The names of the sides: where they stand on the picture, and which of them there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from mirnet_gui.ui.viewer.view_transform import Box

_INSET = 10.0
_PADDING = 10.0
_FEWEST_LETTERS = 6
_WELL = QColor(12, 12, 12, 178)
_WORDS = QColor("#f2f2f2")


class Corner(StrEnum):
    """Where on a picture a chip stands: at its top, or below at the left."""

    LEFT = auto()
    RIGHT = auto()
    BELOW = auto()


@dataclass(frozen=True, slots=True)
class Chip:
    """A text and its place, in logical pixels of the canvas."""

    rect: QRectF
    text: str


def chip_in(
    box: Box, text: str, corner: Corner, metrics: QFontMetricsF, fewest: int = _FEWEST_LETTERS
) -> Chip | None:
    """A chip within ``box``, its text shortened if need be, though not below ``fewest`` letters.

    None where there is no room at all.
    """
    room = box.width - 2 * (_INSET + _PADDING)
    height = metrics.height() + 8
    fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room).replace("……", "…")
    is_readable = fitted == text or len(fitted) >= fewest
    if not text or not is_readable or box.bottom - box.top < height + 2 * _INSET:
        return None
    width = metrics.horizontalAdvance(fitted) + 2 * _PADDING
    at_right = corner is Corner.RIGHT
    left = box.right - _INSET - width if at_right else box.left + _INSET
    top = box.bottom - _INSET - height if corner is Corner.BELOW else box.top + _INSET
    return Chip(QRectF(left, top, width, height), fitted)


def chips_in(
    box: Box,
    first_name: str,
    second_name: str,
    metrics: QFontMetricsF,
    second_at: Corner = Corner.RIGHT,
) -> tuple[Chip | None, Chip | None]:
    """Two chips, one at the left; without room for both, the second one, which has news, stays."""
    first = chip_in(box, first_name, Corner.LEFT, metrics)
    second = chip_in(box, second_name, second_at, metrics)
    gap = QMarginsF(_INSET, _INSET, _INSET, _INSET)
    if first and second and first.rect.marginsAdded(gap).intersects(second.rect):
        first = None
    return first, second


def paint_chip(painter: QPainter, chip: Chip | None) -> None:
    """Draw the name of a side, if there is room for one."""
    if chip is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_WELL)
    painter.drawRoundedRect(chip.rect, 5, 5)
    painter.setPen(_WORDS)
    painter.drawText(chip.rect, Qt.AlignmentFlag.AlignCenter, chip.text)

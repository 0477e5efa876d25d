"""The page before there is a photograph: what to do, and samples to try."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.formatting import either
from mirnet_gui.language import tr
from mirnet_gui.photo.formats import KIND_LABELS
from mirnet_gui.photo.photo import Kind
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.theme.icons import program_icon
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.buttons import ActionButton, OfferedButton
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.rounding import rounded
from mirnet_gui.ui.widgets.samples import Sample, samples

_THUMBNAIL = QSize(168, 112)
_LAMP = 72
_NAMED: tuple[Kind, ...] = ("jpeg", "png", "tiff", "webp", "heic", "avif", "raw")


class EmptyState(QFrame):
    """A calm invitation."""

    sample_chosen = Signal(object)
    """The :class:`Path` of a sample."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(3 * GRID)
        column.addStretch(4)
        for widget in (_lamp(), *_words()):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2 * GRID)
        self._open = ActionButton(actions[ActionName.OPEN], "accent")
        column.addLayout(_row(self._open, ActionButton(actions[ActionName.PASTE])))
        column.addLayout(_row(OfferedButton(actions[ActionName.OPEN_LAST], "ghost", self)))
        found = samples()
        if found:
            column.addSpacing(10 * GRID)
            words = label("quiet", tr("Or try a sample"))
            column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addLayout(self._sample_row(found))
        column.addStretch(5)

    def take_focus(self) -> None:
        """To the button that most people want."""
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sample_row(self, found: list[Sample]) -> QHBoxLayout:
        buttons = [_SampleButton(sample) for sample in found]
        for button in buttons:
            button.chosen.connect(self.sample_chosen)
        return _row(*buttons)


class _SampleButton(QToolButton):
    chosen = Signal(object)

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self._path: Path = sample.path
        self.setProperty("kind", "ghost")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(_THUMBNAIL)
        self.setIcon(_thumbnail(sample.path, self.devicePixelRatioF()))
        self.setText(sample.title)
        self.setAccessibleName(tr("Try the sample {title}", title=sample.title))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._path)


def _thumbnail(path: Path, ratio: float) -> QPixmap:
    reader = QImageReader(str(path))
    wanted = _THUMBNAIL * ratio
    full = reader.size()
    reader.setScaledSize(full.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    picture = rounded(QPixmap.fromImage(reader.read()), wanted, 6 * ratio)
    picture.setDevicePixelRatio(ratio)
    return picture


def _lamp() -> QLabel:
    lamp = QLabel()
    lamp.setPixmap(program_icon().pixmap(QSize(_LAMP, _LAMP)))
    return lamp


def _words() -> tuple[QLabel, QLabel]:
    kinds = either([tr(KIND_LABELS[kind]) for kind in _NAMED])
    return (
        label("display", tr("Drop a dark photograph here")),
        label("quiet", tr("{kinds}, and some others. It stays on this computer.", kinds=kinds)),
    )


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

"""The page before there is a photograph: what to do, what was opened lately, or samples to try."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mirnet_gui.formatting import either
from mirnet_gui.language import tr
from mirnet_gui.photo.formats import KIND_LABELS
from mirnet_gui.photo.photo import Kind
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.theme.icons import program_icon
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.buttons import ActionButton, OfferedButton
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.photo_button import PICTURE, PhotoButton
from mirnet_gui.ui.widgets.recent_photos import RecentPhotos
from mirnet_gui.ui.widgets.samples import Sample, samples

_LAMP = 72
_NAMED: tuple[Kind, ...] = ("jpeg", "png", "tiff", "webp", "heic", "avif", "raw")


class EmptyState(QFrame):
    """A calm invitation."""

    chosen = Signal(object)
    """The :class:`Path` of a sample, or of a photograph that was opened lately."""

    def __init__(
        self, actions: Actions, recent: Recent, invitation: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(3 * GRID)
        column.addStretch(4)
        for widget in (_lamp(), label("display", invitation), _kinds()):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2 * GRID)
        self._open = ActionButton(actions[ActionName.OPEN], "accent")
        column.addLayout(_row(self._open, ActionButton(actions[ActionName.PASTE])))
        column.addLayout(_row(OfferedButton(actions[ActionName.OPEN_LAST], "ghost", self)))
        column.addSpacing(10 * GRID)
        self._recent = recent
        self._opened = RecentPhotos(recent)
        self._opened.chosen.connect(self.chosen)
        self._samples = self._sample_row(samples())
        column.addWidget(self._opened, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._samples, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(5)
        recent.changed.connect(self._follow)
        self._follow()

    def stop(self) -> None:
        """Want no more small pictures."""
        self._opened.stop()

    def take_focus(self) -> None:
        """To the button that most people want."""
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _follow(self) -> None:
        """Samples are for who has not opened anything yet."""
        has_recent = bool(self._recent.files)
        self._opened.setVisible(has_recent)
        self._samples.setVisible(not has_recent and bool(samples()))

    def _sample_row(self, found: list[Sample]) -> QWidget:
        buttons = [_sample_button(sample) for sample in found]
        for button in buttons:
            button.chosen.connect(self.chosen)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        words = label("quiet", tr("Or try a sample"))
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(_row(*buttons))
        return made


def _sample_button(sample: Sample) -> PhotoButton:
    spoken = tr("Try the sample {title}", title=sample.title)
    button = PhotoButton(sample.path, sample.title, spoken)
    button.show_picture(_thumbnail(sample.path, button.devicePixelRatioF()))
    return button


def _thumbnail(path: Path, ratio: float) -> QPixmap:
    reader = QImageReader(str(path))
    full = reader.size()
    reader.setScaledSize(
        full.scaled(PICTURE * ratio, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    )
    return QPixmap.fromImage(reader.read())


def _lamp() -> QLabel:
    lamp = QLabel()
    lamp.setPixmap(program_icon().pixmap(QSize(_LAMP, _LAMP)))
    return lamp


def _kinds() -> QLabel:
    kinds = either([tr(KIND_LABELS[kind]) for kind in _NAMED])
    return label("quiet", tr("{kinds}, and some others. It stays on this computer.", kinds=kinds))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

"""Where the results of a batch go, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.batch.names import ENHANCED, FIELDS
from mirnet_gui.batch.options import Options
from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import listed
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.formats import LABELS, WITH_QUALITY
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.encoding_fields import DepthBox, LongestSide, MetadataChoice
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import label, section

_AS_PHOTOGRAPH: Final = "{stem}{ext}"
_FORMATS: Final = ((mark("Keep"), None), *((text, name) for name, text in LABELS.items()))
_EXISTING: Final = (
    (mark("Skip"), "skip"),
    (mark("Rename"), "rename"),
    (mark("Overwrite"), "overwrite"),
)


class OutputFields(QWidget):
    """Tells :attr:`options`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = QLineEdit()
        self._folder.setPlaceholderText(tr("Beside the photographs"))
        self._folder.setAccessibleName(tr("Output folder"))
        self._browse = QPushButton(tr("Choose…"))
        self._usual = ENHANCED
        self._name = QLineEdit(self._usual)
        self._name.setCursorPosition(0)
        self._name.setAccessibleName(tr("Name of results"))
        self._name.setToolTip("\n".join(f"{{{key}}}  {tr(what)}" for key, what in FIELDS.items()))
        self._format = _choice(tr("Format"), _FORMATS)
        self._depth = DepthBox()
        self._existing = _choice(tr("Existing files"), _EXISTING)
        self._longest = LongestSide()
        self._strip = MetadataChoice()
        self._quality = LabelledSlider(_quality(), 92)
        self._times = QCheckBox(tr("Keep the times of files"))
        self._replace = QCheckBox(tr("Replace the originals"))
        self._replace.setObjectName("replaceOriginals")
        self._replace.setToolTip(tr("They stay beside the results as NAME.original.EXT."))
        self._lay_out()
        self._connect()

    @property
    def options(self) -> Options | None:
        """How results are written; None while that makes no sense."""
        folder = self._folder.text().strip()
        try:
            return Options(
                folder=Path(folder).expanduser().absolute() if folder else None,
                name=self._name.text().strip(),
                encoding=Encoding(
                    format=self._format.currentData(),
                    depth=self._depth.chosen,
                    quality=round(self._quality.value),
                    longest=self._longest.longest,
                    strip=self._strip.groups,
                ),
                existing=self._existing.currentData(),
                replace_originals=self._replace.isChecked(),
                keep_times=self._times.isChecked(),
            )
        except UsageError:
            return None

    @property
    def has_folder(self) -> bool:
        """Whether somebody said where results go."""
        return bool(self._folder.text().strip()) or self._replace.isChecked()

    def set_folder(self, folder: Path) -> None:
        """Let results go there."""
        self._folder.setText(str(folder))

    def suggest_name(self, template: str) -> None:
        """Let results be called so, as on the Enhance page, where nobody has said anything else."""
        before, self._usual = self._usual, template or ENHANCED
        if self._name.text() == before:
            self._name.setText(self._usual)
            self._name.setCursorPosition(0)

    def show_options(self, options: Options) -> None:
        """Show what a batch that has begun was told."""
        self._folder.setText(str(options.folder or ""))
        self._name.setText(options.name)
        self._name.setCursorPosition(0)
        encoding = options.encoding
        self._format.setCurrentIndex(self._format.findData(encoding.format))
        self._depth.set_depth(encoding.depth)
        self._longest.set_longest(encoding.longest)
        self._strip.set_groups(encoding.strip)
        self._existing.setCurrentIndex(self._existing.findData(options.existing))
        self._quality.set_value(encoding.quality)
        self._times.setChecked(options.keep_times)
        self._replace.setChecked(options.replace_originals)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for box in (self._format, self._depth, self._strip, self._existing):
            box.apply_theme(tokens)

    @Slot()
    def _ask_for_folder(self) -> None:
        ask_for_folder(self, tr("Put results into"), self.set_folder, self._folder.text())

    @Slot(bool)
    def _on_replace(self, replaces: bool) -> None:
        if replaces:
            self._folder.clear()
            self._name.setText(_AS_PHOTOGRAPH)
        else:
            self._name.setText(self._usual)

    @Slot()
    def _on_changed(self) -> None:
        self._folder.setEnabled(not self._replace.isChecked())
        self._name.setEnabled(not self._replace.isChecked())
        self.changed.emit()

    def _connect(self) -> None:
        self._browse.clicked.connect(self._ask_for_folder)
        self._replace.toggled.connect(self._on_replace)
        for signal in (
            self._folder.textChanged,
            self._name.textChanged,
            self._format.currentIndexChanged,
            self._depth.currentIndexChanged,
            self._existing.currentIndexChanged,
            self._quality.value_changed,
            self._longest.changed,
            self._strip.changed,
            self._times.toggled,
            self._replace.toggled,
        ):
            signal.connect(self._on_changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(section(tr("Output")))
        folder = QHBoxLayout()
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._browse)
        column.addLayout(folder)
        # Beside the longest of the words below there would be no room for a name.
        name = QHBoxLayout()
        name.setSpacing(3 * GRID)
        name.addWidget(label("", tr("Name")))
        name.addWidget(self._name, 1)
        column.addLayout(name)
        column.addLayout(self._choices())
        column.addWidget(self._quality)
        column.addWidget(self._times)
        column.addWidget(self._replace)

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Format"), self._format),
            (tr("Depth"), self._depth),
            (tr("Longest side"), self._longest),
            (tr("Metadata"), self._strip),
            (tr("Existing files"), self._existing),
        )
        for line, (text, control) in enumerate(rows):
            grid.addWidget(label("", text), line, 0)
            grid.addWidget(control, line, 1)
        return grid


def _quality() -> Parameter:
    return Parameter(
        label=mark("Quality"),
        minimum=1,
        maximum=100,
        step=1,
        unit="",
        tooltip=tr("Of {formats}.", formats=listed(WITH_QUALITY)),
    )


def _choice(name: str, options: Sequence[tuple[str, object]]) -> ChoiceBox:
    box = ChoiceBox(name)
    box.give_way()
    for text, value in options:
        box.addItem(tr(text), value)
    return box

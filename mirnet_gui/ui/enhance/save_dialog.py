"""Where the result goes, in which format and how well."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.jobs.photo_jobs import SaveRequest
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.photo.formats import LABELS, WRITTEN
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.ui.enhance.save_plan import complaint, obstacle, renamed
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import ElidedLabel, label, wrapped
from mirnet_gui.ui.wording import lost_line

_QUALITY = Parameter(
    label=mark("Quality"),
    minimum=1,
    maximum=100,
    step=1,
    unit="",
    tooltip=mark(
        "Higher keeps more detail and makes a larger file; 92 is hard to tell from the whole."
    ),
)
_WIDTH = 520


class SaveDialog(QDialog):
    """Asks for a :class:`SaveRequest`; what would be overwritten must be agreed to."""

    def __init__(
        self,
        photo: Photo,
        proposed: SaveRequest,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        target = proposed.format
        self._photo = photo
        self._folder = proposed.path.parent
        self._name = QLineEdit(proposed.path.name)
        self._name.setAccessibleName(tr("File name"))
        self._place = ElidedLabel("quiet")
        self._format = ChoiceBox(tr("Format"))
        self._format.apply_theme(tokens)
        self._quality = LabelledSlider(_QUALITY, proposed.quality)
        self._complaint = wrapped("quiet")
        self._lost = wrapped("quiet")
        self._obstacle = wrapped("failed")
        self._replace = QCheckBox(tr("Replace it"))
        self._save = QPushButton(tr("Save"))
        self._save.setObjectName("save")
        for entry, words in LABELS.items():
            self._format.addItem(words, entry)
        self._format.setCurrentIndex(self._format.findData(target))
        self.setWindowTitle(tr("Save the result"))
        self.setMinimumWidth(_WIDTH)
        self._lay_out()
        self._name.textEdited.connect(self._on_name_edited)
        self._format.activated.connect(self._on_format_chosen)
        self._replace.toggled.connect(self._check)
        self._check()
        self._name.setFocus()
        self._name.setSelection(0, len(Path(self._name.text()).stem))

    @property
    def request(self) -> SaveRequest:
        """What was asked for."""
        return SaveRequest(
            path=self._path(),
            format=self._target(),
            quality=round(self._quality.value),
            overwrite=self._replace.isChecked(),
        )

    def set_folder(self, folder: Path) -> None:
        """Save into another folder."""
        self._folder = folder
        self._check()

    def _target(self) -> Format:
        target: Format = self._format.currentData()
        return target

    def _path(self) -> Path:
        return self._folder / renamed(self._name.text().strip(), self._target())

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        promised = format_from_extension(Path(name))
        if promised is not None:
            self._format.setCurrentIndex(self._format.findData(promised))
        self._check()

    @Slot(int)
    def _on_format_chosen(self, _index: int) -> None:
        self._name.setText(renamed(self._name.text().strip(), self._target()))
        self._check()

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Save into"), str(self._folder))
        if chosen:
            self.set_folder(Path(chosen))

    @Slot()
    def _check(self) -> None:
        """Say what is lost or in the way, and let nobody save before it is agreed to."""
        self._place.setText(str(self._folder))
        self._place.setToolTip(str(self._folder))
        self._quality.setVisible(WRITTEN[self._target()].has_quality)
        _say(self._lost, lost_line(self._photo, self._target()))
        wrong = complaint(self._name.text().strip(), self._folder)
        _say(self._complaint, wrong)
        in_the_way = "" if wrong else obstacle(self._path(), self._photo.path)
        _say(self._obstacle, in_the_way)
        replaceable = bool(in_the_way) and not self._path().is_dir()
        self._replace.setVisible(replaceable)
        if not replaceable:
            self._replace.setChecked(False)
        agreed = not in_the_way or self._replace.isChecked()
        self._save.setEnabled(not wrong and agreed)
        self._save.setText(tr("Replace") if self._replace.isChecked() else tr("Save"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(4 * GRID)
        column.addLayout(self._fields())
        column.addWidget(self._complaint)
        column.addWidget(self._quality)
        column.addWidget(self._lost)
        column.addWidget(self._obstacle)
        column.addWidget(self._replace)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _fields(self) -> QGridLayout:
        folder_row = QHBoxLayout()
        choose = QPushButton(tr("Choose…"))
        choose.setAccessibleName(tr("Choose the folder"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_folder)
        folder_row.addWidget(self._place, 1)
        folder_row.addWidget(choose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(3 * GRID)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("quiet", tr("Name")), 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(label("quiet", tr("Folder")), 1, 0)
        grid.addLayout(folder_row, 1, 1)
        grid.addWidget(label("quiet", tr("Format")), 2, 0)
        grid.addWidget(self._format, 2, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._save.setProperty("kind", "accent")
        self._save.setDefault(True)
        self._save.setCursor(Qt.CursorShape.PointingHandCursor)
        self._save.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._save)
        return row


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))

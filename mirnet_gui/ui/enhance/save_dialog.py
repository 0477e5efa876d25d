"""Where the result goes, in which format and how well."""

from __future__ import annotations

import datetime
from itertools import pairwise
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

from mirnet_gui.batch.names import FIELDS
from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import duration, file_size
from mirnet_gui.jobs.photo_jobs import SaveRequest
from mirnet_gui.jobs.save_trials import CompressionLook, FileSize
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.formats import LABELS, WRITTEN
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.ui.enhance.compression_view import CompressionView
from mirnet_gui.ui.enhance.save_plan import Naming, complaint, obstacle, renamed
from mirnet_gui.ui.enhance.save_trials import SaveTrials, Wish
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.encoding_fields import DepthBox, LongestSide, MetadataChoice
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import ElidedLabel, label, wrapped
from mirnet_gui.ui.wording import dimensions, lost_line

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
_WIDTH = 400


class SaveDialog(QDialog):
    """Asks for a :class:`SaveRequest`; what would be overwritten must be agreed to.

    Once it was told what to :meth:`use`, it tells how large the file will be, and shows what its
    compression does.
    """

    def __init__(
        self,
        photo: Photo,
        proposed: SaveRequest,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        encoding = proposed.encoding
        self._photo = photo
        self._folder = proposed.path.parent
        self._naming: Naming | None = None
        self._trials: SaveTrials | None = None
        self._again = 0.0
        self._date: datetime.datetime | None = None
        self._asked_for_date = False
        self._name = QLineEdit(proposed.path.name)
        self._name.setAccessibleName(tr("File name"))
        self._name.setToolTip("\n".join(f"{{{key}}}  {tr(what)}" for key, what in FIELDS.items()))
        self._place = ElidedLabel("quiet")
        self._format = ChoiceBox(tr("Format"))
        self._format.apply_theme(tokens)
        self._depth = DepthBox()
        self._depth.apply_theme(tokens)
        self._longest = LongestSide()
        self._longest.set_longest(encoding.longest)
        self._strip = MetadataChoice()
        self._strip.apply_theme(tokens)
        self._strip.set_groups(encoding.strip)
        self._quality = LabelledSlider(_QUALITY, encoding.quality)
        self._view = CompressionView(tokens)
        self._size = label("title")
        self._sides = label("quiet")
        self._computed_again = wrapped("quiet")
        self._becomes = wrapped("quiet")
        self._complaint = wrapped("quiet")
        self._lost = wrapped("quiet")
        self._obstacle = wrapped("failed")
        self._replace = QCheckBox(tr("Replace it"))
        self._save = QPushButton(tr("Save"))
        self._save.setObjectName("save")
        for entry, words in LABELS.items():
            self._format.addItem(words, entry)
        self._format.setCurrentIndex(self._format.findData(encoding.format))
        self._depth.offer(WRITTEN[self._target()].depths)
        self._depth.set_depth(encoding.depth)
        self.setWindowTitle(tr("Save the result"))
        self._lay_out()
        self._connect()
        self._check()
        self._name.setFocus()
        self._name.setSelection(0, len(Path(self._name.text()).stem))

    def use(self, naming: Naming, trials: SaveTrials, again: float) -> None:
        """Resolve names with places in braces, and find out what saving would give.

        ``again`` is how many seconds it takes to compute the result with more bits than it has.
        """
        self._naming, self._trials, self._again = naming, trials, again
        self._aside.setVisible(True)
        trials.looked.connect(self._on_looked)
        trials.measured.connect(self._on_measured)
        trials.dated.connect(self._on_dated)
        self._check()

    @property
    def request(self) -> SaveRequest:
        """What was asked for."""
        return SaveRequest(self._path(), self._encoding, overwrite=self._replace.isChecked())

    @property
    def template(self) -> str:
        """How the next ones are to be named; "" where this one was named by itself."""
        text = self._name.text().strip()
        return text if "{" in text and self._naming is not None else ""

    def set_folder(self, folder: Path) -> None:
        """Save into another folder."""
        self._folder = folder
        self._check()

    @property
    def _encoding(self) -> Encoding:
        return Encoding(
            format=self._target(),
            depth=self._depth.chosen,
            quality=round(self._quality.value),
            longest=self._longest.longest,
            strip=self._strip.groups,
        )

    def _target(self) -> Format:
        target: Format = self._format.currentData()
        return target

    def _written_name(self) -> str:
        """Raises :class:`UsageError` where what is typed stands for nothing."""
        text = self._name.text().strip()
        if self._naming is not None:
            text = self._naming.resolved(text, self._folder, self._encoding, self._date)
        return text

    def _path(self) -> Path:
        return self._folder / renamed(self._written_name(), self._target())

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        promised = format_from_extension(Path(name))
        if promised is not None:
            self._format.setCurrentIndex(self._format.findData(promised))
            self._depth.offer(WRITTEN[promised].depths)
        self._check()

    @Slot(int)
    def _on_format_chosen(self, _index: int) -> None:
        self._depth.offer(WRITTEN[self._target()].depths)
        name = self._name.text().strip()
        if not name.endswith("{ext}"):
            self._name.setText(renamed(name, self._target()))
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
        # It keeps its room: nothing moves when another format is chosen.
        self._quality.setEnabled(WRITTEN[self._target()].has_quality)
        _say(self._lost, lost_line(self._photo, self._target(), self._depth.chosen))
        wrong, name = self._complaint_and_name()
        _say(self._complaint, wrong)
        _say(self._becomes, tr("It will be called {name}.", name=name) if self.template else "")
        in_the_way = "" if wrong else obstacle(self._path(), self._photo.path)
        _say(self._obstacle, in_the_way)
        replaceable = bool(in_the_way) and not self._path().is_dir()
        self._replace.setVisible(replaceable)
        if not replaceable:
            self._replace.setChecked(False)
        agreed = not in_the_way or self._replace.isChecked()
        self._save.setEnabled(not wrong and agreed)
        self._save.setText(tr("Replace") if self._replace.isChecked() else tr("Save"))
        self._try()

    def _complaint_and_name(self) -> tuple[str, str]:
        """Why it cannot be saved, "" if it can, and what it will be called."""
        text = self._name.text().strip()
        if self._naming is not None and self._naming.needs_date(text) and self._date is None:
            self._ask_for_date()
            return tr("Looking when the photograph was taken…"), ""
        try:
            name = self._written_name()
        except UsageError as error:
            return f"{error.sentence} {error.hint}", ""
        return complaint(name, self._folder), renamed(name, self._target())

    def _ask_for_date(self) -> None:
        if self._photo.path is None:
            self._date = datetime.datetime.now(datetime.UTC)
        elif self._trials is not None and not self._asked_for_date:
            self._asked_for_date = True
            self._trials.ask_date(self._photo.path)

    @Slot()
    def _try(self) -> None:
        if self._trials is None:
            return
        encoding = self._encoding
        is_again = self._again and encoding.works_deeper and self._photo.pixels.itemsize == 1
        _say(self._computed_again, self._words_of_again(encoding) if is_again else "")
        if self._trials.ask(Wish(encoding, self._view.middle, self._view.side)):
            self._size.setText(tr("Measuring…"))

    def _words_of_again(self, encoding: Encoding) -> str:
        seconds = duration(self._again)
        return tr(
            "Computed again with {bits} bits: about {time}.", bits=encoding.depth, time=seconds
        )

    @Slot(object)
    def _on_looked(self, look: CompressionLook) -> None:
        self._view.show_look(look)

    @Slot(object)
    def _on_measured(self, size: FileSize | None) -> None:
        if size is None:
            self._size.setText(tr("Size not known"))
            return
        told = file_size(size.bytes)
        if size.is_most:
            told = tr("up to {size}", size=told)
        elif size.is_about:
            told = tr("about {size}", size=told)
        self._size.setText(told)
        self._sides.setText(dimensions(size.width, size.height))

    @Slot(object)
    def _on_dated(self, date: datetime.datetime) -> None:
        self._date = date
        self._check()

    def _connect(self) -> None:
        self._name.textEdited.connect(self._on_name_edited)
        self._format.activated.connect(self._on_format_chosen)
        self._replace.toggled.connect(self._check)
        self._view.moved.connect(self._try)
        for signal in (
            self._depth.currentIndexChanged,
            self._longest.changed,
            self._strip.changed,
            self._quality.value_changed,
        ):
            signal.connect(self._check)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(3 * GRID)
        column.addLayout(self._fields())
        for each in (
            *(self._becomes, self._complaint, self._quality),
            *(self._lost, self._obstacle, self._replace),
        ):
            column.addWidget(each)
        column.addStretch(1)
        self._aside = QWidget()
        self._aside.setVisible(False)
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.setSpacing(GRID)
        aside.addWidget(self._size)
        aside.addWidget(self._sides)
        aside.addWidget(self._view)
        aside.addWidget(self._computed_again)
        aside.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(6 * GRID)
        both.addLayout(column, 1)
        both.addWidget(self._aside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        whole.setSpacing(4 * GRID)
        whole.addLayout(both, 1)
        whole.addLayout(self._buttons())
        in_order = (
            *(self._name, self._choose, self._format, self._depth, self._longest, self._strip),
            *(self._quality.slider, self._quality.figure, self._replace, self._view),
            *(self._cancel, self._save),
        )
        for one, other in pairwise(in_order):
            QWidget.setTabOrder(one, other)

    def _fields(self) -> QGridLayout:
        folder_row = QHBoxLayout()
        self._choose = QPushButton(tr("Choose…"))
        self._choose.setAccessibleName(tr("Choose the folder"))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._choose_folder)
        folder_row.addWidget(self._place, 1)
        folder_row.addWidget(self._choose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, _WIDTH - 120)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            (tr("Name"), self._name),
            (tr("Folder"), folder_row),
            (tr("Format"), self._format),
            (tr("Depth"), self._depth),
            (tr("Longest side"), self._longest),
            (tr("Metadata"), self._strip),
        )
        for line, (words, field) in enumerate(rows):
            grid.addWidget(label("quiet", words), line, 0)
            if isinstance(field, QWidget):
                grid.addWidget(field, line, 1)
            else:
                grid.addLayout(field, line, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        self._save.setProperty("kind", "accent")
        self._save.setDefault(True)
        self._save.setCursor(Qt.CursorShape.PointingHandCursor)
        self._save.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))

"""Where the result goes, in which format and how well."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import duration
from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.jobs.save_trials import CompressionLook, FileSize
from mirnet_gui.language import tr
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.error_messages import shortened, unwritable
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.ui.enhance.compression_view import CompressionView
from mirnet_gui.ui.enhance.save_fields import SaveFields
from mirnet_gui.ui.enhance.save_plan import (
    Naming,
    complaint,
    obstacle,
    refusal,
    renamed,
    why_elsewhere,
)
from mirnet_gui.ui.enhance.save_trials import SaveTrials, Wish
from mirnet_gui.ui.model.next_turn import NextTurn
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.labels import label, wrapped
from mirnet_gui.ui.wording import dimensions, lost_line, told_size


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
        self._photo = photo
        self._naming: Naming | None = None
        self._trials: SaveTrials | None = None
        self._again = 0.0
        self._date: datetime.datetime | None = None
        self._asked_for_date = False
        self._fields = SaveFields(proposed, tokens)
        self._view = CompressionView(tokens)
        self._size = label("title")
        self._sides = label("quiet")
        self._computed_again = wrapped("quiet")
        self._elsewhere = wrapped("quiet")
        self._becomes = wrapped("quiet")
        self._growing = NextTurn(self._grow, self)
        self._complaint = wrapped("quiet")
        self._lost = wrapped("quiet")
        self._obstacle = wrapped("failed")
        self._replace = QCheckBox(tr("Replace it"))
        self._save = QPushButton(tr("Save"))
        self._save.setObjectName("save")
        self.setWindowTitle(tr("Save the result"))
        _say(self._elsewhere, why_elsewhere(photo))
        self._lay_out()
        self._connect()
        self._check()
        self._fields.begin()

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
        return SaveRequest(self._path(), self._fields.encoding, overwrite=self._replace.isChecked())

    @property
    def template(self) -> str:
        """How the next ones are to be named; "" where this one was named by itself."""
        text = self._fields.name
        return text if "{" in text and self._naming is not None else ""

    @property
    def _target(self) -> Format:
        return self._fields.target or self._photo.format

    def _written_name(self) -> str:
        """Raises :class:`UsageError` where what is typed stands for nothing."""
        fields = self._fields
        if self._naming is None:
            return fields.name
        return self._naming.resolved(fields.name, fields.folder, fields.encoding, self._date)

    def _path(self) -> Path:
        return self._fields.folder / renamed(self._written_name(), self._target)

    @Slot()
    def _check(self) -> None:
        """Say what is lost or in the way, and let nobody save before it is agreed to."""
        encoding = self._fields.encoding
        _say(self._lost, lost_line(self._photo, self._target, encoding.depth))
        wrong, name = self._complaint_and_name()
        _say(self._complaint, wrong)
        differs = not wrong and name not in ("", self._fields.name)
        called = tr("It will be called {name}.", name=shortened(Path(name)))
        _say(self._becomes, called if differs else "")
        in_the_way = "" if wrong else obstacle(self._path(), self._photo.path)
        _say(self._obstacle, in_the_way)
        replaceable = bool(in_the_way) and not self._path().is_dir()
        self._replace.setVisible(replaceable)
        if not replaceable:
            self._replace.setChecked(False)
        agreed = not in_the_way or self._replace.isChecked()
        self._save.setEnabled(not wrong and agreed)
        self._save.setText(tr("Replace") if self._replace.isChecked() else tr("Save"))
        self._growing.start()
        self._try()

    @Slot()
    def _grow(self) -> None:
        """Give lines that wrap their room: Qt looks at the height of a line only."""
        needed = self.heightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _complaint_and_name(self) -> tuple[str, str]:
        """Why it cannot be saved, "" if it can, and what it will be called."""
        text = self._fields.name
        if self._naming is not None and self._naming.needs_date(text) and self._date is None:
            self._ask_for_date()
            return tr("Looking when the photograph was taken…"), ""
        try:
            name = self._written_name()
            becomes = renamed(name, self._target) if name.strip() else ""
            folder = self._fields.folder
            return complaint(name, folder) or refusal(folder / becomes), becomes
        except UsageError as error:
            return f"{error.sentence} {error.hint}", ""
        except OSError as error:
            return str(unwritable(self._fields.folder / text, error)), ""

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
        encoding = self._fields.encoding
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
        self._size.setText(told_size(size))
        self._sides.setText(dimensions(size.width, size.height))

    @Slot(object)
    def _on_dated(self, date: datetime.datetime) -> None:
        self._date = date
        self._check()

    def _connect(self) -> None:
        self._fields.changed.connect(self._check)
        self._replace.toggled.connect(self._check)
        self._view.moved.connect(self._try)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(3 * GRID)
        column.addWidget(self._fields)
        for each in (
            *(self._elsewhere, self._becomes, self._complaint, self._fields.quality),
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
        buttons = AnswerRow(self, self._save)
        whole.addLayout(buttons)
        in_order = (
            *self._fields.in_order,
            *(self._replace, self._view, buttons.cancel, self._save),
        )
        for one, other in pairwise(in_order):
            QWidget.setTabOrder(one, other)


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))

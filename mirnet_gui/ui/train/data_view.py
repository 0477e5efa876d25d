"""The chosen pictures: how many, what they look like, what a training would see, what is wrong."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from mirnet_gui.formatting import photographs
from mirnet_gui.jobs.trainer_events import DataChecked, Finding
from mirnet_gui.jobs.training_data import TrainingData
from mirnet_gui.language import tr, tr_count
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.train.picture import Picture
from mirnet_gui.ui.widgets.labels import label, section, wrapped
from mirnet_gui.ui.wording import dimensions

_COLUMNS = 3
_ROW = 104
_MOST_TOLD = 8


class DataView(QScrollArea):
    """Told what is known, as it comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dataView")
        self.setAccessibleName(tr("What is learnt from"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setObjectName("sheet")
        self._folder = Path()
        self._title = label("display")
        self._facts = wrapped("quiet")
        self._pictures = QGridLayout()
        self._pictures.setSpacing(2 * GRID)
        self._check = wrapped("")
        self._check.setObjectName("dataCheck")
        self._faults = wrapped("failed")
        self._warnings = wrapped("quiet")
        self._seen = section(tr("What the training sees"))
        self._seen_words = wrapped("quiet")
        self._examples = Picture(tr("Examples of what the training sees"))
        self._examples.setMinimumHeight(260)
        column = QVBoxLayout(body)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 5 * GRID)
        column.setSpacing(2 * GRID)
        for widget in (self._title, self._facts):
            column.addWidget(widget)
        column.addLayout(self._pictures)
        column.addSpacing(2 * GRID)
        column.addWidget(section(tr("Check")))
        for widget in (self._check, self._faults, self._warnings):
            column.addWidget(widget)
        column.addSpacing(2 * GRID)
        column.addWidget(self._seen)
        column.addWidget(self._seen_words)
        column.addWidget(self._examples)
        column.addStretch(1)
        self.setWidget(body)
        self._examples_shown(())

    @property
    def check(self) -> str:
        """What is said about the pictures."""
        words = (self._check, self._faults, self._warnings)
        return "\n".join(each.text() for each in words if each.text())

    def show_data(self, data: TrainingData) -> None:
        """Another folder was chosen."""
        self._folder = data.folder
        is_paired = data.kind == "pairs"
        count = tr_count("{count:,} pair", "{count:,} pairs", data.count)
        self._title.setText(count if is_paired else photographs(data.count))
        size, largest = dimensions(*data.smallest), dimensions(*data.largest)
        sizes = (
            tr("{size} pixels", size=size)
            if size == largest
            else tr("{smallest} to {largest} pixels", smallest=size, largest=largest)
        )
        self._facts.setText(f"{data.folder} · {sizes}")
        while self._pictures.count():
            item = self._pictures.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, jpegs in enumerate(data.pictures):
            picture = Picture(tr("Picture {number}", number=place + 1))
            picture.show_jpegs(*jpegs)
            picture.setFixedHeight(_ROW)
            self._pictures.addWidget(picture, place // _COLUMNS, place % _COLUMNS)

    def begin_check(self) -> None:
        """The trainer looks at them."""
        self._say(tr("The pictures are being checked…"), ())
        self._seen_words.setText(tr("Examples follow the check."))
        self._examples_shown(())

    @Slot(object)
    def show_check(self, checked: DataChecked) -> None:
        """What the check found."""
        usable = tr_count(
            "{count:,} can be learnt from.", "{count:,} can be learnt from.", checked.usable
        )
        words = usable if checked.findings else tr("{usable} Nothing is wrong.", usable=usable)
        self._say(words, checked.findings)

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """They cannot be learnt from."""
        self._say("", (Finding(sentence, is_fault=True),))
        self._seen_words.setText("")

    def show_examples(self, jpeg: bytes) -> None:
        """What the training sees."""
        self._examples_shown((jpeg,))

    @Slot(str)
    def show_no_examples(self, why: str) -> None:
        """What the training sees could not be drawn."""
        self._seen_words.setText(why)
        self._seen_words.setVisible(bool(why))

    def _shortened(self, finding: Finding) -> str:
        """Without the folder, which stands above."""
        return finding.sentence.replace(f"{self._folder}{os.sep}", "")

    def _examples_shown(self, jpegs: Sequence[bytes]) -> None:
        self._examples.show_jpegs(*jpegs)
        self._examples.setVisible(bool(jpegs))
        if jpegs:
            self._seen_words.setText(
                tr("As it comes, as the network is given it, and what is wanted of it.")
            )
        self._seen_words.setVisible(bool(self._seen_words.text()))

    def _say(self, check: str, findings: Sequence[Finding]) -> None:
        self._check.setText(check)
        parts = (
            (self._faults, True, tr("Left out:")),
            (self._warnings, False, tr("Learnt from all the same, but worth a look:")),
        )
        for words, is_fault, heading in parts:
            told = [self._shortened(each) for each in findings if each.is_fault is is_fault]
            more = len(told) - _MOST_TOLD
            lines = told[:_MOST_TOLD] + ([tr("{count} more", count=more)] if more > 0 else [])
            if check:
                lines = [heading, *(f"• {line}" for line in lines)] if lines else []
            words.setText("\n".join(lines))
            words.setVisible(bool(lines))
        self._check.setVisible(bool(check))

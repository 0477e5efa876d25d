"""Where all results go that are not saved yet, what they are called, and how they are written."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.batch.names import Namer
from mirnet_gui.errors import UsageError
from mirnet_gui.escaping import printable
from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.jobs.save_trials import FileSize
from mirnet_gui.language import tr, tr_count
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.enhance.save_fields import SaveFields
from mirnet_gui.ui.enhance.save_trials import SaveTrials, Wish
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.labels import wrapped
from mirnet_gui.ui.wording import told_size


class SaveAllDialog(QDialog):
    """Asks for :attr:`folder`, :attr:`template` and :attr:`encoding` of the results of ``keys``.

    ``method`` is that of the first one.
    """

    def __init__(
        self,
        keys: list[Path],
        method: Method,
        proposed: SaveRequest,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._first = keys[0]
        self._method = method
        kept = {format_from_extension(key) or "png" for key in keys}
        self._fields = SaveFields(proposed, tokens, kept=kept)
        self._says = wrapped("quiet")
        self._size = wrapped("quiet")
        self._trials: SaveTrials | None = None
        self._tried: Photo | None = None
        self._save = QPushButton(tr("Save all"))
        self._save.setObjectName("save")
        self.setWindowTitle(tr("Save all"))
        count = tr_count(
            "{count:,} photograph will be saved. No file is replaced.",
            "{count:,} photographs will be saved. No file is replaced.",
            len(keys),
        )
        self._lay_out(count)
        self._fields.changed.connect(self._check)
        self._check()
        self._fields.begin()

    def measure(self, trials: SaveTrials, tried: Photo) -> None:
        """Tell by one of them how large the files will be: ``trials`` have its result."""
        self._trials, self._tried = trials, tried
        trials.measured.connect(self._on_measured)
        self._try()

    @property
    def folder(self) -> Path:
        """Where they go."""
        return self._fields.folder

    @property
    def template(self) -> str:
        """What they are called, with places in braces."""
        return self._fields.name

    @property
    def encoding(self) -> Encoding:
        """How they are written; without a format each one keeps its own."""
        return self._fields.encoding

    @Slot()
    def _check(self) -> None:
        self._try()
        try:
            namer = Namer(self.template, self._method)
            wrong = self._complaint(namer)
        except UsageError as error:
            wrong = f"{error.sentence} {error.hint}"
        self._save.setEnabled(not wrong)
        if wrong:
            self._says.setText(wrong)
            return
        target = self._fields.target or format_from_extension(self._first) or "jpeg"
        # The date of a photograph is in its file, which is not opened for an example.
        name = "" if namer.needs_date else str(namer.path(self._first, target, None, 1))
        self._says.setText(tr("The first one will be called {name}.", name=name) if name else "")

    def _try(self) -> None:
        if self._trials is None or self._tried is None:
            return
        encoding = self.encoding
        encoding = replace(encoding, format=encoding.format or self._tried.format)
        if self._trials.ask(Wish(encoding)):
            self._size.setText(tr("Measuring…"))

    @Slot(object)
    def _on_measured(self, size: FileSize | None) -> None:
        count = len(self._keys)
        if size is None or self._tried is None or self._tried.path is None:
            self._size.clear()
            return
        name, told = printable(self._tried.path.name), told_size(size)
        self._size.setText(
            tr("{name} takes {size}.", name=name, size=told)
            if count == 1
            else tr(
                "{name} takes {size}; {count:,} like it, {total}.",
                name=name,
                size=told,
                count=count,
                total=told_size(size, count),
            )
        )

    def _complaint(self, namer: Namer) -> str:
        """Why this names one photograph, but not many, or not in one folder."""
        if not namer.differs:
            return tr("Write {stem} where each photograph's own name is to stand.", stem="{stem}")
        if len(namer.path(self._first, "jpeg", None, 1).parts) > 1:
            return tr("A name has no folder in it: choose the folder below.")
        return ""

    def _lay_out(self, count: str) -> None:
        words = wrapped("quiet")
        words.setText(count)
        buttons = AnswerRow(self, self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(3 * GRID)
        for each in (words, self._fields, self._says, self._fields.quality, self._size):
            column.addWidget(each)
        column.addStretch(1)
        column.addLayout(buttons)
        for one, other in pairwise((*self._fields.in_order, buttons.cancel, self._save)):
            QWidget.setTabOrder(one, other)

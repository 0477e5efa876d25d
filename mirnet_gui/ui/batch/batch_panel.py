"""The panel at the right: where results go, how they are written, what is done."""

from __future__ import annotations

import json
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

from mirnet_gui.batch.names import BESIDE, FIELDS
from mirnet_gui.batch.options import Options
from mirnet_gui.errors import UsageError
from mirnet_gui.formatting import listed
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.formats import LABELS, WITH_QUALITY
from mirnet_gui.presets.preset import Preset
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import Segments
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.encoding_fields import DepthBox, LongestSide, MetadataChoice
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import label, section, wrapped
from mirnet_gui.ui.widgets.method_form import MethodForm
from mirnet_gui.ui.widgets.panel import Panel
from mirnet_gui.ui.widgets.preset_box import PresetBox

_IN_FOLDER: Final = "{stem}{ext}"
_FORMATS: Final = ((mark("Keep"), None), *((text, name) for name, text in LABELS.items()))
_EXISTING: Final = (
    (mark("Skip"), "skip"),
    (mark("Rename"), "rename"),
    (mark("Overwrite"), "overwrite"),
)


class BatchPanel(Panel):
    """Tells :attr:`options` and :attr:`method`; what makes no sense is said below it."""

    changed = Signal()

    def __init__(
        self,
        actions: Actions,
        models: Weights,
        model: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = QLineEdit()
        self._folder.setPlaceholderText(tr("Beside the photographs"))
        self._folder.setAccessibleName(tr("Output folder"))
        self._browse = QPushButton(tr("Choose…"))
        self._name = QLineEdit(BESIDE)
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
        self._form = MethodForm(models)
        self._form.set_method(create_method("mirnet", model=model))
        self.presets = PresetBox()
        self._complaint = wrapped("failed")
        self._watch = Segments(
            tr("Watch folder"), actions.of((ActionName.WATCH_OFF, ActionName.WATCH_ON))
        )
        self._watched = wrapped("quiet")
        self._begun = wrapped("quiet")
        self._begun.setText(
            tr("The batch has begun with these settings. “New batch” lets you choose others.")
        )
        self._begun.setVisible(False)
        self._body = QWidget()
        self._lay_out()
        self._connect()
        self._check()

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
    def method(self) -> Method | None:
        """What is done; None while something is missing."""
        return self._form.method if self._form.is_complete else None

    @property
    def form(self) -> MethodForm:
        """The controls of the method."""
        return self._form

    def remembered(self) -> str:
        """What :meth:`recall` understands; originals are replaced by no one who only forgot it."""
        method, options = self.method, self.options
        if method is None or options is None or options.replace_originals:
            return ""
        return json.dumps({"method": text_of(method), "options": options.to_dict()})

    def recall(self, remembered: str) -> None:
        """Show what was chosen the last time; what is not understood is forgotten."""
        try:
            last = json.loads(remembered)
            self.show_options(Options.from_dict(last["options"]), parse_method(last["method"]))
        except (ValueError, TypeError, KeyError, AttributeError, UsageError):
            return

    def set_folder(self, folder: Path) -> None:
        """Let results go there."""
        self._folder.setText(str(folder))

    def suggest_folder(self, folder: str) -> None:
        """Let results go there where nobody has said anything else."""
        if folder and not self._folder.text().strip() and not self._replace.isChecked():
            self.set_folder(Path(folder))

    def show_options(self, options: Options, method: Method) -> None:
        """Show what a batch that has begun was told."""
        self._folder.setText(str(options.folder or ""))
        self._name.setText(options.name)
        encoding = options.encoding
        self._format.setCurrentIndex(self._format.findData(encoding.format))
        self._depth.set_depth(encoding.depth)
        self._longest.set_longest(encoding.longest)
        self._strip.set_groups(encoding.strip)
        self._existing.setCurrentIndex(self._existing.findData(options.existing))
        self._quality.set_value(encoding.quality)
        self._times.setChecked(options.keep_times)
        self._replace.setChecked(options.replace_originals)
        self._form.set_method(method)
        self.presets.show_method(method)

    def allow_changes(self, allowed: bool) -> None:
        """Once a batch has begun, all of it is done alike."""
        self._body.setEnabled(allowed)
        self._begun.setVisible(not allowed)

    def show_watched(self, text: str) -> None:
        """Which folder is watched, "" for none."""
        self._watched.setText(text)
        self._watched.setVisible(bool(text))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for box in (self._format, self._depth, self._strip, self._existing):
            box.apply_theme(tokens)
        self.presets.apply_theme(tokens)
        self._form.apply_theme(tokens)

    @Slot(object)
    def _on_preset(self, preset: Preset) -> None:
        if self.method is not None:
            self._form.set_method(preset.applied_to(self.method))
            self._check()

    @Slot()
    def _ask_for_folder(self) -> None:
        ask_for_folder(self, tr("Put results into"), self.set_folder, self._folder.text())

    @Slot()
    def _on_folder(self) -> None:
        # In a folder of their own results can be called as their photographs are.
        usual = _IN_FOLDER if self._folder.text().strip() else BESIDE
        if self._name.text() in (_IN_FOLDER, BESIDE, ""):
            self._name.setText(usual)
        self._check()

    @Slot()
    def _check(self) -> None:
        self._complaint.setText(self._wrong())
        self._complaint.setVisible(bool(self._complaint.text()))
        self._folder.setEnabled(not self._replace.isChecked())
        self._name.setEnabled(not self._replace.isChecked())
        if self.method is not None:
            self.presets.show_method(self.method)
        self.changed.emit()

    @Slot(bool)
    def _on_replace(self, replaces: bool) -> None:
        if replaces:
            self._folder.clear()
            self._name.setText(_IN_FOLDER)
        else:
            self._name.setText(BESIDE)

    def _wrong(self) -> str:
        if self.method is None:
            return tr("The method needs a file.")
        if self.options is None:
            return tr(
                "The name is misspelt. It may hold {fields}.",
                fields=", ".join(f"{{{f}}}" for f in FIELDS),
            )
        return ""

    def _connect(self) -> None:
        self._browse.clicked.connect(self._ask_for_folder)
        self.presets.preset_chosen.connect(self._on_preset)
        self._replace.toggled.connect(self._on_replace)
        self._folder.textChanged.connect(self._on_folder)
        for signal in (
            self._name.textChanged,
            self._format.currentIndexChanged,
            self._depth.currentIndexChanged,
            self._existing.currentIndexChanged,
            self._quality.value_changed,
            self._longest.changed,
            self._strip.changed,
            self._times.toggled,
            self._replace.toggled,
            self._form.changed,
        ):
            signal.connect(self._check)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(2 * GRID)
        body.addWidget(section(tr("Output")))
        folder = QHBoxLayout()
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._browse)
        body.addLayout(folder)
        body.addLayout(self._choices())
        body.addWidget(self._quality)
        body.addWidget(self._times)
        body.addWidget(self._replace)
        body.addSpacing(2 * GRID)
        body.addWidget(section(tr("Preset")))
        body.addWidget(self.presets)
        body.addSpacing(2 * GRID)
        body.addWidget(section(tr("Method")))
        body.addWidget(self._form)
        body.addWidget(self._complaint)
        column = self.column
        column.addWidget(self._begun)
        column.addWidget(self._body)
        column.addSpacing(2 * GRID)
        column.addWidget(section(tr("Watch folder")))
        column.addWidget(self._watch)
        column.addWidget(self._watched)
        column.addStretch(1)

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Name"), self._name),
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

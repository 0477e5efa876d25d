"""The panel at the right: where results go, how they are written, what is done."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mirnet_gui.batch.names import FIELDS
from mirnet_gui.batch.options import Options
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr, tr_count
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.methods.variants import without_regions
from mirnet_gui.presets.preset import Preset
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.output_fields import OutputFields
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import Segments
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.method_form import MethodForm
from mirnet_gui.ui.widgets.panel import Panel
from mirnet_gui.ui.widgets.preset_box import PresetBox


class BatchPanel(Panel):
    """Tells :attr:`options` and :attr:`method`; what makes no sense is said below it."""

    changed = Signal()
    alike_wanted = Signal()
    """What is chosen here is to be done to those photographs as well that have other settings."""

    def __init__(
        self,
        actions: Actions,
        models: Weights,
        model: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._output = OutputFields()
        self._form = MethodForm(models)
        self._form.set_method(create_method("mirnet", model=model))
        self.presets = PresetBox()
        self._own = wrapped("quiet")
        self.alike = QPushButton(tr("Use these settings for all"))
        self.alike.setProperty("kind", "small")
        self.alike.clicked.connect(self.alike_wanted)
        self.show_own(0)
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
        return self._output.options

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

    def show_own(self, count: int) -> None:
        """``count`` photographs have settings that they came with."""
        self._own.setText(
            tr_count(
                "{count:,} photograph keeps the settings that it came with.",
                "{count:,} photographs keep the settings that they came with.",
                count,
            )
        )
        for part in (self._own, self.alike):
            part.setVisible(bool(count))

    def set_folder(self, folder: Path) -> None:
        """Let results go there."""
        self._output.set_folder(folder)

    def suggest_folder(self, folder: str) -> None:
        """Let results go there where nobody has said anything else."""
        if folder and not self._output.has_folder:
            self.set_folder(Path(folder))

    def suggest_name(self, template: str) -> None:
        """Let results be called so where nobody has said anything else; "" for the usual."""
        self._output.suggest_name(template)

    def show_options(self, options: Options, method: Method) -> None:
        """Show what a batch that has begun was told."""
        self._output.show_options(options)
        # Regions are places in one photograph, and nothing shows them here.
        method = without_regions(method)
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
        self._output.apply_theme(tokens)
        self.presets.apply_theme(tokens)
        self._form.apply_theme(tokens)

    @Slot(object)
    def _on_preset(self, preset: Preset) -> None:
        if self.method is not None:
            self._form.set_method(preset.applied_to(self.method))
            self._check()

    @Slot()
    def _check(self) -> None:
        self._complaint.setText(self._wrong())
        self._complaint.setVisible(bool(self._complaint.text()))
        if self.method is not None:
            self.presets.show_method(self.method)
        self.changed.emit()

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
        self.presets.preset_chosen.connect(self._on_preset)
        self._output.changed.connect(self._check)
        self._form.changed.connect(self._check)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(2 * GRID)
        body.addWidget(self._output)
        body.addSpacing(2 * GRID)
        body.addWidget(self._own)
        body.addWidget(self.alike)
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

"""What is asked for about a file: its name and folder, its format, and how well it is written."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from mirnet_gui.batch.names import FIELDS
from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.photo.encoding import DEPTHS, Encoding
from mirnet_gui.photo.formats import LABELS, WRITTEN
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format
from mirnet_gui.ui.enhance.save_plan import renamed
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.encoding_fields import DepthBox, LongestSide, MetadataChoice
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import ElidedLabel, label

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
_WIDTH = 280


class SaveFields(QWidget):
    """Tells :attr:`name`, :attr:`folder` and :attr:`encoding`; name and format follow each other.

    For many photographs the name has places in braces, and each may keep its own format: those are
    ``kept``.
    :attr:`quality` stands apart, for whoever lays it out.
    """

    changed = Signal()

    def __init__(
        self,
        proposed: SaveRequest,
        tokens: Tokens,
        parent: QWidget | None = None,
        *,
        kept: Set[Format] = frozenset(),
    ) -> None:
        super().__init__(parent)
        encoding = proposed.encoding
        self._folder = proposed.path.parent
        self._kept = kept
        self._name = QLineEdit(proposed.path.name)
        self._name.setAccessibleName(tr("File name"))
        self._name.setToolTip("\n".join(f"{{{key}}}  {tr(what)}" for key, what in FIELDS.items()))
        self._place = ElidedLabel("quiet")
        self._choose = QPushButton(tr("Choose…"))
        self._choose.setAccessibleName(tr("Choose the folder"))
        self._choose.setAutoDefault(False)
        self._format = ChoiceBox(tr("Format"))
        self._format.apply_theme(tokens)
        self._depth = DepthBox()
        self._depth.apply_theme(tokens)
        self._longest = LongestSide()
        self._longest.set_longest(encoding.longest)
        self._strip = MetadataChoice()
        self._strip.apply_theme(tokens)
        self._strip.set_groups(encoding.strip)
        self.quality = LabelledSlider(_QUALITY, encoding.quality)
        if kept:
            self._format.addItem(tr("Keep"), None)
        for entry, words in LABELS.items():
            self._format.addItem(words, entry)
        self._format.setCurrentIndex(self._format.findData(encoding.format))
        self._offer_depths()
        self._depth.set_depth(encoding.depth)
        self._offer_quality()
        self._show_folder()
        self._lay_out()
        self._connect()

    @property
    def name(self) -> str:
        """As it is typed."""
        return self._name.text().strip()

    @property
    def folder(self) -> Path:
        """Where the file goes."""
        return self._folder

    @property
    def target(self) -> Format | None:
        """The format that is chosen; None where each of many keeps its own."""
        target: Format | None = self._format.currentData()
        return target

    @property
    def encoding(self) -> Encoding:
        """How the file is written."""
        return Encoding(
            format=self.target,
            depth=self._depth.chosen,
            quality=round(self.quality.value),
            longest=self._longest.longest,
            strip=self._strip.groups,
        )

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """The controls, as Tab goes through them."""
        fields = (self._name, self._choose, self._format, self._depth, self._longest, self._strip)
        return (*fields, self.quality.slider, self.quality.figure)

    def set_folder(self, folder: Path) -> None:
        """Save into another folder."""
        self._folder = folder
        self._show_folder()
        self.changed.emit()

    def begin(self) -> None:
        """Let the name be typed, but for its extension."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.setSelection(0, len(Path(self._name.text()).stem))

    def _show_folder(self) -> None:
        self._place.setText(str(self._folder))
        self._place.setToolTip(str(self._folder))

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        promised = format_from_extension(Path(name))
        if promised is not None:
            self._format.setCurrentIndex(self._format.findData(promised))
            self._offer_depths()
        self._on_changed()

    def _offer_depths(self) -> None:
        self._depth.offer(DEPTHS if self.target is None else WRITTEN[self.target].depths)

    @Slot(int)
    def _on_format_chosen(self, _index: int) -> None:
        self._offer_depths()
        # A name with places in braces gets the extension of the format by itself.
        if self.target is not None and "{" not in self.name:
            self._name.setText(renamed(self.name, self.target))
        self._on_changed()

    def _offer_quality(self) -> None:
        # It keeps its room: nothing moves when another format is chosen.
        written = self._kept if self.target is None else {self.target}
        self.quality.setEnabled(any(WRITTEN[each].has_quality for each in written))

    @Slot()
    def _on_changed(self) -> None:
        self._offer_quality()
        self.changed.emit()

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Save into"), str(self._folder))
        if chosen:
            self.set_folder(Path(chosen))

    def _connect(self) -> None:
        self._name.textEdited.connect(self._on_name_edited)
        self._format.activated.connect(self._on_format_chosen)
        self._choose.clicked.connect(self._choose_folder)
        for signal in (
            self._depth.currentIndexChanged,
            self._longest.changed,
            self._strip.changed,
            self.quality.value_changed,
        ):
            signal.connect(self._on_changed)

    def _lay_out(self) -> None:
        folder_row = QHBoxLayout()
        folder_row.setSpacing(2 * GRID)
        folder_row.addWidget(self._place, 1)
        folder_row.addWidget(self._choose)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, _WIDTH)
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

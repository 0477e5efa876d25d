"""The section of the panel about regions: what can be added, and what there is of them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.language import tr
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.region_actions import KINDS, SHOW_MASK, adding
from mirnet_gui.ui.enhance.region_controls import RegionControls
from mirnet_gui.ui.enhance.region_editor import RegionEditor, RegionKind
from mirnet_gui.ui.enhance.region_wording import region_names
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.labels import section

_COLUMNS = 2
_ROWS_SEEN = 6


class RegionsSection(QWidget):
    """Shows what an editor says and passes on what the hand does."""

    def __init__(
        self, actions: Actions, editor: RegionEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._is_silent = False
        self._adding = [_AddButton(actions[adding(kind)], kind) for kind in KINDS]
        self._list = RegionList()
        self._mask = QCheckBox(tr("Show mask"))
        self._mask_action = actions[SHOW_MASK]
        self._duplicate = _small(tr("Duplicate"), tr("The same once more, a little aside."))
        self._delete = _small(tr("Delete"), tr("Take the region away."))
        self._controls = RegionControls()
        self._lay_out()
        self._connect(self._mask_action)
        self._on_shown()

    @property
    def controls(self) -> RegionControls:
        """Those of the chosen region."""
        return self._controls

    @property
    def list(self) -> RegionList:
        """All regions."""
        return self._list

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._controls.apply_theme(tokens)

    def _connect(self, mask: QAction) -> None:
        editor = self._editor
        editor.shown.connect(self._on_shown)
        self._list.currentRowChanged.connect(self._on_row)
        self._list.itemChanged.connect(self._on_item)
        self._list.removing.connect(editor.remove)
        self._duplicate.clicked.connect(editor.duplicate)
        self._delete.clicked.connect(editor.remove)
        editor.amounts_asked.connect(self._controls.take_focus)
        self._controls.left.connect(editor.take_focus)
        self._controls.taken_up.connect(editor.taken_up)
        self._controls.changed.connect(editor.change)
        self._controls.brush_changed.connect(editor.set_brush)
        self._mask.toggled.connect(mask.setChecked)
        mask.toggled.connect(self._follow_mask)

    @Slot()
    def _on_shown(self) -> None:
        self._is_silent = True
        self._list.show_regions(self._editor.regions, self._editor.chosen)
        self._is_silent = False
        region = self._editor.region
        if region is not None:
            self._controls.show_region(region, self._editor.brush)
        self._list.setVisible(bool(self._editor.regions))
        for each in (self._controls, self._mask, self._duplicate, self._delete):
            each.setVisible(region is not None)
        self._follow_mask()

    @Slot()
    def _follow_mask(self) -> None:
        """Ticked while the mask is seen, which it always is of a region that changes nothing."""
        region = self._editor.region
        is_forced = region is not None and region.is_neutral
        with QSignalBlocker(self._mask):
            self._mask.setChecked(is_forced or self._mask_action.isChecked())
        self._mask.setEnabled(not is_forced)
        reason = tr("Always seen as long as the region changes nothing.")
        self._mask.setToolTip(reason if is_forced else self._mask_action.toolTip())

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if not self._is_silent:
            self._editor.choose(row if row >= 0 else None)

    @Slot(object)
    def _on_item(self, item: QListWidgetItem) -> None:
        if not self._is_silent:
            is_on = item.checkState() is Qt.CheckState.Checked
            self._editor.switch(self._list.row(item), on=is_on)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(section(tr("Regions")))
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for place, button in enumerate(self._adding):
            grid.addWidget(button, *divmod(place, _COLUMNS))
        column.addLayout(grid)
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.addWidget(self._mask, 1)
        row.addWidget(self._duplicate)
        row.addWidget(self._delete)
        column.addLayout(row)
        column.addWidget(self._controls)


class RegionList(QListWidget):
    """A row for each region, which can be switched off; as high as it has rows."""

    removing = Signal()
    """The row with the focus is not wanted any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("regionList")
        self.setAccessibleName(tr("Regions"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_regions(self, regions: tuple[AdjustedRegion, ...], chosen: int | None) -> None:
        """Write the rows, and mark the one that is ``chosen``."""
        while self.count() > len(regions):
            self.takeItem(self.count() - 1)
        while self.count() < len(regions):
            self.addItem(QListWidgetItem())
        for row, (region, name) in enumerate(zip(regions, region_names(regions), strict=True)):
            item = self.item(row)
            item.setText(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if region.is_on else Qt.CheckState.Unchecked
            item.setCheckState(state)
        self.setCurrentRow(-1 if chosen is None else chosen)
        seen = min(max(self.count(), 1), _ROWS_SEEN)
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom()
        self.setFixedHeight(self.sizeHintForRow(0) * seen + around)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the region away; everything else as Qt has it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removing.emit()
        else:
            super().keyPressEvent(event)


class _AddButton(QPushButton):
    """A small button for an action, with the word for its kind of region alone."""

    def __init__(self, action: QAction, kind: RegionKind, parent: QWidget | None = None) -> None:
        super().__init__(tr(kind), parent)
        self._action = action
        self.setProperty("kind", "small")
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())


def _small(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("kind", "small")
    made.setToolTip(tip)
    return made

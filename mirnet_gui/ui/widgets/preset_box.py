"""Chooses one of the presets, and says which of them is the one that is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.presets.preset import Preset
from mirnet_gui.ui.widgets.choice_box import ChoiceBox

_SHORTEST = 10


class PresetBox(ChoiceBox):
    """Those of the program first, those of the user below a line."""

    preset_chosen = Signal(object)
    """:class:`Preset`, chosen by hand."""
    opening = Signal()
    """Somebody wants to see which there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Preset"), parent)
        self._method: Method | None = None
        self.setObjectName("presetBox")
        self.setPlaceholderText(tr("Own settings"))
        # A name may be longer than the panel is wide.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)
        self.activated.connect(self._on_activated)

    @property
    def preset(self) -> Preset | None:
        """The one that is wanted, None where something else is."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, Preset) else None

    def offer(self, presets: Sequence[Preset]) -> None:
        """Let ``presets`` be chosen."""
        chosen = self.preset
        self.clear()
        for place, preset in enumerate(presets):
            if place and presets[place - 1].is_built_in and not preset.is_built_in:
                self.insertSeparator(self.count())
            self.addItem(preset.label, preset)
            self.setItemData(self.count() - 1, preset.label, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(-1 if chosen is None else self._place_of(chosen))
        if self._method is not None:
            self.show_method(self._method)

    def show_method(self, method: Method) -> None:
        """Show the preset that wants just what ``method`` wants, if there is one."""
        self._method = method
        known = [self.preset, *(self.itemData(place) for place in range(self.count()))]
        found = next((each for each in known if _wants(each, method)), None)
        self.setCurrentIndex(-1 if found is None else self._place_of(found))
        self.setToolTip("" if found is None else found.label)

    def showPopup(self) -> None:
        """Open the list."""
        self.opening.emit()
        super().showPopup()

    def _place_of(self, preset: Preset) -> int:
        # Not findData: Qt does not compare what Python made.
        places = range(self.count())
        return next((place for place in places if self.itemData(place) == preset), -1)

    @Slot(int)
    def _on_activated(self, _place: int) -> None:
        preset = self.preset
        if preset is not None:
            self.preset_chosen.emit(preset)
        if self._method is not None:
            # Where it could not be applied, the box says what is so all the same.
            self.show_method(self._method)


def _wants(preset: object, method: Method) -> bool:
    return isinstance(preset, Preset) and preset.applied_to(method) == method

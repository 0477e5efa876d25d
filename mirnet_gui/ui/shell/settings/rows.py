"""A row of the dialog of settings: what it is about at the left, its control at the right."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.settings.setting import (
    Choice,
    Deed,
    Fact,
    Folder,
    Number,
    Setting,
    Switch,
)
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.digits import WholeNumberBox
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder
from mirnet_gui.ui.widgets.labels import ElidedLabel, wrapped

_CONTROL_WIDTH: Final = 230


class Row(QWidget):
    """Subclasses put a control into it and keep that in step with the preferences."""

    def __init__(self, setting: Setting, group: str) -> None:
        super().__init__()
        self._words = f"{group} {setting.label} {setting.hint}".casefold()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, GRID, 0, GRID)
        self._row.setSpacing(4 * GRID)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(wrapped("", setting.label))
        words.addWidget(wrapped("quiet", setting.hint))
        self._row.addLayout(words, 1)

    def put(self, control: QWidget, setting: Setting, above: QWidget | None = None) -> None:
        """Show ``control`` at the right, below ``above``."""
        control.setAccessibleName(setting.label)
        control.setAccessibleDescription(setting.hint)
        place = QWidget()
        place.setFixedWidth(_CONTROL_WIDTH)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        if above is not None:
            column.addWidget(above)
        # Only the words of a check box can be clicked: it is no wider than they are.
        is_narrow = isinstance(control, QCheckBox)
        side = Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag(0)
        column.addWidget(control, 0, side)
        self._row.addWidget(place, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def words(self) -> str:
        """All that can be searched for, in small letters."""
        return self._words

    def follow(self) -> None:
        """Show what is preferred now."""

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""


class ChoiceRow(Row):
    """One of several."""

    def __init__(self, setting: Choice, group: str, preferences: Preferences) -> None:
        super().__init__(setting, group)
        self._setting = setting
        self._preferences = preferences
        self._box = ChoiceBox(setting.label)
        self.put(self._box, setting)
        self.follow()
        self._box.activated.connect(self._on_chosen)

    @property
    def words(self) -> str:
        """See :class:`Row`."""
        names = " ".join(self._box.itemText(place) for place in range(self._box.count()))
        return f"{super().words} {names.casefold()}"

    def follow(self) -> None:
        """See :class:`Row`; the options may be others than before."""
        self._box.clear()
        for value, text in self._setting.options():
            self._box.addItem(text, value)
        chosen = getattr(self._preferences.settings, self._setting.name)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))

    def apply_theme(self, tokens: Tokens) -> None:
        """See :class:`Row`."""
        self._box.apply_theme(tokens)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self._preferences.change(**{self._setting.name: self._box.itemData(place)})


class SwitchRow(Row):
    """On or off."""

    def __init__(self, setting: Switch, group: str, preferences: Preferences) -> None:
        super().__init__(setting, group)
        self._name = setting.name
        self._preferences = preferences
        self._box = QCheckBox(tr("On"))
        self.put(self._box, setting)
        self.follow()
        self._box.toggled.connect(self._on_toggled)

    def follow(self) -> None:
        """See :class:`Row`."""
        self._box.setChecked(getattr(self._preferences.settings, self._name))

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self._preferences.change(**{self._name: checked})


class NumberRow(Row):
    """A whole number."""

    def __init__(self, setting: Number, group: str, preferences: Preferences) -> None:
        super().__init__(setting, group)
        self._name = setting.name
        self._preferences = preferences
        self._box = WholeNumberBox()
        self._box.setRange(setting.minimum, setting.maximum)
        self.put(self._box, setting)
        self.follow()
        self._box.valueChanged.connect(self._on_changed)

    def follow(self) -> None:
        """See :class:`Row`."""
        self._box.setValue(getattr(self._preferences.settings, self._name))

    @Slot(int)
    def _on_changed(self, value: int) -> None:
        self._preferences.change(**{self._name: value})


class FolderRow(Row):
    """A folder, or none."""

    def __init__(self, setting: Folder, group: str, preferences: Preferences) -> None:
        super().__init__(setting, group)
        self._setting = setting
        self._preferences = preferences
        self._path = ElidedLabel("")
        self._button = QPushButton(tr("Choose…"))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._choose)
        self.put(self._button, setting, self._path)
        self._button.setAccessibleName(tr("Choose: {label}", label=setting.label))
        self.follow()

    def follow(self) -> None:
        """See :class:`Row`."""
        chosen = getattr(self._preferences.settings, self._setting.name)
        self._path.setText(printable(chosen) or self._setting.empty)
        self._path.setToolTip(printable(chosen))

    @Slot()
    def _choose(self) -> None:
        start = getattr(self._preferences.settings, self._setting.name) or str(Path.home())
        ask_for_folder(self, self._setting.label, self._on_chosen, start)

    def _on_chosen(self, folder: Path) -> None:
        self._preferences.change(**{self._setting.name: str(folder)})


class DeedRow(Row):
    """A button for an action of the table."""

    def __init__(self, setting: Deed, group: str, actions: Actions) -> None:
        super().__init__(setting, group)
        button = ActionButton(actions[setting.name])
        button.setAutoDefault(False)
        self.put(button, setting)


def row_for(setting: Setting, group: str, preferences: Preferences, actions: Actions) -> Row:
    """The row that shows ``setting``."""
    match setting:
        case Choice():
            return ChoiceRow(setting, group, preferences)
        case Switch():
            return SwitchRow(setting, group, preferences)
        case Number():
            return NumberRow(setting, group, preferences)
        case Folder():
            return FolderRow(setting, group, preferences)
        case Deed():
            return DeedRow(setting, group, actions)
        case Fact():
            return Row(setting, group)

"""All preferences in one dialog; what is changed counts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.settings.groups import all_groups
from mirnet_gui.ui.shell.settings.rows import Row, row_for
from mirnet_gui.ui.shell.settings.setting import Group
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.labels import label

_SIZE: Final = QSize(760, 560)
_AROUND: Final = QSize(40, 40)
_LIST_WIDTH: Final = 170


class SettingsDialog(QDialog):
    """Groups at the left lead to their rows; a search leaves only the rows that have its words."""

    def __init__(
        self, preferences: Preferences, actions: Actions, tokens: Tokens, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._preferences = preferences
        self._sections = [
            _Section(group, preferences, actions) for group in all_groups(preferences)
        ]
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search the settings"))
        self._search.setAccessibleName(tr("Search the settings"))
        self._search.setClearButtonEnabled(True)
        self._groups = QListWidget()
        self._groups.setObjectName("sideList")
        self._groups.setAccessibleName(tr("Groups of settings"))
        self._groups.setFixedWidth(_LIST_WIDTH)
        self._groups.addItems([section.title for section in self._sections])
        self._nothing = label("quiet", tr("There is no setting of that name."))
        self._scrolled = QScrollArea()
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout()
        self._lay_out()
        self.resize(_SIZE.boundedTo(parent.window().size() - _AROUND))
        self._search.textChanged.connect(self._on_search)
        self._groups.currentRowChanged.connect(self._on_group)
        preferences.changed.connect(self._on_preference)
        preferences.devices_found.connect(self._follow)
        self.apply_theme(tokens)
        self._on_search("")
        self._search.setFocus()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for section in self._sections:
            for row in section.rows:
                row.apply_theme(tokens)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        for place, section in enumerate(self._sections):
            is_there = section.filter(words)
            self._groups.item(place).setHidden(not is_there)
        self._nothing.setVisible(not any(section.has_rows for section in self._sections))

    @Slot(int)
    def _on_group(self, place: int) -> None:
        if 0 <= place < len(self._sections):
            # What is filtered has not been laid out anew before the event loop comes round.
            self._column.activate()
            self._scrolled.verticalScrollBar().setValue(self._sections[place].y())

    @Slot(str)
    def _on_preference(self, _name: str) -> None:
        self._follow()

    @Slot()
    def _follow(self) -> None:
        for section in self._sections:
            for row in section.rows:
                row.follow()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("sidePanelBody")
        self._column.setContentsMargins(2 * GRID, 0, 4 * GRID, 0)
        self._column.setSpacing(6 * GRID)
        self._column.addWidget(self._nothing)
        for section in self._sections:
            self._column.addWidget(section)
        self._column.addStretch(1)
        body.setLayout(self._column)
        self._scrolled.setObjectName("sheet")
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setWidgetResizable(True)
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled.setWidget(body)
        middle = QHBoxLayout()
        middle.setSpacing(4 * GRID)
        middle.addWidget(self._groups)
        middle.addWidget(self._scrolled, 1)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        outer.setSpacing(4 * GRID)
        outer.addWidget(self._search)
        outer.addLayout(middle, 1)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


class _Section(QWidget):
    """The rows of a group under their heading."""

    def __init__(self, group: Group, preferences: Preferences, actions: Actions) -> None:
        super().__init__()
        self.title = group.title
        self.rows: list[Row] = [
            row_for(setting, group.title, preferences, actions) for setting in group.settings
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._heading(group, lambda: preferences.reset(*group.names)))
        for row in self.rows:
            column.addWidget(row)

    @property
    def has_rows(self) -> bool:
        """Whether the search has left any."""
        return any(not row.isHidden() for row in self.rows)

    def filter(self, words: list[str]) -> bool:
        """Leave the rows that have all ``words``; whether there are any."""
        for row in self.rows:
            row.setVisible(all(word in row.words for word in words))
        self.setVisible(self.has_rows)
        return self.has_rows

    def _heading(self, group: Group, reset: Callable[[], None]) -> QHBoxLayout:
        heading = QHBoxLayout()
        heading.addWidget(label("title", group.title))
        heading.addStretch(1)
        if group.names:
            button = QPushButton(tr("Reset to defaults"))
            button.setProperty("kind", "small")
            button.setAutoDefault(False)
            button.setAccessibleName(tr("Reset {group} to defaults", group=group.title))
            button.clicked.connect(reset)
            heading.addWidget(button)
        return heading

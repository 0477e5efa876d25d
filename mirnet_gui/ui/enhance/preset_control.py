"""The preset of the photograph, what can be done with presets, and whether it is of last time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import ElidedLabel, section
from mirnet_gui.ui.widgets.preset_box import PresetBox


class PresetControl(QWidget):
    """``actions`` stand in the menu beside the choice."""

    reset_asked = Signal()
    """The settings of last time are not wanted."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = PresetBox()
        self._more = QToolButton()
        self._more.setObjectName("presetMenu")
        self._more.setProperty("kind", "ghost")
        self._more.setAccessibleName(tr("Save, rename and share presets"))
        self._more.setToolTip(tr("Save, rename and share presets"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addActions(list(actions))
        self._more.setMenu(menu)
        self._last_time = QWidget()
        self._reset = QPushButton(tr("Reset"))
        self._reset.setObjectName("resetLastTime")
        self._reset.setAccessibleName(tr("Reset the settings of last time"))
        self._reset.setProperty("kind", "small")
        self._reset.setCursor(Qt.CursorShape.PointingHandCursor)
        self._reset.clicked.connect(self._on_reset)
        self._lay_out()
        self.show_last_time(False)
        self.apply_theme(DARK)

    def show_last_time(self, is_of_last_time: bool) -> None:
        """Whether what is wanted was chosen when the program ran last."""
        self._last_time.setVisible(is_of_last_time)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.box.apply_theme(tokens)
        self._more.setIcon(icon(Glyph.DOTS, tokens.text))

    @Slot()
    def _on_reset(self) -> None:
        # The button is about to vanish.
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reset_asked.emit()

    def _lay_out(self) -> None:
        words = ElidedLabel("quiet")
        words.setText(tr("Settings of last time"))
        words.setToolTip(tr("They were chosen when this photograph was open before."))
        line = QHBoxLayout(self._last_time)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(words, 1)
        line.addWidget(self._reset)
        # What stands below must not move when another photograph is shown.
        policy = self._last_time.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._last_time.setSizePolicy(policy)
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(section(tr("Preset")))
        column.addLayout(row)
        column.addWidget(self._last_time)

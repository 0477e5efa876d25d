"""How fast a network restores, of those speeds that its weights know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.mirnet import FAST, FULL, SPEED
from mirnet_gui.ui.widgets.choice_box import ChoiceBox


class SpeedBox(ChoiceBox):
    """Shows the usual speed where the weights do not know the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr(SPEED.label), parent)
        self.setToolTip(tr(SPEED.tooltip))
        self._speeds: tuple[str, ...] = ()
        self.offer(SPEED.names)

    def offer(self, speeds: Sequence[str]) -> None:
        """Let one of ``speeds`` be chosen; what was chosen stays so if it is among them."""
        if tuple(speeds) == self._speeds:
            return
        self._speeds = tuple(speeds)
        chosen = self.currentData()
        self.clear()
        for speed, words in SPEED.options:
            if speed in speeds:
                # What has no light has nothing but its one pass.
                is_plain = speed == FULL and FAST not in speeds
                self.addItem(tr("Full") if is_plain else tr(words), speed)
        self.choose(chosen)

    def choose(self, speed: str) -> None:
        """Show ``speed`` as the chosen one; nobody is told."""
        self.setCurrentIndex(max(0, self.findData(speed)))

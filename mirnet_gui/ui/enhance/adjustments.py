"""The sliders of the Enhance page: what is chosen of a result, without it being computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.methods.mirnet import MirnetMethod, with_choice
from mirnet_gui.methods.parameters import Parameter, parameters_of
from mirnet_gui.tone.layers import Choice
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.ui.enhance.adjust_head import AdjustHead
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider


class Adjustments(QWidget):
    """One slider for each parameter of the method that acts on a finished result.

    Buttons for the actions ``history`` stand above them.
    """

    changed = Signal(object)
    """:class:`Choice`, when the hand changed something."""
    taken_up = Signal()
    """What the hand changes from now on is another change."""

    def __init__(self, history: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        usual = MirnetMethod()
        self._sliders = {
            name: LabelledSlider(parameter, getattr(usual, name))
            for name, parameter in parameters_of(MirnetMethod).items()
            if isinstance(parameter, Parameter)
        }
        head = AdjustHead(history)
        self._reset = head.reset
        self._reset.setObjectName("resetAdjustments")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(head)
        for slider in self._sliders.values():
            column.addWidget(slider)
            slider.value_changed.connect(self._on_moved)
            slider.taken_up.connect(self.taken_up)
        self._reset.clicked.connect(self._on_reset)
        self._silent = False
        self._regions: tuple[AdjustedRegion, ...] = ()
        self._offer_reset()

    @property
    def choice(self) -> Choice:
        """What the sliders say, with the regions that were shown last."""
        values: dict[str, Any] = {
            name: round(slider.value, 6) for name, slider in self._sliders.items()
        }
        return MirnetMethod(**values, regions=self._regions).choice

    def slider(self, name: str) -> LabelledSlider:
        """The control of the parameter ``name``."""
        return self._sliders[name]

    def show_choice(self, choice: Choice) -> None:
        """Move the sliders; nobody is told."""
        method = with_choice(MirnetMethod(), choice)
        self._regions = choice.regions
        self._silent = True
        for name, slider in self._sliders.items():
            slider.set_value(getattr(method, name))
        self._silent = False
        self._offer_reset()

    def offer_denoise(self, offered: bool) -> None:
        """Whether the noise was taken away by a pass of its own, so that it can be had back."""
        for name in ("denoise", "grain"):
            self._sliders[name].setEnabled(offered)

    @Slot(float)
    def _on_moved(self, _value: float) -> None:
        if not self._silent:
            self._offer_reset()
            self.changed.emit(self.choice)

    @Slot()
    def _on_reset(self) -> None:
        self.taken_up.emit()
        self.show_choice(Choice())
        self.changed.emit(self.choice)

    def _offer_reset(self) -> None:
        self._reset.setEnabled(self.choice != Choice())

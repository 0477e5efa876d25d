"""A number to be set by hand: its name, its value and a slider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.labels import label
from mirnet_gui.ui.tokens import GRID


class LabelledSlider(QWidget):
    """A slider for one :class:`Parameter`; a range of 0..1 is shown in per cent."""

    value_changed = Signal(float)

    def __init__(self, parameter: Parameter, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._figure = label("quiet")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, round((parameter.maximum - parameter.minimum) / parameter.step))
        self._slider.setPageStep(max(1, self._slider.maximum() // 10))
        self._slider.setAccessibleName(parameter.label)
        self._slider.setToolTip(parameter.tooltip)
        self._slider.valueChanged.connect(self._on_moved)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID // 2)
        grid.addWidget(label("", parameter.label), 0, 0)
        grid.addWidget(self._figure, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._slider, 1, 0, 1, 2)
        self.set_value(value)

    @property
    def value(self) -> float:
        """In the parameter's own range."""
        return self._parameter.minimum + self._slider.value() * self._parameter.step

    @property
    def slider(self) -> QSlider:
        """What the hand takes hold of."""
        return self._slider

    def set_value(self, value: float) -> None:
        """Move the slider to ``value``."""
        self._slider.setValue(round((value - self._parameter.minimum) / self._parameter.step))
        self._write_figure()

    @Slot(int)
    def _on_moved(self, _position: int) -> None:
        self._write_figure()
        self.value_changed.emit(self.value)

    def _write_figure(self) -> None:
        parameter = self._parameter
        if (parameter.minimum, parameter.maximum, parameter.unit) == (0.0, 1.0, ""):
            self._figure.setText(f"{self.value * 100:.0f} %")
        else:
            self._figure.setText(f"{self.value:g} {parameter.unit}".strip())

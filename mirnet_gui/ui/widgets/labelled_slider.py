"""A number to be set by hand: its name, its value to be typed, and a slider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSlider, QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.number_field import NumberField
from mirnet_gui.ui.widgets.parameter_slider import ParameterSlider

_IN_PERCENT = (0.0, 1.0)
_IN_HUNDREDTHS = (-1.0, 1.0)

# Everything else passes: at a change of theme each slider hears hundreds of events.
_HANDS = frozenset(
    {
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.KeyPress,
        QEvent.Type.FocusIn,
    }
)


class LabelledSlider(QWidget):
    """A slider for one :class:`Parameter`, and a field for who would rather type.

    A range of 0..1 is shown in per cent, one of -1..1 in hundredths. A double click on the slider
    or the name brings back the value that it began with.
    """

    value_changed = Signal(float)
    taken_up = Signal()
    """A hand begins with it anew: what it changes from now on is one change."""

    def __init__(self, parameter: Parameter, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._usual = value
        self._was_pressed = False
        self._factor, suffix = _as_shown(parameter)
        self._figure = NumberField()
        self._figure.setDecimals(_decimals(parameter.step * self._factor))
        ends = (parameter.minimum, parameter.maximum)
        self._figure.setRange(*(end * self._factor for end in ends))
        self._figure.setSingleStep(parameter.step * self._factor)
        self._figure.setSuffix(suffix)
        self._figure.leave_room()
        self._figure.setAccessibleName(tr("{label}, number", label=tr(parameter.label)))
        self._slider = ParameterSlider(from_middle=parameter.minimum == -parameter.maximum)
        self._slider.setRange(0, round((parameter.maximum - parameter.minimum) / parameter.step))
        self._slider.setPageStep(max(1, self._slider.maximum() // 10))
        self._slider.setAccessibleName(tr(parameter.label))
        self._name = label("", tr(parameter.label))
        for each in (self._slider, self._name, self._figure):
            each.setToolTip(
                "\n".join((tr(parameter.tooltip), tr("A double click on the slider resets it.")))
            )
        for each in (self._slider, self._name, self._figure):
            each.installEventFilter(self)
        self._lay_out()
        self.set_value(value)
        self._slider.valueChanged.connect(self._on_moved)
        self._figure.valueChanged.connect(self._on_typed)
        self._figure.editingFinished.connect(self.taken_up)

    @property
    def value(self) -> float:
        """In the parameter's own range."""
        return self._parameter.minimum + self._slider.value() * self._parameter.step

    @property
    def slider(self) -> QSlider:
        """What the hand takes hold of."""
        return self._slider

    @property
    def figure(self) -> QDoubleSpinBox:
        """Where a number can be typed, as it is shown."""
        return self._figure

    def set_value(self, value: float) -> None:
        """Move the slider to ``value``."""
        self._slider.setValue(round((value - self._parameter.minimum) / self._parameter.step))
        self._write_figure()

    def reset(self) -> None:
        """Back to the value that it began with."""
        self.set_value(self._usual)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on slider or name; and when a hand takes it up."""
        kind = event.type()
        if kind not in _HANDS:
            return False
        is_double_click = kind == QEvent.Type.MouseButtonDblClick
        if is_double_click and self.isEnabled() and watched is not self._figure:
            self.reset()
            return True
        # Keys that follow each other are one change, those that follow a mouse are another one.
        is_key_after_mouse = kind == QEvent.Type.KeyPress and self._was_pressed
        if is_key_after_mouse or kind in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn):
            self._was_pressed = kind == QEvent.Type.MouseButtonPress
            self.taken_up.emit()
        return super().eventFilter(watched, event)

    @Slot(int)
    def _on_moved(self, _position: int) -> None:
        self._write_figure()
        self.value_changed.emit(self.value)

    @Slot(float)
    def _on_typed(self, typed: float) -> None:
        self.set_value(typed / self._factor)

    def _write_figure(self) -> None:
        self._figure.blockSignals(True)
        # Not "-0": a slider in the middle is at nought.
        self._figure.setValue(round(self.value * self._factor, 6) + 0.0)
        self._figure.blockSignals(False)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._figure, 0, 1)
        grid.addWidget(self._slider, 1, 0, 1, 2)


def _as_shown(parameter: Parameter) -> tuple[float, str]:
    ends = (parameter.minimum, parameter.maximum)
    if parameter.unit:
        return 1.0, f" {tr(parameter.unit)}"
    if ends == _IN_PERCENT:
        return 100.0, " %"
    return (100.0 if ends == _IN_HUNDREDTHS else 1.0), ""


def _decimals(step: float) -> int:
    return next(places for places in range(7) if abs(round(step, places) - step) < 1e-9)

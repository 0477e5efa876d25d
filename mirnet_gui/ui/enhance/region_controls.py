"""The controls of one region: where and on which tones it acts, its brush, and its amounts."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.methods.region_texts import LIMIT, REGION_AMOUNTS, SOFTNESS
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.regions import AdjustedRegion, Tones
from mirnet_gui.tone.shapes import LARGEST_RADIUS, SMALLEST_RADIUS, Brush, Framed
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.viewer.region_brush import BrushSettings
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider

_TONES = {
    Tones.EVERYTHING: mark("All tones"),
    Tones.SHADOWS: mark("Only shadows"),
    Tones.HIGHLIGHTS: mark("Only highlights"),
}
_SIZE = Parameter(
    mark("Brush size"),
    SMALLEST_RADIUS * 100,
    LARGEST_RADIUS * 100,
    0.1,
    "%",
    mark("Of the photograph's longer side; [ and ] change it, and so does the wheel with Ctrl."),
)
_HARDNESS = Parameter(
    mark("Hardness"), 0.0, 1.0, 0.01, "", mark("How far from its middle the brush acts fully.")
)


class RegionControls(QWidget):
    """Shows a region and says what the hand makes of it."""

    changed = Signal(object)
    """:class:`AdjustedRegion`."""
    brush_changed = Signal(object)
    """:class:`BrushSettings` for the strokes to come."""
    taken_up = Signal()
    """What the hand changes from now on is another change."""
    left = Signal()
    """The keys are to go back to the photograph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region: AdjustedRegion | None = None
        self._is_silent = False
        usual = BrushSettings()
        self._size = LabelledSlider(_SIZE, usual.radius * 100)
        self._hardness = LabelledSlider(_HARDNESS, usual.hardness)
        self._erases = QCheckBox(tr("Erase"))
        self._erases.setToolTip(tr("Strokes take away what was painted; so does Alt."))
        self._softness = LabelledSlider(SOFTNESS, 0.5)
        self._tones = ChoiceBox(tr("Tones of the region"))
        for tones, words in _TONES.items():
            self._tones.addItem(tr(words), tones)
        self._limit = LabelledSlider(LIMIT, 0.5)
        self._inverted = QCheckBox(tr("Invert"))
        self._inverted.setToolTip(tr("Acts on everything but the region."))
        self._amounts = {
            name: LabelledSlider(parameter, 0.0) for name, parameter in REGION_AMOUNTS.items()
        }
        for slider in self._amounts.values():
            # The whole picture has controls of these names, too.
            name = tr("{label} of the region", label=slider.slider.accessibleName())
            slider.slider.setAccessibleName(name)
            slider.figure.setAccessibleName(tr("{label}, number", label=name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        brush = (self._size, self._hardness, self._erases)
        for each in (*brush, self._softness, self._tones, self._limit, self._inverted):
            column.addWidget(each)
        column.addSpacing(GRID)
        for slider in self._amounts.values():
            column.addWidget(slider)
        for slider in (self._limit, self._softness, *self._amounts.values()):
            slider.taken_up.connect(self.taken_up)
            slider.value_changed.connect(self._on_changed)
        self._tones.activated.connect(self._on_switched)
        self._inverted.clicked.connect(self._on_switched)
        for slider in (self._size, self._hardness):
            slider.value_changed.connect(self._on_brush)
        self._erases.clicked.connect(self._on_brush)

    def amount(self, name: str) -> LabelledSlider:
        """The slider of one of :data:`REGION_AMOUNTS`."""
        return self._amounts[name]

    def show_region(self, region: AdjustedRegion, brush: BrushSettings) -> None:
        """Move the sliders; nobody is told."""
        self._region = region
        self._is_silent = True
        shape = region.shape
        self._tones.setCurrentIndex(self._tones.findData(region.tones))
        self._limit.set_value(region.limit)
        self._inverted.setChecked(region.inverted)
        if isinstance(shape, Framed):
            self._softness.set_value(shape.softness)
        self._size.set_value(brush.radius * 100)
        self._hardness.set_value(brush.hardness)
        self._erases.setChecked(brush.erases)
        for name, slider in self._amounts.items():
            owner = region if name in ("denoise", "strength") else region.controls
            slider.set_value(getattr(owner, name))
        self._is_silent = False
        self._limit.setVisible(region.tones is not Tones.EVERYTHING)
        self._softness.setVisible(isinstance(shape, Framed))
        for each in (self._size, self._hardness, self._erases):
            each.setVisible(isinstance(shape, Brush))

    @Slot()
    def take_focus(self) -> None:
        """Let the keys change the first amount; Esc leads back."""
        first = next(iter(self._amounts.values()))
        first.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        """Esc is the window's elsewhere."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the photograph."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def offer_denoise(self, offered: bool) -> None:
        """Whether the noise was taken away by a pass of its own, so that it can be had back."""
        self._amounts["denoise"].setEnabled(offered)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tones.apply_theme(tokens)

    @Slot()
    def _on_switched(self) -> None:
        self.taken_up.emit()
        self._on_changed()
        self.taken_up.emit()

    @Slot()
    def _on_changed(self) -> None:
        region = self._region
        if region is None or self._is_silent:
            return
        values = {name: round(slider.value, 6) for name, slider in self._amounts.items()}
        shape = region.shape
        if isinstance(shape, Framed):
            shape = replace(shape, softness=round(self._softness.value, 6))
        self.changed.emit(
            replace(
                region,
                shape=shape,
                tones=self._tones.currentData(),
                limit=round(self._limit.value, 6),
                inverted=self._inverted.isChecked(),
                controls=Controls(**{each.name: values[each.name] for each in fields(Controls)}),
                denoise=values["denoise"],
                strength=values["strength"],
            )
        )

    @Slot()
    def _on_brush(self) -> None:
        if not self._is_silent:
            radius = min(max(self._size.value / 100, SMALLEST_RADIUS), LARGEST_RADIUS)
            settings = BrushSettings(radius, self._hardness.value, self._erases.isChecked())
            self.brush_changed.emit(settings)

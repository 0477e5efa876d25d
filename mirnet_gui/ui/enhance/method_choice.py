"""What to do to the photograph: a set of weights or a method, what that does, and how fast."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.language import mark, tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import GROUPS, METHODS, label_of
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import wrapped
from mirnet_gui.ui.widgets.speed_box import SpeedBox
from mirnet_gui.ui.wording import weights_label

_NETWORKS = mark("Trained networks")
_NAME = Qt.ItemDataRole.UserRole + 1


class MethodChoice(QWidget):
    """Offers weights first, by what they do, then all other methods in groups."""

    model_chosen = Signal(str)
    """The name of a set of weights."""
    method_chosen = Signal(str)
    """The name of a method without weights."""
    speed_chosen = Signal(str)

    def __init__(self, models: Weights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights = models
        self._shown: Method | None = None
        self._box = ChoiceBox(tr("What to do"))
        self._purpose = wrapped("quiet")
        self._speed = SpeedBox()
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for part in (self._box, self._purpose, self._speed):
            column.addWidget(part)
        self._box.activated.connect(self._on_chosen)
        self._speed.activated.connect(self._on_speed)
        models.changed.connect(self._on_models)

    @property
    def model(self) -> str:
        """The name of the chosen weights, "" where there are none."""
        return str(self._box.currentData() or "")

    @property
    def purpose(self) -> str:
        """The line on what is chosen."""
        return self._purpose.text()

    @property
    def box(self) -> ChoiceBox:
        """Where one is chosen."""
        return self._box

    @property
    def speed_box(self) -> SpeedBox:
        """How fast; hidden where there is no choice."""
        return self._speed

    def place_of(self, name: str) -> int:
        """Where the method ``name`` stands in the box, -1 for nowhere."""
        return self._box.findData(name, _NAME)

    def show_method(self, method: Method) -> None:
        """Show ``method`` as the chosen one; nobody is told."""
        self._shown = method
        # A chain stands in the box only while it is chosen: it came from another page.
        while self._box.count() > self._alone:
            self._box.removeItem(self._alone)
        if isinstance(method, Chain):
            self._box.addItem(" + ".join(tr(each.label) for each in method.methods), "")
            self._box.setItemData(self._alone, label_of(method), Qt.ItemDataRole.ToolTipRole)
            place = self._alone
        elif isinstance(method, MirnetMethod):
            # The first line is a heading.
            place = max(1, self._box.findData(method.model))
        else:
            place = self.place_of(method.name)
        self._box.setCurrentIndex(place)
        self._describe(method)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._box.apply_theme(tokens)
        self._speed.apply_theme(tokens)

    def _describe(self, method: Method) -> None:
        self._purpose.setText(tr(self._weights.purpose_of(method)))
        speeds = self._weights.speeds_of(method)
        self._speed.setVisible(len(speeds) > 1)
        self._speed.offer(speeds)
        if isinstance(method, MirnetMethod):
            self._speed.choose(method.speed)

    @Slot()
    def _on_models(self) -> None:
        self._fill()
        if self._shown is not None:
            self.show_method(self._shown)

    def _fill(self) -> None:
        self._box.clear()
        self._head(tr(_NETWORKS))
        for entry in self._weights:
            self._box.addItem(weights_label(entry), entry.name)
        if not self._weights.entries:
            self._head(tr("No weights found"))
        for label, methods in GROUPS:
            offered = [method for method in methods if method.name != MirnetMethod.name]
            if offered:
                self._head(tr(label))
            for method in offered:
                self._box.addItem(tr(method.label), "")
                place = self._box.count() - 1
                self._box.setItemData(place, method.name, _NAME)
                self._box.setItemData(place, tr(method.purpose), Qt.ItemDataRole.ToolTipRole)
        self._alone = self._box.count()

    def _head(self, text: str) -> None:
        self._box.addItem(text, "")
        items = self._box.model()
        if isinstance(items, QStandardItemModel):
            heading = items.item(self._box.count() - 1)
            heading.setEnabled(False)
            font = heading.font()
            font.setWeight(QFont.Weight.DemiBold)
            heading.setFont(font)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        name = self._box.itemData(place, _NAME)
        if self.model:
            self.model_chosen.emit(self.model)
        elif name in METHODS:
            self.method_chosen.emit(name)

    @Slot(int)
    def _on_speed(self, _place: int) -> None:
        self.speed_chosen.emit(self._speed.currentData())

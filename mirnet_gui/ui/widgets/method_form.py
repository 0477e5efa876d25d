"""Controls for a method and its parameters, and for another one to follow it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import METHODS, members_of
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import wrapped
from mirnet_gui.ui.widgets.parameter_form import ParameterForm
from mirnet_gui.ui.widgets.tab_order import reach_after

_AFTER = ("nlm", "bm3d", "bilateral", "enlarge", "mirnet")
_LAST = ("nlm", "bm3d", "bilateral")


class MethodForm(QWidget):
    """Chooses one of the registry's methods, its parameters, and one to follow."""

    changed = Signal()

    def __init__(self, models: Weights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = ChoiceBox(tr("Method"))
        for name, method in METHODS.items():
            self._names.addItem(tr(method.label), name)
        self._purpose = wrapped("quiet")
        self._after = ChoiceBox(tr("Then"))
        self._after.addItem(tr("Nothing after it"), "")
        for name in _AFTER:
            self._after.addItem(tr("Then {label}", label=tr(METHODS[name].label)), name)
        self._first, self._second = ParameterForm(models), ParameterForm(models)
        self._lay_out()
        self._models = models
        self._names.activated.connect(self._on_name)
        self._after.activated.connect(self._on_after)
        self._first.changed.connect(self.changed)
        self._first.settled.connect(self._describe)
        self._on_name()

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to make a method of: a path where one is needed."""
        return self._first.is_complete

    @property
    def method(self) -> Method:
        """What was chosen."""
        first = self._first.method
        return Chain((first, self._second.method)) if self._after.currentData() else first

    def set_method(self, method: Method) -> None:
        """Show ``method``; of a chain its first two members."""
        members = members_of(method)
        self._names.setCurrentIndex(self._names.findData(members[0].name))
        self._on_name()
        self._first.show_method(members[0])
        self._describe()
        after = max(0, self._after.findData(members[1].name)) if len(members) > 1 else 0
        if after:
            self._after.setCurrentIndex(after)
            self._on_after()
            self._second.show_method(members[1])

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for part in (self._names, self._after, self._first, self._second):
            part.apply_theme(tokens)

    @Slot()
    def _on_name(self, _index: int = 0) -> None:
        name = self._names.currentData()
        self._purpose.setText(tr(METHODS[name].purpose))
        self._first.show_usual(name)
        self._describe()
        self._after.setVisible(name not in _LAST)
        self._after.setCurrentIndex(0)
        self._on_after()

    @Slot()
    def _describe(self) -> None:
        # What needs a file first is no method yet.
        if self._first.is_complete:
            self._purpose.setText(tr(self._models.purpose_of(self._first.method)))

    @Slot()
    def _on_after(self, _index: int = 0) -> None:
        after = self._after.currentData()
        self._second.setVisible(bool(after))
        if after == MirnetMethod.name:
            self._second.show_method(self._network_to_follow())
        elif after:
            self._second.show_usual(after)
        reach_after(self._names, [self._first, self._after, self._second])
        self.changed.emit()

    def _network_to_follow(self) -> MirnetMethod:
        enlarging = (entry.name for entry in self._models if "enlarge" in entry.tasks)
        return MirnetMethod(model=next(enlarging, MirnetMethod().model))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        for part in (self._names, self._purpose, self._first, self._after, self._second):
            column.addWidget(part)

"""The parameters of a method on the Enhance panel, for all methods that have no sliders there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import OF_A_PATH, create_method, members_of
from mirnet_gui.ui.enhance.adjust_head import AdjustHead
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.parameter_form import ParameterForm
from mirnet_gui.ui.widgets.tab_order import reach_after


class MethodControls(QWidget):
    """A form for the method, or one for each member of a chain, under its name."""

    changed = Signal(object)
    """:class:`Method`, when the hand changed something."""
    taken_up = Signal()
    """What the hand changes from now on is another change."""

    def __init__(
        self,
        history: Sequence[QAction],
        models: Weights,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._tokens = DARK
        self._names: list[str] = []
        self._forms: list[ParameterForm] = []
        self._head = AdjustHead(history)
        self._head.reset.setObjectName("resetMethod")
        self._head.reset.clicked.connect(self._on_reset)
        self._resting = wrapped(
            "quiet", tr("The sliders and regions are MIRNet's. They come back with it.")
        )
        self._body = QVBoxLayout()
        self._body.setSpacing(2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._head)
        column.addLayout(self._body)
        column.addWidget(self._resting)

    def show_resting(self, resting: bool) -> None:
        """Whether sliders and regions were set that do not act on this method."""
        self._resting.setVisible(resting)

    @property
    def method(self) -> Method:
        """What the controls say."""
        members = tuple(form.method for form in self._forms)
        return members[0] if len(members) == 1 else Chain(members)

    @property
    def forms(self) -> list[ParameterForm]:
        """One for each member, in their order."""
        return list(self._forms)

    def show_method(self, method: Method) -> None:
        """Move the controls; nobody is told."""
        members = members_of(method)
        names = [member.name for member in members]
        is_other = names != self._names
        if is_other:
            self._make(members)
            self._names = names
        for form, member in zip(self._forms, members, strict=True):
            form.show_method(member)
        if is_other:
            reach_after(self._head.reset, self._forms)
        self._head.reset.setEnabled(_as_usual(method) != method)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        for form in self._forms:
            form.apply_theme(tokens)

    def _make(self, members: Sequence[Method]) -> None:
        while self._body.count():
            item = self._body.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._forms = [ParameterForm(self._models) for _ in members]
        for form, member in zip(self._forms, members, strict=True):
            if len(members) > 1:
                self._body.addWidget(section(tr(member.label)))
            form.apply_theme(self._tokens)
            form.settled.connect(self._on_settled)
            form.taken_up.connect(self.taken_up)
            self._body.addWidget(form)

    @Slot()
    def _on_settled(self) -> None:
        if all(form.is_complete for form in self._forms):
            self.changed.emit(self.method)

    @Slot()
    def _on_reset(self) -> None:
        self.taken_up.emit()
        self.changed.emit(_as_usual(self.method))


def _as_usual(method: Method) -> Method:
    """``method`` with nothing said of it, but for its file."""
    if isinstance(method, Chain):
        return Chain(tuple(_as_usual(member) for member in method.methods))
    told = {"path": getattr(method, "path", "")} if method.name in OF_A_PATH else {}
    return create_method(method.name, **told)

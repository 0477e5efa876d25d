"""Asks for a method to compare, or for other parameters of one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.method_form import MethodForm

_WIDTH = 420
# Of the screen, for what stands round the controls.
_KEPT_FREE = 200


class MethodDialog(QDialog):
    """Accepted with a :attr:`method`; ``place`` says which one is changed, None for another one."""

    def __init__(
        self,
        models: Weights,
        method: Method | None,
        place: int | None,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.place = place
        self._form = MethodForm(models)
        self._form.apply_theme(tokens)
        if method is not None:
            self._form.set_method(method)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._take = QPushButton(tr("Add") if place is None else tr("Change"))
        self.setWindowTitle(tr("Add a method") if place is None else tr("Change the method"))
        self.setMinimumWidth(_WIDTH)
        self._lay_out()
        self._form.installEventFilter(self)
        self._form.changed.connect(self._check)
        self._check()

    @property
    def form(self) -> MethodForm:
        """The controls."""
        return self._form

    @property
    def method(self) -> Method:
        """What was chosen."""
        return self._form.method

    @Slot()
    def _check(self) -> None:
        self._take.setEnabled(self._form.is_complete)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As high as the controls are, but no higher than the screen: what is more is scrolled."""
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            wanted = self._form.sizeHint().height()
            most = self.screen().availableGeometry().height() - _KEPT_FREE
            # Squeezed rather than scrolled, wrapped words would be cut off.
            self._form.setMinimumHeight(wanted)
            self._scroll.setFixedHeight(min(wanted, most))
            self.adjustSize()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 5 * GRID)
        column.setSpacing(4 * GRID)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._form)
        column.addWidget(self._scroll)
        column.addStretch(1)
        column.addLayout(AnswerRow(self, self._take))

"""Controls for a method and its parameters, made from the records of the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, parameters_of
from mirnet_gui.methods.registry import METHODS, OF_A_PATH, create_method
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.file_dialogs import ask_for_file
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.wording import weights_label

_AFTER = ("nlm", "bm3d", "bilateral")
_MODEL, _PATH = "model", "path"


class MethodForm(QWidget):
    """Chooses one of the registry's methods, its parameters, and a denoiser to follow."""

    changed = Signal()

    def __init__(self, models: Weights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._tokens = DARK
        self._names = ChoiceBox(tr("Method"))
        for name, method in METHODS.items():
            self._names.addItem(tr(method.label), name)
        self._after = ChoiceBox(tr("Then"))
        self._after.addItem(tr("Nothing after it"), "")
        for name in _AFTER:
            self._after.addItem(tr("Then {label}", label=tr(METHODS[name].label)), name)
        self._controls: dict[str, QWidget] = {}
        self._body = QVBoxLayout()
        self._lay_out()
        self._names.activated.connect(self._on_name)
        self._after.activated.connect(self.changed)
        models.changed.connect(self._on_models)
        self._on_name()

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to make a method of: a path where one is needed."""
        path = self._controls.get(_PATH)
        return not isinstance(path, _PathEdit) or bool(path.path)

    @property
    def method(self) -> Method:
        """What was chosen."""
        first = create_method(self._names.currentData(), **self._values())
        after = self._after.currentData()
        return Chain((first, create_method(after))) if after else first

    def set_method(self, method: Method) -> None:
        """Show ``method``; of a chain its first member and the denoiser after it."""
        members = method.methods if isinstance(method, Chain) else (method,)
        self._names.setCurrentIndex(self._names.findData(members[0].name))
        self._on_name()
        self._after.setCurrentIndex(
            max(0, self._after.findData(members[1].name)) if len(members) > 1 else 0
        )
        for name, control in self._controls.items():
            _set(control, getattr(members[0], name))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        boxes = [control for control in self._controls.values() if isinstance(control, ChoiceBox)]
        for box in (self._names, self._after, *boxes):
            box.apply_theme(tokens)

    @Slot()
    def _on_models(self) -> None:
        box = self._controls.get(_MODEL)
        if isinstance(box, ChoiceBox):
            chosen = box.currentData()
            box.clear()
            for entry in self._models:
                box.addItem(weights_label(entry), entry.name)
            _set(box, chosen)

    @Slot()
    def _on_name(self, _index: int = 0) -> None:
        while self._body.count():
            item = self._body.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                # It lives on until the event loop comes round, and would be seen till then.
                widget.hide()
                widget.deleteLater()
        name = self._names.currentData()
        self._controls = self._made(name)
        for key, control in self._controls.items():
            if isinstance(control, ChoiceBox):
                self._body.addWidget(label("", control.accessibleName()))
            del key
            self._body.addWidget(control)
        self._after.setVisible(name not in _AFTER)
        self._after.setCurrentIndex(0)
        self.apply_theme(self._tokens)
        self.changed.emit()

    def _made(self, name: str) -> dict[str, QWidget]:
        method = METHODS[name]
        if name in OF_A_PATH:
            edit = _PathEdit()
            edit.changed.connect(self.changed)
            return {_PATH: edit}
        usual = create_method(name)
        controls: dict[str, QWidget] = {}
        if name == "mirnet":
            controls[_MODEL] = _choice_box(
                tr("Model"), [(each.name, weights_label(each)) for each in self._models]
            )
        for key, parameter in parameters_of(method).items():
            if isinstance(parameter, ChoiceParameter):
                controls[key] = _choice_box(
                    tr(parameter.label), [(value, tr(words)) for value, words in parameter.options]
                )
                controls[key].setToolTip(tr(parameter.tooltip))
            else:
                controls[key] = LabelledSlider(parameter, getattr(usual, key))
            _set(controls[key], getattr(usual, key))
        return controls

    def _values(self) -> dict[str, Any]:
        kinds = parameters_of(METHODS[self._names.currentData()])
        return {key: _got(each, kinds.get(key)) for key, each in self._controls.items()}

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        column.addWidget(self._names)
        self._body.setSpacing(2 * GRID)
        column.addLayout(self._body)
        column.addWidget(self._after)


class _PathEdit(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setAccessibleName(tr("File"))
        self._line.setPlaceholderText(tr("File"))
        self._line.textChanged.connect(self.changed)
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(browse)

    @property
    def path(self) -> str:
        return self._line.text().strip()

    def set_path(self, path: str) -> None:
        self._line.setText(path)

    @Slot()
    def _browse(self) -> None:
        ask_for_file(self, tr("Choose a file"), lambda path: self.set_path(str(path)), self.path)


def _choice_box(name: str, options: Sequence[tuple[str, str]]) -> ChoiceBox:
    box = ChoiceBox(name)
    for value, words in options:
        box.addItem(words, value)
    return box


def _set(control: QWidget, value: Any) -> None:
    if isinstance(control, ChoiceBox):
        control.setCurrentIndex(max(0, control.findData(value)))
    elif isinstance(control, LabelledSlider):
        control.set_value(float(value))
    elif isinstance(control, _PathEdit):
        control.set_path(value)


def _got(control: QWidget, kind: Parameter | ChoiceParameter | None) -> Any:
    if isinstance(control, LabelledSlider):
        whole = isinstance(kind, Parameter) and kind.whole
        return round(control.value) if whole else round(control.value, 6)
    if isinstance(control, _PathEdit):
        return control.path
    return control.currentData() if isinstance(control, ChoiceBox) else None

"""Controls for the parameters of one method, made from its own records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, parameters_of, usual_of
from mirnet_gui.methods.registry import METHODS, OF_A_PATH, create_method
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.file_dialogs import ask_for_file
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.speed_box import SpeedBox
from mirnet_gui.ui.wording import weights_label

_MODEL, _PATH, _SPEED, _NOISE = "model", "path", "speed", ("denoise", "grain")


class ParameterForm(QWidget):
    """Shows one method at a time; what has no control stays as it is in the method shown last."""

    changed = Signal()
    """What is typed is another file: ask :attr:`is_complete`."""
    settled = Signal()
    """The hand changed :attr:`method`, which is complete."""
    taken_up = Signal()
    """What the hand changes from now on is another change."""

    def __init__(self, models: Weights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._tokens = DARK
        self._name = ""
        self._base: Method | None = None
        self._controls: dict[str, QWidget] = {}
        self._titles: dict[str, QWidget] = {}
        self._silent = False
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(2 * GRID)
        models.changed.connect(self._on_models)

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to make a method of: a path where one is needed."""
        path = self._controls.get(_PATH)
        return bool(self._name) and (not isinstance(path, PathEdit) or bool(path.path))

    @property
    def method(self) -> Method:
        """What the controls say."""
        kinds = parameters_of(METHODS[self._name])
        values = {key: _got(each, kinds.get(key)) for key, each in self._controls.items()}
        if self._base is None:
            return create_method(self._name, **values)
        return replace(self._base, **values)  # type: ignore[type-var]

    def show_usual(self, name: str) -> None:
        """Show the method ``name`` as it is when nobody says anything; a path is still to come."""
        self._base = None if name in OF_A_PATH else create_method(name)
        self._show(name)

    def show_method(self, method: Method) -> None:
        """Show ``method``; nobody is told."""
        self._base = method
        self._show(method.name)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        for control in self._controls.values():
            if isinstance(control, ChoiceBox):
                control.apply_theme(tokens)

    def _show(self, name: str) -> None:
        if name != self._name:
            self._clear()
            self._name = name
            self._make(name)
            self.apply_theme(self._tokens)
        self._silent = True
        if self._base is not None:
            self._offer_speeds(self._base)
        for key, control in self._controls.items():
            if self._base is not None:
                _set(control, getattr(self._base, key))
            elif isinstance(control, PathEdit):
                control.set_path("")
        self._silent = False
        self._offer_what_acts()

    def _offer_what_acts(self) -> None:
        """Of MIRNet's controls, those that change something with the weights that are chosen."""
        if self._name != MirnetMethod.name:
            return
        self._offer_speeds(self.method)
        for key in _NOISE:
            self._controls[key].setEnabled(not self._models.leaves_noise(self.method))

    def _offer_speeds(self, method: Method) -> None:
        box = self._controls.get(_SPEED)
        if isinstance(box, SpeedBox):
            speeds = self._models.speeds_of(method)
            box.offer(speeds)
            for part in (box, self._titles[_SPEED]):
                part.setVisible(len(speeds) > 1)

    def _clear(self) -> None:
        self._controls, self._titles = {}, {}
        while self._body.count():
            item = self._body.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                # It lives on until the event loop comes round, and would be seen till then.
                widget.hide()
                widget.deleteLater()

    def _make(self, name: str) -> None:
        usual = METHODS[name]
        if name in OF_A_PATH:
            path = PathEdit()
            path.changed.connect(self.changed)
            path.settled.connect(self._settle)
            self._put(_PATH, path)
        if name == "mirnet":
            self._put(_MODEL, _choice_box(tr("Model"), self._offered_models()))
        for key, parameter in parameters_of(usual).items():
            if key == _SPEED:
                self._put(key, SpeedBox())
            elif isinstance(parameter, ChoiceParameter):
                options = [(value, tr(words)) for value, words in parameter.options]
                box = _choice_box(tr(parameter.label), options)
                box.setToolTip(tr(parameter.tooltip))
                self._put(key, box)
            else:
                self._put(key, LabelledSlider(parameter, usual_of(METHODS[name], key)))

    def _offered_models(self) -> list[tuple[str, str]]:
        return [(each.name, weights_label(each)) for each in self._models]

    @Slot()
    def _on_models(self) -> None:
        box = self._controls.get(_MODEL)
        if isinstance(box, ChoiceBox):
            chosen = box.currentData()
            box.clear()
            _offer(box, self._offered_models())
            _set(box, chosen)

    def _put(self, key: str, control: QWidget) -> None:
        self._controls[key] = control
        if isinstance(control, ChoiceBox):
            self._titles[key] = label("", control.accessibleName())
            self._body.addWidget(self._titles[key])
            control.activated.connect(self._choose)
        elif isinstance(control, LabelledSlider):
            control.value_changed.connect(self._settle)
            control.taken_up.connect(self.taken_up)
        self._body.addWidget(control)

    @Slot()
    def _choose(self, _index: int = 0) -> None:
        self.taken_up.emit()
        self._offer_what_acts()
        self._settle()

    @Slot()
    def _settle(self, _value: float = 0.0) -> None:
        if not self._silent and self.is_complete:
            self.settled.emit()


class PathEdit(QWidget):
    """A line for the path of a file, and a button to look for one."""

    changed = Signal()
    """Also while it is being typed."""
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setAccessibleName(tr("File"))
        self._line.setPlaceholderText(tr("File"))
        self._line.textChanged.connect(self.changed)
        self._line.editingFinished.connect(self.settled)
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(browse)

    @property
    def path(self) -> str:
        """What is in the line."""
        return self._line.text().strip()

    def set_path(self, path: str) -> None:
        """Write ``path`` into the line."""
        self._line.setText(path)

    @Slot()
    def _browse(self) -> None:
        ask_for_file(self, tr("Choose a file"), self._take, self.path)

    def _take(self, path: object) -> None:
        self.set_path(str(path))
        self.settled.emit()


def _choice_box(name: str, options: Sequence[tuple[str, str]]) -> ChoiceBox:
    box = ChoiceBox(name)
    _offer(box, options)
    return box


def _offer(box: ChoiceBox, options: Sequence[tuple[str, str]]) -> None:
    for value, words in options:
        box.addItem(words, value)


def _set(control: QWidget, value: Any) -> None:
    if isinstance(control, ChoiceBox):
        control.setCurrentIndex(max(0, control.findData(value)))
    elif isinstance(control, LabelledSlider):
        control.set_value(float(value))
    elif isinstance(control, PathEdit):
        control.set_path(value)


def _got(control: QWidget, kind: Parameter | ChoiceParameter | None) -> Any:
    if isinstance(control, LabelledSlider):
        whole = isinstance(kind, Parameter) and kind.whole
        return round(control.value) if whole else round(control.value, 6)
    if isinstance(control, PathEdit):
        return control.path
    return control.currentData() if isinstance(control, ChoiceBox) else None

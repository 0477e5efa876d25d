"""The actions of the window, made of their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ACTIONS, ActionName, ActionSpec
from mirnet_gui.ui.theme.icons import icon
from mirnet_gui.ui.theme.tokens import Tokens


class Actions(QObject):
    """The table made real; widgets take their actions from here and nowhere else."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._specs: list[ActionSpec] = []
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            self.add(spec)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def of(self, names: Iterable[str]) -> list[QAction]:
        """The actions called ``names``, in that order."""
        return [self[name] for name in names]

    @property
    def specs(self) -> list[ActionSpec]:
        """The rows of the table."""
        return list(self._specs)

    def all(self) -> list[QAction]:
        """Every action, in the order of the table."""
        return list(self._actions.values())

    def add(self, spec: ActionSpec) -> QAction:
        """One row more: a page brings what only it can do."""
        action = self._made(spec)
        self._specs.append(spec)
        self._actions[spec.name] = action
        if spec.group:
            self._join(spec)
        return action

    def handle(self, handlers: Mapping[ActionName, Callable[[], object]]) -> None:
        """Let each handler be called when its action is triggered."""
        for name, handler in handlers.items():
            self[name].triggered.connect(handler)

    def entitle(self, name: str, text: str) -> None:
        """Let the action called ``name`` say ``text``, also to who points at it."""
        self[name].setText(text)
        self[name].setToolTip(_with_key(text, self._spec(name)))

    def enable(self, enabled: bool, *names: str) -> None:
        """Whether the actions called ``names`` can be done now."""
        for name in names:
            self[name].setEnabled(enabled)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of the theme."""
        for spec in self._specs:
            if spec.glyph is not None:
                self[spec.name].setIcon(icon(spec.glyph, tokens.text, tokens.quiet))

    def _spec(self, name: str) -> ActionSpec:
        return next(spec for spec in self._specs if spec.name == name)

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(tr(spec.text), self)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tooltip(spec))
        action.setCheckable(spec.toggle)
        if spec.short:
            action.setIconText(spec.short)
        return action

    def _join(self, spec: ActionSpec) -> None:
        if spec.group not in self._groups:
            self._groups[spec.group] = QActionGroup(self)
        action = self[spec.name]
        action.setCheckable(True)
        self._groups[spec.group].addAction(action)


def tooltip(spec: ActionSpec) -> str:
    """What the action does, and its first key."""
    return _with_key(tr(spec.tip), spec)


def _with_key(text: str, spec: ActionSpec) -> str:
    return f"{text} ({key_text(spec.keys[0])})" if spec.keys else text


def key_text(key: str) -> str:
    """The key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)

"""What is to be done to each photograph: a method's text, with its history."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method, text_of, with_parameters
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences


@dataclass(slots=True)
class Recipe:
    """The texts of methods that were wanted one after the other; ``place`` is that of now."""

    texts: list[str] = field(default_factory=lambda: ["mirnet"])
    place: int = 0
    step: str = ""
    """Which parameters the newest change was about: a slider that is dragged is one change."""

    @property
    def text(self) -> str:
        """What is wanted now."""
        return self.texts[self.place]

    @property
    def can_undo(self) -> bool:
        """Whether something was wanted before."""
        return self.place > 0

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back."""
        return self.place + 1 < len(self.texts)

    def change(self, text: str, step: str) -> None:
        """Want ``text`` from now on; what was taken back before is forgotten."""
        del self.texts[self.place + 1 :]
        if self.can_undo and step == self.step:
            self.texts[self.place] = text
        else:
            self.texts.append(text)
            self.place += 1
        self.step = step

    def move(self, by: int) -> None:
        """Back or forth in the history, as far as it goes."""
        self.place = min(max(self.place + by, 0), len(self.texts) - 1)
        self.step = ""


class Recipes(QObject):
    """Each photograph keeps its own as long as the window is open; the model is everybody's."""

    changed = Signal()
    """Something else is wanted of the current photograph."""

    def __init__(
        self, photographs: Photographs, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._by_path: dict[Path, Recipe] = {}
        self._current = Recipe()
        photographs.current_changed.connect(self._on_photograph)

    @property
    def method(self) -> Method:
        """What is wanted of the current photograph."""
        return self._method(self._current)

    @property
    def can_undo(self) -> bool:
        """Whether the newest change of the current photograph can be taken back."""
        return self._current.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change that was taken back can be made again."""
        return self._current.can_redo

    def method_of(self, path: Path | None) -> Method:
        """What is wanted of the photograph at ``path``; the usual for one without a file."""
        return self._method(self._by_path.get(path, Recipe()) if path else Recipe())

    def change(self, method: Method) -> None:
        """Want ``method`` for the current photograph."""
        before = self.method
        if text_of(method) != text_of(before):
            self._current.change(text_of(method), _difference(before, method))
            self.changed.emit()

    def undo(self) -> None:
        """Take the newest change back."""
        self._move(-1)

    def redo(self) -> None:
        """Make a change that was taken back again."""
        self._move(1)

    def _move(self, by: int) -> None:
        before = self._current.text
        self._current.move(by)
        if self._current.text != before:
            self.changed.emit()

    def _method(self, recipe: Recipe) -> Method:
        return with_parameters(parse_method(recipe.text), model=self._preferences.model)

    @Slot(object)
    def _on_photograph(self, opened: OpenedPhoto) -> None:
        path = opened.photo.path
        # Each begins as it comes out: what was chosen for another one says nothing of it.
        self._current = Recipe() if path is None else self._by_path.setdefault(path, Recipe())


def _difference(before: Method, after: Method) -> str:
    """The names of the parameters that differ."""
    if type(before) is not type(after):
        return ""
    names = (entry.name for entry in fields(after))  # type: ignore[arg-type]
    return ",".join(name for name in names if getattr(before, name) != getattr(after, name))

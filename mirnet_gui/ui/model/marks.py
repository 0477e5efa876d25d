"""What became of each photograph: enhanced, edited, saved."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mirnet_gui.jobs.photo_jobs import undeveloped
from mirnet_gui.language import mark
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.ui.model.recipes import Recipes, apart_from_model


class Mark(StrEnum):
    """Each is the word for it, still to be translated."""

    ENHANCED = mark("enhanced")
    EDITED = mark("edited")
    SAVED = mark("saved")


class Marks(QObject):
    """By the keys of photographs."""

    changed = Signal(object)
    """The key of a photograph."""

    def __init__(self, recipes: Recipes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recipes = recipes
        self._shown: dict[Path, Method] = {}
        self._saved: dict[Path, Method] = {}
        self._copied: dict[Path, Method] = {}
        recipes.touched.connect(self.changed)

    def of(self, key: Path) -> tuple[Mark, ...]:
        """What can be said of the photograph ``key``."""
        said = {
            Mark.ENHANCED: key in self._shown,
            Mark.EDITED: self.recipes.is_edited(key),
            Mark.SAVED: self._is_as(self._saved, key),
        }
        return tuple(each for each, is_so in said.items() if is_so)

    def shown(self, key: Path) -> Method | None:
        """What made the result of ``key`` that was looked at last; None before there was one."""
        return self._shown.get(key)

    def unsaved(self, keys: Iterable[Path]) -> list[Path]:
        """Those of ``keys`` with a result or settings that are in no file, as they are chosen."""
        return [
            key
            for key in keys
            if (key in self._shown or self.recipes.is_edited(key))
            and not self._is_as(self._saved, key)
        ]

    def unkept(self, keys: Iterable[Path]) -> list[Path]:
        """Those that would be lost: :meth:`unsaved`, and not taken over the clipboard either."""
        return [key for key in self.unsaved(keys) if not self._is_as(self._copied, key)]

    def saved(self, key: Path) -> Method | None:
        """What made the result of ``key`` that was saved last; None where none was."""
        return self._saved.get(key)

    def take_up(self, key: Path, saved: Method) -> None:
        """What ``saved`` gives was saved when the program ran last."""
        if key not in self._saved and key not in self._shown:
            self.note_saved(key, saved)

    def note_shown(self, key: Path, method: Method) -> None:
        """The result that ``method`` made of it, before anything was chosen, was looked at."""
        if self._shown.get(key) != method:
            if not self._was_saved_last_time(key, method):
                # It is another result: the one that was saved is not this one.
                self.forget(key)
            self._shown[key] = method
            self.changed.emit(key)

    def note_saved(self, key: Path, method: Method) -> None:
        """What ``method`` gives was saved; what was chosen since then was not."""
        self._saved[key] = method
        self.changed.emit(key)

    def note_copied(self, key: Path, method: Method) -> None:
        """What ``method`` gives was copied."""
        self._copied[key] = method

    def forget(self, key: Path) -> None:
        """Its file has become another one."""
        for known in (self._shown, self._saved, self._copied):
            known.pop(key, None)

    def _was_saved_last_time(self, key: Path, method: Method) -> bool:
        saved = self._saved.get(key)
        if saved is None or key in self._shown:
            return False
        return without_execution_options(undeveloped(saved)) == without_execution_options(method)

    def _is_as(self, taken: dict[Path, Method], key: Path) -> bool:
        method, wanted = taken.get(key), self.recipes.method_of(key)
        return method is not None and apart_from_model(method) == apart_from_model(wanted)

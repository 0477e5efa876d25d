"""What is to be done to each photograph: a method's text, with its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import model_of, parse_method, text_of
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recipe import Recipe, Step, Together

MODEL = "model"
"""The parameter that is everybody's: chosen for one, it is used for all."""

METHOD = "method"
"""What differs where another method is wanted."""


class Recipes(QObject):
    """Each photograph keeps its own as long as the window is open; the model is everybody's.

    Who chooses a model changes the recipe of the current photograph, where that can be taken back.
    """

    changed = Signal()
    """Something else is wanted of the current photograph, apart from the model."""
    history_changed = Signal()
    """Ask :attr:`undoable` and :attr:`redoable`."""
    touched = Signal(object)
    """The key of a photograph of which something else is wanted, also apart from the current."""

    def __init__(
        self, photographs: Photographs, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._by_key: dict[Path, Recipe] = {}
        self._last_time: dict[Path, str] = {}
        self._current = Recipe()
        self._key = Path()
        self._has_photograph = False
        self._newest: Together | None = None
        self._taken_back: Together | None = None
        photographs.current_changed.connect(self._on_photograph)
        photographs.emptied.connect(self._on_emptied)
        preferences.changed.connect(self._on_preference)

    @property
    def method(self) -> Method:
        """What is wanted of the current photograph."""
        return self._method(self._current)

    @property
    def undoable(self) -> tuple[str, ...]:
        """The parameters of the newest change of the current photograph, none without one."""
        return self._current.undoable

    @property
    def redoable(self) -> tuple[str, ...]:
        """The parameters of the change that was taken back last, none without one."""
        return self._current.redoable

    @property
    def undone_together(self) -> int:
        """How many photographs undo is about, where the newest change was of several; or 0."""
        return len(self._newest.wanted) if self._newest else 0

    @property
    def redone_together(self) -> int:
        """The same of redo."""
        return len(self._taken_back.wanted) if self._taken_back else 0

    @property
    def before(self) -> Method | None:
        """What undo brings back, None where there is nothing to undo."""
        return self._parsed(self._current.before)

    @property
    def after(self) -> Method | None:
        """What redo brings back, None where there is nothing to redo."""
        return self._parsed(self._current.after)

    def method_of(self, key: Path) -> Method:
        """What is wanted of the photograph ``key``; the usual where nobody said anything."""
        return self._method(self._by_key.get(key, Recipe()))

    def is_edited(self, key: Path) -> bool:
        """Whether something else than the usual is wanted of it, apart from the model."""
        return key in self._by_key and self.method_of(key) != self._method(Recipe())

    @property
    def is_of_last_time(self) -> bool:
        """Whether the current photograph is wanted as it was when the program ran last."""
        text = self._last_time.get(self._key) if self._has_photograph else None
        return text is not None and self.method == self._method(_beginning_with(text))

    def take_up(self, key: Path, text: str, resting: str = "") -> None:
        """Want of the photograph ``key`` what was kept of it, unless something is wanted by now.

        ``resting`` is what :meth:`resting_of` told of it.
        """
        if text and key not in self._by_key:
            self._by_key[key], self._last_time[key] = _beginning_with(text, resting), text
            self.touched.emit(key)

    def forget_last_time(self) -> None:
        """What is wanted is wanted from now on, whenever it was chosen."""
        self._last_time.clear()
        self.history_changed.emit()

    def reset(self) -> None:
        """Want the usual of the current photograph: one step."""
        self.change_each([self._key], lambda _method: self._method(Recipe()))

    def change(self, method: Method) -> None:
        """Want ``method`` for the current photograph."""
        before, text = self.method, text_of(method)
        if text != text_of(before):
            changed = _difference(before, method)
            self._newest = self._current.change(text, changed, self._newest)
            self._taken_back = None
            self.changed.emit()
            self.history_changed.emit()
            self.touched.emit(self._key)

    def use(self, method: Method) -> None:
        """Want ``method`` for the current photograph: a change of its own."""
        self.end_step()
        self.change(method)
        self.end_step()

    def latest(self, name: str) -> Method | None:
        """The method ``name`` as it was wanted last of the current photograph, if it ever was."""
        return _latest(self._current, name)

    def resting_of(self, key: Path) -> Method | None:
        """MIRNet as it was wanted last of the photograph ``key``, while another method is."""
        recipe = self._by_key.get(key, Recipe())
        wanted = _latest(recipe, MirnetMethod.name)
        is_usual = wanted is None or apart_from_model(wanted) == apart_from_model(MirnetMethod())
        return None if is_usual or isinstance(self._method(recipe), MirnetMethod) else wanted

    def paste(self, method: Method, keys: Iterable[Path]) -> Together:
        """Want ``method``, apart from its model, of all of ``keys``: see :meth:`change_each`."""
        return self.change_each(keys, lambda _before: method)

    def take_back(self, change: Together) -> None:
        """Undo what several have together; not where something else is wanted since then."""
        for key, method in change.wanted.items():
            recipe = self._by_key[key]
            if self._method(recipe) == self._with_model(method):
                self._follow(key, recipe.undo())
        change.is_taken_back = True
        self._newest, self._taken_back = None, change
        self.history_changed.emit()

    def _do_again(self, change: Together) -> None:
        for key, method in change.wanted.items():
            recipe = self._by_key[key]
            if self._parsed(recipe.after) == self._with_model(method):
                self._follow(key, recipe.redo())
        change.is_taken_back = False
        self._newest, self._taken_back = change, None
        self.history_changed.emit()

    def change_each(self, keys: Iterable[Path], change: Callable[[Method], Method]) -> Together:
        """Want of all of ``keys`` what ``change`` makes of what is wanted of each, but its model.

        That is one step for each, which undo takes back of all until something else is changed.
        Gives back those of which something else was wanted.
        """
        changed, changes = {}, {}
        for key in keys:
            recipe = self._by_key.setdefault(key, Recipe())
            # Thousands of photographs are changed at once, and few recipes differ.
            if recipe.text not in changes:
                before = self._method(recipe)
                changes[recipe.text] = _Change.between(before, self._with_model(change(before)))
            step = changes[recipe.text]
            if not step.names:
                continue
            changed[key] = step.wanted
            recipe.rewrite(step.before)
            recipe.end_step()
            recipe.change(step.after, step.names)
            recipe.end_step()
            if recipe is self._current:
                self.changed.emit()
            self.touched.emit(key)
        together = Together(changed)
        if changed:
            self._newest = None if list(changed) == [self._key] else together
            self._taken_back = None
            self.history_changed.emit()
        return together

    @Slot()
    def end_step(self) -> None:
        """Somebody takes hold of a control: what is changed next is another step."""
        self._current.end_step()

    def undo(self) -> None:
        """Take the newest change back: of the current photograph, or of several together."""
        if self._newest is not None:
            self.take_back(self._newest)
            return
        self._taken_back = None
        self._newest = self._current.over
        self._follow(self._key, self._current.undo())
        self.history_changed.emit()

    def redo(self) -> None:
        """Make a change that was taken back again."""
        if self._taken_back is not None:
            self._do_again(self._taken_back)
            return
        self._newest = None
        self._follow(self._key, self._current.redo())
        self.history_changed.emit()

    def _follow(self, key: Path, changed: tuple[str, ...]) -> None:
        if key != self._key:
            self.touched.emit(key)
            return
        if MODEL in changed:
            self._preferences.change(model=model_of(parse_method(self._current.text)))
        else:
            self._take_over_model()
        if set(changed) - {MODEL}:
            self.changed.emit()
        self.touched.emit(self._key)

    def _method(self, recipe: Recipe) -> Method:
        return _parsed(recipe.text, self._preferences.model)

    def _parsed(self, text: str | None) -> Method | None:
        return None if text is None else _parsed(text, self._preferences.model)

    def _with_model(self, method: Method) -> Method:
        return with_model(method, self._preferences.model)

    def _take_over_model(self) -> None:
        """The model may have been changed for another photograph since then."""
        self._current.rewrite(text_of(self.method))

    @Slot(object)
    def _on_photograph(self, opened: OpenedPhoto) -> None:
        # Each begins as it comes out: what was chosen for another one says nothing of it.
        self._key = opened.key
        self.take_up(self._key, opened.kept.text, opened.kept.resting)
        self._current = self._by_key.setdefault(self._key, Recipe())
        self._has_photograph = True
        self._current.end_step()
        self._take_over_model()
        self.history_changed.emit()

    @Slot()
    def _on_emptied(self) -> None:
        self._key, self._current, self._has_photograph = Path(), Recipe(), False
        self.history_changed.emit()

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        text = text_of(self.method)
        if name == MODEL and self._has_photograph and text != self._current.text:
            self._current.end_step()
            self._current.change(text, (MODEL,), self._newest)
            self._current.end_step()
            self._newest = self._taken_back = None
            self.history_changed.emit()


@dataclass(frozen=True, slots=True)
class _Change:
    """From one text to another; ``names`` are the parameters that differ, none where none does."""

    wanted: Method
    before: str
    after: str
    names: tuple[str, ...]

    @classmethod
    def between(cls, before: Method, wanted: Method) -> _Change:
        return cls(wanted, text_of(before), text_of(wanted), _difference(before, wanted))


@lru_cache
def _parsed(text: str, model: str) -> Method:
    return with_model(parse_method(text), model)


@lru_cache
def with_model(method: Method, model: str) -> Method:
    """``method`` with everybody's ``model``; a chain keeps its own, and others have none."""
    return replace(method, model=model) if isinstance(method, MirnetMethod) else method


def apart_from_model(method: Method) -> Method:
    """``method`` without what it shares with all: the model, and what it is computed on."""
    return with_model(without_execution_options(method), "")


def _beginning_with(text: str, resting: str = "") -> Recipe:
    if resting:
        return Recipe([Step(resting), Step(text, (METHOD,))], place=1)
    return Recipe([Step(text)])


def _latest(recipe: Recipe, name: str) -> Method | None:
    methods = (parse_method(step.text) for step in reversed(recipe.steps[: recipe.place + 1]))
    return next((each for each in methods if each.name == name), None)


def _difference(before: Method, after: Method) -> tuple[str, ...]:
    """The names of the parameters that differ; :data:`METHOD` where it is another one."""
    if type(before) is not type(after):
        return (METHOD,)
    names = (entry.name for entry in fields(after))  # type: ignore[arg-type]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))

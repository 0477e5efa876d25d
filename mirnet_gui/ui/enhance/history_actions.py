"""Undo and redo of what was chosen for the photograph, with a word on what that was."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import parameters_of
from mirnet_gui.methods.registry import METHODS
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.model.recipes import METHOD, MODEL, Recipes

_UNDO = (mark("Undo"), mark("Undo {change}"))
_REDO = (mark("Redo"), mark("Redo {change}"))


class HistoryActions(QObject):
    """Offers them on its page alone, and only where there is something to do."""

    def __init__(self, actions: Actions, recipes: Recipes, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._recipes = recipes
        self._is_active = False
        actions.handle({ActionName.UNDO: recipes.undo, ActionName.REDO: recipes.redo})
        recipes.history_changed.connect(self._offer)
        self._offer()

    def set_active(self, active: bool) -> None:
        """Whether the page is the one that is open."""
        self._is_active = active
        self._offer()

    @Slot()
    def _offer(self) -> None:
        undoable, redoable = self._recipes.undoable, self._recipes.redoable
        self._actions.entitle(ActionName.UNDO, _title(_UNDO, undoable))
        self._actions.entitle(ActionName.REDO, _title(_REDO, redoable))
        self._actions.enable(self._is_active and bool(undoable), ActionName.UNDO)
        self._actions.enable(self._is_active and bool(redoable), ActionName.REDO)


def _title(templates: tuple[str, str], changed: tuple[str, ...]) -> str:
    """As in "Undo Exposure"; of several parameters at once no name says it."""
    plain, named = templates
    # What two methods call alike, they label alike.
    labels = {
        name: each.label
        for method in METHODS.values()
        for name, each in parameters_of(method).items()
    }
    labels |= {MODEL: mark("Model"), METHOD: mark("Method"), "regions": mark("Regions")}
    if len(changed) != 1 or changed[0] not in labels:
        return tr(plain)
    return tr(named, change=tr(labels[changed[0]]))

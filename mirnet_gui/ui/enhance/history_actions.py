"""Undo and redo of what was chosen for the photograph, with a word on what that was."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.language import mark, tr, tr_count
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.parameters import parameters_of
from mirnet_gui.methods.registry import METHODS
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.region_editor import Regions
from mirnet_gui.ui.enhance.region_wording import region_change
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
        recipes = self._recipes
        undoable, redoable = recipes.undoable, recipes.redoable
        undone = _change(undoable, recipes.before, recipes.method)
        redone = _change(redoable, recipes.method, recipes.after)
        undo, redo = _title(_UNDO, undone), _title(_REDO, redone)
        if recipes.undone_together:
            undo = tr_count(
                "Undo for {count:,} photograph",
                "Undo for {count:,} photographs",
                recipes.undone_together,
            )
        if recipes.redone_together:
            redo = tr_count(
                "Redo for {count:,} photograph",
                "Redo for {count:,} photographs",
                recipes.redone_together,
            )
        self._actions.entitle(ActionName.UNDO, undo)
        self._actions.entitle(ActionName.REDO, redo)
        can_undo = bool(undoable or recipes.undone_together)
        can_redo = bool(redoable or recipes.redone_together)
        self._actions.enable(self._is_active and can_undo, ActionName.UNDO)
        self._actions.enable(self._is_active and can_redo, ActionName.REDO)


def _title(templates: tuple[str, str], change: str) -> str:
    """As in "Undo Exposure"."""
    plain, named = templates
    return tr(named, change=change) if change else tr(plain)


def _change(changed: tuple[str, ...], before: Method | None, after: Method | None) -> str:
    """What is ``changed`` between two methods; of several parameters at once no name says it."""
    if changed == ("regions",):
        return region_change(_regions_of(before), _regions_of(after))
    # What two methods call alike, they label alike.
    labels = {
        name: each.label
        for method in METHODS.values()
        for name, each in parameters_of(method).items()
    }
    labels |= {MODEL: mark("Model"), METHOD: mark("Method")}
    if len(changed) != 1 or changed[0] not in labels:
        return ""
    return tr(labels[changed[0]])


def _regions_of(method: Method | None) -> Regions:
    return method.regions if isinstance(method, MirnetMethod) else ()

"""Which results are in the window and nowhere else."""

from __future__ import annotations

from pathlib import Path

from mirnet_gui.jobs.photo_jobs import OpenedPhoto, choice_of
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.enhance_state import CurrentPhotograph
from mirnet_gui.ui.model.photographs import name_of
from mirnet_gui.ui.model.recipes import Recipes
from mirnet_gui.ui.model.results import Results


class UnsavedResults:
    """Goes by the paths of photographs; one without a file has None."""

    def __init__(self, recipes: Recipes, results: Results) -> None:
        self._recipes = recipes
        self._results = results
        self._names: dict[Path | None, str] = {}

    def names(self, current: CurrentPhotograph) -> list[str]:
        """Of the photographs whose results, as they are chosen, would be lost."""
        has_result = current.enhanced is not None
        return [
            name
            for path, name in self._names.items()
            if self._results.holds(path) or (has_result and current.is_of(path))
        ]

    def add(self, opened: OpenedPhoto) -> None:
        """It has a result, or other things are chosen of it."""
        self._names[opened.photo.path] = name_of(opened)

    def take(self, path: Path | None, choice: Choice, current: CurrentPhotograph) -> None:
        """The result was saved or copied as ``choice``; what was chosen since then was not."""
        recipes = self._recipes
        method = recipes.method if current.is_of(path) else recipes.method_of(path)
        if choice == choice_of(method):
            self._names.pop(path, None)

"""What all pages share, in one record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.network.catalog import WeightsEntry
from mirnet_gui.ui.model.marks import Marks
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.model.recipes import Recipes
from mirnet_gui.ui.model.results import Results


@dataclass(frozen=True, slots=True)
class Model:
    """``list_devices`` is called by jobs only: it may load torch."""

    photographs: Photographs
    preferences: Preferences
    recipes: Recipes
    results: Results
    marks: Marks
    recent: Recent
    weights: tuple[WeightsEntry, ...]
    list_devices: Callable[[], DeviceNames]

    @classmethod
    def over(
        cls,
        runner: JobRunner,
        preferences: Preferences,
        weights: tuple[WeightsEntry, ...],
        list_devices: Callable[[], DeviceNames],
    ) -> Model:
        """All of it made, with work done by ``runner``."""
        photographs, results = Photographs(runner), Results()
        recipes = Recipes(photographs, preferences)
        marks = Marks(recipes)
        photographs.reread.connect(results.forget)
        photographs.reread.connect(marks.forget)
        recent = Recent(preferences)
        photographs.unreadable.connect(recent.forget)
        return cls(photographs, preferences, recipes, results, marks, recent, weights, list_devices)

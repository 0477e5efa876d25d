"""What all pages share, in one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.escaping import printable
from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.kept.kept_settings import Kept, KeptSettings
from mirnet_gui.kept.open_list import OpenList
from mirnet_gui.network.catalog import WeightsEntry
from mirnet_gui.presets.own_presets import OwnPresets
from mirnet_gui.ui.model.last_photographs import LastPhotographs
from mirnet_gui.ui.model.marks import Marks
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.presets import Presets
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.model.recipes import Recipes
from mirnet_gui.ui.model.results import Results
from mirnet_gui.ui.model.settings_keeper import SettingsKeeper
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.wording import unsaved_line


@dataclass(frozen=True, slots=True)
class Model:
    """``list_devices`` is called by jobs only: it may load torch."""

    photographs: Photographs
    preferences: Preferences
    recipes: Recipes
    results: Results
    marks: Marks
    presets: Presets
    keeper: SettingsKeeper
    last: LastPhotographs
    recent: Recent
    weights: Weights
    list_devices: Callable[[], DeviceNames]

    @classmethod
    def over(
        cls,
        runner: JobRunner,
        preferences: Preferences,
        weights: tuple[WeightsEntry, ...],
        list_devices: Callable[[], DeviceNames],
        clerk: JobRunner | None = None,
    ) -> Model:
        """All of it made, with work done by ``runner``.

        Small files of the program's own are read and written by ``clerk``, which never waits for a
        network; by ``runner`` without one.
        """
        store, clerk = KeptSettings(locations.kept_settings()), clerk or runner

        def recall(path: Path) -> Kept:
            return store.recall(path) if preferences.settings.keep_settings else Kept()

        photographs, results = Photographs(runner, recall=recall), Results()
        recipes = Recipes(photographs, preferences)
        marks, recent = Marks(recipes), Recent(preferences)
        photographs.reread.connect(results.forget)
        photographs.reread.connect(marks.forget)
        photographs.unreadable.connect(recent.forget)
        return cls(
            photographs,
            preferences,
            recipes,
            results,
            marks,
            Presets(OwnPresets(locations.presets()), clerk),
            SettingsKeeper(store, clerk, photographs, marks, preferences),
            LastPhotographs(locations.open_list(), clerk, photographs, preferences),
            recent,
            Weights(weights),
            list_devices,
        )

    def take_out(self, keys: Sequence[Path]) -> None:
        """Take photographs out of the list; of results that are not saved it is told."""
        unkept = [printable(key.name) for key in self.marks.unkept(keys)]
        self.photographs.remove(keys, unsaved_line(unkept) if unkept else "")

    def begin(self, paths: list[Path], before: OpenList) -> None:
        """Open ``paths``, or what was open ``before``; else find out what could be opened."""
        self.presets.look()
        self.recent.note(paths)
        if before.current is not None:
            self.photographs.reopen(list(before.paths), before.current)
        elif paths:
            self.photographs.open(paths)
        else:
            self.last.look()

    def stop(self) -> None:
        """Write what is to be kept: the threads are about to end."""
        self.keeper.write()
        self.last.write()

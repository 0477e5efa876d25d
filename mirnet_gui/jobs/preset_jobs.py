"""The user's presets, read and written away from the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.worker import Job
from mirnet_gui.presets.own_presets import Found, OwnPresets
from mirnet_gui.presets.preset import Preset
from mirnet_gui.presets.preset_file import write_preset
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True)
class Changed:
    """All presets there are after a change, and the one that it was about, if there was one."""

    found: Found
    preset: Preset | None = None


def find_presets_job(own: OwnPresets) -> Job:
    """Looks for presets; gives back :class:`Changed`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Changed:
        return Changed(own.find())

    return job


def save_preset_job(own: OwnPresets, preset: Preset, *, overwrite: bool) -> Job:
    """Keeps ``preset``."""
    return _changing(own, lambda: own.save(preset, overwrite=overwrite))


def rename_preset_job(own: OwnPresets, name: str, to: str) -> Job:
    """Calls the preset ``name`` otherwise."""
    return _changing(own, lambda: own.rename(name, to))


def delete_preset_job(own: OwnPresets, name: str) -> Job:
    """Deletes the preset ``name``."""
    return _changing(own, lambda: own.delete(name))


def import_preset_job(own: OwnPresets, file: Path) -> Job:
    """Keeps a copy of the preset in ``file``."""
    return _changing(own, lambda: own.take_in(file))


def export_preset_job(preset: Preset, file: Path) -> Job:
    """Writes ``preset`` into ``file``, which somebody agreed to replace; gives back the path."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        write_preset(preset, file, overwrite=True)
        return file

    return job


def _changing(own: OwnPresets, change: Callable[[], Preset]) -> Job:
    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Changed:
        preset = change()
        return Changed(own.find(), preset)

    return job

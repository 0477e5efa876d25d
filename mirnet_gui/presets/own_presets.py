"""The user's own presets: a folder with a file for each."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

from mirnet_gui.errors import StorageError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.presets.built_in import BUILT_IN
from mirnet_gui.presets.preset import LONGEST_NAME, Preset, checked_name, same_name
from mirnet_gui.presets.preset_file import EXTENSION, read_preset, write_preset

MOST: Final = 200
"""How many there may be."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """The presets of a folder by name, and files that are passed over, each with a sentence."""

    presets: tuple[Preset, ...] = ()
    passed_over: tuple[tuple[Path, str], ...] = ()


class OwnPresets:
    """Those in ``folder``, which is looked at anew each time: another window may have changed them.

    A file that is not understood stays as it is and costs no other. Several windows may write at
    once: each preset is a file of its own that appears whole.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self) -> Found:
        """What there is; nothing is raised."""
        files, passed_over = self._files()
        presets = sorted((preset for preset, _ in files.values()), key=lambda p: same_name(p.name))
        return Found(tuple(presets), tuple(passed_over))

    def save(self, preset: Preset, *, overwrite: bool = False) -> Preset:
        """Keep ``preset``; with ``overwrite`` in the place of one of the same name.

        Raises :class:`UsageError` for a name that cannot be had, :class:`StorageError`.
        """
        preset = replace(preset, name=checked_name(preset.name), is_built_in=False)
        files, _ = self._files()
        taken = files.get(same_name(preset.name))
        self._check(preset.name, is_taken=taken is not None and not overwrite)
        if taken is None and len(files) >= MOST:
            raise UsageError(
                tr("There are {count} presets already.", count=MOST), tr("Delete some.")
            )
        path = self._path(preset.name) if taken is None else taken[1]
        # A file of that name that is not understood is somebody's all the same.
        write_preset(preset, path, overwrite=taken is not None)
        return preset

    def rename(self, name: str, to: str) -> Preset:
        """Call the preset ``name`` otherwise. Raises as :meth:`save` does."""
        files, _ = self._files()
        preset, path = self._entry(files, name)
        renamed = replace(preset, name=checked_name(to))
        is_other = same_name(renamed.name) != same_name(name)
        self._check(renamed.name, is_taken=is_other and same_name(renamed.name) in files)
        write_preset(
            renamed, self._path(renamed.name) if is_other else path, overwrite=not is_other
        )
        if is_other:
            _remove(path, preset)
        return renamed

    def delete(self, name: str) -> Preset:
        """Delete the preset ``name``; gives it back. Raises as :meth:`save` does."""
        files, _ = self._files()
        preset, path = self._entry(files, name)
        _remove(path, preset)
        return preset

    def take_in(self, file: Path) -> Preset:
        """Keep a copy of the preset in ``file``, under another name where its own is taken.

        Raises :class:`StorageError`, and :class:`UsageError` where there is no room.
        """
        preset = read_preset(file)
        known = {same_name(each.name): each for each in self.find().presets}
        for number in count(1):
            name = preset.name if number == 1 else f"{preset.name[: LONGEST_NAME - 6]} ({number})"
            standing = known.get(same_name(name))
            if standing is not None and standing.method == preset.method:
                return standing
            if standing is None and not any(each.is_called(name) for each in BUILT_IN):
                break
        return self.save(replace(preset, name=name))

    def _check(self, name: str, *, is_taken: bool) -> None:
        if is_taken or any(each.is_called(name) for each in BUILT_IN):
            raise UsageError(
                tr("There is a preset called {name} already.", name=name),
                tr("Choose another name."),
            )

    @staticmethod
    def _entry(files: dict[str, tuple[Preset, Path]], name: str) -> tuple[Preset, Path]:
        entry = files.get(same_name(name))
        if entry is None:
            # Another window, or a hand, was faster.
            raise StorageError(tr("There is no preset called {name} any more.", name=name))
        return entry

    def _files(self) -> tuple[dict[str, tuple[Preset, Path]], list[tuple[Path, str]]]:
        files: dict[str, tuple[Preset, Path]] = {}
        passed_over: list[tuple[Path, str]] = []
        try:
            paths = sorted(self._folder.glob(f"*{EXTENSION}"))
        except OSError as error:
            _log.warning("%s cannot be looked at: %s", self._folder, error)
            paths = []
        for path in paths:
            try:
                preset = read_preset(path)
            except StorageError as error:
                _log.warning("%s", error)
                passed_over.append((path, error.sentence))
            else:
                files.setdefault(same_name(preset.name), (preset, path))
        return files, passed_over

    def _path(self, name: str) -> Path:
        # Names may hold what no file system bears, or differ in what some do not see.
        digest = hashlib.blake2b(same_name(name).encode(), digest_size=8).hexdigest()
        return self._folder / f"{digest}{EXTENSION}"


def _remove(path: Path, preset: Preset) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            tr(
                "The preset {name} cannot be deleted: {strerror}.",
                name=preset.name,
                strerror=error.strerror,
            ),
            tr("Check that you may write into {folder}.", folder=path.parent),
        ) from error

"""A preset as one small text file that people can share."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import tomli_w

from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import StorageError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.presets.preset import Preset, checked_name, settings_of

EXTENSION: Final = ".mirnet-preset"

_FORMAT: Final = "mirnet-gui preset"
_VERSION: Final = 1
_KEYS: Final = {"format": str, "version": int, "name": str, "method": str}
_MOST_BYTES: Final = 65_536


def read_preset(path: Path) -> Preset:
    """The preset in the file ``path``.

    Raises :class:`StorageError` for a file that cannot be read, or of which anything at all is not
    understood.
    """
    content = _content(path)
    name, text = content["name"], content["method"]
    try:
        method = parse_method(text)
        preset = Preset(checked_name(name), settings_of(method))
    except UsageError as error:
        raise StorageError(
            tr(
                "{name} asks for something that this version does not know: {why}",
                name=quoted(path),
                why=error.sentence,
            ),
            tr("Perhaps a newer version does."),
        ) from error
    if preset.method != method:
        raise StorageError(
            tr("{name} says how it is to be computed, which no preset does.", name=quoted(path)),
            tr("Export it again from the program."),
        )
    return preset


def write_preset(preset: Preset, path: Path, *, overwrite: bool) -> None:
    """Write ``preset`` to ``path``, whole or not at all.

    Raises :class:`StorageError`, also where a file stands there that may not be replaced.
    """
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "name": preset.label,
        "method": text_of(preset.method),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path, overwrite) as temporary:
            temporary.write_text(tomli_w.dumps(content), encoding="utf-8")
    except OSError as error:
        if isinstance(error, FileExistsError) and path.parent.is_dir():
            raise StorageError(
                tr("There is a file {name} already.", name=quoted(path)),
                tr("Choose another name."),
            ) from error
        raise StorageError(
            tr(
                "The preset {name} cannot be written: {strerror}.",
                name=preset.label,
                strerror=error.strerror,
            ),
            tr("Choose another folder, or free some space."),
        ) from error


def _content(path: Path) -> dict[str, Any]:
    """Its keys and values, each of its type."""
    try:
        # Somebody may have chosen a folder, or a device that never ends.
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise _no_preset(path)
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StorageError(
            tr("{name} cannot be read: {strerror}.", name=quoted(path), strerror=error.strerror),
            tr("Check that it is there and that you may read it."),
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_preset(path) from error
    version = content.get("version")
    if content.get("format") == _FORMAT and type(version) is int and version > _VERSION:
        raise StorageError(
            tr("{name} was made by a newer version of this program.", name=quoted(path)),
            tr("Install that version to use it."),
        )
    is_understood = content.keys() == _KEYS.keys() and all(
        type(content[key]) is kind for key, kind in _KEYS.items()
    )
    if not is_understood or (content["format"], version) != (_FORMAT, _VERSION):
        raise _no_preset(path)
    return content


def _no_preset(path: Path) -> StorageError:
    return StorageError(
        tr("{name} is not a preset of this program.", name=quoted(path)),
        tr("Choose a file that ends in {extension}.", extension=EXTENSION),
    )

"""What the window remembers between two runs, typed, in one TOML file."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import tomli_w

from mirnet_gui.atomic import atomic_path

ThemeChoice = Literal["system", "dark", "light"]
HistogramChoice = Literal["luminance", "channels"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """``save_quality`` is in 1..100; an empty text means "none yet".

    An empty ``language`` is that of the system.

    ``keep_settings`` says whether what is chosen for a photograph is remembered over restarts, and
    ``offer_last_photographs`` whether those that were open last are offered again.

    ``recent_files`` and ``recent_folders`` were opened, the last one first; ``welcomed`` is whether
    the welcome was closed. ``results_folder`` is where results go, beside their photographs if it
    is empty. ``save_depth`` and ``save_longest`` are 0 for those of the photograph, ``save_strip``
    names groups of metadata with commas between them, ``save_name`` is a template.

    ``batch`` is what the Batch page wants to remember, in words of its own.
    """

    window_geometry: str = ""
    last_folder: str = ""
    model: str = "lowlight"
    theme: ThemeChoice = "system"
    language: str = ""
    save_format: str = ""
    save_quality: int = 92
    save_depth: int = 0
    save_longest: int = 0
    save_strip: str = ""
    save_name: str = ""
    device: str = "auto"
    batch: str = ""
    histogram: HistogramChoice = "luminance"
    keep_settings: bool = True
    offer_last_photographs: bool = True
    results_folder: str = ""
    keep_recent: bool = True
    recent_files: tuple[str, ...] = ()
    recent_folders: tuple[str, ...] = ()
    welcomed: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.save_quality <= 100:
            raise ValueError(f"save_quality is {self.save_quality}, not within 1..100")


def load_settings(path: Path) -> Settings:
    """The settings kept at ``path``; defaults when there are none or they are damaged."""
    try:
        # Names of files may hold bytes that are no text.
        kept = tomllib.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except FileNotFoundError:
        return Settings()
    except (OSError, tomllib.TOMLDecodeError, RecursionError) as error:
        _log.warning("Settings in %s cannot be read, defaults are used: %s", path, error)
        return Settings()
    return _checked(kept, path)


def save_settings(settings: Settings, path: Path) -> None:
    """Write atomically; a place that cannot be written costs an entry in the log, no more."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path, overwrite=True) as temporary:
            text = tomli_w.dumps(asdict(settings))
            temporary.write_text(text, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        _log.warning("Settings could not be kept in %s: %s", path, error)


def _checked(kept: dict[str, Any], path: Path) -> Settings:
    hints = get_type_hints(Settings)
    known = {entry.name for entry in fields(Settings)}
    good: dict[str, Any] = {}
    for name, value in kept.items():
        if name in known and _fits(value, hints[name]):
            good[name] = tuple(value) if isinstance(value, list) else value
        else:
            _log.warning("%s in %s is not understood and left out", name, path)
    try:
        return Settings(**good)
    except ValueError as error:
        _log.warning("Settings in %s make no sense, defaults are used: %s", path, error)
        return Settings()


def _fits(value: object, hint: object) -> bool:
    if hint == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    choices = _choices(hint)
    if choices:
        return value in choices
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is hint


def _choices(hint: object) -> tuple[Any, ...]:
    """All values of a Literal, or of a union of Literals; none for a plain type."""
    found: list[Any] = []
    for argument in get_args(hint):
        found.extend(get_args(argument) or (argument,))
    return tuple(found)

"""Whether Qt can start here, asked before Qt itself would abort the process."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError

DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxkbcommon-x11-0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What a bare Debian or Ubuntu lacks."""

_HINT = f"On Debian or Ubuntu: sudo apt install {DEBIAN_PACKAGES}"


def check_qt() -> None:
    """Raise :class:`MirnetGuiError` with what to install or set when no window can be shown."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise MirnetGuiError(
            f"The window's library Qt cannot be loaded: {error}.", _HINT
        ) from error
    if sys.platform != "linux":
        return
    platform = linux_platform(os.environ)
    if platform == "":
        raise MirnetGuiError(
            "There is no screen to show a window on.",
            "Start it from a desktop, or use mirnet-gui enhance, which needs none.",
        )
    if platform == "xcb":
        _check_xcb()


def linux_platform(environment: Mapping[str, str]) -> str:
    """Which of Qt's platforms will be used: its name, "" for none at all."""
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked:
        return asked.partition(";")[0].partition(":")[0]
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else ""


def _check_xcb() -> None:
    plugin = _plugins() / "platforms" / "libqxcb.so"
    if not plugin.is_file():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise MirnetGuiError(f"Qt cannot reach the screen: {error}.", _HINT) from error


def _plugins() -> Path:
    spec = importlib.util.find_spec("PySide6")
    folders = [] if spec is None else list(spec.submodule_search_locations or [])
    return Path(folders[0] if folders else "") / "Qt" / "plugins"

"""Whether Qt can start here, asked before Qt itself would abort the process."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.language import tr

DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxkbcommon-x11-0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What a bare Debian or Ubuntu lacks."""

_log = logging.getLogger(__name__)


def check_qt() -> None:
    """Raise :class:`MirnetGuiError` with what to install or set when no window can be shown."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise MirnetGuiError(
            tr("The window's library Qt cannot be loaded: {error}.", error=error), _hint()
        ) from error
    if sys.platform != "linux":
        return
    platform = linux_platform(os.environ)
    if platform == "":
        raise no_screen()
    if platform == "xcb":
        _check_xcb()


def _hint() -> str:
    return tr("On Debian or Ubuntu: sudo apt install {packages}", packages=DEBIAN_PACKAGES)


def no_screen() -> MirnetGuiError:
    """What to say where no window can be shown."""
    return MirnetGuiError(
        tr("There is no screen to show a window on."),
        tr("Start it from a desktop, or use mirnet-gui enhance, which needs none."),
    )


@contextmanager
def reported_before_qt_aborts(tell: Callable[[MirnetGuiError], None]) -> Iterator[None]:
    """While Qt starts: a screen that is not there is told to ``tell``, and the process ends with 1.

    Whether a screen answers is known only when Qt asks it, and then Qt aborts; what it would say
    goes to the log.
    """
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler  # noqa: PLC0415

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        _log.warning("Qt: %s", text)
        if kind == QtMsgType.QtFatalMsg:
            error = no_screen()
            tell(error)
            os._exit(error.exit_code)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


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
        raise MirnetGuiError(
            tr("Qt cannot reach the screen: {error}.", error=error), _hint()
        ) from error


def _plugins() -> Path:
    spec = importlib.util.find_spec("PySide6")
    folders = [] if spec is None else list(spec.submodule_search_locations or [])
    return Path(folders[0] if folders else "") / "Qt" / "plugins"

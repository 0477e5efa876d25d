"""What the desktop around the window is told of long work: tray, task bar, a word at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from mirnet_gui.formatting import percent
from mirnet_gui.language import tr
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.page import LongWork, Page
from mirnet_gui.ui.theme.icons import program_icon

_DESKTOP_FILE = "application://mirnet-gui.desktop"
_log = logging.getLogger(__name__)


class Desktop(QObject):
    """Follows the long work of a page; where the desktop has no such thing, nothing happens.

    ``entitle`` puts a text before the window's title.
    """

    def __init__(self, window: QWidget, entitle: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._entitle = entitle
        self._said = ""
        self._tray = _tray(self) if QSystemTrayIcon.isSystemTrayAvailable() else None
        if self._tray is not None:
            self._tray.activated.connect(self._on_tray)
            self._tray.messageClicked.connect(self._raise)

    @property
    def tray(self) -> QSystemTrayIcon | None:
        """The icon in the tray, where there is a tray."""
        return self._tray

    def follow(self, page: Page) -> None:
        """Show the long work of ``page``, too."""
        page.long_work_changed.connect(self._on_long_work)
        page.through.connect(self._on_through)

    @Slot(object)
    def _on_long_work(self, work: LongWork | None) -> None:
        if self._tray is not None:
            self._tray.setVisible(work is not None)
        if work is None:
            self._entitle("")
            if self._said:
                self._said = ""
                _tell_launcher(0.0, visible=False)
            return
        share = "" if work.fraction is None else percent(work.fraction)
        if share and share != self._said:
            self._said = share
            _tell_launcher(work.fraction or 0.0, visible=True)
            if self._tray is not None:
                self._tray.setToolTip(f"MIRNet GUI · {share}")
        if work.is_paused:
            self._entitle(tr("Paused · {share}", share=self._said) if self._said else tr("Paused"))
        else:
            self._entitle(self._said)

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        if self._tray is not None:
            # Its message goes with the icon.
            self._tray.show()
            self._tray.setToolTip("MIRNet GUI")
            self._tray.showMessage("MIRNet GUI", message.sentence, program_icon())

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_tray(self, _reason: QSystemTrayIcon.ActivationReason) -> None:
        self._raise()

    @Slot()
    def _raise(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def _tray(parent: QObject) -> QSystemTrayIcon:
    return QSystemTrayIcon(program_icon(), parent)


def _tell_launcher(share: float, *, visible: bool) -> None:
    """Progress on the icon in the docks of Ubuntu, KDE and others that speak this protocol."""
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage  # noqa: PLC0415
    except ImportError:
        # Qt for Windows and macOS comes without it.
        return
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    path, interface = "/com/canonical/unity/launcherentry/1", "com.canonical.Unity.LauncherEntry"
    message = QDBusMessage.createSignal(path, interface, "Update")
    state: dict[str, Any] = {"progress": float(share), "progress-visible": visible}
    message.setArguments([_DESKTOP_FILE, state])
    bus.send(message)

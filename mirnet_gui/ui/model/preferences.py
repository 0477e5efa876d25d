"""The one place that knows what the user prefers, and which processors there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.settings import Settings, save_settings


class Preferences(QObject):
    """Settings that can be listened to; kept in ``file`` by :meth:`save`."""

    changed = Signal(str)
    """The name of a field of :class:`Settings`."""
    devices_found = Signal()
    """:attr:`devices` are known from now on; told once."""
    device_named = Signal(str)
    """What the processor in use is called: once they are known, and when another is chosen."""

    def __init__(self, settings: Settings, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._file = file
        self._devices: DeviceNames = ()

    @property
    def settings(self) -> Settings:
        """As they are now."""
        return self._settings

    @property
    def device(self) -> str:
        """Where networks are computed: auto, cpu or cuda:N."""
        return self._settings.device

    @property
    def model(self) -> str:
        """The name of the weights that MIRNet is used with."""
        return self._settings.model

    @property
    def last_folder(self) -> Path:
        """Where photographs were opened the last time."""
        return Path(self._settings.last_folder) if self._settings.last_folder else Path.home()

    @property
    def devices(self) -> DeviceNames:
        """Every processor that can be chosen; none while nobody has looked."""
        return self._devices

    @property
    def device_name(self) -> str:
        """Of the processor that is used; the first is what "auto" takes."""
        usual = self._devices[0][1] if self._devices else ""
        return dict(self._devices).get(self.device, usual)

    def change(self, **values: Any) -> None:
        """Prefer ``values``, by the names of the fields of :class:`Settings`, from now on."""
        before, self._settings = self._settings, replace(self._settings, **values)
        for name in values:
            if getattr(before, name) != getattr(self._settings, name):
                if name == "device":
                    self.device_named.emit(self.device_name)
                self.changed.emit(name)

    def reset(self, *names: str) -> None:
        """Prefer what is usual, for the fields called ``names``."""
        usual = Settings()
        self.change(**{name: getattr(usual, name) for name in names})

    def know_devices(self, devices: DeviceNames) -> None:
        """These there are; a chosen one that is not among them is not insisted on."""
        self._devices = devices
        self.devices_found.emit()
        if self.device not in ("auto", *dict(devices)):
            # It was pulled out, or the build of torch does not know it any more.
            self.change(device="auto")
        else:
            self.device_named.emit(self.device_name)

    def save(self) -> None:
        """Keep them for the next time."""
        save_settings(self._settings, self._file)

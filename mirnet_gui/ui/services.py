"""What the composition root hands to the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.methods.method import Method
from mirnet_gui.network.catalog import WeightsEntry
from mirnet_gui.settings import Settings
from mirnet_gui.ui.message import Message


@dataclass(frozen=True, slots=True)
class Services:
    """``make_method`` (of a model on a device) and ``list_devices`` are called by jobs only.

    They may load torch.
    """

    make_method: Callable[[str, str], Method]
    list_devices: Callable[[], DeviceNames]
    models: tuple[WeightsEntry, ...]
    settings: Settings
    settings_file: Path
    log_folder: Path
    greeting: Message | None = None
    """Something the user has to know from the start, for example a damaged catalog."""

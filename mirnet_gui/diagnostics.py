"""A ZIP file for who reports a problem: the doctor's findings, log and settings; no picture."""

from __future__ import annotations

import json
import logging
import zipfile
from datetime import datetime
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.photo.atomic import atomic_path
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.outputs import free_name

_log = logging.getLogger(__name__)


def save_diagnostics(folder: Path) -> Path:
    """Write it into ``folder`` under a name that is free, and give that back.

    The log names photographs and folders. Takes the seconds that torch takes to load. Raises
    :class:`UnwritablePhoto` where it cannot be written.
    """
    from mirnet_gui.doctor import examine  # loads torch

    found = json.dumps(examine().to_dict(), indent=2)
    path = free_name(folder / f"mirnet-gui-report-{datetime.now().astimezone():%Y-%m-%d}.zip")
    try:
        with (
            atomic_path(path, overwrite=False) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as file,
        ):
            file.writestr("doctor.json", found)
            for kept in [locations.settings_file(), *sorted(locations.logs().glob("*.log*"))]:
                _add(file, kept)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def _add(file: zipfile.ZipFile, kept: Path) -> None:
    try:
        content = kept.read_bytes()
    except OSError as error:
        _log.info("%s is not in the report: %s", kept, error)
        return
    file.writestr(kept.name, content)

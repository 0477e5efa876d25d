"""A ZIP file for who reports a problem: the doctor's findings, log and settings."""

from __future__ import annotations

import json
import logging
import zipfile
from datetime import datetime
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.atomic import atomic_path
from mirnet_gui.photo.error_messages import unreadable, unwritable
from mirnet_gui.photo.outputs import free_name

_log = logging.getLogger(__name__)


def save_diagnostics(folder: Path, photograph: Path | None = None) -> Path:
    """Write it into ``folder`` under a name that is free, and give that back.

    Log and settings name photographs and folders; the file ``photograph`` is in it as it is. It
    takes the seconds that torch takes to load. Raises :class:`UnwritablePhoto` where it cannot be
    written, :class:`UnreadablePhoto` where the photograph cannot be read.
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
            if photograph is not None:
                _add_photograph(file, photograph)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def _add_photograph(file: zipfile.ZipFile, photograph: Path) -> None:
    try:
        content = photograph.read_bytes()
    except OSError as error:
        raise unreadable(photograph, error) from error
    # What compresses pictures has done so, and a name that is no text cannot stand in a ZIP file.
    name = photograph.name.encode("utf-8", "replace").decode()
    file.writestr(f"photograph/{name}", content, zipfile.ZIP_STORED)


def _add(file: zipfile.ZipFile, kept: Path) -> None:
    try:
        content = kept.read_bytes()
    except OSError as error:
        _log.info("%s is not in the report: %s", kept, error)
        return
    file.writestr(kept.name, content)

"""Writes the report of a problem; it examines the computer, which takes seconds."""

from __future__ import annotations

from pathlib import Path

from mirnet_gui.diagnostics import save_diagnostics
from mirnet_gui.jobs.worker import Job
from mirnet_gui.progress import CancelToken, ProgressCallback


def diagnostics_job(folder: Path, photograph: Path | None) -> Job:
    """Gives back the path of the report, with the file ``photograph`` in it if one is wanted."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        return save_diagnostics(folder, photograph)

    return job

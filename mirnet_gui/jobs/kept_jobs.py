"""What is remembered of photographs: kept, forgotten, and which of them were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.worker import Job
from mirnet_gui.kept.fingerprint import fingerprint
from mirnet_gui.kept.kept_settings import KeptSettings
from mirnet_gui.kept.open_list import OpenList, read_open_list, write_open_list
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be kept for the file ``path``: the ``text`` of a method, "" for nothing.

    ``fingerprint`` is that of the file as it was read; "" has it found out.
    """

    path: Path
    fingerprint: str
    text: str


def keep_job(store: KeptSettings, changes: Sequence[Chosen]) -> Job:
    """Keeps ``changes``; a photograph whose file is gone meanwhile is passed over."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        for each in changes:
            try:
                known = each.fingerprint or fingerprint(each.path)
            except OSError:
                continue
            store.keep(known, each.path, each.text)

    return job


def forget_job(store: KeptSettings) -> Job:
    """Forgets what was kept; gives back for how many photographs."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> int:
        return store.forget()

    return job


def read_open_list_job(file: Path) -> Job:
    """Gives back the :class:`OpenList` of last time."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> OpenList:
        return read_open_list(file)

    return job


def write_open_list_job(opened: OpenList, file: Path) -> Job:
    """Remembers ``opened``."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        write_open_list(opened, file)

    return job

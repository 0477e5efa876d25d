"""What is remembered of photographs: kept, forgotten, and which of them were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.jobs.worker import Job
from mirnet_gui.kept.fingerprint import fingerprint
from mirnet_gui.kept.kept_settings import Kept, KeptSettings
from mirnet_gui.kept.open_list import OpenList, read_open_list, write_open_list
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be ``kept`` for the file ``path``.

    Its fingerprint is that of the file as it was read; "" has it found out.
    """

    path: Path
    kept: Kept


def keep_job(store: KeptSettings, changes: Sequence[Chosen]) -> Job:
    """Keeps ``changes``; a photograph whose file is gone meanwhile is passed over."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        for each in changes:
            try:
                known = each.kept.fingerprint or fingerprint(each.path)
            except OSError:
                continue
            store.keep(each.path, replace(each.kept, fingerprint=known))

    return job


def recall_job(store: KeptSettings, photographs: Sequence[Path]) -> Job:
    """Gives back a dict of what is kept for those of ``photographs`` that something is kept for.

    Files that were moved meanwhile are passed over: they are known when they are opened.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> dict[Path, Kept]:
        kept = {}
        for each in store.with_entry(photographs):
            cancel.raise_if_cancelled()
            kept[each] = store.recall(each)
        return kept

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

"""Where journals are kept, and which of them are not through."""

from __future__ import annotations

import datetime
import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui.batch.database import header_in_use
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.records import Counts
from mirnet_gui.batch.run_header import RunHeader, RunState
from mirnet_gui.errors import MirnetGuiError, WeightsError
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import text_of

SUFFIX: Final = ".batch"
_KEPT: Final = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A batch that somebody may want to go on with."""

    path: Path
    header: RunHeader
    state: RunState
    counts: Counts


def begin(
    folder: Path,
    method: Method,
    options: Options,
    inputs: tuple[Path, ...],
    journal: Path | None = None,
) -> Journal:
    """The journal of a new batch, in ``folder`` unless a path for it is given.

    Raises :class:`JournalError`.
    """
    now = datetime.datetime.now(datetime.UTC).astimezone()
    run_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    given = tuple(path.absolute() for path in inputs)
    header = RunHeader(
        run_id,
        now.isoformat(timespec="seconds"),
        text_of(method),
        options,
        given,
        weights=_weights_of(method),
    )
    _prune(folder)
    return Journal.create(journal or folder / f"{run_id}{SUFFIX}", header)


def _weights_of(method: Method) -> str:
    try:
        done = provenance_of(method)
    except WeightsError:
        # Told when the work begins.
        return ""
    return f"{done.weights}: {done.sha256}" if done.weights else ""


def _noted(path: Path, error: MirnetGuiError) -> None:
    _log.info("%s is passed over: %s", path, error)


def unfinished(
    folder: Path,
    *,
    failed_too: bool = False,
    passed_over: Callable[[Path, MirnetGuiError], None] = _noted,
) -> Iterator[Unfinished]:
    """Batches in ``folder`` that are not through and that nobody works on, the newest first.

    With ``failed_too`` also those in which photographs failed. A batch of which not even the plan
    stands in its journal is not through. What cannot be opened is told to ``passed_over``.
    """
    for path in _newest_first(folder):
        try:
            with Journal.open(path) as journal:
                found = Unfinished(path, journal.header, journal.state, journal.counts())
        except MirnetGuiError as error:
            passed_over(path, error)
            continue
        unplanned = found.state is RunState.RUNNING and not found.counts.total
        left = found.state is not RunState.FINISHED and found.counts.left
        if unplanned or left or (failed_too and found.counts.failed):
            yield found


def header_of_running(path: Path) -> RunHeader | None:
    """What a batch was asked that another program works on; None where that cannot be told."""
    try:
        return RunHeader.from_dict(header_in_use(path))
    except Exception as error:  # noqa: BLE001 - it is read while somebody writes
        _log.info("%s does not tell what it is: %s", path, error)
        return None


def newest(folder: Path) -> Path | None:
    """The journal that was begun last."""
    return next(iter(_newest_first(folder)), None)


def _newest_first(folder: Path) -> list[Path]:
    # Names begin with the moment of their beginning.
    try:
        return sorted(folder.glob(f"*{SUFFIX}"), reverse=True)
    except OSError as error:
        _log.info("No journals in %s: %s", folder, error)
        return []


def _prune(folder: Path) -> None:
    for path in _newest_first(folder)[_KEPT:]:
        try:
            with Journal.open(path) as journal:
                through = journal.state is RunState.FINISHED or not journal.counts().left
            if through:
                path.unlink()
        except (MirnetGuiError, OSError) as error:
            _log.info("%s stays: %s", path, error)

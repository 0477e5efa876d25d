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
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.records import Counts, Task
from mirnet_gui.batch.run_header import RunHeader, RunState
from mirnet_gui.errors import JournalInUse, MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.methods.provenance import weights_of
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


def create_journal(folder: Path, request: Request, path: Path | None = None) -> Journal:
    """The journal of a new batch, in ``folder`` unless a ``path`` for it is given.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    now = datetime.datetime.now(datetime.UTC).astimezone()
    run_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    header = RunHeader(
        run_id,
        now.isoformat(timespec="seconds"),
        text_of(request.method),
        request.options,
        tuple(each.absolute() for each in request.inputs),
        weights=weights_of(request.method),
    )
    _prune(folder)
    return Journal.create(path or folder / f"{run_id}{SUFFIX}", header)


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


@dataclass(frozen=True, slots=True, eq=False)
class Resumable:
    """The journal to go on with, None if there is none, and sentences on others that cannot be."""

    path: Path | None
    warnings: tuple[str, ...] = ()


def find_resumable(
    folder: Path, request: Request | None, journal: Path | None = None, *, failed_too: bool = False
) -> Resumable:
    """The journal to go on with: ``journal``, else the newest in ``folder`` that is not through.

    With a ``request`` only one that was asked the same; with ``failed_too`` also one in which
    photographs failed. Raises :class:`JournalInUse` when another program is at the newest already,
    or perhaps at it.
    """
    if journal is not None:
        return Resumable(journal if journal.exists() else None)
    in_use: list[JournalInUse] = []
    warnings: list[str] = []

    def pass_over(path: Path, error: MirnetGuiError) -> None:
        if not isinstance(error, JournalInUse):
            warnings.append(str(error))
            return
        header = _header_of_running(path)
        if request is None or header is None or _asks_the_same(header, request):
            in_use.append(error)

    for found in unfinished(folder, failed_too=failed_too, passed_over=pass_over):
        if in_use:
            break
        if request is None or _asks_the_same(found.header, request):
            return Resumable(found.path, tuple(warnings))
        if _is_about_the_same(found.header, request):
            warnings.append(_asked_otherwise(found))
    if in_use:
        raise in_use[0]
    return Resumable(None, tuple(warnings))


def _header_of_running(path: Path) -> RunHeader | None:
    """What a batch was asked that another program works on; None where that cannot be told."""
    try:
        return RunHeader.from_dict(header_in_use(path))
    except Exception as error:  # noqa: BLE001 - it is read while somebody writes
        _log.info("%s does not tell what it is: %s", path, error)
        return None


def discard(path: Path) -> None:
    """Mark a batch as through, whatever is left of it; what is done stays.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    with Journal.open(path) as journal:
        journal.set_state(RunState.FINISHED)


def kept_tasks(path: Path) -> list[Task]:
    """The photographs of a batch, as its journal has them.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    with Journal.open(path) as journal:
        return list(journal.tasks())


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


def _asks_the_same(header: RunHeader, request: Request) -> bool:
    try:
        same = header.asks_the_same(request.method, request.options)
    except MirnetGuiError:
        return False
    return same and _is_about_the_same(header, request)


def _is_about_the_same(header: RunHeader, request: Request) -> bool:
    return header.inputs == tuple(path.absolute() for path in request.inputs)


def _asked_otherwise(found: Unfinished) -> str:
    return tr(
        "The batch of {created} has {left} left, but other options: it is not the one that goes "
        "on. enhance --resume without photographs resumes it.",
        created=found.header.created,
        left=found.counts.left,
    )

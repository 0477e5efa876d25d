"""Options that several commands have, and what becomes of them.

Each is a function, called where the command line is made: only then is the language known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from mirnet_gui.errors import Cancelled, UsageError
from mirnet_gui.interrupts import STOP_WITH_INPUT
from mirnet_gui.language import tr
from mirnet_gui.trainer.config import MOST_THREADS
from mirnet_gui.trainer.runs.folder import LAST_CHECKPOINT
from mirnet_gui.trainer.runs.run import Tell


def data_option() -> Any:
    """The folder below which a recipe's folders are."""
    return typer.Option(help=tr("Where the config's folders lie."))


def changes_option() -> Any:
    """Keys of a recipe with other values."""
    return typer.Option("--set", help=tr("key=value in place of the config's."))


def resume_option() -> Any:
    """The folder of an interrupted run."""
    return typer.Option(help=tr("Folder of a run to resume."))


def threads_option() -> Any:
    """How many threads compute."""
    return typer.Option(
        min=1, max=MOST_THREADS, help=tr("Threads that compute; also with --resume.")
    )


def json_lines_option() -> Any:
    """Progress for a program that watches."""
    return typer.Option("--json", help=tr("Progress as JSON lines."))


def quiet_option() -> Any:
    """No progress at all."""
    return typer.Option("--quiet", help=tr("Without a progress bar."))


def stop_with_input_option() -> Any:
    """For a program that watches; it is obeyed before the commands are loaded."""
    return typer.Option(
        STOP_WITH_INPUT,
        help=tr("Stop as after Ctrl+C when standard input ends, for a program that watches."),
    )


def split_output_option() -> Any:
    """Where what was checked is split into."""
    return typer.Option("--output", "-o", help=tr("Split into OUTPUT/train and /val."))


def patch_option() -> Any:
    """The side of a patch."""
    return typer.Option(min=16, max=4096, help=tr("Side of the patches to be learnt from."))


def record_option() -> Any:
    """One record for programs instead of lines for people."""
    return typer.Option("--json", help=tr("One JSON record."))


def overwrite_option() -> Any:
    """Files that stand already are replaced."""
    return typer.Option("--overwrite")


def tell_with(*, as_json: bool, quiet: bool) -> Tell:
    """How a training tells of its progress."""
    if as_json:
        return "json"
    return "nothing" if quiet else "bar"


def changed_keys(changes: Sequence[str] | None) -> dict[str, str]:
    """What ``--set`` was given, by key. Raises :class:`mirnet_gui.errors.UsageError`."""
    return dict(_key_and_value(change) for change in changes or ())


def _key_and_value(change: str) -> tuple[str, str]:
    key, equals, value = change.partition("=")
    if not equals:
        raise UsageError(tr("--set {change} is not of the form key=value.", change=change))
    return key.strip(), value.strip()


def goes_on_alone() -> UsageError:
    """``--resume`` was given with options of a new run."""
    return UsageError(tr("A resumed run goes on as it was begun."), tr("Give --resume alone."))


@contextmanager
def telling_how_to_resume(command: str, run: Path | None) -> Iterator[None]:
    """Who stops a training that has learnt something is told how it goes on."""
    try:
        yield
    except Cancelled as error:
        if run is None or not any(run.glob(f"**/{LAST_CHECKPOINT}")):
            raise
        raise Cancelled(
            tr(
                "What was learnt is kept. To go on: mirnet-train {command} --resume {run}",
                command=command,
                run=run,
            )
        ) from error

"""From a command line to an exit code: the same for mirnet-gui and mirnet-train."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.progress import Progress, ProgressCallback


def run_command(app: typer.Typer, name: str, arguments: list[str] | None) -> int:
    """Run ``app`` with ``arguments`` (those of the process when None); errors become sentences.

    Gives back 0 all done, 1 something failed, 2 wrong usage, 130 cancelled.
    """
    try:
        app(args=arguments, prog_name=name)
    except MirnetGuiError as error:
        print(f"{name}: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    except KeyboardInterrupt:
        return Cancelled.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


@contextmanager
def progress_bar(what: str) -> Iterator[ProgressCallback]:
    """A bar on standard error that the callback moves, named ``what``; gone when the work is."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with ProgressBar(
        *columns, TimeRemainingColumn(), console=console, transient=True, redirect_stdout=False
    ) as bar:
        task = bar.add_task(what, total=None)

        said = ""

        def show(progress: Progress) -> None:
            nonlocal said
            if progress.notice not in ("", said):
                said = progress.notice
                console.print(said, markup=False, highlight=False)
            bar.update(task, completed=progress.done, total=progress.total)

        yield show

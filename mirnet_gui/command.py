"""From a command line to an exit code: the same for mirnet-gui and mirnet-train."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.progress import Progress, ProgressCallback


def run_command(app: typer.Typer, name: str, arguments: list[str] | None) -> int:
    """Run ``app`` with ``arguments`` (those of the process when None); errors become sentences.

    Gives back 0 all done, 1 something failed or could not be told, 2 wrong usage, 130 cancelled.
    """
    with ExitStack() as stack:
        stack.enter_context(_lasting("stderr"))
        out = stack.enter_context(_lasting("stdout"))
        code = _run(app, name, arguments)
        if out is not None:
            out.flush()
            if out.error is not None:
                why = out.error.strerror or tr("it is closed")
                say(
                    tr(
                        "{name}: Standard output could not be written to the end: {why}.",
                        name=name,
                        why=why,
                    )
                )
                code = code or MirnetGuiError.exit_code
    return code


def _run(app: typer.Typer, name: str, arguments: list[str] | None) -> int:
    try:
        command = get_command(app)
        _translate(command)
        command(args=arguments, prog_name=name)
    except MirnetGuiError as error:
        say(f"{name}: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        say(f"{name}: {Cancelled()}")
        return Cancelled.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _translate(command: object) -> None:
    """What the command and those below it say of themselves, which stands in docstrings."""
    if isinstance(command, TyperCommand | TyperGroup) and command.help:
        command.help = tr(command.help)
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            _translate(each)


def tell(line: str) -> None:
    """One line of what was asked for, on standard output."""
    print(printable(line))  # noqa: T201


def say(sentence: str) -> None:
    """One line for a person, on standard error."""
    print(printable(sentence), file=sys.stderr)  # noqa: T201


class _Lasting(io.TextIOWrapper):
    """A standard stream over which no work ends: a full disk or a reader who has gone is noted.

    ``error`` is the first that came; nothing is written after it. What the stream's encoding does
    not know is written out. Each line is there at once.
    """

    error: OSError | None = None

    def write(self, text: str, /) -> int:
        try:
            super().write(text)
            if "\n" in text:
                super().flush()
        except OSError as error:
            self._lose(error)
        return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        if self.error is None:
            self.error = error
            # What is still held goes nowhere, instead of failing again at the end of the process.
            with contextlib.suppress(OSError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self.fileno())
                os.close(nowhere)


@contextmanager
def _lasting(name: str) -> Iterator[_Lasting | None]:
    """While inside, ``sys.stdout`` or ``sys.stderr`` is a :class:`_Lasting`, if it is a file."""
    before = getattr(sys, name)
    if not isinstance(before, io.TextIOWrapper):
        yield None
        return
    with contextlib.suppress(OSError):
        before.flush()
    stream = _Lasting(before.buffer, before.encoding, "backslashreplace")
    setattr(sys, name, stream)
    try:
        yield stream
    finally:
        setattr(sys, name, before)
        stream.detach()


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
                console.print(printable(said), markup=False, highlight=False)
            bar.update(task, completed=progress.done, total=progress.total)

        yield show

"""The command line: mirnet-gui.

What stands here is loaded before all else, so that Ctrl+C ends in words while the rest loads.
"""

from __future__ import annotations

import os
import sys

NAME = "mirnet-gui"

try:
    import contextlib
    from typing import NoReturn

    from mirnet_gui.interrupts import Interrupts, open_standard_streams
except KeyboardInterrupt:
    # Nobody listens yet, and so early nothing but a start can be interrupted.
    os.write(2, f"{NAME}: Cancelled.\n".encode())
    os._exit(130)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line with ``arguments`` (those of the process by default).

    Gives back the exit code: 0 all done, 1 something failed, 2 wrong usage, 130 cancelled.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if _are_files(given):
        return _open_window(given)
    from mirnet_gui.cli.program import app  # takes as long as the window
    from mirnet_gui.command import run_command

    return run_command(app, NAME, arguments)


def _are_files(arguments: list[str]) -> bool:
    """Whether there is no command among them, only files, as desktops give them, or nothing."""
    return all(map(os.path.isabs, arguments))


def _open_window(files: list[str]) -> int:
    """The command ``window``, without loading the others."""
    from pathlib import Path

    from mirnet_gui.app import open_window

    try:
        return open_window([Path(file) for file in files])
    except KeyboardInterrupt:
        os.write(2, f"{NAME}: Cancelled.\n".encode())
        return 130


def run() -> NoReturn:
    """The program as a process: :func:`main`, and the end of it.

    A signal ends it with 130 (Ctrl+C), 143 (SIGTERM) or 129 (SIGHUP).
    """
    open_standard_streams()
    interrupts = Interrupts(NAME)
    interrupts.listen()

    from mirnet_gui.atomic import remove_unfinished
    from mirnet_gui.logs import quiet_libraries

    interrupts.tidy = remove_unfinished
    with quiet_libraries():
        code = interrupts.exit_code(main())

        from mirnet_gui.batch.pipeline import is_abandoned

        if interrupts.number is None and not is_abandoned():
            sys.exit(code)
    # Taking torch and OpenVINO apart takes a second, and crashes what still computes.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError):
            stream.flush()
    os._exit(code)

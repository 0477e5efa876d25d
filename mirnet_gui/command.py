"""From a command line to an exit code: the same for mirnet-gui and mirnet-train."""

from __future__ import annotations

import sys

import typer

from mirnet_gui.errors import Cancelled, MirnetGuiError


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

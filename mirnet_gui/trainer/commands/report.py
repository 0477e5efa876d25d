"""mirnet-train report: a run as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.language import tr
from mirnet_gui.trainer.commands.arguments import overwrite_option
from mirnet_gui.trainer.results.run_report import write_report


def report(
    run: Annotated[Path, typer.Argument(help=tr("Folder of a run, finished or not."))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=tr("The page; RUN/report.html if left out.")),
    ] = None,
    overwrite: Annotated[bool, overwrite_option()] = False,
) -> None:
    """Show a run as one HTML page: curves, figures, configuration, pictures."""
    typer.echo(tr("Written to {run}", run=write_report(run, output, overwrite=overwrite)))

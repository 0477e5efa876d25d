"""mirnet-gui report: what became of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui import locations
from mirnet_gui.batch.journals import newest
from mirnet_gui.batch.report import save_report_of
from mirnet_gui.command import tell
from mirnet_gui.errors import JournalError
from mirnet_gui.language import tr


def report(
    output: Annotated[
        Path, typer.Option("--output", "-o", help=tr("Folder for the report."), readable=False)
    ],
    journal: Annotated[
        Path | None,
        typer.Argument(help=tr("Journal of a batch; the last one if left out."), readable=False),
    ] = None,
) -> None:
    """Write the report of a batch as HTML, CSV and JSON, also while it is not through."""
    path = journal or newest(locations.journals())
    if path is None:
        raise JournalError(tr("There was no batch yet."), tr("Begin one with mirnet-gui enhance."))
    tell(str(save_report_of(path, output)))

"""mirnet-train prepare: a paired folder is checked and split."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.command import progress_bar, tell
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.config import SCALES
from mirnet_gui.progress import cancelled_by_interrupt
from mirnet_gui.trainer.commands.arguments import patch_option, record_option, split_output_option
from mirnet_gui.trainer.config import Stage
from mirnet_gui.trainer.data.preparation import preparing
from mirnet_gui.trainer.data.preparation.reading import RequiredSizes
from mirnet_gui.trainer.data.preparation.split import SplitPlan


def prepare(
    folder: Annotated[Path, typer.Argument(help=tr("Folder with low/ and high/."))],
    validation: Annotated[
        Path | None, typer.Option(help=tr("Validation pairs that must not show the same scenes."))
    ] = None,
    output: Annotated[Path | None, split_output_option()] = None,
    share: Annotated[
        float | None, typer.Option(help=tr("Share of the pairs for validation; 0.1 if left out."))
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help=tr("Chooses the scenes for validation; 0 if left out.")),
    ] = None,
    patch: Annotated[int, patch_option()] = Stage().patch,
    scale: Annotated[
        int,
        typer.Option(
            min=min(SCALES),
            max=max(SCALES),
            help=tr(
                "How many times as large as low/ the pictures of high/ are, to learn enlarging."
            ),
        ),
    ] = 1,
    as_json: Annotated[bool, record_option()] = False,
) -> None:
    """Check a paired folder, and split it by scene; originals are copied, never moved."""
    if output is None and (share is not None or seed is not None):
        raise UsageError(tr("--share and --seed split pairs."), tr("Say where to with --output."))
    plan = SplitPlan(output, 0.1 if share is None else share, seed or 0) if output else None
    with cancelled_by_interrupt() as cancel, progress_bar(tr("Checking")) as bar:
        preparation = preparing.prepare(
            folder, validation, plan, bar, cancel, RequiredSizes(patch, scale)
        )
    for line in [json.dumps(preparation.record())] if as_json else preparation.messages():
        tell(line)
    if preparation.inspection.is_faulty:
        raise typer.Exit(1)

"""mirnet-train prepare-photographs: good photographs become something to learn from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.command import progress_bar, tell
from mirnet_gui.language import tr
from mirnet_gui.progress import cancelled_by_interrupt
from mirnet_gui.trainer.commands.arguments import patch_option, record_option, split_output_option
from mirnet_gui.trainer.config import Stage
from mirnet_gui.trainer.data.preparation import photographs
from mirnet_gui.trainer.data.preparation.split import SplitPlan


def prepare_photographs(
    folder: Annotated[Path, typer.Argument(help=tr("Folder of good photographs."))],
    output: Annotated[Path | None, split_output_option()] = None,
    task: Annotated[
        str, typer.Option(help=tr("What is to be learnt: whole, light, detail, denoise, enlarge."))
    ] = "whole",
    patch: Annotated[int, patch_option()] = Stage().patch,
    as_json: Annotated[bool, record_option()] = False,
) -> None:
    """Split photographs; of those kept to measure on, dark or noisy pictures are made once."""
    plan = SplitPlan(output) if output else None
    with cancelled_by_interrupt() as cancel, progress_bar(tr("Checking")) as bar:
        prepared = photographs.prepare_photographs(
            folder, plan, photographs.one_of_tasks(task), patch, bar, cancel
        )
    for line in [json.dumps(prepared.record())] if as_json else prepared.messages():
        tell(line)

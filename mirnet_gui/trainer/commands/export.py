"""mirnet-train export: a run's weights as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.language import tr
from mirnet_gui.trainer.commands.arguments import overwrite_option
from mirnet_gui.trainer.results.export import Other
from mirnet_gui.trainer.results.export import export as write_weights


def export(
    checkpoint: Annotated[
        Path, typer.Argument(help=tr("A run folder (its best), a .ckpt file or weights."))
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=tr("The safetensors file to write."))
    ],
    half: Annotated[bool, typer.Option("--half", help=tr("Store as fp16."))] = False,
    mean_with: Annotated[
        Path | None,
        typer.Option(help=tr("Write the mean of its weights and of those of this one.")),
    ] = None,
    share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help=tr("How much of the mean is of --mean-with."))
    ] = 0.5,
    overwrite: Annotated[bool, overwrite_option()] = False,
) -> None:
    """Write a run's averaged weights as a file that mirnet-gui can use."""
    other = None if mean_with is None else Other(mean_with, share)
    write_weights(checkpoint, output, half=half, overwrite=overwrite, other=other)
    typer.echo(tr("Written to {output}", output=output))

"""mirnet-train export: a run's weights as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.language import tr
from mirnet_gui.trainer.commands.arguments import overwrite_option
from mirnet_gui.trainer.results.export import export as write_weights


def export(
    checkpoint: Annotated[
        Path, typer.Argument(help=tr("A run folder (its best) or a .ckpt file."))
    ],
    output: Annotated[Path, typer.Option(help=tr("The safetensors file to write."))],
    half: Annotated[bool, typer.Option("--half", help=tr("Store as fp16."))] = False,
    overwrite: Annotated[bool, overwrite_option()] = False,
) -> None:
    """Write a run's averaged weights as a file that mirnet-gui can use."""
    write_weights(checkpoint, output, half=half, overwrite=overwrite)
    typer.echo(tr("Written to {output}", output=output))

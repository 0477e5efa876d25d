"""mirnet-train preview-data: a picture of what a run would learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.language import tr
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.trainer.commands.arguments import (
    changed_keys,
    changes_option,
    data_option,
    overwrite_option,
)
from mirnet_gui.trainer.data.preview import preview
from mirnet_gui.trainer.recipes import read_config


def preview_data(
    config: Annotated[Path, typer.Option(help=tr("TOML file of a run."))],
    output: Annotated[Path, typer.Option("--output", "-o", help=tr("The picture to write."))],
    data: Annotated[Path | None, data_option()] = None,
    count: Annotated[int, typer.Option(min=1, max=500, help=tr("Patches of every source."))] = 12,
    set_: Annotated[list[str] | None, changes_option()] = None,
    overwrite: Annotated[bool, overwrite_option()] = False,
) -> None:
    """Show what a run would learn from: dark, as fed to the network, wanted."""
    recipe = read_config(config, changed_keys(set_))
    sheet = preview(recipe, data or config.parent, count)
    write_photo(Photo(sheet), output, overwrite=overwrite)
    typer.echo(tr("Written to {output}", output=output))

"""mirnet-gui insight: what the network looks at, as pictures and numbers.

A command of its own and no option of compare: it takes weights and not methods, makes no result,
and is done in seconds however large the photograph is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.command import progress_bar, tell
from mirnet_gui.commands.arguments import model_option
from mirnet_gui.compare.export import Places
from mirnet_gui.compare.insight import insight_into, passes_of
from mirnet_gui.compare.insight_export import record_path, save_insight
from mirnet_gui.language import tr
from mirnet_gui.logs import library_noise_of
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.outputs import check_output, identity, make_folder
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import PATIENCE, cancelled_by_interrupt


def insight(
    photo: Annotated[Path, typer.Argument(help=tr("Photograph."), readable=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help=tr("Folder for the pictures and the numbers."), readable=False
        ),
    ],
    model: Annotated[str, model_option()] = "lowlight",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=tr("Replace files that stand already."))
    ] = False,
) -> None:
    """Show what the network looks at: attention by place, weights of streams, light's map."""
    method = MirnetMethod(model=model)
    passes_of(method)
    make_folder(output)
    places = Places(output, photo.stem, "png")
    known = identity(photo)
    originals = frozenset([known] if known else [])
    check_output(record_path(places), photo, originals, overwrite=overwrite)
    with cancelled_by_interrupt(PATIENCE) as cancel, progress_bar(tr("Looking on")) as progress:
        with library_noise_of(photo):
            read = read_photo(photo, cancel)
        seen = insight_into(method, read.pixels, progress, cancel)
        path = save_insight(seen, read, model, places, overwrite=overwrite)
    tell(f"{photo} -> {path}")

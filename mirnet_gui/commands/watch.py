"""mirnet-gui watch: what arrives in a folder is enhanced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mirnet_gui import locations
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.session import Session
from mirnet_gui.batch.watch import Watch
from mirnet_gui.command import say
from mirnet_gui.commands.working import work_through
from mirnet_gui.errors import Cancelled
from mirnet_gui.formatting import listed
from mirnet_gui.language import tr
from mirnet_gui.methods.registry import parse_method, with_parameters
from mirnet_gui.photo.formats import WITH_QUALITY, Format


def watch(
    folder: Annotated[Path, typer.Argument(help=tr("Where photographs arrive."), readable=False)],
    output: Annotated[
        Path,
        typer.Option(help=tr("Folder for the results; made when it is not there."), readable=False),
    ],
    method: Annotated[
        str, typer.Option(help=tr("What to do: mirnet, he, clahe:clip=3, lime+nlm, ..."))
    ] = "mirnet",
    model: Annotated[
        str | None, typer.Option(help=tr("Name or file of the weights."), show_default="lowlight")
    ] = None,
    strength: Annotated[
        float | None, typer.Option(help=tr("From 0 to 1."), show_default="1")
    ] = None,
    name: Annotated[str, typer.Option(help=tr("What results are called."))] = "{stem}{ext}",
    format: Annotated[Literal["keep", Format], typer.Option(help=tr("Of the results."))] = "keep",
    quality: Annotated[
        int,
        typer.Option(min=1, max=100, help=tr("Of {formats}.", formats=listed(WITH_QUALITY))),
    ] = 92,
    existing: Annotated[
        Literal["skip", "rename", "overwrite"],
        typer.Option(help=tr("What to do where a file stands already.")),
    ] = "skip",
    only_new: Annotated[
        bool, typer.Option("--only-new", help=tr("Leave alone what is there at the beginning."))
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help=tr("Folder for a report at the end."), readable=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=tr("One record a line on standard output."))
    ] = False,
) -> None:
    """Enhance photographs as they arrive in a folder, once they are fully written.

    Ends with Ctrl+C; what is being worked on then is given up and waits in the folder.
    """
    wanted = {"model": model, "strength": strength}
    given = {key: value for key, value in wanted.items() if value is not None}
    options = Options(
        folder=output.absolute(),
        name=name,
        format=None if format == "keep" else format,
        quality=quality,
        existing=existing,
    )
    request = Request((folder,), with_parameters(parse_method(method), **given), options)
    with Session.watch(request, locations.journals(), Watch(only_new=only_new)) as session:
        say(tr("Watching {folder}. Ctrl+C ends it.", folder=folder))
        code = work_through(session, report, as_json=as_json)
    # A watch ends by being stopped: nothing went wrong with it.
    raise typer.Exit(0 if code == Cancelled.exit_code else code)

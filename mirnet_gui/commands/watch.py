"""mirnet-gui watch: what arrives in a folder is enhanced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui import locations
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.session import Session
from mirnet_gui.batch.watch import Watch
from mirnet_gui.command import say
from mirnet_gui.commands.arguments import (
    USUAL_METHOD,
    USUAL_QUALITY,
    Existing,
    ResultDepth,
    ResultFormat,
    depth_option,
    encoding_with,
    existing_option,
    format_option,
    json_option,
    longest_option,
    method_option,
    method_with,
    model_option,
    preset_option,
    quality_option,
    strength_option,
    strip_option,
)
from mirnet_gui.commands.working import work_through
from mirnet_gui.errors import Cancelled
from mirnet_gui.language import tr


def watch(
    folder: Annotated[Path, typer.Argument(help=tr("Where photographs arrive."), readable=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help=tr("Folder for the results; made when it is not there."),
            readable=False,
        ),
    ],
    method: Annotated[str, method_option()] = USUAL_METHOD,
    preset: Annotated[str | None, preset_option()] = None,
    model: Annotated[str | None, model_option()] = None,
    strength: Annotated[float | None, strength_option()] = None,
    name: Annotated[str, typer.Option(help=tr("What results are called."))] = "{stem}{ext}",
    format: Annotated[ResultFormat, format_option()] = "keep",
    depth: Annotated[ResultDepth, depth_option()] = "keep",
    quality: Annotated[int, quality_option()] = USUAL_QUALITY,
    longest: Annotated[int | None, longest_option()] = None,
    strip: Annotated[str | None, strip_option()] = None,
    existing: Annotated[Existing, existing_option()] = "skip",
    only_new: Annotated[
        bool, typer.Option("--only-new", help=tr("Leave alone what is there at the beginning."))
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help=tr("Folder for a report at the end."), readable=False),
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    """Enhance photographs as they arrive in a folder, once they are fully written.

    Ends with Ctrl+C; what is being worked on then is given up and waits in the folder.
    """
    options = Options(
        folder=output.absolute(),
        name=name,
        encoding=encoding_with(format, depth, quality, longest, strip),
        existing=existing,
    )
    chosen = method_with(method, preset, model=model, strength=strength)
    request = Request((folder,), chosen, options)
    with Session.watch(request, locations.journals(), Watch(only_new=only_new)) as session:
        say(tr("Watching {folder}. Ctrl+C ends it.", folder=folder))
        code = work_through(session, report, as_json=as_json)
    # A watch ends by being stopped: nothing went wrong with it.
    raise typer.Exit(0 if code == Cancelled.exit_code else code)

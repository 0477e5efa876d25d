"""mirnet-gui enhance: photographs and folders of them, planned, worked through, resumed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.batch.cluster import run_on_cluster
from mirnet_gui.batch.names import BESIDE
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.pipeline import run_in_threads
from mirnet_gui.batch.plan import Request
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
from mirnet_gui.commands.batches import BatchArguments
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr


def enhance(
    photos: Annotated[
        list[Path] | None,
        typer.Argument(help=tr("Photographs, and folders of them."), readable=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=tr("Folder for the results; made when it is not there."),
            readable=False,
            show_default=tr("beside each photograph"),
        ),
    ] = None,
    method: Annotated[str, method_option()] = USUAL_METHOD,
    preset: Annotated[str | None, preset_option()] = None,
    model: Annotated[str | None, model_option()] = None,
    strength: Annotated[float | None, strength_option()] = None,
    device: Annotated[
        str | None, typer.Option(help=tr("auto, cpu, cuda or cuda:N."), show_default="auto")
    ] = None,
    backend: Annotated[
        str | None, typer.Option(help=tr("auto, torch or openvino."), show_default="auto")
    ] = None,
    precision: Annotated[
        str | None, typer.Option(help=tr("auto, fp32, bf16 or fp16."), show_default="auto")
    ] = None,
    tile: Annotated[
        str | None, typer.Option(help=tr("auto, whole or the side of a tile."), show_default="auto")
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option(help=tr("Megabytes to work in; a share of what is free if left out.")),
    ] = None,
    speed: Annotated[
        str | None,
        typer.Option(
            help=tr(
                "full; fast: at once, with more noise left; or best: eight times as long, cleaner."
            ),
            show_default="full",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help=tr(
                "What results are called, of {fields}; a slash begins a folder.",
                fields="{stem} {ext} {method} {model} {parent} {date} {counter}",
            ),
            show_default=tr(
                "{elsewhere}, {beside} beside the photographs",
                elsewhere="{stem}{ext}",
                beside="{stem}_{method}{ext}",
            ),
        ),
    ] = None,
    existing: Annotated[Existing, existing_option()] = "skip",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=tr("The same as --existing overwrite."))
    ] = False,
    format: Annotated[ResultFormat, format_option()] = "keep",
    depth: Annotated[ResultDepth, depth_option()] = "keep",
    quality: Annotated[int, quality_option()] = USUAL_QUALITY,
    longest: Annotated[int | None, longest_option()] = None,
    strip: Annotated[str | None, strip_option()] = None,
    keep_times: Annotated[
        bool, typer.Option("--keep-times", help=tr("Give results the times of their photographs."))
    ] = False,
    replace_originals: Annotated[
        bool,
        typer.Option(
            "--replace-originals",
            help=tr("Put results in the place of the originals, kept as NAME.original.EXT."),
        ),
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help=tr("Resume the last batch that is not through."))
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help=tr("With --resume: try again what failed."))
    ] = False,
    journal: Annotated[
        Path | None, typer.Option(help=tr("Where the state of the batch is kept."), readable=False)
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(help=tr("Folder for a report as HTML, CSV and JSON."), readable=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=tr("Print the plan and do nothing."))
    ] = False,
    dask: Annotated[
        str | None, typer.Option(help=tr("Address of a Dask scheduler to spread the work over."))
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    """Enhance photographs and whole folders; the originals stay as they are."""
    chosen = method_with(
        method,
        preset,
        model=model,
        strength=strength,
        device=device,
        backend=backend,
        precision=precision,
        tile=tile,
        memory=memory,
        speed=speed,
    )
    options = Options(
        folder=output.absolute() if output else None,
        name=name or ("{stem}{ext}" if output or replace_originals else BESIDE),
        encoding=encoding_with(format, depth, quality, longest, strip),
        existing="overwrite" if overwrite else existing,
        replace_originals=replace_originals,
        keep_times=keep_times,
    )
    request = Request(tuple(photos or ()), chosen, options)
    if not photos and not resume:
        raise UsageError(tr("No photographs given."), tr("Name some, or add --resume."))
    if retry_failed and not resume:
        raise UsageError(tr("--retry-failed is of use with --resume only."))
    batch = BatchArguments(request, journal, resume, retry_failed)
    if dry_run:
        raise typer.Exit(batch.tell_plan(as_json=as_json))
    executor = run_in_threads if dask is None else partial(run_on_cluster, dask)
    raise typer.Exit(batch.work(report, as_json=as_json, executor=executor))

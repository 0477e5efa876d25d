"""mirnet-gui enhance: photographs and folders of them, one after the other."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from mirnet_gui.batch.plan import plan_tasks
from mirnet_gui.batch.run import run_tasks
from mirnet_gui.batch.work import Output, Record
from mirnet_gui.command import progress_bar
from mirnet_gui.errors import Cancelled, MirnetGuiError, UsageError
from mirnet_gui.methods.registry import parse_method, with_parameters
from mirnet_gui.progress import cancelled_by_interrupt


def enhance(
    photos: Annotated[
        list[Path], typer.Argument(help="Photographs, and folders of them.", readable=False)
    ],
    output: Annotated[
        Path,
        typer.Option(help="Folder for the results; made when it is not there.", readable=False),
    ],
    method: Annotated[
        str, typer.Option(help="What to do: mirnet, he, clahe:clip=3, lime+nlm, ...")
    ] = "mirnet",
    model: Annotated[
        str | None, typer.Option(help="Name or file of the weights.", show_default="lowlight")
    ] = None,
    strength: Annotated[float | None, typer.Option(help="From 0 to 1.", show_default="1")] = None,
    device: Annotated[
        str | None, typer.Option(help="auto, cpu, cuda or cuda:N.", show_default="auto")
    ] = None,
    backend: Annotated[
        str | None, typer.Option(help="auto, torch or openvino.", show_default="auto")
    ] = None,
    precision: Annotated[
        str | None, typer.Option(help="auto, fp32, bf16 or fp16.", show_default="auto")
    ] = None,
    tile: Annotated[
        str | None, typer.Option(help="auto, whole or the side of a tile.", show_default="auto")
    ] = None,
    memory: Annotated[
        int | None, typer.Option(help="Megabytes to work in; a share of what is free if left out.")
    ] = None,
    speed: Annotated[
        str | None,
        typer.Option(help="full, or fast: at once, with more noise left.", show_default="full"),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        Literal["keep", "jpeg", "png", "tiff", "webp"], typer.Option(help="Of the results.")
    ] = "keep",
    quality: Annotated[int, typer.Option(min=1, max=100, help="Of JPEG and WebP.")] = 92,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace results that stand already.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One record a line on standard output.")
    ] = False,
) -> None:
    """Enhance photographs and whole folders; the originals stay as they are."""
    wanted = {
        "model": model,
        "strength": strength,
        "device": device,
        "backend": backend,
        "precision": precision,
        "tile": tile,
        "memory": memory,
        "speed": speed,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    chosen = with_parameters(parse_method(method), **given)
    chosen.prepare()
    target = None if format == "keep" else format
    tasks = plan_tasks(photos, output, target)
    if not tasks:
        raise UsageError("There are no photographs in what was given.")
    records = []
    with cancelled_by_interrupt() as cancel, progress_bar("Enhancing") as progress:
        for record in run_tasks(
            tasks, chosen, Output(target, quality, overwrite), progress, cancel
        ):
            records.append(record)
            _tell(record, as_json=as_json)
    raise typer.Exit(_exit_code(records))


def _tell(record: Record, *, as_json: bool) -> None:
    if as_json:
        told = {
            "input": str(record.input),
            "output": str(record.output),
            "seconds": round(record.seconds, 3),
            "status": record.status,
            "reason": record.reason,
        }
        print(json.dumps(told, ensure_ascii=True), flush=True)  # noqa: T201
    if record.status == "failed":
        print(f"{record.input}: {record.reason}", file=sys.stderr)  # noqa: T201
    elif record.status == "done" and not as_json:
        print(f"{record.input} -> {record.output} ({record.seconds:.1f} s)")  # noqa: T201


def _exit_code(records: list[Record]) -> int:
    states = {record.status for record in records}
    if "cancelled" in states:
        undone = sum(record.status == "cancelled" for record in records)
        print(f"Cancelled: {undone} of {len(records)} not done.", file=sys.stderr)  # noqa: T201
        return Cancelled.exit_code
    return MirnetGuiError.exit_code if "failed" in states else 0

"""The command line: mirnet-gui."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer.core import TyperGroup

from mirnet_gui import __version__, locations
from mirnet_gui.batch.plan import plan_tasks
from mirnet_gui.batch.run import run_tasks
from mirnet_gui.batch.work import Output, Record
from mirnet_gui.command import progress_bar, run_command
from mirnet_gui.errors import Cancelled, MirnetGuiError, UsageError
from mirnet_gui.methods.registry import parse_method, with_parameters
from mirnet_gui.network.catalog import SUFFIX, list_weights
from mirnet_gui.progress import cancelled_by_interrupt


class _PhotosByDefault(TyperGroup):
    """``mirnet-gui a.jpg b.jpg`` means ``mirnet-gui window a.jpg b.jpg``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if not args or args[0] not in {*self.commands, "-h", "--help", "--version"}:
            args = ["window", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_PhotosByDefault,
    help="Turns dark, noisy photographs into clear ones. Without a command it opens the window.",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    pretty_exceptions_enable=False,
)
models = typer.Typer(help="The weights of the networks.", no_args_is_help=True)
app.add_typer(models, name="models")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line with ``arguments`` (those of the process by default).

    Gives back the exit code: 0 all done, 1 something failed, 2 wrong usage, 130 cancelled.
    """
    return run_command(app, "mirnet-gui", arguments)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"mirnet-gui {__version__}")
        raise typer.Exit


@app.command()
def window(
    photos: Annotated[
        list[Path] | None, typer.Argument(help="Photographs to open.", readable=False)
    ] = None,
) -> None:
    """Open the window (the same as no command at all)."""
    from mirnet_gui.app import open_window  # noqa: PLC0415 - other commands run without Qt

    raise typer.Exit(open_window(photos or []))


@app.command()
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


@models.command("list")
def list_models() -> None:
    """List the weights that there are."""
    for entry in list_weights():
        typer.echo(entry.name)
        for line in filter(None, (entry.purpose, entry.figures, str(entry.path))):
            typer.echo(f"    {line}")


@models.command("import")
def import_model(
    file: Annotated[
        Path, typer.Argument(help="A checkpoint in the format of the public code.", readable=False)
    ],
    name: Annotated[str | None, typer.Option(help="What to call the weights.")] = None,
) -> None:
    """Take over a checkpoint of yours in the official format; code inside it is never run."""
    from mirnet_gui.network.checkpoints import save_weights  # noqa: PLC0415 - loads torch
    from mirnet_gui.network.official import load_official  # noqa: PLC0415 - loads torch

    chosen = name or file.stem
    if not chosen.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise UsageError(f"{chosen} is no good name for weights.", "Use letters, digits, - and _.")
    if chosen in {entry.name for entry in list_weights()}:
        raise UsageError(f"There are weights called {chosen} already.", "Choose a --name.")
    network = load_official(file)
    target = locations.user_weights() / f"{chosen}{SUFFIX}"
    save_weights(network, target)
    typer.echo(f"Imported as {chosen}: {target}")


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Tell what a report of a problem needs: versions, devices, weights, places."""
    from mirnet_gui.doctor import examine  # noqa: PLC0415 - loads torch

    found = examine()
    if as_json:
        typer.echo(json.dumps(found.to_dict(), indent=2))
    else:
        _print_examination(found.to_dict())
    raise typer.Exit(MirnetGuiError.exit_code if found.problems else 0)


def _print_examination(found: dict[str, object]) -> None:
    for title, content in found.items():
        if isinstance(content, dict):
            typer.echo(f"{title}:")
            for key, value in content.items():
                typer.echo(f"  {key:24} {value}")
        elif isinstance(content, list):
            typer.echo(f"{title}:" if content else f"{title}: none")
            for entry in content:
                line = "  ".join(entry.values()) if isinstance(entry, dict) else entry
                typer.echo(f"  {line}")
        else:
            typer.echo(f"{title}: {content}")


if __name__ == "__main__":
    sys.exit(main())

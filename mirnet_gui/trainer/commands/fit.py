"""mirnet-train fit: a training, new or resumed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.trainer.commands.arguments import (
    changed_keys,
    changes_option,
    data_option,
    goes_on_alone,
    json_lines_option,
    quiet_option,
    resume_option,
    stop_with_input_option,
    tell_with,
    telling_how_to_resume,
    threads_option,
)
from mirnet_gui.trainer.recipes import read_config
from mirnet_gui.trainer.runs import run as training


def fit(
    config: Annotated[Path | None, typer.Option(help=tr("TOML file of a new run."))] = None,
    run: Annotated[Path | None, typer.Option(help=tr("Folder of a new run."))] = None,
    resume: Annotated[Path | None, resume_option()] = None,
    data: Annotated[Path | None, data_option()] = None,
    set_: Annotated[list[str] | None, changes_option()] = None,
    devices: Annotated[int | None, typer.Option(help=tr("So many GPUs at once (DDP)."))] = None,
    threads: Annotated[
        int | None,
        threads_option(),
    ] = None,
    as_json: Annotated[bool, json_lines_option()] = False,
    quiet: Annotated[bool, quiet_option()] = False,
    stop_with_input: Annotated[
        bool,
        stop_with_input_option(),
    ] = False,
) -> None:
    """Train: a new run with --config and --run, or --resume an interrupted one."""
    del stop_with_input  # obeyed before this module was loaded
    if resume and (config or run or data or set_ or devices):
        raise goes_on_alone()
    tell = tell_with(as_json=as_json, quiet=quiet)
    with telling_how_to_resume("fit", resume or run):
        if resume:
            training.resume(resume, tell, threads)
        else:
            hardware = {"devices": devices, "threads": threads}
            run = _start(config, run, data, set_, hardware, tell)
    if tell == "bar" and training.is_first_process():
        done = resume or run
        typer.echo(
            tr(
                "Done: {done}. To use it: mirnet-train export {done} --output NAME{suffix}",
                done=done,
                suffix=SUFFIX,
            )
        )


def _start(
    config: Path | None,
    run: Path | None,
    data: Path | None,
    set_: list[str] | None,
    hardware: dict[str, int | None],
    tell: training.Tell,
) -> Path:
    if not config or not run:
        raise UsageError(tr("A new run needs --config and --run."), tr("To resume one: --resume."))
    changes = changed_keys(set_)
    changes |= {f"hardware.{key}": str(value) for key, value in hardware.items() if value}
    recipe = read_config(config, changes)
    training.start(recipe, data or config.parent, run, tell)
    return run

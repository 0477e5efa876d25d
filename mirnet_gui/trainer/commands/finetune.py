"""mirnet-train finetune: weights learn from one's own pairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import find_weights, list_weights
from mirnet_gui.trainer.commands.arguments import (
    goes_on_alone,
    json_lines_option,
    quiet_option,
    resume_option,
    stop_with_input_option,
    tell_with,
    telling_how_to_resume,
    threads_option,
)
from mirnet_gui.trainer.config import MOST
from mirnet_gui.trainer.runs import finetuning
from mirnet_gui.trainer.runs.finetuning import FinetunedPass, PassRun, Request


def finetune(
    model: Annotated[
        str | None, typer.Option(help=tr("Name or file of the weights to begin with."))
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help=tr("Folder with train/ and val/, as prepare makes it."))
    ] = None,
    run: Annotated[Path | None, typer.Option(help=tr("Folder of the new run."))] = None,
    resume: Annotated[Path | None, resume_option()] = None,
    steps: Annotated[int, typer.Option(min=1, max=MOST, help=tr("Optimizer steps."))] = 200,
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
    """Let weights learn from your own pairs, each pass; to use them: --model RUN/finetuned."""
    del stop_with_input  # obeyed before this module was loaded
    tell = tell_with(as_json=as_json, quiet=quiet)
    follow = _tell_pass if as_json else _say_nothing
    if resume:
        if model or pairs or run:
            raise goes_on_alone()
        with telling_how_to_resume("finetune", resume):
            outcomes = finetuning.resume_finetuning(resume, tell, threads or 0, follow)
    elif model and pairs and run:
        find_weights(model)
        # Whoever goes on with it may stand in another folder.
        has_name = model in {each.name for each in list_weights()}
        named = model if has_name else str(Path(model).absolute())
        request = Request(named, str(pairs.absolute()), steps)
        with telling_how_to_resume("finetune", run):
            outcomes = finetuning.finetune(request, run, tell, threads or 0, follow)
    else:
        raise UsageError(
            tr("A fine-tuning needs --model, --pairs and --run."), tr("To resume one: --resume.")
        )
    for outcome in outcomes:
        if as_json:
            figures = {"task": outcome.task, "before": outcome.before, "after": outcome.after}
            record = {"event": "finetuned"} | figures | {"weights": str(outcome.weights)}
            typer.echo(json.dumps(record))
        _say_outcome(outcome, err=as_json)


def _say_nothing(_run: PassRun) -> None:
    return None


def _tell_pass(run: PassRun) -> None:
    record = {"event": "pass", "task": run.task, "number": run.number, "count": run.count}
    typer.echo(json.dumps(record | {"run": str(run.folder)}))


def _say_outcome(outcome: FinetunedPass, *, err: bool) -> None:
    if outcome.is_better:
        message = tr(
            "improved from {before:.2f} to {after:.2f} dB",
            before=outcome.before,
            after=outcome.after,
        )
    else:
        message = tr(
            "no better than before ({before:.2f} dB, now {after:.2f} dB), left as it was",
            before=outcome.before,
            after=outcome.after,
        )
    typer.echo(f"{outcome.task}: {message}: {outcome.weights}", err=err)

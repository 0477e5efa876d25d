"""The command line of the trainer: mirnet-train. Runs where no Qt is installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui import __version__
from mirnet_gui.command import progress_bar, run_command, tell
from mirnet_gui.errors import Cancelled, UsageError
from mirnet_gui.interrupts import STOP_WITH_INPUT
from mirnet_gui.language import mark, tr
from mirnet_gui.network.catalog import SUFFIX, find_weights
from mirnet_gui.network.config import SCALES
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.pairs import Pair
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import cancelled_by_interrupt
from mirnet_gui.trainer.config import MOST, MOST_THREADS, Stage
from mirnet_gui.trainer.data.preparation.findings import counted_pairs
from mirnet_gui.trainer.data.preparation.photographs import one_of_tasks, prepare_photographs
from mirnet_gui.trainer.data.preparation.preparing import prepare
from mirnet_gui.trainer.data.preparation.reading import RequiredSizes
from mirnet_gui.trainer.data.preparation.split import SplitPlan
from mirnet_gui.trainer.data.preview import preview
from mirnet_gui.trainer.recipes import read_config
from mirnet_gui.trainer.results.evaluation import PictureFigures, by_set, evaluate, mean_figures
from mirnet_gui.trainer.results.export import export
from mirnet_gui.trainer.results.run_report import write_report
from mirnet_gui.trainer.runs import run as training
from mirnet_gui.trainer.runs.finetuning import (
    FinetunedPass,
    PassRun,
    Request,
    finetune,
    resume_finetuning,
)
from mirnet_gui.trainer.runs.folder import LAST_CHECKPOINT

app = typer.Typer(
    help=mark("Trains MIRNet on pairs of photographs."),
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives back 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    return run_command(app, "mirnet-train", arguments)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help=tr("Print the version."))] = False,
) -> None:
    if version:
        typer.echo(f"mirnet-train {__version__}")
        raise typer.Exit


@app.command()
def fit(
    config: Annotated[Path | None, typer.Option(help=tr("TOML file of a new run."))] = None,
    run: Annotated[Path | None, typer.Option(help=tr("Folder of a new run."))] = None,
    resume: Annotated[Path | None, typer.Option(help=tr("Folder of a run to resume."))] = None,
    data: Annotated[Path | None, typer.Option(help=tr("Where the config's folders lie."))] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=tr("key=value in place of the config's."))
    ] = None,
    devices: Annotated[int | None, typer.Option(help=tr("So many GPUs at once (DDP)."))] = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_THREADS, help=tr("Threads that compute; also with --resume.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=tr("Progress as JSON lines."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=tr("Without a progress bar."))] = False,
    stop_with_input: Annotated[
        bool,
        typer.Option(
            STOP_WITH_INPUT,
            help=tr("Stop as after Ctrl+C when standard input ends, for a program that watches."),
        ),
    ] = False,
) -> None:
    """Train: a new run with --config and --run, or --resume an interrupted one."""
    del stop_with_input  # obeyed before this module was loaded
    if resume and (config or run or data or set_ or devices):
        raise UsageError(tr("A resumed run goes on as it was begun."), tr("Give --resume alone."))
    tell = _tell(as_json, quiet)
    with _telling_how_to_resume("fit", resume or run):
        if resume:
            training.resume(resume, tell, threads)
        else:
            hardware = {"devices": devices, "threads": threads}
            run = _start(config, run, data, set_, hardware, tell)
    if tell == "bar":
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
    changes = dict(_key_and_value(change) for change in set_ or [])
    changes |= {f"hardware.{key}": str(value) for key, value in hardware.items() if value}
    recipe = read_config(config, changes)
    training.start(recipe, data or config.parent, run, tell)
    return run


def _tell(as_json: bool, quiet: bool) -> training.Tell:
    if as_json:
        return "json"
    return "nothing" if quiet else "bar"


@contextmanager
def _telling_how_to_resume(command: str, run: Path | None) -> Iterator[None]:
    try:
        yield
    except Cancelled as error:
        if run is None or not any(run.glob(f"**/{LAST_CHECKPOINT}")):
            raise
        raise Cancelled(
            tr(
                "What was learnt is kept. To go on: mirnet-train {command} --resume {run}",
                command=command,
                run=run,
            )
        ) from error


def _key_and_value(change: str) -> tuple[str, str]:
    key, equals, value = change.partition("=")
    if not equals:
        raise UsageError(tr("--set {change} is not of the form key=value.", change=change))
    return key.strip(), value.strip()


@app.command("prepare")
def prepare_command(
    folder: Annotated[Path, typer.Argument(help=tr("Folder with low/ and high/."))],
    validation: Annotated[
        Path | None, typer.Option(help=tr("Validation pairs that must not show the same scenes."))
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help=tr("Split into OUTPUT/train and /val."))
    ] = None,
    share: Annotated[
        float | None, typer.Option(help=tr("Share of the pairs for validation; 0.1 if left out."))
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help=tr("Chooses the scenes for validation; 0 if left out.")),
    ] = None,
    patch: Annotated[
        int, typer.Option(min=16, max=4096, help=tr("Side of the patches to be learnt from."))
    ] = Stage().patch,
    scale: Annotated[
        int,
        typer.Option(
            min=min(SCALES),
            max=max(SCALES),
            help=tr(
                "How many times as large as low/ the pictures of high/ are, to learn enlarging."
            ),
        ),
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help=tr("One JSON record."))] = False,
) -> None:
    """Check a paired folder, and split it by scene; originals are copied, never moved."""
    if output is None and (share is not None or seed is not None):
        raise UsageError(tr("--share and --seed split pairs."), tr("Say where to with --output."))
    plan = SplitPlan(output, 0.1 if share is None else share, seed or 0) if output else None
    with cancelled_by_interrupt() as cancel, progress_bar(tr("Checking")) as bar:
        preparation = prepare(folder, validation, plan, bar, cancel, RequiredSizes(patch, scale))
    for line in [json.dumps(preparation.record())] if as_json else preparation.messages():
        tell(line)
    if preparation.inspection.is_faulty:
        raise typer.Exit(1)


@app.command("prepare-photographs")
def prepare_photographs_command(
    folder: Annotated[Path, typer.Argument(help=tr("Folder of good photographs."))],
    output: Annotated[
        Path | None, typer.Option(help=tr("Split into OUTPUT/train and /val."))
    ] = None,
    task: Annotated[
        str, typer.Option(help=tr("What is to be learnt: whole, light, detail, denoise, enlarge."))
    ] = "whole",
    patch: Annotated[
        int, typer.Option(min=16, max=4096, help=tr("Side of the patches to be learnt from."))
    ] = Stage().patch,
    as_json: Annotated[bool, typer.Option("--json", help=tr("One JSON record."))] = False,
) -> None:
    """Split photographs; of those kept to measure on, dark or noisy pictures are made once."""
    plan = SplitPlan(output) if output else None
    with cancelled_by_interrupt() as cancel, progress_bar(tr("Checking")) as bar:
        prepared = prepare_photographs(folder, plan, one_of_tasks(task), patch, bar, cancel)
    for line in [json.dumps(prepared.record())] if as_json else prepared.messages():
        tell(line)


@app.command("finetune")
def finetune_command(
    model: Annotated[
        str | None, typer.Option(help=tr("Name or file of the weights to begin with."))
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help=tr("Folder with train/ and val/, as prepare makes it."))
    ] = None,
    run: Annotated[Path | None, typer.Option(help=tr("Folder of the new run."))] = None,
    resume: Annotated[Path | None, typer.Option(help=tr("Folder of a run to resume."))] = None,
    steps: Annotated[int, typer.Option(min=1, max=MOST, help=tr("Optimizer steps."))] = 200,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_THREADS, help=tr("Threads that compute; also with --resume.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=tr("Progress as JSON lines."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=tr("Without a progress bar."))] = False,
    stop_with_input: Annotated[
        bool,
        typer.Option(
            STOP_WITH_INPUT,
            help=tr("Stop as after Ctrl+C when standard input ends, for a program that watches."),
        ),
    ] = False,
) -> None:
    """Let weights learn from your own pairs, each pass; to use them: --model RUN/finetuned."""
    del stop_with_input  # obeyed before this module was loaded
    tell = _tell(as_json, quiet)
    follow = _tell_pass if as_json else _say_nothing
    if resume:
        if model or pairs or run:
            raise UsageError(
                tr("A resumed run goes on as it was begun."), tr("Give --resume alone.")
            )
        with _telling_how_to_resume("finetune", resume):
            outcomes = resume_finetuning(resume, tell, threads or 0, follow)
    elif model and pairs and run:
        request = Request(model, str(pairs.absolute()), steps)
        with _telling_how_to_resume("finetune", run):
            outcomes = finetune(request, run, tell, threads or 0, follow)
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


@app.command("preview-data")
def preview_command(
    config: Annotated[Path, typer.Option(help=tr("TOML file of a run."))],
    output: Annotated[Path, typer.Option(help=tr("The picture to write."))],
    data: Annotated[Path | None, typer.Option(help=tr("Where the config's folders lie."))] = None,
    count: Annotated[int, typer.Option(min=1, max=500, help=tr("Patches of every source."))] = 12,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=tr("key=value in place of the config's."))
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
) -> None:
    """Show what a run would learn from: dark, as fed to the network, wanted."""
    recipe = read_config(config, dict(_key_and_value(change) for change in set_ or []))
    sheet = preview(recipe, data or config.parent, count)
    write_photo(Photo(sheet), output, overwrite=overwrite)
    typer.echo(tr("Written to {output}", output=output))


@app.command("evaluate")
def evaluate_command(
    model: Annotated[str, typer.Option(help=tr("Name or file of the weights."))],
    pairs: Annotated[
        Path,
        typer.Option(
            help=tr(
                "Folder with low/ and high/; of weights that enlarge also one of large pictures, "
                "which are reduced."
            )
        ),
    ],
    device: Annotated[str, typer.Option(help=tr("auto, cpu, cuda or cuda:N."))] = "auto",
    per_image: Annotated[bool, typer.Option("--per-image", help=tr("Each picture too."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=tr("One JSON record."))] = False,
) -> None:
    """Measure PSNR and SSIM on whole pictures, without ground-truth-mean correction."""

    def tell(figures: PictureFigures) -> None:
        if per_image and not as_json:
            typer.echo(f"{figures.name:24} {figures.psnr:6.2f} dB  {figures.ssim:.4f}")

    failed: list[str] = []

    def fail(pair: Pair, error: Exception) -> None:
        failed.append(pair.low.stem)
        typer.echo(f"{pair.low.stem}: {reason_of(error, quoted(pair.low))}", err=True)

    weights = find_weights(model)
    figures = evaluate(by_set(weights, device), pairs, tell, fail, weights.scale)
    mean = mean_figures(figures)
    if as_json:
        record = {"model": model, "pairs": str(pairs), "pictures": len(figures)} | mean
        record["failed"] = failed
        each = {"per_image": [asdict(picture) for picture in figures]} if per_image else {}
        typer.echo(json.dumps(record | each))
    else:
        typer.echo(
            tr(
                "{model} on {figures} of {pairs}",
                model=model,
                figures=counted_pairs(len(figures)),
                pairs=pairs,
            )
        )
        typer.echo(tr("output {psnr:6.2f} dB  {ssim:.4f}", psnr=mean["psnr"], ssim=mean["ssim"]))
        typer.echo(
            tr(
                "input  {input_psnr:6.2f} dB  {input_ssim:.4f}",
                input_psnr=mean["input_psnr"],
                input_ssim=mean["input_ssim"],
            )
        )
    if failed:
        raise typer.Exit(1)


@app.command("report")
def report_command(
    run: Annotated[Path, typer.Argument(help=tr("Folder of a run, finished or not."))],
    output: Annotated[
        Path | None, typer.Option(help=tr("The page; RUN/report.html if left out."))
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
) -> None:
    """Show a run as one HTML page: curves, figures, configuration, pictures."""
    typer.echo(tr("Written to {run}", run=write_report(run, output, overwrite=overwrite)))


@app.command("export")
def export_command(
    checkpoint: Annotated[
        Path, typer.Argument(help=tr("A run folder (its best) or a .ckpt file."))
    ],
    output: Annotated[Path, typer.Option(help=tr("The safetensors file to write."))],
    half: Annotated[bool, typer.Option("--half", help=tr("Store as fp16."))] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
) -> None:
    """Write a run's averaged weights as a file that mirnet-gui can use."""
    export(checkpoint, output, half=half, overwrite=overwrite)
    typer.echo(tr("Written to {output}", output=output))


if __name__ == "__main__":
    sys.exit(main())

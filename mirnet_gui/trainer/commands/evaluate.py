"""mirnet-train evaluate: PSNR and SSIM of weights."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mirnet_gui.language import tr
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.pairs import Pair
from mirnet_gui.trainer.commands.arguments import record_option
from mirnet_gui.trainer.data.preparation.findings import counted_pairs
from mirnet_gui.trainer.results import evaluation
from mirnet_gui.trainer.results.evaluation import PictureFigures, by_set, mean_figures


def evaluate(
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
    as_json: Annotated[bool, record_option()] = False,
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
    figures = evaluation.evaluate(by_set(weights, device), pairs, tell, fail, weights.scale)
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
        for line in _lines(mean, enlarges=weights.scale > 1):
            typer.echo(line)
    if failed:
        raise typer.Exit(1)


def _lines(mean: dict[str, float], *, enlarges: bool) -> list[str]:
    output = tr("output {psnr:6.2f} dB  {ssim:.4f}", psnr=mean["psnr"], ssim=mean["ssim"])
    start = tr(
        "input  {input_psnr:6.2f} dB  {input_ssim:.4f}",
        input_psnr=mean["input_psnr"],
        input_ssim=mean["input_ssim"],
    )
    if not enlarges:
        return [output, start]
    of_luma = [tr("Y {psnr:.2f} dB", psnr=mean[name]) for name in ("psnr_y", "input_psnr_y")]
    kind = tr("Bicubic")
    return [f"{output}  {of_luma[0]}", f"{start}  {of_luma[1]} ({kind})"]

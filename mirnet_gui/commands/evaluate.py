"""mirnet-gui evaluate: how near methods come to the references of a paired folder."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mirnet_gui.command import progress_bar
from mirnet_gui.compare.evaluation import Evaluation
from mirnet_gui.compare.evaluation import evaluate as evaluate_method
from mirnet_gui.methods.registry import parse_methods
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.progress import cancelled_by_interrupt, share_of


def evaluate(
    pairs: Annotated[Path, typer.Option(help="Folder with low/ and high/ in it.", readable=False)],
    methods: Annotated[
        str, typer.Option(help="As in he:channel=rgb,clahe:clip=3,lime+nlm,mirnet:model=lol.")
    ],
    per_image: Annotated[
        bool, typer.Option("--per-image", help="Tell of every picture as well.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Measure PSNR, SSIM and time of methods on pairs: RGB, full size, no correction."""
    chosen = parse_methods(methods)
    found = paired_folder(pairs)
    for method in chosen:
        method.prepare()
    evaluations = []
    with cancelled_by_interrupt() as cancel, progress_bar("Evaluating") as progress:
        for number, method in enumerate(chosen):
            told = share_of(progress, number, len(chosen), "method")
            evaluations.append(evaluate_method(method, found, told, cancel))
    if as_json:
        records = [_record(each, per_image=per_image) for each in evaluations]
        print(json.dumps(records, indent=2, ensure_ascii=True))  # noqa: T201
    else:
        _print_table(evaluations)
        if per_image:
            _print_pictures(evaluations)


def _record(evaluation: Evaluation, *, per_image: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "method": evaluation.method,
        "psnr": _finite(evaluation.mean.psnr),
        "ssim": evaluation.mean.ssim,
        "seconds_per_megapixel": evaluation.seconds_per_megapixel,
    }
    if per_image:
        record["pictures"] = [
            {"name": it.name, "psnr": _finite(it.fidelity.psnr), "ssim": it.fidelity.ssim}
            for it in evaluation.pairs
        ]
    return record


def _finite(psnr: float) -> float | None:
    return psnr if math.isfinite(psnr) else None


def _print_table(evaluations: list[Evaluation]) -> None:
    count = len(evaluations[0].pairs)
    table = Table(title=f"{count} pairs", title_justify="left")
    table.add_column("method")
    for name in ("PSNR", "SSIM", "s / megapixel"):
        table.add_column(name, justify="right")
    for each in evaluations:
        figures = (f"{each.mean.psnr:.2f}", f"{each.mean.ssim:.3f}")
        table.add_row(escape(each.method), *figures, f"{each.seconds_per_megapixel:.2f}")
    Console().print(table)


def _print_pictures(evaluations: list[Evaluation]) -> None:
    table = Table(title="PSNR / SSIM of each picture", title_justify="left")
    table.add_column("picture")
    for each in evaluations:
        table.add_column(escape(each.method), justify="right")
    for row in zip(*(each.pairs for each in evaluations), strict=True):
        told = (f"{it.fidelity.psnr:.2f} / {it.fidelity.ssim:.3f}" for it in row)
        table.add_row(escape(row[0].name), *told)
    Console().print(table)

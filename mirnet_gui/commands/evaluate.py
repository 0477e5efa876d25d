"""mirnet-gui evaluate: how near methods come to the references of a paired folder."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mirnet_gui.command import progress_bar
from mirnet_gui.compare.evaluation import Evaluation
from mirnet_gui.compare.evaluation import evaluate as evaluate_method
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.methods.registry import parse_methods
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.progress import cancelled_by_interrupt, share_of

_NOTHING = "—"


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
    # What is wrong with a picture is wrong with it for every method.
    reasons = dict.fromkeys((it.name, it.reason) for each in evaluations for it in each.failures)
    for name, reason in reasons:
        print(f"{name}: {reason}", file=sys.stderr)  # noqa: T201
    raise typer.Exit(MirnetGuiError.exit_code if reasons else 0)


def _record(evaluation: Evaluation, *, per_image: bool) -> dict[str, Any]:
    mean = evaluation.mean
    record: dict[str, Any] = {
        "method": evaluation.method,
        "psnr": mean and _finite(mean.psnr),
        "ssim": mean and mean.ssim,
        "seconds_per_megapixel": evaluation.seconds_per_megapixel,
        "failed": [{"name": it.name, "reason": it.reason} for it in evaluation.failures],
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
    first = evaluations[0]
    table = Table(title=f"{len(first.pairs) + len(first.failures)} pairs", title_justify="left")
    table.add_column("method")
    for name in ("PSNR", "SSIM", "s / megapixel", "failed"):
        table.add_column(name, justify="right")
    for each in evaluations:
        mean, pace = each.mean, each.seconds_per_megapixel
        figures = (
            (f"{mean.psnr:.2f}", f"{mean.ssim:.3f}", f"{pace:.2f}") if mean else (_NOTHING,) * 3
        )
        table.add_row(escape(each.method), *figures, str(len(each.failures)))
    Console().print(table)


def _print_pictures(evaluations: list[Evaluation]) -> None:
    table = Table(title="PSNR / SSIM of each picture", title_justify="left")
    table.add_column("picture")
    for each in evaluations:
        table.add_column(escape(each.method), justify="right")
    told = [
        {it.name: f"{it.fidelity.psnr:.2f} / {it.fidelity.ssim:.3f}" for it in each.pairs}
        for each in evaluations
    ]
    for name in sorted({name for each in told for name in each}):
        table.add_row(escape(name), *(each.get(name, _NOTHING) for each in told))
    Console().print(table)

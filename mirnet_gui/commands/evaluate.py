"""mirnet-gui evaluate: how near methods come to the references of a paired folder."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mirnet_gui.command import progress_bar, say, tell
from mirnet_gui.commands.arguments import methods_option
from mirnet_gui.compare.cases import Case, paired_cases, reduced_cases
from mirnet_gui.compare.evaluation import Evaluation
from mirnet_gui.compare.evaluation import evaluate as evaluate_method
from mirnet_gui.errors import DataError, MirnetGuiError, UsageError
from mirnet_gui.escaping import printable
from mirnet_gui.language import tr, tr_count
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_methods
from mirnet_gui.progress import PATIENCE, cancelled_by_interrupt, share_of


def evaluate(
    methods: Annotated[str, methods_option()],
    pairs: Annotated[
        Path | None,
        typer.Option(
            help=tr("Folder with low/ and high/, or noisy/ and clean/, in it."), readable=False
        ),
    ] = None,
    reduced: Annotated[
        Path | None,
        typer.Option(
            help=tr(
                "Folder of sharp pictures, which methods that enlarge get reduced bicubically."
            ),
            readable=False,
        ),
    ] = None,
    held_out: Annotated[
        int, typer.Option(min=1, help=tr("Only every so many-th of them, from the first on."))
    ] = 1,
    per_image: Annotated[
        bool, typer.Option("--per-image", help=tr("Print the figures of every picture as well."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=tr("As JSON."))] = False,
) -> None:
    """Measure PSNR, SSIM and time of methods on pairs: RGB, full size, no correction."""
    chosen = parse_methods(methods)
    found = _cases(pairs, reduced, held_out)
    if reduced is not None:
        _check_scales(chosen)
    for method in chosen:
        method.prepare()
    evaluations: list[Evaluation] = []
    failed: list[str] = []
    with cancelled_by_interrupt(PATIENCE) as cancel, progress_bar(tr("Evaluating")) as progress:
        for number, method in enumerate(chosen):
            share = share_of(progress, number, len(chosen), "method")
            try:
                evaluations.append(evaluate_method(method, found, share, cancel))
            except DataError as error:
                failed.append(str(error))
    for each in evaluations:
        failed += [f"{each.method}, {it.name}: {it.reason}" for it in each.failed]
    for sentence in failed:
        say(sentence)
    if as_json:
        records = [_record(each, per_image=per_image) for each in evaluations]
        for line in json.dumps(records, indent=2, ensure_ascii=True).splitlines():
            tell(line)
    elif evaluations:
        _print_table(evaluations)
        if per_image:
            _print_pictures(evaluations)
    raise typer.Exit(MirnetGuiError.exit_code if failed else 0)


def _check_scales(methods: Sequence[Method]) -> None:
    """What is reduced is for methods that enlarge by one factor: others get other pictures."""
    scales = {method.scale for method in methods}
    if scales == {1}:
        raise UsageError(
            tr("None of these methods enlarges, so that nothing would be reduced."),
            tr("Use --pairs."),
        )
    if len(scales) > 1:
        raise UsageError(
            tr("These methods do not all enlarge by the same factor."),
            tr("Evaluate those of one factor at a time: they get the same pictures."),
        )


def _cases(pairs: Path | None, reduced: Path | None, held_out: int) -> Sequence[Case]:
    if pairs is not None and reduced is None:
        return paired_cases(pairs, held_out)
    if reduced is not None and pairs is None:
        return reduced_cases(reduced, held_out)
    raise UsageError(
        tr("Give either pairs or pictures to reduce."), tr("Use --pairs or --reduced.")
    )


def _record(evaluation: Evaluation, *, per_image: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "method": evaluation.method,
        "psnr": _finite(evaluation.mean.psnr),
        "ssim": evaluation.mean.ssim,
        "luma_psnr": _finite(evaluation.mean.luma_psnr),
        "seconds_per_megapixel": evaluation.seconds_per_megapixel,
    }
    if evaluation.failed:
        record["failed"] = [{"name": it.name, "reason": it.reason} for it in evaluation.failed]
    if per_image:
        record["pictures"] = [
            {"name": it.name, "psnr": _finite(it.fidelity.psnr), "ssim": it.fidelity.ssim}
            for it in evaluation.pairs
        ]
    return record


def _finite(psnr: float) -> float | None:
    return psnr if math.isfinite(psnr) else None


def _print_table(evaluations: list[Evaluation]) -> None:
    counts = {len(each.pairs) for each in evaluations}
    least, most = min(counts), max(counts)
    title = (
        tr("{least} to {most} pairs", least=least, most=most)
        if least < most
        else tr_count("{count} pairs", "{count} pairs", most)
    )
    table = Table(title=title, title_justify="left")
    table.add_column("method")
    for name in ("PSNR", "SSIM", "PSNR of Y", "s / megapixel"):
        table.add_column(name, justify="right")
    for each in evaluations:
        mean = each.mean
        figures = (f"{mean.psnr:.2f}", f"{mean.ssim:.3f}", f"{mean.luma_psnr:.2f}")
        table.add_row(escape(each.method), *figures, f"{each.seconds_per_megapixel:.2f}")
    Console().print(table)


def _print_pictures(evaluations: list[Evaluation]) -> None:
    table = Table(title=tr("PSNR / SSIM of each picture"), title_justify="left")
    table.add_column("picture")
    for each in evaluations:
        table.add_column(escape(each.method), justify="right")
    reached = [{it.name: it.fidelity for it in each.pairs} for each in evaluations]
    for name in dict.fromkeys(name for each in reached for name in each):
        found = (each.get(name) for each in reached)
        cells = ("failed" if it is None else f"{it.psnr:.2f} / {it.ssim:.3f}" for it in found)
        table.add_row(escape(printable(name)), *cells)
    Console().print(table)

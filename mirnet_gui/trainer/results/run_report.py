"""A run as one HTML page that carries all it shows, to read, to keep and to hand on."""

from __future__ import annotations

import csv
import shlex
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mirnet_gui import __version__
from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import OutputExists, WeightsError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, unwritable
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.results.curves import Plot, draw, limits, smooth, window
from mirnet_gui.trainer.results.history import History, Validation, best_of
from mirnet_gui.trainer.results.samples import Sample, read_samples
from mirnet_gui.trainer.results.tables import Table, tables
from mirnet_gui.trainer.results.working_time import working_seconds
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import read_metrics

REPORT = "report.html"
_TEMPLATE = "report.html.jinja"


@dataclass(frozen=True, slots=True)
class PlottedCurve:
    """A drawing for the eye (SVG) and the same in words."""

    title: str
    svg: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows; ``missing`` are sentences about what it cannot show.

    ``hours`` are those that it has computed, 0 where no log tells.
    """

    name: str
    config: TrainingConfig
    last_step: int
    steps_done: int
    hours: float
    missing: list[str]
    validations: list[Validation]
    best: Validation | None
    curves: list[PlottedCurve]
    samples: list[Sample]
    configuration: list[Table]
    recipe: str
    environment: list[Table]
    commands: list[str]
    version: str = __version__


def write_report(run: Path, output: Path | None = None, *, overwrite: bool = False) -> Path:
    """Write what is known of ``run`` to ``output`` (``report.html`` in it); gives back where.

    A page that stands in ``run`` already is replaced by a newer one. The page needs no other file
    and no network. A run that is going on or was killed has one, too. Raises :class:`UsageError`
    when ``run`` is no run, :class:`OutputExists` when ``output`` stands already,
    :class:`UnwritablePhoto` when it cannot be written.
    """
    overwrite = overwrite or output is None
    output = output or run / REPORT
    page = render(gather(RunFolder(run)))
    try:
        with atomic_path(output, overwrite) as temporary:
            # A name that is no text, as file names may be, must not keep the rest from its reader.
            temporary.write_text(page, encoding="utf-8", errors="replace")
    except FileExistsError as error:
        hint = tr("Choose another name, or add --overwrite.")
        sentence = tr("{path} exists already.", path=quoted(output))
        raise OutputExists(output, sentence, hint) from error
    except OSError as error:
        raise unwritable(output, error) from error
    return output


def render(report: Report) -> str:
    """The page, every text in it escaped."""
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE).render(report=report)


def gather(run: RunFolder) -> Report:
    """All that can be read of a run. Raises :class:`UsageError` when it is none."""
    config, data = run.read()
    faults: list[str] = []
    history = _history(run, faults)
    samples = _samples(run, faults)
    best = best_of(history.validations())
    done = max(_steps_done(run, faults), history.last_step)
    return Report(
        name=run.path.resolve().name,
        config=config,
        last_step=history.last_step,
        steps_done=done,
        hours=working_seconds(run.metrics.parent) / 3600,
        missing=faults + _missing(config, history, samples),
        validations=history.validations(),
        best=best,
        curves=_curves(history, best),
        samples=samples,
        configuration=tables("run", config.to_dict()),
        recipe=run.config.read_text(encoding="utf-8"),
        environment=tables("machine", run.read_environment()),
        commands=_commands(run, data / config.validation, finished=done >= config.steps),
    )


def _history(run: RunFolder, faults: list[str]) -> History:
    try:
        return History(read_metrics(run.metrics))
    except (OSError, ValueError, csv.Error) as error:
        faults.append(f"The log {run.metrics.name} cannot be read: {error}.")
        return History([])


def _steps_done(run: RunFolder, faults: list[str]) -> int:
    try:
        return run.steps_done()
    except WeightsError as error:
        faults.append(error.sentence)
        return 0


def _samples(run: RunFolder, faults: list[str]) -> list[Sample]:
    try:
        return read_samples(run.samples)
    except OSError as error:
        faults.append(f"The pictures in {run.samples.name} cannot be read: {error.strerror}.")
        return []


def _missing(config: TrainingConfig, history: History, samples: list[Sample]) -> list[str]:
    first = min(config.keeping.validate_every, config.steps)
    notes = []
    if not history.rows:
        notes.append("Nothing is logged yet.")
    if wild := history.not_finite("loss"):
        more = f" and at {len(wild) - 1} later ones" if len(wild) > 1 else ""
        notes.append(f"The loss was not finite at step {wild[0]:,}{more}.")
    if not history.validations():
        notes.append(f"Nothing is measured yet: the first validation comes after step {first:,}.")
    if not samples and config.keeping.samples:
        notes.append("There are no sample pictures yet: they are kept at every validation.")
    if not config.keeping.samples:
        notes.append("The configuration keeps no sample pictures.")
    return notes + [f"{sample.name}: {fault}" for sample in samples for fault in sample.faults]


def _curves(history: History, best: Validation | None) -> list[PlottedCurve]:
    marked, end = best.step if best else None, max(history.last_step, 1)
    loss = history.series("loss")
    plots = (
        ("Loss", ".4f", Plot("loss", loss, end, smoothed=window(loss) > 1)),
        ("Learning rate", ".3g", Plot("rate", history.series("rate"), end)),
        ("PSNR (dB)", ".2f", Plot("psnr", history.series("psnr"), end, marked=marked)),
        ("SSIM", ".4f", Plot("ssim", history.series("ssim"), end, marked=marked)),
    )
    return [
        PlottedCurve(title, Markup(draw(plot)), _words(plot, digits))  # noqa: S704 - it is ours
        for title, digits, plot in plots
        if plot.series
    ]


def _words(plot: Plot, digits: str) -> str:
    series = smooth(plot.series) if plot.smoothed else plot.series
    (first, begun), (last, ended) = next(iter(series.items())), next(reversed(series.items()))
    if first == last:
        return f"{begun:{digits}} at step {first:,}."
    words = f"{begun:{digits}} at step {first:,}, {ended:{digits}} at step {last:,}."
    if plot.smoothed:
        words += f" Bold: mean over {window(plot.series)} logged values; thin: every value."
        low, high = limits(plot.series)
        if outside := sum(not low <= value <= high for value in plot.series.values()):
            words += f" Outside the frame: {outside}, up to {max(plot.series.values()):{digits}}."
    if plot.marked in plot.series:
        value = plot.series[plot.marked]
        words += f" Marked: {value:{digits}} at step {plot.marked:,}, where PSNR was best."
    return words


def _commands(run: RunFolder, pairs: Path, *, finished: bool) -> list[str]:
    report = shlex.join(["mirnet-train", "report", str(run.path)])
    onward = [] if finished else [shlex.join(["mirnet-train", "fit", "--resume", str(run.path)])]
    if run.best is None:
        return [*onward, report]
    weights = f"{run.path.resolve().name}.safetensors"
    export = shlex.join(["mirnet-train", "export", str(run.path), "--output", weights])
    measure = ["mirnet-train", "evaluate", "--model", weights, "--pairs", str(pairs)]
    return [*onward, export, shlex.join(measure), report]

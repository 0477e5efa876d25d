"""The trainings that were begun in the window: a folder each, read for lists, curves and samples.

What the trainer writes is known by its files alone: ``config.toml``, ``logs/metrics.csv``,
``samples/`` and the weights. Damaged ones are shown as far as they can be read.
"""

from __future__ import annotations

import json
import shutil
import time
import tomllib
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal, get_args

from mirnet_gui import locations
from mirnet_gui.atomic import atomic_path
from mirnet_gui.batch.thumbnails import thumbnail_of
from mirnet_gui.errors import UsageError
from mirnet_gui.jobs.training_curves import Curves, read_curves
from mirnet_gui.jobs.training_recipes import DataKind, recipe_of
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX, list_weights
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.progress import CancelToken, ProgressCallback

PassName = Literal["light", "detail", ""]

_RECORD: Final = "training.json"
_SAMPLE_SIZE: Final = (720, 720)
_PASSES: Final[tuple[PassName, ...]] = ("light", "detail")


@dataclass(frozen=True, slots=True)
class Training:
    """What was asked for; ``folder`` holds it, the prepared pictures and the trainer's run."""

    folder: Path
    name: str
    recipe: str
    kind: DataKind
    data: str
    steps: int
    begun: float

    @property
    def split(self) -> Path:
        """The prepared pictures."""
        return self.folder / "data"

    @property
    def run(self) -> Path:
        """What the trainer writes."""
        return self.folder / "run"

    @property
    def data_folder(self) -> Path:
        """Where the pictures come from."""
        return Path(self.data)

    @property
    def is_prepared(self) -> bool:
        """Whether there is something to learn from and to measure on."""
        return (self.split / "train").is_dir() and (self.split / "val").is_dir()

    @property
    def steps_of_all_passes(self) -> int:
        """``steps`` are those of one."""
        return self.steps * recipe_of(self.recipe).passes

    @property
    def has_begun(self) -> bool:
        """Whether the trainer knows of it, so that it can be resumed."""
        is_tuning = bool(recipe_of(self.recipe).model)
        return (self.run / ("finetuning.json" if is_tuning else "config.toml")).is_file()

    @property
    def has_checkpoint(self) -> bool:
        """Whether something that was learnt is saved."""
        return any(self.run.rglob("last.ckpt"))

    def write(self) -> None:
        """Keep it. Raises :class:`UnwritablePhoto`."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with atomic_path(self.folder / _RECORD, overwrite=True) as temporary:
                kept = asdict(self) | {"folder": ""}
                temporary.write_text(json.dumps(kept, indent=2), encoding="utf-8")
        except OSError as error:
            raise unwritable(self.folder, error) from error


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A training as its folder shows it.

    ``curves`` are by pass, in their order, "" for the only one.
    """

    training: Training
    curves: dict[PassName, Curves]
    is_done: bool = False
    can_resume: bool = False

    @property
    def steps_done(self) -> int:
        """Those of all passes, of :attr:`Training.steps_of_all_passes`."""
        return sum(each.steps_done for each in self.curves.values())

    @property
    def gains(self) -> dict[PassName, tuple[float, float]]:
        """PSNR in dB before and at its best, of passes that were measured twice."""
        psnr = {name: [value for _, value in each.psnr] for name, each in self.curves.items()}
        return {name: (each[0], max(each[1:])) for name, each in psnr.items() if len(each) > 1}


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture that is measured on, as JPEGs: ``before``, ``now`` (after ``step``), ``wanted``."""

    name: str
    step: int
    before: bytes
    now: bytes
    wanted: bytes


def new_training(  # noqa: PLR0913 - what a training is made of
    root: Path, *, name: str, recipe: str, kind: DataKind, data: Path, steps: int
) -> Training:
    """A training with a free folder below ``root``, kept there. Raises :class:`UnwritablePhoto`."""
    folder, number = root / name, 2
    while folder.exists():
        folder, number = root / f"{name}-{number}", number + 1
    made = Training(folder, folder.name, recipe, kind, str(data), steps, time.time())
    made.write()
    return made


def is_good_name(name: str) -> bool:
    """Whether weights may be called so: letters, digits, - and _."""
    return bool(name) and name.replace("-", "").replace("_", "").isalnum()


def free_name(wanted: str, root: Path) -> str:
    """``wanted`` as a good name that neither weights nor trainings below ``root`` have yet."""
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in wanted)
    base = "-".join(filter(None, kept.split("-"))) or "training"
    taken = {entry.name for entry in list_weights()}
    name, number = base, 2
    while name in taken or (root / name).exists():
        name, number = f"{base}-{number}", number + 1
    return name


def trainings_job(root: Path) -> Job:
    """Reads all trainings below ``root``; gives back a tuple of states, the newest first."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> tuple[TrainingState, ...]:
        found = []
        for folder in sorted(root.glob("*")):
            cancel.raise_if_cancelled()
            training = _read_training(folder)
            if training is not None:
                found.append(state_of(training))
        return tuple(sorted(found, key=lambda each: each.training.begun, reverse=True))

    return job


def state_of(training: Training) -> TrainingState:
    """What the folder of ``training`` shows."""
    folders = _pass_folders(training)
    curves = {name: read_curves(folder) for name, folder in folders.items()}
    is_tuning = bool(recipe_of(training.recipe).model)
    steps = [_steps(folder) or training.steps for folder in folders.values()]
    done = [each.steps_done for each in curves.values()]
    if is_tuning:
        is_done = bool(list(training.run.glob(f"finetuned*{SUFFIX}")))
    else:
        is_done = bool(done) and done[0] >= steps[0] > 0
    return TrainingState(
        training=training,
        curves=curves or {"": Curves()},
        is_done=is_done,
        can_resume=not is_done and training.has_begun,
    )


def samples_job(training: Training, of_pass: PassName) -> Job:
    """Reads the newest sample pictures of a pass; gives back a tuple of :class:`Sample`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> tuple[Sample, ...]:
        run = _pass_folders(training).get(of_pass, training.run)
        samples = []
        for folder in sorted(path for path in (run / "samples").glob("*") if path.is_dir()):
            cancel.raise_if_cancelled()
            steps = sorted(folder.glob("step-*.png"))
            if steps:
                paths = (folder / "input.png", steps[-1], folder / "reference.png")
                pictures = [thumbnail_of(path, _SAMPLE_SIZE) or b"" for path in paths]
                samples.append(Sample(folder.name, _step_in(steps[-1]), *pictures))
        return tuple(samples)

    return job


def use_job(training: Training) -> Job:
    """Copies what was tuned among the user's weights; gives back their name."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> str:
        target = locations.user_weights()
        name = free_name(training.name, target)
        found = sorted(training.run.glob(f"finetuned*{SUFFIX}"))
        if not found:
            raise UsageError(
                tr("The training {name} has no weights yet.", name=training.name),
                tr("Let it go on to its end."),
            )
        with ExitStack() as undone:
            for path in found:
                cancel.raise_if_cancelled()
                suffix = path.stem.removeprefix("finetuned")
                output = target / f"{name}{suffix}{SUFFIX}"
                try:
                    target.mkdir(parents=True, exist_ok=True)
                    with atomic_path(output, overwrite=False) as temporary:
                        shutil.copyfile(path, temporary)
                except OSError as error:
                    raise unwritable(output, error) from error
                undone.callback(output.unlink, missing_ok=True)
            # One pass without the other would be weights of another kind.
            undone.pop_all()
        return name

    return job


def remove(training: Training) -> None:
    """Forget a training that never began to learn."""
    shutil.rmtree(training.folder, ignore_errors=True)


def _read_training(folder: Path) -> Training | None:
    try:
        kept = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        training = Training(**(kept | {"folder": folder}))
        is_whole = training.kind in get_args(DataKind) and isinstance(training.steps, int)
        return replace(training, begun=float(training.begun)) if is_whole else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _pass_folders(training: Training) -> dict[PassName, Path]:
    below = {name: training.run / name for name in _PASSES if (training.run / name).is_dir()}
    return below or {"": training.run}


def _steps(run: Path) -> int:
    try:
        steps = tomllib.loads((run / "config.toml").read_text(encoding="utf-8")).get("steps", 0)
    except (OSError, ValueError, RecursionError):
        return 0
    return steps if isinstance(steps, int) else 0


def _step_in(path: Path) -> int:
    digits = path.stem.removeprefix("step-")
    return int(digits) if digits.isdecimal() else 0

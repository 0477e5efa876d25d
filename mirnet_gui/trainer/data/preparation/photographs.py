"""What ``mirnet-train prepare-photographs`` does: good photographs become something to learn from.

They are copied reduced, since a run keeps them in memory; of some, pairs are made to measure on.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from mirnet_gui.errors import DataError, MirnetGuiError, UsageError
from mirnet_gui.language import tr, tr_count
from mirnet_gui.network.config import TASKS, NetworkTask
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.outputs import take_name
from mirnet_gui.photo.pairs import pictures_in
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.values import Floats
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback
from mirnet_gui.trainer.data.degradation import dark_pair, draw_darkness
from mirnet_gui.trainer.data.noise import noisy_pair
from mirnet_gui.trainer.data.pairs import to_float
from mirnet_gui.trainer.data.preparation.findings import Finding, printable_path
from mirnet_gui.trainer.data.preparation.split import SplitPlan, check_output
from mirnet_gui.trainer.data.sources import is_well_exposed

_LARGEST: Final = 1.5e6
"""Pixels of a copy to learn from; it has less noise than the photograph, too."""
_MEASURED: Final = 0.4e6
_LIT: Final = ("whole", "light", "detail")


@dataclass(frozen=True, slots=True)
class PreparedPhotographs:
    """How many photographs serve, what was found, and how many were copied where."""

    usable: int
    findings: tuple[Finding, ...]
    plan: SplitPlan | None
    train: int = 0
    val: int = 0

    def count(self, severity: str) -> int:
        """Number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def messages(self) -> list[str]:
        """All that a user should read, line by line."""
        usable = tr_count("{count} usable photograph.", "{count} usable photographs.", self.usable)
        lines = [*(finding.sentence for finding in self.findings), usable]
        if self.plan is None:
            return lines
        values = {"train": self.train, "output": printable_path(self.plan.output), "val": self.val}
        return [*lines, tr("Copied {train} to {output}/train and {val} to {output}/val.", **values)]

    def record(self) -> dict[str, Any]:
        """The same for JSON, with the keys of a paired folder."""
        split = None
        if self.plan is not None:
            split = {"output": str(self.plan.output), "train": self.train, "val": self.val}
        return {
            "pairs": self.usable,
            "faults": self.count("fault"),
            "warnings": self.count("warning"),
            "findings": [finding.record() for finding in self.findings],
            "split": split,
        }


def one_of_tasks(name: str) -> NetworkTask:
    """The task called ``name``. Raises :class:`UsageError` when there is none."""
    for task in TASKS:
        if task == name:
            return task
    raise UsageError(
        tr("{name} is not a task.", name=name), tr("There are: {known}.", known=", ".join(TASKS))
    )


def prepare_photographs(  # noqa: PLR0913, PLR0917 - an argument for each option
    folder: Path,
    plan: SplitPlan | None,
    task: NetworkTask,
    patch: int,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> PreparedPhotographs:
    """Look through ``folder``, and split its photographs as ``plan`` says if there is one.

    ``train`` gets reduced copies; ``val`` gets pairs in ``low`` and ``high``, of reduced
    photographs darkened or made noisy by the plan's seed (to enlarge: the reduced photographs).
    Raises :class:`DataError` when there are not two that serve, and what cannot be written.
    """
    if plan is not None:
        check_output(plan.output)
    paths = pictures_in(folder)
    findings: list[Finding] = []
    usable: list[Path] = []
    taken: set[str] = set()
    try:
        for number, (path, picture) in enumerate(_pictures(paths, task, patch, findings)):
            cancel.raise_if_cancelled()
            progress(Progress(number, len(paths), "photo"))
            usable.append(path)
            if plan is not None:
                # All of them at first: which are kept to measure on is known in the end.
                copy = take_name(plan.output / "train" / f"{path.stem}.png", taken)
                _write(picture, copy)
        cancel.raise_if_cancelled()
        _check_enough(folder, usable, findings)
        kept = 0 if plan is None else _keep_apart(plan, usable, task)
    except BaseException:
        if plan is not None:
            for part in ("train", "val"):
                shutil.rmtree(plan.output / part, ignore_errors=True)
        raise
    return PreparedPhotographs(len(usable), tuple(findings), plan, len(usable) - kept, kept)


def _check_enough(folder: Path, usable: list[Path], findings: list[Finding]) -> None:
    if len(usable) < 2:
        raise DataError(
            tr("There are not two photographs in {folder} that serve.", folder=folder),
            findings[0].sentence if findings else tr("Add photographs."),
        )


def _pictures(
    paths: list[Path], task: NetworkTask, patch: int, findings: list[Finding]
) -> Iterator[tuple[Path, Floats]]:
    for path in paths:
        try:
            picture = _reduced(to_float(read_photo(path).pixels), _LARGEST)
        except Exception as error:  # noqa: BLE001 - whatever strange bytes do, the others go on
            known = error.sentence if isinstance(error, MirnetGuiError) else ""
            why = known or reason_of(error, quoted(path))
            findings.append(Finding("unreadable", (path,), f"{printable_path(path)}: {why}"))
            continue
        height, width = picture.shape[:2]
        name = printable_path(path)
        if min(height, width) < patch:
            sentence = tr(
                "{pictures}: {size} pixels, smaller than the patch of {patch} that is learnt from.",
                pictures=name,
                size=f"{width} x {height}",
                patch=patch,
            )
            findings.append(Finding("small", (path,), sentence))
        elif task in _LIT and not is_well_exposed(picture):
            sentence = tr("{picture} is not well exposed, and is left out.", picture=name)
            findings.append(Finding("exposure", (path,), sentence))
        else:
            yield path, picture


def _reduced(picture: Floats, most: float) -> Floats:
    height, width = picture.shape[:2]
    scale = math.sqrt(most / (height * width))
    if scale >= 1.0:
        return picture
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    reduced: Floats = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return reduced


def _keep_apart(plan: SplitPlan, usable: list[Path], task: NetworkTask) -> int:
    copies = sorted((plan.output / "train").glob("*.png"))
    rng = np.random.default_rng(plan.seed)
    count = min(max(1, round(plan.share * len(usable))), len(usable) - 1)
    for place in sorted(int(i) for i in rng.permutation(len(copies))[:count]):
        copy = copies[place]
        picture = _reduced(to_float(read_photo(copy).pixels), _MEASURED)
        if task == "enlarge":
            _write(picture, plan.output / "val" / copy.name)
        else:
            made = noisy_pair(picture, rng) if task == "denoise" else _darkened(picture, rng)
            for side, pixels in zip(("low", "high"), made, strict=True):
                _write(pixels, plan.output / "val" / side / copy.name)
        copy.unlink()
    return count


def _darkened(picture: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    return dark_pair(picture, draw_darkness(rng), rng)


def _write(picture: Floats, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.rint(picture.clip(0.0, 1.0) * 255.0).astype(np.uint8)
    write_photo(Photo(np.ascontiguousarray(pixels)), path)

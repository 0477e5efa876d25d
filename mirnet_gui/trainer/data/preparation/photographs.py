"""What ``mirnet-train prepare-photographs`` does: good photographs become something to learn from.

They are copied reduced, since a run keeps them in memory; of some, pairs are made to measure on.
"""

from __future__ import annotations

import math
import shutil
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
from mirnet_gui.photo.values import Floats, from_floats
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback
from mirnet_gui.trainer.data.degradation import dark_pair, draw_darkness
from mirnet_gui.trainer.data.noise import noisy_pair
from mirnet_gui.trainer.data.pairs import to_float
from mirnet_gui.trainer.data.preparation.findings import Finding, printable_path
from mirnet_gui.trainer.data.preparation.scenes import alike, group, thumbnail
from mirnet_gui.trainer.data.preparation.split import SplitPlan, check_output, kept_apart
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
    usable: list[Floats] = []
    copies: list[Path] = []
    taken: set[str] = set()
    try:
        for number, path in enumerate(paths):
            cancel.raise_if_cancelled()
            progress(Progress(number, len(paths), "photo"))
            picture = _picture(path, task, patch, findings)
            if picture is None:
                continue
            usable.append(thumbnail(picture))
            if plan is not None:
                # All of them at first: which are kept to measure on is known in the end.
                copies.append(take_name(plan.output / "train" / f"{path.stem}.png", taken))
                _write(picture, copies[-1])
        _check_enough(folder, len(usable), findings)
        kept = 0
        if plan is not None:
            chosen = _chosen(usable, plan, cancel)
            kept = len(chosen)
            _keep_apart(plan, [copies[number] for number in chosen], task, cancel)
    except BaseException:
        if plan is not None:
            for part in ("train", "val"):
                shutil.rmtree(plan.output / part, ignore_errors=True)
        raise
    return PreparedPhotographs(len(usable), tuple(findings), plan, len(usable) - kept, kept)


def _check_enough(folder: Path, usable: int, findings: list[Finding]) -> None:
    if usable < 2:
        raise DataError(
            tr("There are not two photographs in {folder} that serve.", folder=folder),
            findings[0].sentence if findings else tr("Add photographs."),
        )


def _picture(path: Path, task: NetworkTask, patch: int, findings: list[Finding]) -> Floats | None:
    """The photograph, reduced, if it serves; else a finding says why not."""
    try:
        picture = _reduced(to_float(read_photo(path).pixels), _LARGEST)
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do, the others go on
        known = error.sentence if isinstance(error, MirnetGuiError) else ""
        why = known or reason_of(error, quoted(path))
        findings.append(Finding("unreadable", (path,), f"{printable_path(path)}: {why}"))
        return None
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
        return None
    if task in _LIT and not is_well_exposed(picture):
        sentence = tr("{picture} is not well exposed, and is left out.", picture=name)
        findings.append(Finding("exposure", (path,), sentence))
        return None
    return picture


def _reduced(picture: Floats, most: float) -> Floats:
    height, width = picture.shape[:2]
    scale = math.sqrt(most / (height * width))
    if scale >= 1.0:
        return picture
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    reduced: Floats = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return reduced


def _chosen(thumbnails: list[Floats], plan: SplitPlan, cancel: CancelToken) -> list[int]:
    """The numbers of those to measure on: whole scenes, of which nothing is learnt."""
    links = [(each.one, each.other) for each in alike(thumbnails, thumbnails, cancel)]
    scenes = group(len(thumbnails), links)
    if len(scenes) < 2:
        raise DataError(
            tr("There are not two scenes, one for training and one for validation."),
            tr("Add photographs."),
        )
    chosen = kept_apart([len(scene) for scene in scenes], plan)
    return sorted(number for place in chosen for number in scenes[place])


def _keep_apart(
    plan: SplitPlan, copies: list[Path], task: NetworkTask, cancel: CancelToken
) -> None:
    rng = np.random.default_rng(plan.seed)
    for copy in copies:
        cancel.raise_if_cancelled()
        picture = _reduced(to_float(read_photo(copy).pixels), _MEASURED)
        if task == "enlarge":
            _write(picture, plan.output / "val" / copy.name)
        else:
            made = noisy_pair(picture, rng) if task == "denoise" else _darkened(picture, rng)
            for side, pixels in zip(("low", "high"), made, strict=True):
                _write(pixels, plan.output / "val" / side / copy.name)
        copy.unlink()


def _darkened(picture: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    darkness = draw_darkness(rng)
    while darkness.is_lit:
        # Where nothing has to be done there is nothing to measure.
        darkness = draw_darkness(rng)
    return dark_pair(picture, darkness, rng)


def _write(picture: Floats, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_photo(Photo(from_floats(picture, np.dtype(np.uint8))), path)

"""Parting the pairs of a folder into training and validation, whole scenes at a time."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mirnet_gui.errors import DataError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.pairs import Pair
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback
from mirnet_gui.trainer.data.preparation.findings import counted_pairs, printable_path

Scenes = Sequence[tuple[Pair, ...]]


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """Where a split goes and what it is like.

    ``share`` in (0, 1) is about how much of the pairs is for validation; the same ``seed``
    chooses the same scenes. Raises :class:`UsageError` for another share.
    """

    output: Path
    share: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0.0 < self.share < 1.0:
            hint = tr("Give the share of the pairs that is for validation, such as 0.1.")
            raise UsageError(
                tr("A share of {share:g} is not between 0 and 1.", share=self.share), hint
            )


@dataclass(frozen=True, slots=True)
class Split:
    """The pairs as they stand in ``output/train`` and ``output/val``."""

    plan: SplitPlan
    train: tuple[Pair, ...]
    val: tuple[Pair, ...]

    def sentence(self) -> str:
        """What was copied where, for a user."""
        output = printable_path(self.plan.output)
        return tr(
            "Copied {train} to {output}/train and {val} to {output}/val, no "
            "scene to both (seed {seed}).",
            train=counted_pairs(len(self.train)),
            output=output,
            val=len(self.val),
            seed=self.plan.seed,
        )

    def record(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "output": str(self.plan.output),
            "seed": self.plan.seed,
            "train": len(self.train),
            "val": len(self.val),
        }


def check_output(output: Path) -> None:
    """Raise :class:`UsageError` when ``output`` is a file or holds anything already."""
    try:
        is_free = not output.exists() or (output.is_dir() and not any(output.iterdir()))
    except OSError as error:
        raise unwritable(output, error) from error
    if not is_free:
        hint = tr("Choose a new folder, so that nothing is mixed or lost.")
        raise UsageError(
            tr("{output} is there already and not empty.", output=printable_path(output)), hint
        )


def choose(scenes: Scenes, plan: SplitPlan) -> tuple[list[Pair], list[Pair]]:
    """The pairs for training and those for validation: no scene is in both, neither is empty.

    Raises :class:`DataError` when there are not two scenes to part.
    """
    if len(scenes) < 2:
        raise DataError(
            tr("There are not two scenes, one for training and one for validation."),
            tr("Add pairs of other scenes."),
        )
    chosen = kept_apart([len(scene) for scene in scenes], plan)
    train = [pair for i, scene in enumerate(scenes) if i not in chosen for pair in scene]
    return train, [pair for i, scene in enumerate(scenes) if i in chosen for pair in scene]


def kept_apart(sizes: list[int], plan: SplitPlan) -> set[int]:
    """The numbers of scenes, of so many pictures each, that are for validation; at least one."""
    total = sum(sizes)
    room = min(max(1, round(plan.share * total)), total - 1)
    order = [int(i) for i in np.random.default_rng(plan.seed).permutation(len(sizes))]
    chosen: set[int] = set()
    for i in order:
        if sizes[i] <= room:
            chosen.add(i)
            room -= sizes[i]
    return chosen or {min(order, key=lambda i: sizes[i])}


def split(
    scenes: Scenes, plan: SplitPlan, progress: ProgressCallback, cancel: CancelToken
) -> Split:
    """Copy the pairs to ``train/`` and ``val/`` of the plan's output, each with low/ and high/.

    The originals stay as they are. What was copied is removed again when it is cancelled or
    fails. ``progress`` counts copied pairs. Raises :class:`UsageError` when the output holds
    anything, :class:`DataError` when there is nothing to part, :class:`UnwritablePhoto` or
    :class:`Cancelled`.
    """
    check_output(plan.output)
    chosen = choose(scenes, plan)
    folders = plan.output / "train", plan.output / "val"
    train, val = (_placed(pairs, to) for pairs, to in zip(chosen, folders, strict=True))
    copies = list(zip(chosen[0] + chosen[1], train + val, strict=True))
    try:
        for done, (pair, copy) in enumerate(copies, start=1):
            cancel.raise_if_cancelled()
            _copy(pair.low, copy.low)
            _copy(pair.high, copy.high)
            progress(Progress(done, len(copies), "copy"))
    except BaseException:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Split(plan, tuple(train), tuple(val))


def _placed(pairs: list[Pair], folder: Path) -> list[Pair]:
    return [Pair(folder / "low" / p.low.name, folder / "high" / p.high.name) for p in pairs]


def _copy(source: Path, target: Path) -> None:
    # Hard links would let whoever edits a copy change the original.
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise unwritable(target, error) from error

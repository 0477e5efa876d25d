"""A first look at a folder to learn from: how many pictures, how large, small pictures of some."""

from __future__ import annotations

import io
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from mirnet_gui.batch.thumbnails import thumbnail_of
from mirnet_gui.errors import DataError, MirnetGuiError
from mirnet_gui.jobs.training_recipes import DataKind
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.network.config import SCALES
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.pairs import is_paired, paired_folder, pictures_in, times_as_large
from mirnet_gui.photo.reading import probe
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

_SIZE: Final = (240, 160)
_SHOWN: Final = 6
_MEASURED: Final = 40
"""Headers that are looked at: enough to tell what the pictures are like."""

_BRIGHTER: Final = 1.25

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """``count`` pairs or photographs of ``folder``, between ``smallest`` and ``largest`` in pixels.

    References of pairs are ``scale`` times as large; ``is_as_bright`` says that most are hardly
    brighter than their pictures. ``pictures`` are JPEGs: of pairs those of one
    beside each other, dark and wanted.
    """

    folder: Path
    kind: DataKind
    count: int
    smallest: Size
    largest: Size
    scale: int
    pictures: tuple[tuple[bytes, ...], ...]
    is_as_bright: bool = False


def look_job(folder: Path, kind: DataKind) -> Job:
    """Gives back :class:`TrainingData`. Raises :class:`DataError` where it is of another kind."""

    def job(progress: ProgressCallback, cancel: CancelToken) -> TrainingData:
        if kind == "pairs":
            rows = _pairs(folder)
        elif is_paired(folder):
            raise DataError(
                tr("{folder} holds pairs, not photographs.", folder=quoted(folder)),
                tr("Choose it as pairs."),
            )
        else:
            rows = [(path,) for path in pictures_in(folder)]
        sizes, scale = _sizes(rows[:: max(len(rows) // _MEASURED, 1)], progress, cancel)
        shown = rows[:: max(len(rows) // _SHOWN, 1)][:_SHOWN]
        pictures = []
        for row in shown:
            cancel.raise_if_cancelled()
            pictures.append(tuple(thumbnail_of(path, _SIZE) or b"" for path in row))
        areas = sorted(sizes, key=lambda size: size[0] * size[1])
        smallest, largest = (areas[0], areas[-1]) if areas else ((0, 0), (0, 0))
        return TrainingData(
            *(folder, kind, len(rows), smallest, largest, scale, tuple(pictures)),
            is_as_bright=_are_as_bright(pictures),
        )

    return job


def _pairs(folder: Path) -> list[tuple[Path, ...]]:
    if not is_paired(folder):
        raise DataError(
            tr("{folder} holds no pairs.", folder=quoted(folder)),
            tr(
                "Pairs stand in two folders in it, low and high (or noisy and clean), with the "
                "same names."
            ),
        )
    return [(pair.low, pair.high) for pair in paired_folder(folder, usable_only=True)]


def _are_as_bright(pictures: Sequence[tuple[bytes, ...]]) -> bool:
    ratios = []
    for row in pictures:
        if len(row) == 2 and all(row):
            before, wanted = (
                float(np.asarray(Image.open(io.BytesIO(each))).mean()) for each in row
            )
            ratios.append((wanted + 1.0) / (before + 1.0))
    return bool(ratios) and statistics.median(ratios) < _BRIGHTER


def _sizes(
    rows: list[tuple[Path, ...]], progress: ProgressCallback, cancel: CancelToken
) -> tuple[list[Size], int]:
    sizes, times = [], []
    for number, row in enumerate(rows):
        cancel.raise_if_cancelled()
        progress(Progress(number, len(rows), "photo"))
        try:
            found = [probe(path) for path in row]
        except MirnetGuiError:
            # The trainer's own check tells of it.
            continue
        each = [(probed.width, probed.height) for probed in found]
        sizes.append(each[0])
        times.append(times_as_large(each[0], each[-1]) or 1)
    scale = max(set(times), key=times.count) if times else 1
    return sizes, scale if scale in SCALES else 1

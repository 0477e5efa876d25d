"""What a run is going to learn from, as one picture to look at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import cv2
import numpy as np
from PIL import Image, ImageDraw

from mirnet_gui.language import tr
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.progress import Progress, ProgressCallback, silent
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.examples import Example, open_example_maker
from mirnet_gui.trainer.data.pairs import PictureCache
from mirnet_gui.trainer.data.sources import open_source

_GAP, _CAPTION, _GREY = 8, 18, 46
_TRIPLES_PER_ROW = 3


def preview(
    config: TrainingConfig, data: Path, count: int, progress: ProgressCallback = silent
) -> Pixels:
    """A sheet (H, W, 3) uint8 of ``count`` training examples of every source.

    Each stands as the dark picture, what the network is fed with, and what is wanted of it. They
    are drawn with the run's seed, at the size of its last stage.
    """
    cache = PictureCache()
    maker = open_example_maker(config, config.stages[-1].patch, np.random.default_rng(config.seed))
    blocks: list[tuple[str, list[Floats]]] = []
    for number, source in enumerate(config.sources):
        opened = open_source(source, data, cache, config.task, config.network.scale)
        triples = []
        for place in range(count):
            progress(Progress(number * count + place, len(config.sources) * count, "patch"))
            rng = np.random.default_rng([config.seed, 0, place])
            triples.append(_triple(maker.draw(opened, rng)))
        blocks.append(
            (tr("{folder}: dark, fed to the network, wanted", folder=source.folder), triples)
        )
    return _sheet(blocks)


def _triple(example: Example) -> Floats:
    height, width = example.wanted.shape[:2]
    gap = np.full((height, _GAP // 4, 3), _GREY / 255, dtype=np.float32)
    dark, fed = (
        cv2.resize(part, (width, height), interpolation=cv2.INTER_NEAREST)
        for part in (example.dark, example.fed)
    )
    parts = (dark, gap, fed, gap, example.wanted)
    return np.concatenate(parts, axis=1).astype(np.float32)


def _sheet(blocks: list[tuple[str, list[Floats]]]) -> Pixels:
    height, width = blocks[0][1][0].shape[:2]
    rows = [-(-len(triples) // _TRIPLES_PER_ROW) for _, triples in blocks]
    across = _TRIPLES_PER_ROW * (width + _GAP) + _GAP
    down = sum(_CAPTION + row * (height + _GAP) for row in rows) + _GAP
    sheet = Image.new("RGB", (across, down), (_GREY,) * 3)
    top = _GAP // 2
    for (caption, triples), row in zip(blocks, rows, strict=True):
        ImageDraw.Draw(sheet).text((_GAP, top), caption, fill=(220, 220, 220))
        _paste(sheet, triples, top + _CAPTION)
        top += _CAPTION + row * (height + _GAP)
    return cast(Pixels, np.asarray(sheet))


def _paste(sheet: Image.Image, triples: list[Floats], top: int) -> None:
    for number, triple in enumerate(triples):
        row, column = divmod(number, _TRIPLES_PER_ROW)
        height, width = triple.shape[:2]
        place = (_GAP + column * (width + _GAP), top + row * (height + _GAP))
        sheet.paste(Image.fromarray(np.rint(triple * 255.0).astype(np.uint8)), place)

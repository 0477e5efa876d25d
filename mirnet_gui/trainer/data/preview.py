"""What a run is going to learn from, as one picture to look at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import cv2
import numpy as np
from PIL import Image, ImageDraw

from mirnet_gui.language import tr
from mirnet_gui.lettering import write
from mirnet_gui.network.config import NetworkTask
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, from_floats
from mirnet_gui.progress import Progress, ProgressCallback, silent
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.examples import Example, open_example_maker
from mirnet_gui.trainer.data.pairs import PictureCache
from mirnet_gui.trainer.data.patches import OF_BATCH, OF_PATCH
from mirnet_gui.trainer.data.sources import open_source

_GAP, _CAPTION, _GREY = 8, 18, 46
_LETTERS = 12
_EXAMPLES_PER_ROW = 3


def preview(
    config: TrainingConfig, data: Path, count: int, progress: ProgressCallback = silent
) -> Pixels:
    """A sheet (H, W, 3) uint8 of ``count`` training examples of every source.

    Each stands as the dark picture, what the network is fed with, and what is wanted of it; of the
    tasks that no light is let in for, as the noisy or small picture, enlarged to the size of the
    other, and what is wanted. They are drawn with the run's seed, at the size of its last stage.
    """
    cache = PictureCache()
    of_batch = np.random.default_rng([config.seed, 0, *OF_BATCH])
    maker = open_example_maker(config, config.stages[-1].patch, of_batch)
    blocks: list[tuple[str, list[Floats]]] = []
    for number, source in enumerate(config.sources):
        opened = open_source(source, data, cache, config.task, config.network.scale)
        examples = []
        for place in range(count):
            progress(Progress(number * count + place, len(config.sources) * count, "patch"))
            rng = np.random.default_rng([config.seed, 0, place, *OF_PATCH])
            examples.append(_beside_each_other(maker.draw(opened, rng), config.task))
        blocks.append((_caption(config.task, source.folder), examples))
    return _sheet(blocks)


def _caption(task: NetworkTask, folder: str) -> str:
    match task:
        case "enlarge":
            return tr("{folder}: small (fed to the network), wanted", folder=folder)
        case "denoise":
            return tr("{folder}: noisy (fed to the network), wanted", folder=folder)
        case _:
            return tr("{folder}: dark, fed to the network, wanted", folder=folder)


def _beside_each_other(example: Example, task: NetworkTask) -> Floats:
    height, width = example.wanted.shape[:2]
    gap = np.full((height, _GAP // 4, 3), _GREY / 255, dtype=np.float32)
    before = (example.fed,) if task in {"enlarge", "denoise"} else (example.dark, example.fed)
    parts = []
    for part in before:
        # Pixel by pixel, as the network sees it.
        parts += [cv2.resize(part, (width, height), interpolation=cv2.INTER_NEAREST), gap]
    return np.concatenate([*parts, example.wanted], axis=1).astype(np.float32)


def _sheet(blocks: list[tuple[str, list[Floats]]]) -> Pixels:
    height, width = blocks[0][1][0].shape[:2]
    rows = [-(-len(examples) // _EXAMPLES_PER_ROW) for _, examples in blocks]
    across = _EXAMPLES_PER_ROW * (width + _GAP) + _GAP
    down = sum(_CAPTION + row * (height + _GAP) for row in rows) + _GAP
    sheet = Image.new("RGB", (across, down), (_GREY,) * 3)
    top = _GAP // 2
    for (caption, examples), row in zip(blocks, rows, strict=True):
        write(ImageDraw.Draw(sheet), (_GAP, top), caption, _LETTERS, (220, 220, 220))
        _paste(sheet, examples, top + _CAPTION)
        top += _CAPTION + row * (height + _GAP)
    return cast(Pixels, np.asarray(sheet))


def _paste(sheet: Image.Image, examples: list[Floats], top: int) -> None:
    for number, example in enumerate(examples):
        row, column = divmod(number, _EXAMPLES_PER_ROW)
        height, width = example.shape[:2]
        place = (_GAP + column * (width + _GAP), top + row * (height + _GAP))
        sheet.paste(Image.fromarray(from_floats(example, np.dtype(np.uint8))), place)

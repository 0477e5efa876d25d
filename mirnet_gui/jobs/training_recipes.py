"""What can be trained from the window, in plain words, and the command lines that do it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mirnet_gui import locations
from mirnet_gui.language import mark

DataKind = Literal["pairs", "photographs"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing that can be trained; texts are translated where they are shown.

    ``model`` names the weights that learn further, "" for a new network. Pairs have references
    ``scale`` times as large, and patches of ``patch`` pixels have to fit into their pictures.
    ``seconds`` is what all passes together take for a step on the two processor cores that
    docs/training.md was written on. ``config`` is the recipe of the trainer that ``preview-data``
    shows, and that a new network learns by.
    """

    key: str
    label: str
    of_pairs: str
    of_photographs: str
    model: str
    config: str
    task: str
    steps: tuple[int, ...]
    seconds: float
    patch: int = 96
    scale: int = 1

    @property
    def passes(self) -> int:
        """How many networks learn, one after the other: light, then detail."""
        return 2 if self.key == "brighten" else 1

    def words(self, kind: DataKind) -> str:
        """What it does, and for whom it is, with data of this ``kind``."""
        return self.of_pairs if kind == "pairs" else self.of_photographs


_TUNED: Final = (200, 600, 2000)


def _enlarging(scale: int) -> Recipe:
    return Recipe(
        key=f"enlarge-{scale}x",
        label={
            2: mark("Improve Enlarge 2×"),
            3: mark("Improve Enlarge 3×"),
            4: mark("Improve Enlarge 4×"),
        }[scale],
        of_pairs=mark(
            "The enlarger that came with the program learns from your pairs of a small and a "
            "large picture."
        ),
        of_photographs=mark(
            "The enlarger that came with the program learns from your photographs, which are "
            "made small for that. Sharp ones are best."
        ),
        model=f"enlarge-{scale}x",
        config=f"enlarge-{scale}x.toml",
        task="enlarge",
        steps=_TUNED,
        seconds=1.0,
        scale=scale,
    )


RECIPES: Final[tuple[Recipe, ...]] = (
    Recipe(
        key="brighten",
        label=mark("Improve Brighten"),
        of_pairs=mark(
            "The weights that came with the program go on learning from your pairs. The first "
            "choice for most people: twenty pairs and some minutes show whether it helps."
        ),
        of_photographs=mark(
            "The weights that came with the program go on learning from your photographs, which "
            "are darkened for that. Pairs that a camera took teach more, if you have them."
        ),
        model="lowlight",
        config="lowlight-detail.toml",
        task="detail",
        steps=_TUNED,
        seconds=1.4,
    ),
    Recipe(
        key="denoise",
        label=mark("Improve Denoise"),
        of_pairs=mark(
            "Your pairs show the same in the same light, once with noise and once without. The "
            "denoiser that came with the program learns the noise of your camera."
        ),
        of_photographs=mark(
            "The denoiser that came with the program learns from your photographs, to which "
            "noise is added. They should have hardly any of their own."
        ),
        model="denoise",
        config="denoise.toml",
        task="denoise",
        steps=_TUNED,
        seconds=1.0,
        patch=128,
    ),
    *(_enlarging(scale) for scale in (2, 3, 4)),
    Recipe(
        key="new",
        label=mark("New small network"),
        of_pairs=mark(
            "Learns to brighten from nothing but your pairs; small, for a computer without a "
            "graphics card. It needs hundreds of pairs and hours, and seldom gets as good as the "
            "first choice."
        ),
        of_photographs=mark(
            "Learns to brighten from nothing but your photographs, which are darkened for that; "
            "small, for a computer without a graphics card. It needs hundreds of photographs and "
            "hours, and seldom gets as good as the first choice."
        ),
        model="",
        config="lol-one-pass.toml",
        task="whole",
        steps=(3500, 10000),
        seconds=0.6,
        patch=160,
    ),
)
"""The first one that fits the data is what most people want."""


def recipe_of(key: str) -> Recipe:
    """The recipe called ``key``; the first where there is none."""
    return next((each for each in RECIPES if each.key == key), RECIPES[0])


def proposed(recipes: Sequence[Recipe], *, is_as_bright: bool) -> Recipe | None:
    """What most people want of ``recipes``; of pairs that are as bright, that noise goes."""
    by_noise = [each for each in recipes if is_as_bright and each.task == "denoise"]
    return next(iter((*by_noise, *recipes)), None)


def fitting(kind: DataKind, scale: int) -> tuple[Recipe, ...]:
    """Those for data of this ``kind``; ``scale`` is by how much references of pairs are larger."""
    if kind == "photographs":
        return RECIPES
    return tuple(each for each in RECIPES if each.scale == scale)


def prepare_arguments(recipe: Recipe, kind: DataKind, data: Path, output: Path | None) -> list[str]:
    """Check the pictures of ``data``; with an ``output`` also split them into it."""
    to = [] if output is None else ["--output", str(output)]
    patch = ["--patch", str(recipe.patch * (recipe.scale if kind == "photographs" else 1))]
    if kind == "pairs":
        scale = ["--scale", str(recipe.scale)]
        return ["prepare", str(data), *to, *scale, *patch, "--json"]
    return ["prepare-photographs", str(data), *to, "--task", recipe.task, *patch, "--json"]


def preview_arguments(
    recipe: Recipe, kind: DataKind, data: Path, output: Path, count: int
) -> list[str]:
    """Draw what would be learnt from into the picture ``output``."""
    return [
        "preview-data",
        *("--config", str(locations.shipped_weights() / recipe.config)),
        *("--set", f"sources={_sources(str(data.absolute()), kind, usable_only=True)}"),
        *("--set", f"stages={_stages(recipe.patch)}"),
        *("--count", str(count), "--output", str(output), "--overwrite"),
    ]


def training_arguments(
    recipe: Recipe, kind: DataKind, split: Path, run: Path, steps: int
) -> list[str]:
    """Learn from what was prepared into ``split``; all that comes of it lies in ``run``."""
    if recipe.model:
        begin = ["finetune", "--model", recipe.model, "--pairs", str(split), "--run", str(run)]
        return [*begin, "--steps", str(steps), *_watched()]
    changes = {
        "sources": _sources("train", kind),
        "validation": '"val"',
        "steps": str(steps),
        "network.channels": "8",
        "keeping.validate_every": str(max(steps // 20, 1)),
    }
    sets = [part for key, value in changes.items() for part in ("--set", f"{key}={value}")]
    config = str(locations.shipped_weights() / recipe.config)
    begin = ["fit", "--config", config, "--data", str(split), "--run", str(run)]
    return [*begin, *sets, *_watched()]


def resume_arguments(recipe: Recipe, run: Path) -> list[str]:
    """Go on with what lies in ``run``."""
    return ["finetune" if recipe.model else "fit", "--resume", str(run), *_watched()]


def _watched() -> list[str]:
    # One is left to whoever sits before the computer.
    threads = max((os.cpu_count() or 2) - 1, 1)
    return ["--threads", str(threads), "--json", "--stop-with-input"]


def _sources(folder: str, kind: DataKind, *, usable_only: bool = False) -> str:
    # A text of JSON is one of TOML.
    kinds = {"pairs": "pairs", "photographs": "clean"}
    passed_over = ", usable_only = true" if usable_only else ""
    return f'[{{folder = {json.dumps(folder)}, kind = "{kinds[kind]}"{passed_over}}}]'


def _stages(patch: int) -> str:
    return f"[{{patch = {patch}, batch = 1}}]"

"""What one training run is made of, typed and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
)
from pydantic.dataclasses import dataclass

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.network.config import MirnetConfig, NetworkTask

MOST = 1_000_000_000
MOST_THREADS = 1024


def _without_nul(name: str) -> str:
    if "\0" in name:
        raise ValueError("No file has a NUL in its name")
    return name


Above0 = Annotated[float, Field(gt=0)]
AtLeast0 = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=MOST)]
Number = Annotated[int, Field(ge=0, le=MOST)]
Seed = Annotated[int, Field(ge=0, lt=2**32)]
Side = Annotated[int, Field(ge=16, le=4096)]
Name = Annotated[str, AfterValidator(_without_nul)]
_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True, config=_STRICT)
class Source:
    """A folder of training pictures and the share of every batch that comes from it.

    ``pairs`` has ``low/`` and ``high/`` (or ``noisy/`` and ``clean/``) with the same names;
    those of ``high`` are as large, or ``network.scale`` times as large for the task ``enlarge``.
    ``clean`` has photographs that are darkened, made noisy or reduced on the fly. Of pairs, every
    ``held_out``-th by name, from the first on, is kept to measure on (0: none). With
    ``usable_only`` pairs that cannot be learnt from are passed over; else the first one is an
    error. ``plain`` is the share of photographs to ``enlarge`` that is reduced bicubically, as
    the benchmarks have it, and not also blurred, made noisy or stored as JPEG.
    """

    folder: Name
    kind: Literal["pairs", "clean"]
    share: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    held_out: Number = 0
    usable_only: bool = False
    plain: Share = 0.65


@dataclass(frozen=True, config=_STRICT)
class Stage:
    """Up to the share ``until`` of the run's steps, ``batch`` patches of ``patch`` pixels a side.

    Patches that grow with the run are Restormer's and MIRNetv2's progressive learning.
    """

    patch: Side = 96
    batch: Annotated[int, Field(ge=1, le=4096)] = 8
    until: Annotated[float, Field(gt=0, le=1)] = 1.0


@dataclass(frozen=True, config=_STRICT)
class Augmentation:
    """What is done to a pair before it is learnt from.

    Patches are cut at a scale drawn from ``[smallest_scale, largest_scale]``: small ones show much
    of a picture, by which its exposure is judged, but resized ones have other noise than the
    pictures to restore, so that cleaning wants both at 1. Pairs of two sizes are never resized.
    ``flips`` and ``turns`` make eight of one. The share ``mixup`` of all batches is mixed with
    itself in another order, by a weight from Beta(``mixup_alpha``, ``mixup_alpha``) (1.2 in
    MIRNet's released recipe).
    """

    smallest_scale: Annotated[float, Field(gt=0, le=1)] = 0.33
    largest_scale: Annotated[float, Field(gt=0, le=1)] = 1.0
    flips: bool = True
    turns: bool = True
    mixup: Share = 0.0
    mixup_alpha: Annotated[float, Field(ge=1e-3, le=1e3)] = 1.2


@dataclass(frozen=True, config=_STRICT)
class Light:
    """How the task ``light`` sees pictures: whole, and as small as in use.

    The side of the square that has as many pixels is drawn from ``smallest_side`` to the stage's
    ``patch``, for each batch anew; at least the share ``least_seen`` of a side is seen.
    """

    smallest_side: Side = 128
    least_seen: Annotated[float, Field(gt=0, le=1)] = 0.8


@dataclass(frozen=True, config=_STRICT)
class Detail:
    """How the task ``detail`` has its patches relit: by a map fitted to the reference.

    The map is fitted on a copy of a scale drawn from ``[smallest_map, largest_map]``, which are
    those of 24 megapixels and of 0.2 megapixels in use (:mod:`mirnet_gui.inference.relighting`).
    Pairs that are ``lit`` are those of somebody who had light relight them, and are fed as they
    are: what light leaves wrong is then seen as well, and figures are of both passes.
    """

    smallest_map: Annotated[float, Field(gt=0, le=1)] = 0.06
    largest_map: Annotated[float, Field(gt=0, le=1)] = 0.65
    lit: bool = False


@dataclass(frozen=True, config=_STRICT)
class Loss:
    """``kind`` (``eps`` for Charbonnier, PSNR), and other terms by their weights (0: left out).

    Where smaller ``copies`` are cleaned before a picture, each one's loss counts by that weight.
    """

    kind: Literal["charbonnier", "l1", "psnr"] = "charbonnier"
    eps: Above0 = 1e-3
    ssim: AtLeast0 = 0.0
    ms_ssim: AtLeast0 = 0.0
    edge: AtLeast0 = 0.0
    frequency: AtLeast0 = 0.0
    pyramid: AtLeast0 = 0.0
    copies: AtLeast0 = 0.25


@dataclass(frozen=True, config=_STRICT)
class Optimization:
    """AdamW with a linear ``warm_up`` of so many steps, then ``cycles`` cosines.

    Every cosine falls from ``learning_rate`` to ``final_rate``, and each is ``cycle_growth``
    times as long as the one before. ``gradient_clip`` bounds the gradient's norm (0: unbounded);
    ``accumulate`` batches make one step; ``averaging`` is the decay of the exponential moving
    average of the weights (0: none).
    """

    learning_rate: Above0 = 1e-3
    final_rate: Above0 = 1e-6
    warm_up: Number = 100
    cycles: Annotated[int, Field(ge=1, le=100)] = 1
    cycle_growth: Annotated[float, Field(ge=1, le=10)] = 1.0
    weight_decay: AtLeast0 = 1e-4
    gradient_clip: AtLeast0 = 1.0
    accumulate: Annotated[int, Field(ge=1, le=10_000)] = 1
    averaging: Annotated[float, Field(ge=0, lt=1)] = 0.999


@dataclass(frozen=True, config=_STRICT)
class Hardware:
    """Where and how fast: nothing here changes what is learnt, but for rounding.

    A batch is that of *one* device: ``devices`` of them on each of ``nodes`` machines make the
    step's batch so many times larger. A ``precision`` that a processor does not know is fp32 there.
    ``checkpointing`` computes activations twice to save memory; ``workers`` processes prepare
    patches (0: the training process does); ``threads`` of a processor compute (0: as many as torch
    likes).
    """

    device: Literal["auto", "cpu", "cuda"] = "auto"
    devices: Annotated[int, Field(ge=1, le=1024)] = 1
    nodes: Annotated[int, Field(ge=1, le=1024)] = 1
    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    channels_last: bool = True
    compile: bool = False
    checkpointing: bool = False
    workers: Annotated[int, Field(ge=0, le=1024)] = 0
    threads: Annotated[int, Field(ge=0, le=MOST_THREADS)] = 0


@dataclass(frozen=True, config=_STRICT)
class Keeping:
    """How often to measure (in steps) and to save, and how many of the best and samples to keep."""

    validate_every: Count = 500
    checkpoint_every: Count = 100
    log_every: Count = 10
    best: Number = 1
    samples: Number = 3


def _sizes(value: object) -> MirnetConfig:
    if isinstance(value, MirnetConfig):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("Input should be a table, under a line [network]")  # noqa: TRY004 - pydantic's
    try:
        return MirnetConfig.from_dict(dict(value))
    except MirnetGuiError as error:
        raise ValueError(error.sentence) from error


def _growing(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    ends = [stage.until for stage in stages]
    if ends != sorted(set(ends)) or ends[-1] != 1.0:
        raise ValueError("until must grow from stage to stage and end at 1.0")
    return stages


@dataclass(frozen=True, config=_STRICT)
class TrainingConfig:
    """One run of ``steps`` optimizer steps on ``sources``, measured on ``validation``.

    ``task`` is what the network learns: ``light`` (to relight a whole picture, reduced), ``detail``
    (to restore what is relit already, at full size), ``whole`` (both at once), ``denoise``, or
    ``enlarge`` (by ``network.scale``; its ``validation`` folder has pairs of two sizes, or large
    pictures that are reduced). Of ``validation``, only every ``validation_held_out``-th pair is
    measured on (0: all).

    Folders are looked up below the data folder of the run. ``initial`` names the weights to begin
    with (a name of the catalog or a file), which must be of the sizes of ``network`` but may
    have more groups, of which the first are taken, or fewer, after which the others begin by
    changing nothing, half its channels, each of which is doubled, and another scale, but for
    their last layer; a run without them begins at random.
    """

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    validation: Name
    validation_held_out: Number = 0
    network: Annotated[MirnetConfig, BeforeValidator(_sizes)] = field(default_factory=MirnetConfig)
    task: NetworkTask = "whole"
    initial: Name = ""
    steps: Count = 5000
    seed: Seed = 1
    stages: Annotated[tuple[Stage, ...], Field(min_length=1), AfterValidator(_growing)] = (Stage(),)
    augmentation: Augmentation = Augmentation()
    light: Light = Light()
    detail: Detail = Detail()
    loss: Loss = Loss()
    optimization: Optimization = Optimization()
    hardware: Hardware = Hardware()
    keeping: Keeping = Keeping()

    def to_dict(self) -> dict[str, Any]:
        """All values by name, ready for TOML or JSON."""
        table: dict[str, Any] = asdict(self)
        return table

    def stage_of(self, step: int) -> Stage:
        """The stage that ``step`` (counted from 0) belongs to."""
        return next(stage for stage in self.stages if step < stage.until * self.steps)

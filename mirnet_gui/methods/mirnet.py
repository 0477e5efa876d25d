"""MIRNet as one of the methods."""

from __future__ import annotations

import importlib
import sys
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from mirnet_gui.inference.preloading import preload_torch
from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.language import mark
from mirnet_gui.methods.enlargement import Enlarge
from mirnet_gui.methods.parameters import (
    ChoiceParameter,
    Parameter,
    check,
    choice,
    number,
    written,
)
from mirnet_gui.methods.region_texts import check_regions, parsed_regions, text_of_regions
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import USUAL, Choice, Layers
from mirnet_gui.tone.regions import AdjustedRegion

if TYPE_CHECKING:
    from mirnet_gui.inference.restorer import Restorer

EXECUTION_OPTIONS = ("device", "backend", "precision", "tile", "memory")
"""The parameters that tell how it is computed, and change no more than the last bits."""

FULL, FAST, BEST = "full", "fast", "best"
SPEED = ChoiceParameter(
    label=mark("Speed"),
    options=(
        (FULL, mark("Full: light and detail")),
        (FAST, mark("Fast: light only")),
        (BEST, mark("Best: eight times as long")),
    ),
    tooltip=mark(
        "Fast stops at the light, after about a second: the noise stays as it is. "
        "Best takes the mean of eight views, turned and mirrored: a little cleaner."
    ),
)
EXPOSURE = Parameter(
    mark("Exposure"),
    -2.0,
    2.0,
    0.05,
    "EV",
    mark("Brighter or darker than the network chose; never clips."),
)
SHADOWS = Parameter(
    mark("Shadows"),
    -1.0,
    1.0,
    0.01,
    "",
    mark("Brightens or darkens what is dark, and leaves the rest."),
)
HIGHLIGHTS = Parameter(
    mark("Highlights"),
    -1.0,
    1.0,
    0.01,
    "",
    mark("Brightens or darkens what is bright, and leaves the rest."),
)
CONTRAST = Parameter(
    mark("Contrast"), -1.0, 1.0, 0.01, "", mark("Flatter or more contrasty round middle grey.")
)
WARMTH = Parameter(
    mark("Warmth"), -1.0, 1.0, 0.01, "", mark("Cooler, bluish, or warmer, reddish light.")
)
COLOUR = Parameter(
    mark("Colour"), -1.0, 1.0, 0.01, "", mark("Paler, down to grey, or more saturated colours.")
)
DENOISE = Parameter(
    mark("Denoise"),
    0.0,
    1.0,
    0.01,
    "",
    mark("How much of the noise that light brings up is taken away."),
)
GRAIN = Parameter(
    mark("Grain"),
    0.0,
    1.0,
    0.01,
    "",
    mark("How much of the noise in brightness stays; that in colour goes."),
)
STRENGTH = Parameter(
    mark("Strength"),
    0.0,
    1.0,
    0.01,
    "",
    mark("How much of the result is mixed into the photograph: 0 leaves it as it is."),
)


@dataclass(frozen=True, slots=True)
class MirnetMethod:
    """Enhancement by MIRNet with the weights called ``model``.

    How it is computed is told by ``device``, ``backend``, ``precision``, ``tile`` and ``memory``,
    see :class:`mirnet_gui.inference.engine.Engine`. ``speed`` is full; fast for the light of the
    result without its detail, in about a second (weights that give no light know nothing fast); or
    best, for which all but the light takes the mean of eight views of the photograph.
    What the network gives is changed by the others, see :class:`mirnet_gui.tone.layers.Choice`.
    """

    name: ClassVar[str] = "mirnet"
    label: ClassVar[str] = "MIRNet"
    purpose: ClassVar[str] = mark(
        "A trained network that restores light, colours and detail together."
    )

    model: str = "lowlight"
    device: str = "auto"
    backend: str = "auto"
    precision: str = "auto"
    tile: str = "auto"
    memory: int | None = None
    speed: str = choice(FULL, SPEED)
    exposure: float = number(0.0, EXPOSURE)
    shadows: float = number(0.0, SHADOWS)
    highlights: float = number(0.0, HIGHLIGHTS)
    contrast: float = number(0.0, CONTRAST)
    warmth: float = number(0.0, WARMTH)
    colour: float = number(0.0, COLOUR)
    denoise: float = number(1.0, DENOISE)
    grain: float = number(0.0, GRAIN)
    strength: float = number(1.0, STRENGTH)
    regions: tuple[AdjustedRegion, ...] = written((), parsed_regions, text_of_regions)

    def __post_init__(self) -> None:
        check(self)
        check_regions(self.regions)

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`: that of the weights.

        Raises :class:`mirnet_gui.errors.WeightsError` when there are none of that name.
        """
        return find_weights(self.model).scale

    @property
    def has_light(self) -> bool:
        """Whether its weights give light, at which :data:`FAST` stops; raises as :attr:`scale`."""
        return find_weights(self.model).has_light

    @property
    def choice(self) -> Choice:
        """See :class:`mirnet_gui.methods.method.Layered`."""
        tones = (self.exposure, self.shadows, self.highlights, self.contrast)
        controls = Controls(*tones, self.warmth, self.colour)
        return Choice(controls, self.denoise, self.grain, self.strength, self.regions)

    def with_choice(self, choice: Choice) -> MirnetMethod:
        """See :class:`mirnet_gui.methods.method.Layered`; all of it."""
        return with_choice(self, choice)

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`.

        Raises :class:`mirnet_gui.errors.WeightsError`, :class:`mirnet_gui.errors.DeviceError` and
        :class:`mirnet_gui.errors.UsageError`.
        """
        self._restorer()

    def seconds(self, height: int, width: int) -> float | None:
        """See :class:`mirnet_gui.methods.method.Timed`."""
        if self.choice.keeps_the_photograph:
            return 0.0
        is_fast = self.speed == FAST and self.has_light
        return None if is_fast else self._restorer().seconds(height, width)

    def preview(self) -> MirnetMethod | Enlarge | None:
        """See :class:`mirnet_gui.methods.method.Method`; raises as :attr:`scale`."""
        if self.speed == FAST:
            return None
        if self.has_light:
            return replace(self, speed=FAST)
        return Enlarge(self.scale) if self.scale > 1 else None

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.method.Method`; raises what :meth:`prepare` does."""
        if self.choice == USUAL and self.speed != FAST:
            return self._restorer().finish(pixels, progress, cancel)
        if self.choice.keeps_the_photograph and self.scale == 1:
            return pixels

        def look(_share: float) -> None:
            cancel.raise_if_cancelled()

        return developed(self.layers(pixels, progress, cancel), self.choice, look)

    def layers(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
    ) -> Layers:
        """See :class:`mirnet_gui.methods.method.Layered`."""
        restorer = self._restorer()
        if self.speed == FAST and restorer.has_light:
            return restorer.preview(pixels, progress, cancel)
        return restorer.restore(pixels, progress, cancel, observer)

    def _restorer(self) -> Restorer:
        load_libraries()
        from mirnet_gui.inference.engine import Engine
        from mirnet_gui.inference.opening import open_restorer

        engine = Engine(self.device, self.backend, self.precision, self.tile, self.memory)
        passes = find_weights(self.model).passes
        return open_restorer(passes, engine, in_views=self.speed == BEST)


def load_libraries() -> None:
    """Load what networks are computed with, which takes seconds the first time."""
    preload_torch()
    importlib.import_module("mirnet_gui.inference.opening")


def release_memory() -> None:
    """Let weights that stay loaded give back what they worked in, if any ever were."""
    # Nothing is loaded for this: torch would be.
    if opening := sys.modules.get("mirnet_gui.inference.opening"):
        opening.release_memory()


def with_choice(method: MirnetMethod, choice: Choice) -> MirnetMethod:
    """``method`` developing its layers by ``choice``. Raises :class:`UsageError` for its ranges."""
    return replace(
        method,
        **asdict(choice.controls),
        denoise=choice.denoise,
        grain=choice.grain,
        strength=choice.strength,
        regions=choice.regions,
    )

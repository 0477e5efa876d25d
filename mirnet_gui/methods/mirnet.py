"""MIRNet as one of the methods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from mirnet_gui.errors import UsageError
from mirnet_gui.inference.onlooker import NOBODY, Onlooker, Part
from mirnet_gui.methods.parameters import Parameter, check, number
from mirnet_gui.methods.strength import blend
from mirnet_gui.network.catalog import find_weights, modified
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback

if TYPE_CHECKING:
    from mirnet_gui.inference.session import Session

SPEEDS = ("full", "fast")

HOW = ("device", "backend", "precision", "tile", "memory")
"""The parameters that tell how it is computed, and change no more than the last bits."""

STRENGTH = Parameter(
    label="Strength",
    minimum=0.0,
    maximum=1.0,
    step=0.01,
    unit="",
    tooltip="How much of the result is mixed into the photograph: 0 leaves it as it is.",
)


@dataclass(frozen=True, slots=True)
class MirnetMethod:
    """Enhancement by MIRNet with the weights called ``model``.

    How it is computed is told by ``device``, ``backend``, ``precision``, ``tile`` and ``memory``,
    see :class:`mirnet_gui.inference.engine.Engine`. ``speed`` is full, or fast for a
    rough result in about a second.
    """

    name: ClassVar[str] = "mirnet"
    label: ClassVar[str] = "MIRNet"

    model: str = "lowlight"
    device: str = "auto"
    backend: str = "auto"
    precision: str = "auto"
    tile: str = "auto"
    memory: int | None = None
    speed: str = "full"
    strength: float = number(1.0, STRENGTH)

    def __post_init__(self) -> None:
        check(self)
        if self.speed not in SPEEDS:
            raise UsageError(f"There is no speed called {self.speed}.", "Choose full or fast.")

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`.

        Raises :class:`mirnet_gui.errors.WeightsError`, :class:`mirnet_gui.errors.DeviceError` and
        :class:`mirnet_gui.errors.UsageError`.
        """
        self._session()

    def seconds(self, height: int, width: int) -> float | None:
        """See :class:`mirnet_gui.methods.method.Timed`."""
        if self.strength == 0.0:
            return 0.0
        return None if self.speed == "fast" else self._session().seconds(height, width)

    def preview(self) -> MirnetMethod | None:
        """See :class:`mirnet_gui.methods.method.Method`."""
        return replace(self, speed="fast") if self.speed == "full" else None

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.method.Method`; raises what :meth:`prepare` does."""
        return self.apply_in_parts(pixels, progress, cancel, NOBODY)

    def apply_in_parts(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        onlooker: Onlooker,
    ) -> Pixels:
        """See :class:`mirnet_gui.methods.method.PartByPart`."""
        if self.strength == 0.0:
            return pixels
        session = self._session()
        if self.speed == "fast":
            return blend(pixels, session.run_fast(pixels, progress, cancel), self.strength)

        def show(part: Part) -> None:
            before = pixels[part.region.slices]
            onlooker.show(Part(part.region, blend(before, part.pixels, self.strength)))

        result = session.run(pixels, progress, cancel, Onlooker(show, onlooker.view))
        return blend(pixels, result, self.strength)

    def _session(self) -> Session:
        # torch takes seconds to load and has no place in the window's start.
        from mirnet_gui.inference.engine import Engine  # noqa: PLC0415
        from mirnet_gui.inference.opening import open_session  # noqa: PLC0415

        weights = find_weights(self.model)
        engine = Engine(self.device, self.backend, self.precision, self.tile, self.memory)
        return open_session(weights.path, weights.sha256, engine, modified(weights.path))

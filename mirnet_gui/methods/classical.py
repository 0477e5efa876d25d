"""What the methods have in common that have one layer: a change, mixed into the photograph."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from typing import Self

from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.language import mark
from mirnet_gui.methods.parameters import Parameter, check, number
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sizes import enlarged, scale_of
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers

MIX = Parameter(
    label=mark("Mix"),
    minimum=0.0,
    maximum=1.0,
    step=0.01,
    unit="",
    tooltip=mark("How much of the result is mixed into the photograph: 0 leaves it as it is."),
)


@dataclass(frozen=True, slots=True)
class Classical:
    """Base of a frozen dataclass of parameters that are checked as they are set.

    Subclasses say by :meth:`change` what they do.
    """

    _: KW_ONLY
    mix: float = number(1.0, MIX)

    def __post_init__(self) -> None:
        check(self)

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`."""
        return 1

    @property
    def choice(self) -> Choice:
        """See :class:`mirnet_gui.methods.method.Layered`: nothing but the strength."""
        return Choice(strength=self.mix)

    def with_choice(self, choice: Choice) -> Self:
        """See :class:`mirnet_gui.methods.method.Layered`: its strength; it knows nothing else."""
        return replace(self, mix=choice.strength)

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`: there is nothing to load."""

    def preview(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`: the method itself is quick."""

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """What the method makes of ``pixels``, none of which are mixed in; as :meth:`apply`."""
        raise NotImplementedError

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.method.Method`; raises what :meth:`change` does."""
        if self.mix == 1.0:
            return self.change(pixels, progress, cancel)

        def look(_share: float) -> None:
            cancel.raise_if_cancelled()

        return developed(self.layers(pixels, progress, cancel), self.choice, look)

    def layers(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        _observer: TileObserver = NOBODY,
    ) -> Layers:
        """See :class:`mirnet_gui.methods.method.Layered`; raises what :meth:`change` does."""
        changed = self.change(pixels, progress, cancel)
        cancel.raise_if_cancelled()
        scale, before = scale_of(pixels, changed), pixels
        if scale > 1:
            before = enlarged(pixels, scale, look=cancel.raise_if_cancelled)
        return Layers(before, changed, changed)

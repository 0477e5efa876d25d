"""What every method offers to the command line, the window and the batch alike."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from mirnet_gui.inference.tile_observer import TileObserver
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.layers import Choice, Layers


class Method(Protocol):
    """A frozen dataclass of parameters and one ``apply``."""

    name: ClassVar[str]
    label: ClassVar[str]
    purpose: ClassVar[str]
    """What it does, in one line and a photographer's words."""

    def __hash__(self) -> int:
        """The same for methods that are equal: what was made of one is kept by it."""
        ...

    @property
    def scale(self) -> int:
        """How many times as high and as wide as the photograph a result is; 1 for most methods."""
        ...

    def prepare(self) -> None:
        """Load what the work needs, so that it fails before the first photograph if it has to.

        Raises :class:`mirnet_gui.errors.MirnetGuiError`.
        """
        ...

    def preview(self) -> Method | None:
        """A method that gives about the same in about a second; None when there is none."""
        ...

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """The result for ``pixels`` (H, W, 3), which stay as they are.

        It is (scale * H, scale * W, 3) of the same dtype. Raises
        :class:`mirnet_gui.errors.Cancelled` within a second of ``cancel``.
        """
        ...


@runtime_checkable
class Timed(Protocol):
    """A method that knows beforehand how long it takes."""

    def seconds(self, height: int, width: int) -> float | None:
        """For one photograph of ``height`` x ``width`` pixels, once prepared; None if unknown."""
        ...


@runtime_checkable
class Layered(Protocol):
    """A method whose result is developed from layers, which may be developed again otherwise."""

    @property
    def choice(self) -> Choice:
        """How :meth:`Method.apply` develops its layers."""
        ...

    def with_choice(self, choice: Choice) -> Method:
        """The same method, developing its layers by ``choice`` as far as it knows how."""
        ...

    def layers(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver,
    ) -> Layers:
        """What comes before any choice; of large photographs, finished parts come to ``observer``.

        Raises what :meth:`Method.apply` raises.
        """
        ...

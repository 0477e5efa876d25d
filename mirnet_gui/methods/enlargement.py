"""Enlargement by interpolation: what any other way to more pixels has to be better than."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, choice, integer
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sizes import Kernel, enlarged
from mirnet_gui.progress import CancelToken, ProgressCallback

FACTOR = Parameter(
    label=mark("Factor"),
    minimum=2,
    maximum=4,
    step=1,
    unit="×",
    tooltip=mark("How many times as wide and as high the result is."),
    whole=True,
)
KERNEL = ChoiceParameter(
    label=mark("Kernel"),
    options=(("bicubic", mark("Bicubic")), ("lanczos", mark("Lanczos"))),
    tooltip=mark("Lanczos is a little sharper, and rings a little more at edges."),
)


@dataclass(frozen=True, slots=True)
class Enlarge(Classical):
    """Pixels between pixels by a fixed kernel; see :func:`mirnet_gui.photo.sizes.enlarged`."""

    name: ClassVar[str] = "enlarge"
    label: ClassVar[str] = mark("Enlarge")
    purpose: ClassVar[str] = mark("More pixels, softly: no detail is added.")

    factor: int = integer(2, FACTOR)
    kernel: str = choice("bicubic", KERNEL)

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`."""
        return self.factor

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        return enlarged(pixels, self.factor, cast(Kernel, self.kernel), cancel.raise_if_cancelled)

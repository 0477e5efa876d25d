"""Methods one after the other: an enhancement and then a denoiser, for example."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from mirnet_gui.language import mark
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback, share_of


@dataclass(frozen=True, slots=True)
class Chain:
    """Each of ``methods`` works on what the one before it gave."""

    name: ClassVar[str] = "chain"
    label: ClassVar[str] = mark("Chain")
    purpose: ClassVar[str] = mark("Several methods, each at work on what the one before it gave.")

    methods: tuple[Method, ...]

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`: of all of them together."""
        return math.prod(method.scale for method in self.methods)

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`; raises what the methods raise."""
        for method in self.methods:
            method.prepare()

    def preview(self) -> Chain | None:
        """See :class:`mirnet_gui.methods.method.Method`: with every preview that there is."""
        quick = tuple(method.preview() or method for method in self.methods)
        return None if quick == self.methods else Chain(quick)

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.method.Method`; raises what the methods raise."""
        for number, method in enumerate(self.methods):
            share = share_of(progress, number, len(self.methods), "method")
            pixels = method.apply(pixels, share, cancel)
            cancel.raise_if_cancelled()
        return pixels

"""A set of weights at work: light, then detail; or one network that does all at once."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.inference.finishing import EverywhereAlike, TonesKept
from mirnet_gui.inference.onlooker import NOBODY, Onlooker
from mirnet_gui.inference.session import Session
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from mirnet_gui.tone.layers import Layers


@dataclass(frozen=True)
class Restorer:
    """``light`` relights, ``detail`` takes the noise away that light brought up.

    Without ``light`` the photograph is taken as it is lit, without ``detail`` its noise is left.
    ``whole`` does both at once and stands alone.
    """

    light: Session | None = None
    detail: Session | None = None
    whole: Session | None = None

    @property
    def name(self) -> str:
        """What computes: engine and precision, of each pass where they differ."""
        sessions = (self.light, self.detail, self.whole)
        return ", ".join(dict.fromkeys(session.name for session in sessions if session))

    def seconds(self, height: int, width: int) -> float | None:
        """How long such a picture takes at most, as far as the backends were measured."""
        slow = self.whole or self.detail
        return slow.seconds(height, width) if slow else None

    def relight(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """``pixels`` (H, W, 3) with the light of the result, in about a second.

        Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        light = self.whole or self.light
        return light.relight(pixels, progress, cancel) if light else pixels

    def restore(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        onlooker: Onlooker = NOBODY,
    ) -> Layers:
        """Everything that the weights can do for ``pixels``; ``onlooker`` gets finished parts.

        Raises :class:`mirnet_gui.errors.Cancelled` and :class:`mirnet_gui.errors.OutOfMemory`.
        """
        if self.whole:
            finished = self.whole.run(pixels, progress, cancel, onlooker)
            return Layers(pixels, finished, finished)
        told = silent if self.detail else progress
        relit = self.relight(pixels, told, cancel)
        if not self.detail:
            return Layers(pixels, relit, relit)
        finishing = TonesKept(pixels, relit) if self.light else EverywhereAlike(pixels)
        finished = self.detail.run(relit, progress, cancel, onlooker, finishing)
        return Layers(pixels, relit, finished)

"""A set of weights at work: light, then detail; or one network that does all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirnet_gui.inference.finishing import AsItIs, EverywhereAlike, Finishing, TonesKept
from mirnet_gui.inference.session import Session
from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.photo.values import reduced, with_bits
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback, silent
from mirnet_gui.tone.affine_map import changed_alike
from mirnet_gui.tone.layers import Layers

# Grain and blotches of a large sensor are larger than those of the network's training: what is
# coarse for it is fine in a copy of half the size. Copies smaller than this have none left.
_LEAST_COARSE = 1_400_000
# Pictures smaller than this are not halved, however many halves a network has learnt to begin with.
LEAST_HALVED = 64 * 64


@dataclass(frozen=True)
class Restorer:
    """``light`` relights, ``detail`` takes the noise away that light brought up.

    Without ``light`` the photograph is taken as it is lit, without ``detail`` its noise is left.
    ``coarse`` cleans smaller copies before detail, which does that itself where there is none.
    ``whole`` does both at once and stands alone, and so do ``denoise``, which is detail of what is
    lit already, and ``enlarge``, whose results are larger.
    """

    light: Session | None = None
    detail: Session | None = None
    whole: Session | None = None
    denoise: Session | None = None
    enlarge: Session | None = None
    coarse: Session | None = None

    @property
    def name(self) -> str:
        """What computes: engine and precision, of each pass where they differ."""
        return ", ".join(dict.fromkeys(session.name for session in self._sessions))

    @property
    def _sessions(self) -> list[Session]:
        sessions = (self.light, self.coarse, self.detail, self.whole, self.denoise, self.enlarge)
        return [session for session in sessions if session]

    def seconds(self, height: int, width: int) -> float | None:
        """How long such a picture takes at most, as far as the backends were measured."""
        at_once = self.whole or self.enlarge
        if at_once:
            return at_once.seconds(height, width)
        cleaning = self._cleaning
        if not cleaning:
            return None
        parts = [cleaning.seconds(height, width)]
        for number in range(1, self._halvings(height, width) + 1):
            copy = max(height >> number, 1), max(width >> number, 1)
            parts.append((self.coarse or cleaning).seconds(*copy))
        if self.light:
            parts.append(self.light.light_seconds(height, width))
        return None if None in parts else sum(part or 0.0 for part in parts)

    def relight(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """``pixels`` (H, W, 3) with light and size of the result, in about a second.

        Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        if self.enlarge:
            return enlarged(pixels, self.enlarge.scale, look=cancel.raise_if_cancelled)
        light = self.whole or self.light
        return light.relight(pixels, progress, cancel) if light else pixels

    def restore(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
    ) -> Layers:
        """Everything that the weights can do for ``pixels``; ``observer`` gets finished parts.

        Raises :class:`mirnet_gui.errors.Cancelled` and :class:`mirnet_gui.errors.OutOfMemory`.
        """
        if self.enlarge:
            plain = self.relight(pixels, silent, cancel)
            larger = self.enlarge.run(pixels, progress, cancel, observer)
            # No noise is taken away by itself, so that none can stay.
            return Layers(plain, larger, larger, is_light_asked=False)
        if self.whole:
            finished = self.whole.run(pixels, progress, cancel, observer)
            return Layers(pixels, finished, finished)
        if not self._cleaning:
            return self.preview(pixels, progress, cancel)
        relit, fed = self._relit_and_fed(pixels, progress, cancel)
        halvings = self._halvings(*pixels.shape[:2])
        share = self._cleaner.views / self._work(halvings)
        part = _stretch(progress, 1.0 - share, share, pixels.shape[0] * pixels.shape[1])
        finishing = self._finishing(pixels, relit, fed if halvings else None, 0)
        return Layers(pixels, relit, self._cleaner.run(fed, part, cancel, observer, finishing))

    def _relit_and_fed(
        self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken
    ) -> tuple[Pixels, Pixels]:
        """``pixels`` as lit, and what is to be cleaned of them, with 16 bits where they have 8.

        Rounding to 8 bits on the way costs 0.015 dB on PolyU, and 0.001 of SSIM on LOL.
        """
        is_coarse = pixels.dtype == np.uint8
        if self.light:
            fine = self.light.relight(pixels, silent, cancel, finely=True)
        else:
            fine = with_bits(pixels, 16) if is_coarse else pixels
        fed = self.cleaned_in_copies(pixels, fine, progress, cancel)
        if not self.light:
            return pixels, fed
        return with_bits(fine, 8) if is_coarse else fine, fed

    @property
    def _cleaning(self) -> Session | None:
        return self.detail or self.denoise

    @property
    def _cleaner(self) -> Session:
        cleaning = self._cleaning
        assert cleaning is not None  # noqa: S101 - asked for by those who know
        return cleaning

    def finish(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """The finished layer of :meth:`restore`, in less memory; raises what that does."""
        if self.enlarge:
            return self.enlarge.run(pixels, progress, cancel)
        return self.restore(pixels, progress, cancel).finished

    @property
    def has_light(self) -> bool:
        """Whether it has anything to do with light, so that there is a :meth:`preview`."""
        session = self.light or self.whole
        return session is not None and session.scale == 1

    def preview(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Layers:
        """The layers without detail; raises what :meth:`relight` does."""
        relit = self.relight(pixels, progress, cancel)
        return Layers(pixels, relit, relit)

    def cleaned_in_copies(
        self, pixels: Pixels, relit: Pixels, progress: ProgressCallback, cancel: CancelToken
    ) -> Pixels:
        """What detail is fed with at full size: ``relit``, of which smaller copies were cleaned.

        ``pixels`` is the photograph. ``progress`` hears of it as of the beginning of all that is
        cleaned.
        Raises :class:`mirnet_gui.errors.Cancelled` and :class:`mirnet_gui.errors.OutOfMemory`.
        """
        coarse = self.coarse or self._cleaner
        halvings = self._halvings(*pixels.shape[:2])
        done, cleaned = 0.0, relit
        for number in range(halvings, 0, -1):
            share = coarse.views * 4.0**-number / self._work(halvings)
            part = _stretch(progress, done, share, relit.shape[0] * relit.shape[1])
            before, lit, fed = (reduced(each, 0.5**number) for each in (pixels, relit, cleaned))
            finishing = self._finishing(before, lit, fed, number)
            clean = coarse.run(fed, part, cancel, finishing=finishing)
            if number == 1 and self.coarse:
                # Detail is to have all of the memory.
                self.coarse.release_memory()
            cleaned = changed_alike(cleaned, fed, clean)
            done += share
        return cleaned

    def _halvings(self, height: int, width: int) -> int:
        """At how many sizes below its own a picture is cleaned first, each half of the last."""
        pixels = height * width
        wanted = (self.coarse or self._cleaner).halvings
        size = pixels >> 2
        while self.detail and size >= _LEAST_COARSE:
            wanted, size = wanted + 1, size >> 2
        number = 0
        while number < wanted and pixels >> (2 * number) >= LEAST_HALVED:
            number += 1
        return number

    def _work(self, halvings: int) -> float:
        """How much is cleaned at full size and at so many halves, in views of full size."""
        of_copies = (self.coarse or self._cleaner).views
        copies = sum(4.0**-number for number in range(1, halvings + 1))
        return self._cleaner.views + of_copies * copies

    def _finishing(
        self, pixels: Pixels, relit: Pixels, drifted: Pixels | None, halvings: int
    ) -> Finishing:
        # Copies stay as fine as they are fed, what is finished gets the depth of the photograph.
        dtype = None if halvings else pixels.dtype
        if self.denoise:
            # Its noise reaches down to the tones: taking their change back costs 0.2 dB on PolyU.
            return AsItIs(dtype=dtype)
        if self.light:
            return TonesKept(pixels, relit, drifted, halvings, dtype)
        return EverywhereAlike(pixels, halvings, dtype)


def _stretch(
    progress: ProgressCallback, before: float, share: float, total: int
) -> ProgressCallback:
    """The callback of a run that is ``share`` of the whole, ``before`` of which is done.

    The whole is told as ``total``: of one total for all runs, what is rounded never goes back.
    """
    if share == 1.0:
        return progress

    def tell(inner: Progress) -> None:
        done = before + share * inner.fraction
        expected = None if inner.expected is None else inner.expected / share
        progress(Progress(round(done * total), total, inner.what, expected, inner.notice))

    return tell

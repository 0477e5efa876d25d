"""Half precision with a net beneath it: what is not a finite number is computed again in full."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from mirnet_gui.inference.backends.backend import Backend, Descriptors, Survey, Weighting
from mirnet_gui.progress import Look

_log = logging.getLogger(__name__)


class Guarded:
    """``backend``, and ``open_spare()`` for a pass of it that overflowed.

    See :class:`mirnet_gui.inference.backends.backend.Backend`.
    """

    def __init__(self, backend: Backend, open_spare: Callable[[], Backend]) -> None:
        self.config = backend.config
        self._backend = backend
        self._open_spare = open_spare
        self._spare: Backend | None = None

    @property
    def name(self) -> str:
        """Engine and precision."""
        return self._backend.name

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        survey = self._backend.survey(picture, weighting, look)
        if _finite([survey.restored, *survey.whole, *survey.parts]):
            return survey
        return self._again().survey(picture, weighting, _unseen(look))

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` together and tell the picture's descriptors."""
        descriptors = self._backend.correct(crops, weighting, offsets, look)
        if _finite(descriptors):
            return descriptors
        return self._again().correct(crops, weighting, offsets, _unseen(look))

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        restored = self._backend.restore(picture, descriptors, look)
        if _finite([restored]):
            return restored
        return self._again().restore(picture, descriptors, _unseen(look))

    def release_memory(self) -> None:
        """Give back what passes have worked in."""
        self._backend.release_memory()
        # Where it was needed once it may never be again.
        self._spare = None

    def _again(self) -> Backend:
        _log.warning("%s overflowed; the pass is done again in full precision", self.name)
        self._spare = self._spare or self._open_spare()
        return self._spare


def _finite(tensors: Iterable[Tensor]) -> bool:
    return all(bool(torch.isfinite(tensor).all()) for tensor in tensors)


def _unseen(look: Look) -> Look:
    # The pass was counted once; what is done again must not count twice, but can be cancelled.
    return lambda _share: look(0.0)

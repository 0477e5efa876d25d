"""Which networks a method runs over a photograph, and what they do to it."""

from __future__ import annotations

from mirnet_gui.inference.insight import Insight
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.network.catalog import Pass, find_weights
from mirnet_gui.network.config import NetworkTask
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback

# Passes that a fast result is without.
_SLOW: frozenset[NetworkTask] = frozenset({"detail", "denoise", "enlarge"})


def passes_of(method: MirnetMethod) -> tuple[Pass, ...]:
    """The passes that run for ``method``, in their order.

    Raises :class:`mirnet_gui.errors.WeightsError` when there are no such weights.
    """
    passes = find_weights(method.model).passes
    if method.speed == "full":
        return passes
    return tuple(each for each in passes if each.task not in _SLOW)


def insight_into(
    method: MirnetMethod, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken
) -> Insight:
    """What the networks of ``method`` do to ``pixels`` (H, W, 3), in seconds at any size.

    Raises what :func:`mirnet_gui.inference.observing.observe` and :func:`passes_of` raise.
    """
    from mirnet_gui.inference.observing import observe  # loads torch

    return observe(passes_of(method), pixels, progress, cancel)

"""Which networks a method runs over a photograph, and what they do to it."""

from __future__ import annotations

from mirnet_gui.inference.insight import Insight
from mirnet_gui.methods.mirnet import FAST, MirnetMethod
from mirnet_gui.network.catalog import Pass, find_weights
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback


def passes_of(method: MirnetMethod) -> tuple[Pass, ...]:
    """The passes that run for ``method``, in their order: a fast result is its light alone.

    Raises :class:`mirnet_gui.errors.WeightsError` when there are no such weights.
    """
    weights = find_weights(method.model)
    if method.speed == FAST and weights.has_light:
        return tuple(each for each in weights.passes if each.task != "detail")
    return weights.passes


def insight_into(
    method: MirnetMethod, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken
) -> Insight:
    """What the networks of ``method`` do to ``pixels`` (H, W, 3), in seconds at any size.

    Raises what :func:`mirnet_gui.inference.observing.observe` and :func:`passes_of` raise.
    """
    from mirnet_gui.inference.observing import observe  # loads torch

    return observe(passes_of(method), pixels, progress, cancel)

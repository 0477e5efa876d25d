"""How much of a finished result is shown: a blend that never runs the method again."""

from __future__ import annotations

from typing import cast

import cv2

from mirnet_gui.photo.photo import Pixels


def blend(before: Pixels, after: Pixels, strength: float) -> Pixels:
    """``before + strength * (after - before)``, rounded, for ``strength`` in [0, 1]."""
    if strength <= 0.0:
        return before
    if strength >= 1.0:
        return after
    return cast(Pixels, cv2.addWeighted(before, 1.0 - strength, after, strength, 0.0))

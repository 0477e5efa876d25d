"""The presets that the program brings."""

from __future__ import annotations

from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.presets.preset import Preset

BUILT_IN: Final = (
    Preset(mark("Natural"), MirnetMethod(), is_built_in=True),
)
"""In the order in which they are offered."""

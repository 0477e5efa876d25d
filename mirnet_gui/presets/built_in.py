"""The presets that the program brings, tried on dark photographs of many kinds."""

from __future__ import annotations

from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.presets.preset import Preset


def _built_in(name: str, **parameters: float) -> Preset:
    return Preset(name, MirnetMethod(**parameters), is_built_in=True)  # type: ignore[arg-type]


BUILT_IN: Final = (
    _built_in(mark("As it comes")),
    _built_in(mark("Natural"), exposure=-0.35, contrast=0.08, grain=0.3, strength=0.9),
    _built_in(
        mark("Bright and soft"), exposure=0.35, shadows=0.15, highlights=-0.25, contrast=-0.15
    ),
    _built_in(mark("Keep the grain"), grain=0.8),
    _built_in(
        mark("Night: dark stays dark"),
        exposure=-1.2,
        shadows=-0.35,
        contrast=0.1,
        grain=0.2,
        strength=0.65,
    ),
    _built_in(mark("Vivid"), contrast=0.15, colour=0.15, highlights=-0.1),
    _built_in(mark("Black and white"), contrast=0.2, colour=-1.0, grain=0.5),
)
"""In the order in which they are offered; the first one is what nobody has changed."""

"""Everything that decides how the canvas looks at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.ui.canvas.arrangement import Arrangement, ViewMode, divider_at
from mirnet_gui.ui.canvas.view_transform import ViewTransform


@dataclass(frozen=True, slots=True)
class Scene:
    """``divider`` and ``strength`` are in 0..1; ``pending`` is said where no result is yet, and
    beside a ``provisional`` one.

    ``ratio`` is device pixels per logical pixel.
    """

    arrangement: Arrangement
    view: ViewTransform
    ratio: float
    divider: float
    strength: float
    has_after: bool
    only_before: bool
    provisional: bool
    pending: str
    background: str

    @property
    def shows_divider(self) -> bool:
        """Whether there are two sides with a divider between them."""
        return self.arrangement.mode is ViewMode.SLIDER and self.has_after and not self.only_before

    @property
    def divider_x(self) -> float:
        """The divider's place in device pixels of the canvas."""
        return divider_at(self.divider, self.view.visible())

    @property
    def after_label(self) -> str:
        """What is said on the side of the result."""
        if not self.has_after:
            return self.pending
        if self.provisional:
            return f"Preview · {self.pending}"
        if self.strength < 1.0:
            return f"After · {self.strength:.0%}".replace("%", " %")
        return "After"

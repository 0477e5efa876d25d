"""Everything that decides how the canvas looks at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mirnet_gui.formatting import separated
from mirnet_gui.jobs.clipping import Clipping
from mirnet_gui.jobs.region_mask import ShownMask
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.viewer.layouts import Arrangement, Layout, divider_at
from mirnet_gui.ui.viewer.pane import BEFORE, Pane
from mirnet_gui.ui.viewer.view_transform import Box, ViewTransform

_UPRIGHT = mark(
    "The divider stands at {divider:.0f} percent. Left and right move it, plus and minus zoom, "
    "space shows the photograph as it was."
)
_LYING = mark(
    "The divider lies at {divider:.0f} percent. Up and down move it, plus and minus zoom, "
    "space shows the photograph as it was."
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A pane in its place ``box``, of which no more than ``seen`` is seen; in device pixels."""

    pane: Pane
    box: Box
    seen: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """``divider`` (0..1) parts the panes number ``pair``, ``turn`` is the one that is shown alone.

    It is upright, or ``horizontal`` with the first of the pair above the second.
    While ``held`` the photograph as it was is shown in every place. ``histograms`` is "linear",
    "log" or "" for none, ``clipping`` what is marked in panes by their keys, ``mask`` where
    a region acts in a picture. ``ratio`` is device
    pixels per logical pixel; ``loupe`` is the point of the canvas, in device pixels, that is looked
    at through the loupe.
    """

    arrangement: Arrangement
    view: ViewTransform
    ratio: float
    panes: tuple[Pane, ...]
    tokens: Tokens
    divider: float = 0.5
    horizontal: bool = False
    pair: tuple[int, int] = (0, 1)
    turn: int = 0
    held: bool = False
    histograms: str = ""
    clipping: Mapping[str, Clipping] = field(default_factory=dict)
    loupe: tuple[float, float] | None = None
    mask: ShownMask | None = None

    @property
    def has_divider(self) -> bool:
        """Whether there are two sides with a divider between them, if no key is held."""
        if self.arrangement.layout is not Layout.SLIDER or len(self.panes) < 2:
            return False
        return not any(self.panes[place].stands_in for place in self.pair)

    @property
    def shows_divider(self) -> bool:
        """Whether the divider is seen."""
        return self.has_divider and not (self.held and self._before is not None)

    @property
    def divider_at(self) -> float:
        """The divider's x or, where it is horizontal, y, in device pixels of the canvas."""
        return divider_at(self.divider, self.view.visible(), horizontal=self.horizontal)

    @property
    def description(self) -> str:
        """What is seen, and what keys do to it, for who hears of it."""
        names = separated(pane.label for pane in self.panes)
        divider = ""
        if self.shows_divider:
            template = _LYING if self.horizontal else _UPRIGHT
            divider = tr(template, divider=self.divider * 100)
        loupe = "" if self.loupe is None else tr("The loupe is shown. Arrows move it.")
        return ". ".join(part for part in (names, divider, loupe) if part)

    def placed(self) -> Iterator[Placed]:
        """The panes that are seen, in their places."""
        whole = self.arrangement.box(0)
        if not self.panes:
            return
        if self.shows_divider:
            edge = float(round(self.divider_at))
            first, second = (self.panes[place] for place in self.pair)
            if self.horizontal:
                yield Placed(first, whole, replace(whole, bottom=edge))
                yield Placed(second, whole, replace(whole, top=edge))
            else:
                yield Placed(first, whole, replace(whole, right=edge))
                yield Placed(second, whole, replace(whole, left=edge))
        elif self.arrangement.layout.is_single:
            yield Placed(self._seen(self._alone), whole, whole)
        else:
            for place in range(len(self.panes)):
                box = self.arrangement.box(place)
                yield Placed(self._seen(place), box, box)

    def logical(self, box: Box) -> Box:
        """``box``, which is in device pixels, in logical ones."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        ratio = self.ratio
        return Box(left / ratio, top / ratio, right / ratio, bottom / ratio)

    def picture_in(self, box: Box) -> Box:
        """Where the picture is seen in the place ``box``, both in device pixels."""
        seen = self.view.visible()
        return Box(
            box.left + seen.left, box.top + seen.top, box.left + seen.right, box.top + seen.bottom
        )

    @property
    def _alone(self) -> int:
        layout = self.arrangement.layout
        if layout is Layout.LAST:
            return len(self.panes) - 1
        return self.pair[0] if layout is Layout.SLIDER and len(self.panes) > 1 else self.turn

    @property
    def _before(self) -> Pane | None:
        return next((pane for pane in self.panes if pane.key == BEFORE), None)

    def _seen(self, place: int) -> Pane:
        before = self._before
        return before if self.held and before is not None else self.panes[place]

"""Where the picture lies in its pane: scale and offset, without Qt and without painting."""

from __future__ import annotations

from dataclasses import dataclass, replace

LARGEST_SCALE = 32.0
LARGEST_FIT = 2.0
"""Fitting enlarges a small picture no further than this: beyond, pixels turn to tiles."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in device pixels (or picture pixels)."""

    width: float
    height: float

    @property
    def is_empty(self) -> bool:
        """Whether there is no area."""
        return self.width <= 0 or self.height <= 0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges; ``left <= right`` and ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Vertical extent."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """view = picture * scale + (left, top), all in device pixels of a pane.

    A picture smaller than the pane is centred; a larger one always covers it.
    """

    picture: Size
    pane: Size
    margin: float
    scale: float
    left: float
    top: float

    @classmethod
    def fitted(cls, picture: Size, pane: Size, margin: float = 0.0) -> ViewTransform:
        """The whole picture, centred, with ``margin`` device pixels of the pane around it."""
        scale = fit_scale(picture, pane, margin)
        return cls(picture, pane, margin, scale, 0.0, 0.0)._settled()

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole picture is seen."""
        return fit_scale(self.picture, self.pane, self.margin)

    @property
    def is_fitted(self) -> bool:
        """Whether the picture is shown whole, as large as fitting makes it."""
        return abs(self.scale - self.fit_scale) < 1e-9

    @property
    def can_pan(self) -> bool:
        """Whether some of the picture lies outside the pane."""
        return (
            self.picture.width * self.scale > self.pane.width + 0.5
            or self.picture.height * self.scale > self.pane.height + 0.5
        )

    def zoomed_to(self, scale: float, x: float, y: float) -> ViewTransform:
        """At ``scale``, with what lies at (x, y) of the pane staying there if it can."""
        smallest = min(self.fit_scale, 1.0) / 4
        scale = min(max(scale, smallest), LARGEST_SCALE)
        ratio = scale / self.scale
        left, top = x - (x - self.left) * ratio, y - (y - self.top) * ratio
        return replace(self, scale=scale, left=left, top=top)._settled()

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Moved by (dx, dy) device pixels, as far as the picture's edges allow."""
        return replace(self, left=self.left + dx, top=self.top + dy)._settled()

    def resized(self, pane: Size) -> ViewTransform:
        """In another pane: still fitted if it was, else around the same centre."""
        if self.is_fitted or self.pane.is_empty:
            return ViewTransform.fitted(self.picture, pane, self.margin)
        dx, dy = (pane.width - self.pane.width) / 2, (pane.height - self.pane.height) / 2
        moved = replace(self, pane=pane, left=self.left + dx, top=self.top + dy)
        return moved._settled()

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """The point of the picture that lies at (x, y) of the pane."""
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def visible(self) -> Box:
        """The part of the pane that the picture covers."""
        right = self.left + self.picture.width * self.scale
        bottom = self.top + self.picture.height * self.scale
        return Box(
            max(self.left, 0.0),
            max(self.top, 0.0),
            min(right, self.pane.width),
            min(bottom, self.pane.height),
        )

    def _settled(self) -> ViewTransform:
        return replace(
            self,
            left=_settle(self.left, self.picture.width * self.scale, self.pane.width),
            top=_settle(self.top, self.picture.height * self.scale, self.pane.height),
        )


def fit_scale(picture: Size, pane: Size, margin: float) -> float:
    """The scale at which the whole picture is seen inside the margins of the pane."""
    if picture.is_empty or pane.is_empty:
        return 1.0
    width = max(1.0, pane.width - 2 * margin)
    height = max(1.0, pane.height - 2 * margin)
    return min(width / picture.width, height / picture.height, LARGEST_FIT)


def level_for(scale: float, levels: int) -> int:
    """Which halved copy (0 is the picture itself) to draw at ``scale``: never too coarse."""
    level = 0
    while level + 1 < levels and scale * 2 ** (level + 1) <= 1.0:
        level += 1
    return level


def _settle(offset: float, extent: float, pane: float) -> float:
    # Whole device pixels keep a picture at 1:1 sharp.
    if extent <= pane:
        return float(round((pane - extent) / 2))
    return float(round(min(0.0, max(pane - extent, offset))))

"""Which regions there are, which one is chosen, and what the hand on the photograph makes of it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mirnet_gui.errors import UsageError
from mirnet_gui.language import mark
from mirnet_gui.methods.region_texts import check_regions
from mirnet_gui.tone.regions import AdjustedRegion, Tones
from mirnet_gui.tone.shapes import (
    Brush,
    Ellipse,
    Everywhere,
    Extent,
    Gradient,
    Rectangle,
    Shape,
)
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.viewer.region_brush import BrushSettings
from mirnet_gui.ui.viewer.region_tool import RegionTool

Regions = tuple[AdjustedRegion, ...]

# Of what is seen of the photograph, for a shape that is new.
_SHARE = 0.5
_ASIDE = 0.03
# A divider beyond leaves no room to speak of for the result.
_AT_THE_END = 0.8


class RegionKind(StrEnum):
    """What can be added; each is the word for it, still to be translated."""

    ELLIPSE = mark("Ellipse")
    RECTANGLE = mark("Rectangle")
    GRADIENT = mark("Gradient")
    BRUSH = mark("Brush")
    SHADOWS = mark("Shadows")
    HIGHLIGHTS = mark("Highlights")
    EVERYWHERE = mark("Everywhere")


class RegionEditor(QObject):
    """Says what regions are wanted; whoever keeps them tells it by :meth:`show` what they are."""

    wanted = Signal(object)
    """A tuple of :class:`AdjustedRegion`."""
    taken_up = Signal()
    """What is wanted from now on is another change."""
    added = Signal()
    """There is one more, and it is chosen."""
    amounts_asked = Signal()
    """The keys are to go to the amounts of the one that is worked on."""
    shown = Signal()
    """Ask :attr:`regions`, :attr:`chosen` and :attr:`brush`."""
    message = Signal(object)
    """:class:`Message`: something could not be done."""

    def __init__(self, canvas: PictureCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tool = RegionTool(canvas, self)
        self._regions: Regions = ()
        self._chosen: int | None = None
        self._tool.taken_up.connect(self.taken_up)
        self._tool.shaped.connect(self._on_shaped)
        self._tool.brush_changed.connect(self.shown)
        self._tool.removed.connect(self.remove)
        self._tool.left.connect(self.leave)
        self._tool.amounts_asked.connect(self.amounts_asked)

    @property
    def regions(self) -> Regions:
        """As they are wanted now."""
        return self._regions

    @property
    def chosen(self) -> int | None:
        """The place of the one that is worked on, None without one."""
        return self._chosen

    @property
    def region(self) -> AdjustedRegion | None:
        """The one that is worked on."""
        return None if self._chosen is None else self._regions[self._chosen]

    @property
    def brush(self) -> BrushSettings:
        """How the next stroke is painted."""
        return self._tool.brush

    def show(self, regions: Regions) -> None:
        """These are wanted now, whoever said so."""
        if regions == self._regions:
            return
        self._regions = regions
        if self._chosen is not None and self._chosen >= len(regions):
            self.leave()
            return
        region = self.region
        if region is not None:
            self._tool.show_shape(region.shape)
        self.shown.emit()

    def choose(self, place: int | None, *, fresh: bool = False) -> None:
        """Work on the region at ``place``; a ``fresh`` one can be drawn anew by the mouse."""
        self._chosen = place
        region = self.region
        has_outline = region is not None and not isinstance(region.shape, Everywhere)
        self._tool.take(region.shape if region and has_outline else None, fresh=fresh)
        self._canvas.use(self._tool if has_outline else None)
        self.shown.emit()

    @Slot()
    def leave(self) -> None:
        """Work on none of them."""
        self.choose(None)

    def set_brush(self, brush: BrushSettings) -> None:
        """How the next stroke is painted."""
        self._tool.set_brush(brush)

    def add(self, kind: RegionKind) -> None:
        """One more, in the middle of what is seen, and chosen."""
        tones = {RegionKind.SHADOWS: Tones.SHADOWS, RegionKind.HIGHLIGHTS: Tones.HIGHLIGHTS}
        shape = _new_shape(kind, self._seen)
        self._insert(AdjustedRegion(shape, tones.get(kind, Tones.EVERYTHING)), len(self._regions))
        if not isinstance(shape, Everywhere):
            self.take_focus()

    @Slot()
    def take_focus(self) -> None:
        """Let the keys act on the photograph."""
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def duplicate(self) -> None:
        """The chosen one once more, a little aside."""
        region, place = self.region, self._chosen
        if region is not None and place is not None:
            aside = replace(region, shape=region.shape.moved(_ASIDE, _ASIDE))
            self._insert(aside, place + 1)

    @Slot()
    def remove(self) -> None:
        """The chosen one is not wanted any more."""
        place = self._chosen
        if place is None:
            return
        left = self._regions[:place] + self._regions[place + 1 :]
        self.choose(None)
        self.taken_up.emit()
        self._want(left)
        self.taken_up.emit()
        if left:
            self.choose(min(place, len(left) - 1))

    def change(self, region: AdjustedRegion) -> None:
        """The chosen one is to be ``region``."""
        if self._chosen is not None:
            self._put(region, self._chosen)

    def switch(self, place: int, *, on: bool) -> None:
        """Whether the one at ``place`` acts."""
        if self._regions[place].is_on != on:
            self.taken_up.emit()
            self._put(replace(self._regions[place], is_on=on), place)
            self.taken_up.emit()

    def _insert(self, region: AdjustedRegion, place: int) -> None:
        self.taken_up.emit()
        if self._want((*self._regions[:place], region, *self._regions[place:])):
            self.choose(place, fresh=True)
            self.added.emit()
        self.taken_up.emit()

    def _put(self, region: AdjustedRegion, place: int) -> bool:
        return self._want((*self._regions[:place], region, *self._regions[place + 1 :]))

    def _want(self, regions: Regions) -> bool:
        """Whether that can be had."""
        try:
            check_regions(regions)
        except UsageError as error:
            self.message.emit(Message(MessageKind.NOTE, error.sentence, error.hint))
            return False
        self.wanted.emit(regions)
        return True

    @Slot(object)
    def _on_shaped(self, shape: Shape) -> None:
        region = self.region
        if region is None or self._chosen is None:
            return
        if not self._put(replace(region, shape=shape), self._chosen):
            self._tool.show_shape(region.shape)

    @property
    def _seen(self) -> Extent:
        """What is seen of the result, or will be, in fractions of the photograph's sides."""
        canvas, region = self._canvas, self._canvas.region
        width, height = max(canvas.view.picture.width, 1.0), max(canvas.view.picture.height, 1.0)
        left, top = region.left / width, region.top / height
        right, bottom = region.right / width, region.bottom / height
        divider = canvas.divider if canvas.has_divider and canvas.divider < _AT_THE_END else 0.0
        if canvas.is_divider_horizontal:
            top += divider * (bottom - top)
        else:
            left += divider * (right - left)
        return Extent(left, top, right, bottom)


def kind_of(region: AdjustedRegion) -> RegionKind:
    """What ``region`` is called."""
    shape = region.shape
    if isinstance(shape, Everywhere):
        of_tones = {
            Tones.SHADOWS: RegionKind.SHADOWS,
            Tones.HIGHLIGHTS: RegionKind.HIGHLIGHTS,
            Tones.EVERYTHING: RegionKind.EVERYWHERE,
        }
        return of_tones[region.tones]
    return {
        Ellipse: RegionKind.ELLIPSE,
        Rectangle: RegionKind.RECTANGLE,
        Gradient: RegionKind.GRADIENT,
        Brush: RegionKind.BRUSH,
    }[type(shape)]


def _new_shape(kind: RegionKind, seen: Extent) -> Shape:
    """In the middle of what is ``seen``."""
    x, y = (seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2
    width, height = (seen.right - seen.left) * _SHARE, (seen.bottom - seen.top) * _SHARE
    if kind is RegionKind.ELLIPSE:
        return Ellipse(x, y, 0.1, 0.1).sized(width, height)
    if kind is RegionKind.RECTANGLE:
        return Rectangle(x, y, 0.1, 0.1).sized(width, height)
    if kind is RegionKind.GRADIENT:
        # From the sky down, as most are.
        return Gradient(x, y - height / 2, x, y + height / 2)
    return Brush() if kind is RegionKind.BRUSH else Everywhere()

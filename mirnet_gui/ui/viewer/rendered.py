"""Pictures that were rendered already, so that moving a divider costs two blits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPainter

from mirnet_gui.jobs.clipping import Clipping
from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.region_mask import ShownMask
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.picture_layer import (
    TRANSPARENT,
    ClippingLayer,
    DevelopedLayer,
    Layer,
    MaskLayer,
    PictureLayer,
    rendered,
)
from mirnet_gui.ui.viewer.view_transform import ViewTransform

Source = DisplayPicture | DevelopedShot | Clipping | ShownMask
"""What a layer is made of."""


@dataclass(slots=True, eq=False)
class _Kept:
    # The source is held as well: its id is its own only as long as it lives.
    source: Source
    layer: Layer
    view: ViewTransform | None = None
    background: str = ""
    image: QImage | None = None


class Rendered:
    """The newest rendering of every picture that stands on the canvas."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}

    def keep(self, panes: Iterable[Pane]) -> None:
        """Forget what is in none of ``panes``."""
        standing = {id(source) for pane in panes for source in _sources(pane)}
        self._drop(
            key
            for key, kept in self._kept.items()
            if key not in standing and not isinstance(kept.source, Clipping | ShownMask)
        )

    def keep_clipping(self, clipping: Iterable[Clipping]) -> None:
        """Forget marks that are not among ``clipping``."""
        standing = {id(each) for each in clipping}
        self._drop(
            key
            for key, kept in self._kept.items()
            if key not in standing and isinstance(kept.source, Clipping)
        )

    def keep_mask(self, mask: ShownMask | None) -> None:
        """Forget masks other than ``mask``."""
        self._drop(
            key
            for key, kept in self._kept.items()
            if isinstance(kept.source, ShownMask) and kept.source is not mask
        )

    def forget(self, source: Source) -> None:
        """``source`` has changed."""
        self._kept.pop(id(source), None)

    def top(self, pane: Pane, view: ViewTransform, background: str) -> QImage | None:
        """What a place of ``view`` shows of ``pane``, in device pixels; None without a picture."""
        if pane.picture is None:
            return None
        if pane.developed is not None:
            return self._image(pane.developed, pane.picture, view, background)
        return self.of(pane.picture, view, background)

    def of(self, picture: DisplayPicture, view: ViewTransform, background: str) -> QImage:
        """What a place of ``view`` shows of ``picture``, in device pixels."""
        return self._image(picture, picture, view, background)

    def paint(self, painter: QPainter, pane: Pane, view: ViewTransform, background: str) -> None:
        """Draw what a place of ``view`` shows of ``pane``, in device pixels from the painter's."""
        top = self.top(pane, view, background)
        if top is None:
            return
        painter.save()
        if pane.below is not None and pane.opacity < 1.0:
            painter.drawImage(0, 0, self.of(pane.below, view, background))
            painter.setOpacity(pane.opacity)
        painter.drawImage(0, 0, top)
        painter.restore()

    def marks(self, marks: Clipping | ShownMask, view: ViewTransform) -> QImage:
        """``marks`` in a place of ``view``, in device pixels, transparent between them."""
        return self._image(marks, marks.picture, view, TRANSPARENT)

    def _drop(self, keys: Iterable[int]) -> None:
        for key in list(keys):
            del self._kept[key]

    def _image(
        self, source: Source, like: DisplayPicture, view: ViewTransform, background: str
    ) -> QImage:
        kept = self._kept.get(id(source))
        if kept is None:
            kept = _Kept(source, _layer(source, like))
            self._kept[id(source)] = kept
        if kept.image is None or kept.view != view or kept.background != background:
            kept.view, kept.background = view, background
            kept.image = rendered(kept.layer, view, background)
        return kept.image


def _sources(pane: Pane) -> list[Source]:
    return [each for each in (pane.picture, pane.developed, pane.below) if each is not None]


def _layer(source: Source, like: DisplayPicture) -> Layer:
    if isinstance(source, DisplayPicture):
        return PictureLayer(source)
    if isinstance(source, Clipping):
        return ClippingLayer(source)
    if isinstance(source, ShownMask):
        return MaskLayer(source)
    return DevelopedLayer(source, like)

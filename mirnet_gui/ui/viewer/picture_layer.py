"""One picture ready to be drawn at any scale without converting its pixels again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from mirnet_gui.jobs.clipping import Clipping
from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.region_mask import ShownMask
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.ui.viewer.view_transform import ViewTransform, level_for

TRANSPARENT = "transparent"
"""The background of what is drawn over a picture."""

_NEAREST_ABOVE = 2.0
# By what stands in marks: nothing, SHADOW, HIGHLIGHT.
_MARKS = (0x00000000, 0xFF2F6BFF, 0xFFFF2D2D)
# By 255ths of the effect; what lies below is seen through all of it.
_MASK = tuple((round(share * 0.55) << 24) | 0xE5202B for share in range(256))


class PictureLayer:
    """Wraps the levels of a :class:`DisplayPicture` as images that share its memory.

    The wrapped images stay inside: they are valid only as long as this layer holds the arrays.
    """

    def __init__(self, picture: DisplayPicture) -> None:
        self._picture = picture
        self._images = [_wrapped(level) for level in picture.levels]

    def draw(self, painter: QPainter, view: ViewTransform) -> None:
        """Draw what a place of ``view`` shows of it, as large as the picture of ``view``."""
        place = _whole(view)
        own = place.width() / self._picture.width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, own <= _NEAREST_ABOVE)
        painter.drawImage(place, self._images[level_for(own, len(self._images))])


class DevelopedLayer:
    """A result as it was chosen: all of it small, and sharp what is looked at."""

    def __init__(self, shot: DevelopedShot, like: DisplayPicture) -> None:
        self._shot = shot
        self._like = like
        self._whole, self._part = _wrapped(shot.whole), _wrapped(shot.part)

    def draw(self, painter: QPainter, view: ViewTransform) -> None:
        """See :class:`PictureLayer`."""
        whole = _whole(view)
        level = self._like.levels[self._shot.shot.level]
        across, down = whole.width() / level.shape[1], whole.height() / level.shape[0]
        own = whole.width() / self._like.width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, own <= _NEAREST_ABOVE)
        place = QRectF(
            view.left + self._shot.left * across,
            view.top + self._shot.top * down,
            self._part.width() * across,
            self._part.height() * down,
        )
        if not self._part.hasAlphaChannel():
            painter.drawImage(whole, self._whole)
            painter.drawImage(place, self._part)
            return
        # What is transparent must not be drawn twice.
        sharp = QRegion(place.toRect())
        painter.setClipRegion(QRegion(painter.viewport()).subtracted(sharp))
        painter.drawImage(whole, self._whole)
        painter.setClipRegion(sharp)
        painter.drawImage(place, self._part)
        painter.setClipping(False)


class _MarksLayer:
    """Marks in a part of a picture, each in the colour of its number."""

    def __init__(self, part: Clipping | ShownMask, marks: Bytes, colours: Sequence[int]) -> None:
        self._part = part
        height, width = marks.shape
        self._marks = QImage(marks.data, width, height, width, QImage.Format.Format_Indexed8)
        self._marks.setColorTable(colours)

    def draw(self, painter: QPainter, view: ViewTransform) -> None:
        """See :class:`PictureLayer`."""
        part, whole = self._part, _whole(view)
        level = part.picture.levels[part.level]
        across, down = whole.width() / level.shape[1], whole.height() / level.shape[0]
        own = whole.width() / part.picture.width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, own <= _NEAREST_ABOVE)
        place = QRectF(
            view.left + part.left * across,
            view.top + part.top * down,
            self._marks.width() * across,
            self._marks.height() * down,
        )
        painter.drawImage(place, self._marks)


class ClippingLayer(_MarksLayer):
    """Marks of what is clipped in a picture, with nothing between them."""

    def __init__(self, clipping: Clipping) -> None:
        super().__init__(clipping, clipping.marks, _MARKS)


class MaskLayer(_MarksLayer):
    """Where a region acts: the more, the redder."""

    def __init__(self, mask: ShownMask) -> None:
        super().__init__(mask, mask.mask, _MASK)


Layer = PictureLayer | DevelopedLayer | ClippingLayer | MaskLayer


def rendered(layer: Layer, view: ViewTransform, background: str) -> QImage:
    """What a place of ``view`` shows of ``layer``, in device pixels, over ``background``."""
    is_opaque = background != TRANSPARENT
    kinds = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
    pane = QImage(
        max(1, round(view.pane.width)),
        max(1, round(view.pane.height)),
        kinds[0] if is_opaque else kinds[1],
    )
    pane.fill(QColor(background))
    painter = QPainter(pane)
    layer.draw(painter, view)
    painter.end()
    return pane


def copied_image(pixels: Bytes) -> QImage:
    """An image of its own for (H, W, 3 or 4) uint8, free to outlive the array."""
    return _wrapped(pixels).copy()


def _whole(view: ViewTransform) -> QRectF:
    width, height = view.picture.width * view.scale, view.picture.height * view.scale
    return QRectF(view.left, view.top, width, height)


def _wrapped(pixels: Bytes) -> QImage:
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    return QImage(pixels.data, width, height, width * channels, kind)

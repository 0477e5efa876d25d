"""One picture ready to be drawn at any scale without converting its pixels again."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPart, DisplayPicture
from mirnet_gui.photo.srgb import Bytes
from mirnet_gui.ui.canvas.view_transform import Size, ViewTransform, level_for

_NEAREST_ABOVE = 2.0


class PictureLayer:
    """Wraps the levels of a :class:`DisplayPicture` as images that share its memory.

    The wrapped images stay inside: they are valid only as long as this layer holds the arrays.
    """

    def __init__(self, picture: DisplayPicture) -> None:
        self._picture = picture
        self._images = [_wrapped(level) for level in picture.levels]

    @property
    def size(self) -> Size:
        """Of the picture in its own pixels."""
        return Size(self._picture.width, self._picture.height)

    def put(self, part: DisplayPart) -> None:
        """Draw ``part`` into the picture, for good."""
        self._picture.put(part)

    @property
    def picture(self) -> DisplayPicture:
        """What it was made of."""
        return self._picture

    def draw(self, painter: QPainter, view: ViewTransform) -> None:
        """Draw what a pane of ``view`` shows of it."""
        image = self._images[level_for(view.scale, len(self._images))]
        smooth = view.scale <= _NEAREST_ABOVE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        width, height = self.size.width * view.scale, self.size.height * view.scale
        painter.drawImage(QRectF(view.left, view.top, width, height), image)


class DevelopedLayer:
    """A result as it was chosen: all of it small, and sharp what is looked at."""

    def __init__(self, shot: DevelopedShot, like: DisplayPicture) -> None:
        self._shot = shot
        self._size = Size(like.width, like.height)
        self._whole, self._part = _wrapped(shot.whole), _wrapped(shot.part)
        level = like.levels[shot.shot.level]
        self._pixel = like.width / level.shape[1], like.height / level.shape[0]

    @property
    def size(self) -> Size:
        """Of the picture in its own pixels."""
        return self._size

    def draw(self, painter: QPainter, view: ViewTransform) -> None:
        """See :class:`PictureLayer`."""
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, view.scale <= _NEAREST_ABOVE
        )
        width, height = self._size.width * view.scale, self._size.height * view.scale
        whole = QRectF(view.left, view.top, width, height)
        across, down = (side * view.scale for side in self._pixel)
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


def rendered(layer: PictureLayer | DevelopedLayer, view: ViewTransform, background: str) -> QImage:
    """What the pane shows of ``layer``, opaque, in device pixels."""
    pane = QImage(
        max(1, round(view.pane.width)),
        max(1, round(view.pane.height)),
        QImage.Format.Format_RGB32,
    )
    pane.fill(QColor(background))
    painter = QPainter(pane)
    layer.draw(painter, view)
    painter.end()
    return pane


def copied_image(pixels: Bytes) -> QImage:
    """An image of its own for (H, W, 3 or 4) uint8, free to outlive the array."""
    return _wrapped(pixels).copy()


def _wrapped(pixels: Bytes) -> QImage:
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    return QImage(pixels.data, width, height, width * channels, kind)

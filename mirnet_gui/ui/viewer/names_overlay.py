"""The names of the sides, before and after, on the picture itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from mirnet_gui.ui.viewer.chips import Corner, chip_in, chips_in, paint_chip
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.scene import Placed, Scene
from mirnet_gui.ui.viewer.view_transform import Box


class NamesOverlay:
    """Each side is named in its upper corner, as far as there is room."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Over the pictures, in logical pixels."""
        placed = list(scene.placed())
        is_slider = scene.arrangement.layout is Layout.SLIDER and not scene.held
        if is_slider and len(scene.panes) > 1:
            self._paint_sides(painter, scene, placed)
            return
        for each in placed:
            lying = scene.logical(scene.picture_in(each.box))
            chip = chip_in(lying, _name(scene, each), Corner.LEFT, QFontMetricsF(painter.font()))
            paint_chip(painter, chip)

    @staticmethod
    def _paint_sides(painter: QPainter, scene: Scene, placed: list[Placed]) -> None:
        first, second = (scene.panes[place].label for place in scene.pair)
        visible = scene.logical(scene.picture_in(placed[0].box))
        is_above = scene.horizontal and len(placed) > 1
        corner = Corner.BELOW if is_above else Corner.RIGHT
        chips = chips_in(visible, first, second, QFontMetricsF(painter.font()), corner)
        # Without a divider both are told of the one picture that is there.
        sides = [scene.logical(each.seen) for each in placed] if len(placed) > 1 else [None, None]
        for chip, side in zip(chips, sides, strict=True):
            painter.save()
            if side is not None:
                painter.setClipRect(
                    _rect(side if is_above else replace(side, bottom=visible.bottom))
                )
            paint_chip(painter, chip)
            painter.restore()


def _name(scene: Scene, placed: Placed) -> str:
    """A picture that stands in for another one says what it is, and what is awaited."""
    pane = placed.pane
    if scene.arrangement.layout is Layout.LAST and pane.stands_in:
        return f"{scene.panes[0].label} · {pane.label}".removesuffix(" · ")
    return pane.label


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)

"""Paints a scene: the pictures in their places, what stands on them, and the divider."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from mirnet_gui.jobs.clipping import Clipping
from mirnet_gui.jobs.region_mask import ShownMask
from mirnet_gui.ui.viewer.divider import paint_divider
from mirnet_gui.ui.viewer.loupe import LoupePainter
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.rendered import Rendered, Source
from mirnet_gui.ui.viewer.scene import Placed, Scene
from mirnet_gui.ui.viewer.view_transform import Box


class Overlay(Protocol):
    """Paints what stands on the pictures."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """In logical pixels of the canvas."""
        ...


class ScenePainter:
    """Pictures that were rendered for one scene are there for the next."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._rendered = Rendered()
        self._loupe = LoupePainter()

    def keep(self, panes: Iterable[Pane]) -> None:
        """No others will be painted."""
        panes = tuple(panes)
        self._rendered.keep(panes)
        self._loupe.keep(panes)

    def keep_clipping(self, clipping: Iterable[Clipping]) -> None:
        """No other marks will be painted."""
        self._rendered.keep_clipping(clipping)

    def keep_mask(self, mask: ShownMask | None) -> None:
        """No other mask will be painted."""
        self._rendered.keep_mask(mask)

    def forget(self, source: Source) -> None:
        """The pixels of ``source`` have changed."""
        self._rendered.forget(source)
        self._loupe.forget(source)

    def paint(self, painter: QPainter, scene: Scene, actual: float, *, has_focus: bool) -> None:
        """In logical pixels of the canvas; what ``has_focus`` shows so by its divider.

        ``actual`` is the scale of 100 %.
        """
        for placed in scene.placed():
            self._paint_picture(painter, scene, placed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._overlay.paint(painter, scene)
        if scene.shows_divider:
            accent = QColor(scene.tokens.accent) if has_focus else None
            visible = scene.logical(scene.view.visible())
            at = round(scene.divider_at) / scene.ratio
            paint_divider(painter, at, visible, accent, horizontal=scene.horizontal)
        self._loupe.paint(painter, scene, actual)

    def _paint_picture(self, painter: QPainter, scene: Scene, placed: Placed) -> None:
        pane, view, background = placed.pane, scene.view, scene.tokens.canvas
        painter.save()
        painter.scale(1 / scene.ratio, 1 / scene.ratio)
        painter.setClipRect(rectangle(placed.seen))
        painter.translate(round(placed.box.left), round(placed.box.top))
        self._rendered.paint(painter, pane, view, background)
        clipping = scene.clipping.get(pane.key)
        # Marks of another picture than this may be there until its own have come.
        if clipping is not None and clipping.picture is pane.picture:
            painter.drawImage(0, 0, self._rendered.marks(clipping, view))
        # On the photograph, too: who paints there wants to see it.
        if scene.mask is not None and any(
            each.picture is scene.mask.picture for each in scene.panes
        ):
            painter.drawImage(0, 0, self._rendered.marks(scene.mask, view))
        painter.restore()


def rectangle(box: Box) -> QRectF:
    """``box`` as Qt has it."""
    return QRectF(box.left, box.top, box.width, box.height)

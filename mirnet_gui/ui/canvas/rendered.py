"""Panes that were rendered already, so that moving a divider costs two blits."""

from __future__ import annotations

from PySide6.QtGui import QImage

from mirnet_gui.ui.canvas.picture_layer import DevelopedLayer, PictureLayer, rendered
from mirnet_gui.ui.canvas.view_transform import ViewTransform

Layer = PictureLayer | DevelopedLayer


class Rendered:
    """The newest rendering of every layer."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[ViewTransform, str, QImage]] = {}

    def forget(self, layer: Layer | None = None) -> None:
        """Drop what was rendered: ``layer`` changed, or with None all did."""
        if layer is None:
            self._kept.clear()
        else:
            self._kept.pop(id(layer), None)

    def pane(
        self, layer: PictureLayer | DevelopedLayer, view: ViewTransform, background: str
    ) -> QImage:
        """What a pane of ``view`` shows of ``layer``, in device pixels."""
        kept = self._kept.get(id(layer))
        if kept is None or kept[0] != view or kept[1] != background:
            kept = (view, background, rendered(layer, view, background))
            self._kept[id(layer)] = kept
        return kept[2]

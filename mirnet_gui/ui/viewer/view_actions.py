"""Zoom, divider and layouts of the action table, done to the canvas of the page that is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.viewer.gestures import DIVIDER_STEP
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas

_ZOOM_STEP = 1.25
_FIXED = {
    ActionName.ZOOM_25: 25.0,
    ActionName.ZOOM_50: 50.0,
    ActionName.ACTUAL_SIZE: 100.0,
    ActionName.ZOOM_200: 200.0,
    ActionName.ZOOM_400: 400.0,
}
_ZOOMS = (ActionName.FIT, *_FIXED, ActionName.ZOOM_IN, ActionName.ZOOM_OUT)
_ROUNDING = 0.01
_DIVIDER = (ActionName.DIVIDER_LEFT, ActionName.DIVIDER_RIGHT, ActionName.DIVIDER_TURN)


class ViewActions(QObject):
    """Acts on ``canvas`` while it is active; ``layouts`` are its own, the first is the usual one.

    Other canvases have the same actions: whoever stops being active lets go of them first.
    """

    def __init__(
        self, canvas: PictureCanvas, actions: Actions, layouts: Mapping[ActionName, Layout]
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._actions = actions
        self._layouts = layouts
        self._active = False
        handlers = {
            ActionName.FIT: self._fit,
            **dict.fromkeys(_FIXED, self._choose_zoom),
            ActionName.ZOOM_IN: self._zoom_in,
            ActionName.ZOOM_OUT: self._zoom_out,
            ActionName.DIVIDER_LEFT: self._divider_left,
            ActionName.DIVIDER_RIGHT: self._divider_right,
            ActionName.DIVIDER_TURN: self._turn_divider,
            ActionName.LOUPE: self._switch_loupe,
            **dict.fromkeys(layouts, self._choose_layout),
        }
        for name, handler in handlers.items():
            actions[name].triggered.connect(handler)
        for name in list(layouts)[:1]:
            actions[name].setChecked(True)
            canvas.set_layout(layouts[name])
        canvas.panes_changed.connect(self._on_changed)
        canvas.view_changed.connect(self._on_changed)
        self._offer(has_picture=False)

    def set_active(self, active: bool) -> None:
        """Whether the canvas is the one that is looked at."""
        was_active, self._active = self._active, active
        if active or was_active:
            self._offer(has_picture=active and bool(self._canvas.panes))

    @Slot()
    def _on_changed(self) -> None:
        if self._active:
            self._offer(has_picture=bool(self._canvas.panes))

    def _offer(self, *, has_picture: bool) -> None:
        self._show_zoom(has_picture=has_picture)
        is_horizontal = has_picture and self._canvas.is_divider_horizontal
        self._actions[ActionName.DIVIDER_TURN].setChecked(is_horizontal)
        self._actions[ActionName.LOUPE].setChecked(has_picture and self._canvas.is_loupe_on)
        for name in (*_ZOOMS, ActionName.LOUPE, *self._layouts):
            self._actions[name].setEnabled(has_picture)
        for name in _DIVIDER:
            self._actions[name].setEnabled(has_picture and self._canvas.has_divider)

    def _show_zoom(self, *, has_picture: bool) -> None:
        """Mark which of the zooms it is, if it is one of them."""
        is_fitted = has_picture and self._canvas.view.is_fitted
        self._actions[ActionName.FIT].setChecked(is_fitted)
        for name, percent in _FIXED.items():
            is_it = has_picture and abs(self._canvas.percent - percent) < _ROUNDING
            self._actions[name].setChecked(is_it and not is_fitted)

    @Slot()
    def _choose_layout(self) -> None:
        for name, layout in self._layouts.items():
            if self._actions[name].isChecked():
                self._canvas.set_layout(layout)

    @Slot()
    def _fit(self) -> None:
        if self._active:
            self._canvas.fit()

    @Slot()
    def _choose_zoom(self) -> None:
        chosen = [percent for name, percent in _FIXED.items() if self._actions[name].isChecked()]
        if self._active and chosen:
            self._canvas.zoom_to(self._canvas.actual_scale * chosen[0] / 100)

    @Slot()
    def _zoom_in(self) -> None:
        if self._active:
            self._canvas.zoom_by(_ZOOM_STEP)

    @Slot()
    def _zoom_out(self) -> None:
        if self._active:
            self._canvas.zoom_by(1 / _ZOOM_STEP)

    @Slot()
    def _divider_left(self) -> None:
        if self._active:
            self._canvas.set_divider(self._canvas.divider - DIVIDER_STEP)

    @Slot()
    def _divider_right(self) -> None:
        if self._active:
            self._canvas.set_divider(self._canvas.divider + DIVIDER_STEP)

    @Slot()
    def _turn_divider(self) -> None:
        if self._active:
            is_horizontal = self._actions[ActionName.DIVIDER_TURN].isChecked()
            self._canvas.turn_divider(horizontal=is_horizontal)

    @Slot()
    def _switch_loupe(self) -> None:
        if self._active:
            self._canvas.show_loupe(self._actions[ActionName.LOUPE].isChecked())

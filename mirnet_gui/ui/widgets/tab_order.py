"""Where Tab goes: what is made later is reached where it stands, not after all else."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reach_after(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab go from ``before`` through ``widgets`` and all in them, in their order.

    ``before`` stands before them or holds them. To be called once they stand in the window:
    whatever comes into a window comes last.
    """
    stops = [stop for widget in widgets for stop in _stops_in(widget)]
    last = [before, *(each for each in _stops_in(before) if each not in stops)][-1]
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop


def _stops_in(top: QWidget) -> list[QWidget]:
    """``top`` and what stands in it, as far as Tab stops there."""
    found, widget = [top], top.nextInFocusChain()
    while widget is not None and widget is not top:
        if top.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return [each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus]

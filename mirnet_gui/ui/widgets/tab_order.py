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
    """``top`` and what stands in it, as it was put there, as far as Tab stops there."""
    # Not by nextInFocusChain(): PySide then takes foreign widgets for children of each other, and
    # lets go of objects that are still in use.
    inside = [top, *top.findChildren(QWidget)]
    return [
        each
        for each in inside
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and each.window() is top.window()
    ]

"""Every page in both themes: each control has a name, comes in visual order and can be read."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QToolButton,
    QWidget,
)

from mirnet_gui.methods.registry import create_method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from tests.e2e.pilot import Drive, Pilot

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3: text against what it stands on."""
FINE = 3
"""How many times finer than on screen text is drawn, lest thin strokes be mixed with the ground."""
THEMES = [ActionName.THEME_DARK, ActionName.THEME_LIGHT]
ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
MOST = 300


def stops_of(pilot: Pilot) -> list[QWidget]:
    """What Tab comes to, in its order, until it comes round."""
    pilot.window.page.centre.setFocus()
    found: list[QWidget] = []
    for _ in range(MOST):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in found:
            return found
        found.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes round.")


def name_of(widget: QWidget) -> str:
    """As a screen reader says it."""
    # On Linux Qt tells the chosen entry of a box as its name, and leaves the name to its label.
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def group_of(widget: QWidget) -> QWidget:
    """The bar, panel or other part of the window in which it is read."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea) or type(above) is QFrame or above.objectName():
            return above
        above = above.parentWidget()
    return widget.window()


def is_read_before(one: QRect, other: QRect, against: bool) -> bool:
    """Whether ``one`` is above ``other``, or before it in a row; ``against``: right to left."""
    if one.top() < other.bottom() and other.top() < one.bottom():
        return one.left() >= other.left() if against else one.left() <= other.left()
    return one.top() <= other.top()


def out_of_order(pilot: Pilot) -> list[str]:
    against = pilot.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    stops = stops_of(pilot)
    return [
        f"{name_of(other)} comes after {name_of(one)}"
        for one, other in pairwise(stops)
        if group_of(one) is group_of(other)
        and not is_read_before(place_of(one), place_of(other), against)
    ] + [
        f"{name_of(other)} comes after the filmstrip, which is below it"
        for strip, other in combinations(stops, 2)
        if isinstance(strip, Filmstrip) and pilot.window.page.side_panel.isAncestorOf(other)
    ]


def drawn_finely(window: QWidget) -> QImage:
    image = QImage(window.size() * FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(FINE)
    window.render(image)
    return image


def colours_in(image: QImage, place: QRect) -> tuple[np.ndarray, np.ndarray]:
    """The colours (N, 3) in ``place`` and how many pixels have each, most frequent first."""
    part = image.copy(QRect(place.topLeft() * FINE, place.size() * FINE))
    rows = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), -1, 4)
    pixels = rows[:, : part.width(), 2::-1].reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    order = np.argsort(counts)[::-1]
    return colours[order], counts[order]


def luminance(colours: np.ndarray) -> np.ndarray:
    values = colours / 255.0
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(image: QImage, place: QRect) -> float:
    """Of the text in ``place`` against what it stands on."""
    colours, counts = colours_in(image, place)
    light = luminance(colours[counts >= 4]) + 0.05
    return float(np.maximum(light / light[0], light[0] / light).max())


def text_of(widget: QWidget) -> str:
    match widget:
        case QToolButton() if widget.toolButtonStyle() is ICON_ONLY:
            return ""
        case QLabel() | QAbstractButton() | QLineEdit():
            return widget.text() or getattr(widget, "placeholderText", str)()
        case QComboBox():
            return widget.currentText()
    return ""


def is_over_a_photograph(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, PictureCanvas):
            return True
        above = above.parentWidget()
    return False


def unreadable(pilot: Pilot) -> list[str]:
    """Texts with too little contrast, each with its figure; whole on the window or not at all."""
    window, found = pilot.window, []
    image = drawn_finely(window)
    for widget in window.findChildren(QWidget):
        seen = widget.visibleRegion().boundingRect()
        whole = widget.isVisible() and widget.window() is window and seen == widget.rect()
        if not whole or not text_of(widget).strip() or is_over_a_photograph(widget):
            continue
        # Its frame is not its text.
        inner = place_of(widget).adjusted(2, 2, -2, -2)
        ratio = contrast(image, inner) if inner.isValid() else ENOUGH
        if ratio < ENOUGH:
            found.append(f"{type(widget).__name__} “{text_of(widget)}”: {ratio:.2f}")
    return found


def nameless(pilot: Pilot) -> list[str]:
    return [
        f"{type(each).__name__} {each.objectName()} at {place_of(each)}"
        for each in stops_of(pilot)
        if not name_of(each).strip()
    ]


def without_visible_focus(pilot: Pilot) -> list[str]:
    """Stops that look with the focus as they look without it."""
    found = []
    for each in stops_of(pilot):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        focused = each.grab().toImage()
        each.clearFocus()
        if focused == each.grab().toImage():
            found.append(f"{type(each).__name__} {each.objectName()} {name_of(each)}")
    return found


def pages_of(pilot: Pilot) -> list[str]:
    names = [spec.name for spec in pilot.window.actions_table.specs]
    return [name.removeprefix("page_") for name in names if name.startswith("page_")]


def faults_on(pilot: Pilot) -> list[str]:
    faults = [f"without a name: {each}" for each in nameless(pilot)]
    faults += [f"out of order: {each}" for each in out_of_order(pilot)]
    faults += [f"focus unseen: {each}" for each in without_visible_focus(pilot)]
    return faults + [f"unreadable: {each}" for each in unreadable(pilot)]


@pytest.mark.parametrize("theme", THEMES)
def test_every_empty_page(drive: Drive, theme: ActionName) -> None:
    def script(pilot: Pilot) -> None:
        pilot.choose_theme(theme)
        for page in pages_of(pilot):
            pilot.turn_to(page)
            assert faults_on(pilot) == [], page

    drive(script)


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_with_photographs(drive: Drive, three_photos: Path, theme: ActionName) -> None:
    def script(pilot: Pilot) -> None:
        pilot.choose_theme(theme)
        pilot.until_enhanced()
        for page in pages_of(pilot):
            pilot.turn_to(page)
            if page == "batch":
                pilot.batch.take_in([three_photos])
            pilot.until(pilot.is_idle)
            assert faults_on(pilot) == [], page

    drive(script, *sorted(three_photos.iterdir()))


def test_what_comes_later_is_reached_where_it_stands(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.turn_to("compare")
        pilot.until(pilot.is_idle)
        names = [name_of(each) for each in stops_of(pilot)]
        rows = [place for place, name in enumerate(names) if name.startswith("Change ")]
        assert len(rows) == len(pilot.compare.controller.methods)
        assert rows == list(range(rows[0], rows[-1] + 1)), names
        assert names[rows[-1] + 1] == "Add method", names
        rail = [names.index(name) for name in ("Enhance", "Compare", "Batch")]
        assert rail == list(range(rail[0], rail[0] + 3)), names
        form = pilot.batch.panel.form
        pilot.turn_to("batch")
        form.set_method(create_method("clahe"))
        pilot.until(lambda: any(each.isVisible() for each in form.findChildren(QSlider)))
        reached = [each for each in stops_of(pilot) if form.isAncestorOf(each)]
        assert [name_of(each) for each in (reached[0], reached[-1])] == ["Method", "Then"]
        assert len(reached) > 2, "its parameters are between them"

    drive(script, dark_photo)

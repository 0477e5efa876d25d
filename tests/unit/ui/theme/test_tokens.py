"""Whoever reads the window can read all of it."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.theme.stylesheet import stylesheet
from mirnet_gui.ui.theme.tokens import DARK, LIGHT, Tokens
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider

ENOUGH = 4.5


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_wherever_it_stands(tokens: Tokens) -> None:
    surfaces = ("canvas", "panel", "bar", "status", "well", "field", "inactive", "raised")
    for ink, surface in itertools.product(("text", "quiet"), surfaces):
        assert contrast(getattr(tokens, ink), getattr(tokens, surface)) >= ENOUGH, (ink, surface)
    for channel in ("red", "green", "blue"):
        assert contrast(getattr(tokens, channel), tokens.well) >= ENOUGH, channel
    for ink, surface in (("failed", "raised"), ("failed", "panel"), ("accent_text", "accent")):
        assert contrast(getattr(tokens, ink), getattr(tokens, surface)) >= ENOUGH, (ink, surface)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_style_sheet_has_no_name_left_open(tokens: Tokens) -> None:
    assert "$" not in stylesheet(tokens, "tick.svg")


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_what_cannot_be_used_looks_unlike_what_can(qtbot: QtBot, tokens: Tokens) -> None:
    dialog = QWidget()
    qtbot.addWidget(dialog)
    dialog.setStyleSheet(stylesheet(tokens, "tick.svg"))
    line, cancel, save = QLineEdit(dialog), QPushButton(dialog), QPushButton(dialog)
    save.setProperty("kind", "accent")
    for widget in (line, cancel, save):
        widget.resize(120, 32)
    ready = {surface(widget) for widget in (line, cancel, save)}
    save.setEnabled(False)
    assert surface(save) not in ready
    in_use = surface(line)
    line.setEnabled(False)
    assert surface(line) == surface(save) != in_use
    if not tokens.is_dark:
        assert luminance(in_use) > luminance(surface(save))


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("is_checked", [False, True])
def test_a_check_box_that_cannot_be_used_looks_so(
    qtbot: QtBot, tokens: Tokens, is_checked: bool
) -> None:
    dialog = QWidget()
    qtbot.addWidget(dialog)
    dialog.setStyleSheet(
        stylesheet(tokens, "tick.svg") + f"QWidget {{ background: {tokens.panel} }}"
    )
    box = QCheckBox("Keep the times of files", dialog)
    box.setChecked(is_checked)
    box.resize(200, 24)
    ready = box.grab().toImage()
    box.setEnabled(False)
    disabled = box.grab().toImage()
    square, words = QRect(0, 4, 15, 15), QRect(23, 0, 170, 24)
    assert ready.copy(square) != disabled.copy(square)
    assert _ink(disabled.copy(words), tokens) < _ink(ready.copy(words), tokens)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_names_and_figures_of_sliders_that_cannot_be_used_look_so(
    qtbot: QtBot, tokens: Tokens
) -> None:
    dialog = QWidget()
    qtbot.addWidget(dialog)
    dialog.setStyleSheet(
        stylesheet(tokens, "tick.svg") + f"QWidget {{ background: {tokens.panel} }}"
    )
    parameter = Parameter(label="Gain", minimum=0, maximum=9, step=1, unit="EV", tooltip="")
    slider = LabelledSlider(parameter, 3, dialog)
    slider.resize(200, 44)
    words = QRect(0, 0, 200, 20)
    ready = slider.grab(words).toImage()
    slider.setEnabled(False)
    disabled = slider.grab(words).toImage()
    for part in (QRect(0, 0, 60, 20), QRect(140, 0, 60, 20)):
        assert _ink(disabled.copy(part), tokens) < _ink(ready.copy(part), tokens)


def _ink(words: QImage, tokens: Tokens) -> float:
    """How strongly the strongest of it stands out."""
    colours = {
        words.pixelColor(x, y).name() for x in range(words.width()) for y in range(words.height())
    }
    return max(contrast(colour, tokens.panel) for colour in colours)


def surface(widget: QWidget) -> str:
    return str(widget.grab().toImage().pixelColor(60, 16).name())

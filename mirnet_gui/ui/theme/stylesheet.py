"""One style sheet for the whole window, written with the names of the tokens."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from mirnet_gui.language import spoken_language
from mirnet_gui.ui.theme.tokens import RADIUS, Tokens

_SHEET = Template(
    """
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog { background: $panel; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

#topBar { background: $bar; border: none; border-bottom: 1px solid $line; }
#statusLine { background: $status; border: none; border-top: 1px solid $line; }
#rail { background: $status; border: none; border-right: 1px solid $line; }
#rail QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: ${radius}px;
    color: $quiet; font-size: 8pt;
}
#rail QToolButton:hover { background: $hover; }
#rail QToolButton:checked { background: $segment; color: $accent_line; }
#rail QToolButton:focus { border-color: $accent_line; }
#methodRow { background: $field; border: 1px solid $edge; border-radius: ${radius}px; }
#methodRow QToolButton::menu-indicator { image: none; }
#dropZone { border: 1px dashed $quiet; border-radius: ${radius}px; background: $field; }
#sidePanel { background: $panel; border: none; border-left: 1px solid $line; }
#sidePanel QScrollArea, #sidePanelBody, #sheet { background: transparent; border: none; }
#pageStack { background: $canvas; }
#filmstrip { background: $status; border: none; border-top: 1px solid $line; padding: 4px 8px; }
#filmstrip:focus { border-top-color: $accent_line; }
#filterBar { background: $panel; border: none; border-bottom: 1px solid $line; }
#trainingsList {
    background: $field; border: 1px solid $edge; border-radius: ${radius}px; padding: 4px;
}
#trainingsList:focus { border-color: $accent_line; }
#trainingsList::item { border-radius: 5px; padding: 5px 6px; color: $text; }
#trainingsList::item:selected { background: $selected; color: $text; }
#trainingsList::indicator {
    width: 15px; height: 15px; border-radius: 4px; border: 1px solid $quiet; background: $field;
}
#trainingsList::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick");
}
#curvePlot { background: $panel; border: none; border-radius: ${radius}px; }
#batchList {
    background: $panel; border: 1px solid transparent; alternate-background-color: $panel;
}
#batchList:focus { border-color: $accent_line; }
#batchList::item { border: none; border-bottom: 1px solid $line; padding: 0 6px; }
#batchList::item:selected { background: $selected; color: $text; }
#batchList QHeaderView { background: $panel; }
#batchList QHeaderView::section {
    background: $panel; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: 6px; font-size: 8pt; font-weight: 600;
}

#sideList { background: $field; border: 1px solid $edge; border-radius: ${radius}px; padding: 4px; }
#sideList:focus { border-color: $accent_line; }
#sideList::item { padding: 6px 8px; border-radius: 5px; }
#sideList::item:selected { background: $selected; color: $text; }
#sideList::item:disabled { color: $quiet; }
#palette { background: $panel; border: 1px solid $edge; border-radius: ${radius}px; }
#palette QListView { background: transparent; border: none; }
#welcome { background: $raised; border: none; border-top: 1px solid $accent_line; }
#welcome QPushButton[kind="small"] { background: $inactive; }
#welcome QPushButton[kind="small"]:hover { background: $hover; }
#helpText { background: $field; border: 1px solid $edge; border-radius: ${radius}px; padding: 8px; }
#helpText:focus { border-color: $accent_line; }

QLabel { background: transparent; }
QLabel:disabled { color: $quiet; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="section"] {
    color: $quiet; font-weight: 600; font-size: 8pt; letter-spacing: ${spacing}px;
}
QLabel[role="display"] { font-size: 15pt; font-weight: 600; padding: 3px 0; qproperty-indent: 0; }
QLabel[role="failed"] { color: $failed; }

QPushButton, QToolButton#moreButton {
    background: $raised; border: 1px solid transparent; border-radius: ${radius}px;
    padding: 0 14px; min-height: 28px;
}
QPushButton:hover, QToolButton#moreButton:hover { background: $hover; }
QPushButton:pressed, QToolButton#moreButton:pressed { background: $groove; }
QPushButton:focus, QToolButton#moreButton:focus { border-color: $accent_line; }
QPushButton:disabled { color: $quiet; background: $inactive; }
QPushButton[kind="accent"] { background: $accent; color: $accent_text; font-weight: 600; }
QPushButton[kind="accent"]:hover { background: $accent_hover; }
QPushButton[kind="accent"]:focus {
    border: 2px solid $text; padding: 0 13px; min-height: 26px;
}
QPushButton[kind="accent"]:disabled { background: $inactive; color: $quiet; font-weight: 400; }
#metadataChoice {
    background: $field; border-color: $edge; text-align: left; padding: 0 10px; min-height: 30px;
}
#metadataChoice:hover { background: $field; border-color: $quiet; }
#metadataChoice:focus { border-color: $accent_line; }
#metadataChoice:disabled { background: $inactive; }
QPushButton[kind="small"] { min-height: 22px; padding: 0 10px; border-radius: 6px; }
QPushButton[kind="ghost"] { background: transparent; }
QPushButton[kind="ghost"]:hover { background: $hover; }
QToolButton#moreButton { padding: 0; min-width: 30px; }
QToolButton#moreButton::menu-indicator { image: none; }
QToolButton[kind="ghost"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px;
}
QToolButton[kind="ghost"]::menu-indicator { image: none; }
QToolButton[kind="ghost"]:hover { background: $hover; }
QToolButton[kind="ghost"]:focus { border-color: $accent_line; }
QToolButton[kind="ghost"]:disabled { background: transparent; }

#segments { background: $well; border: none; border-radius: ${radius}px; }
#segments QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 5px;
    padding: 0 10px; min-height: 24px; color: $text;
}
#segments QToolButton:hover { background: $hover; }
#segments QToolButton:checked { background: $segment; }
#segments QToolButton:focus { border-color: $accent_line; }
#segments QToolButton:disabled { color: $quiet; }
#segments #percentButton { padding: 0 18px 0 6px; color: $quiet; }
#segments #percentButton::menu-indicator { image: none; }

QComboBox, QLineEdit, QSpinBox {
    background: $field; border: 1px solid $edge; border-radius: ${radius}px;
    padding: 0 10px; min-height: 30px;
    selection-background-color: $accent; selection-color: $accent_text;
}
QLineEdit { placeholder-text-color: $quiet; }
QComboBox:hover, QLineEdit:hover { border-color: $quiet; }
QComboBox:focus, QLineEdit:focus, QSpinBox:focus { border-color: $accent_line; }
QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled {
    background: $inactive; color: $quiet;
}
#figure { background: transparent; }
#figure:disabled { background: transparent; color: $quiet; }

QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; padding: 4px; outline: none;
    selection-background-color: $accent; selection-color: $accent_text;
}

QSlider { min-height: 20px; background: transparent; selection-background-color: $accent_fill; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $groove; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent_fill; }
QSlider[origin="middle"]::sub-page:horizontal { background: $groove; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: $handle; border: 1px solid $handle_edge;
}
QSlider::handle:horizontal:hover { background: #ffffff; }
QSlider::handle:horizontal:focus { border: 2px solid $accent_line; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled { background: $groove; }
QSlider::handle:horizontal:disabled { background: $quiet; border-color: $quiet; }

QProgressBar { background: $groove; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 3px; }
QProgressBar[paused="true"]::chunk { background: $quiet; }

QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator {
    width: 15px; height: 15px; border-radius: 4px; border: 1px solid $quiet; background: $field;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:focus { border-color: $accent_line; }
QCheckBox:disabled { color: $quiet; }
QCheckBox::indicator:disabled { background: $inactive; border-color: $edge; }
QCheckBox::indicator:checked:disabled { background: $groove; border-color: $groove; }

#regionList {
    background: $field; border: 1px solid $edge; border-radius: ${radius}px; padding: 3px;
    outline: none;
}
#regionList:focus { border-color: $accent_line; }
#regionList::item { padding: 4px; border-radius: 5px; color: $text; }
#regionList::item:selected { background: $selected; color: $text; }
#regionList::indicator {
    width: 15px; height: 15px; border-radius: 4px; border: 1px solid $quiet; background: $field;
}
#regionList::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick");
}

QMenu { background: $raised; border: 1px solid $line; padding: 5px; border-radius: ${radius}px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: $accent; color: $accent_text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }

#infoBar { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
#infoBar QPushButton { background: $inactive; }
#infoBar QPushButton:hover { background: $hover; }
#infoBar[kind="failed"] { border-color: $failed; }
#infoBar[kind="done"] { border-color: $done; }
#infoBar[kind="note"] { border-color: $accent_line; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $groove; border-radius: 3px; min-height: 28px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: $groove; border-radius: 3px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
)


# The letters of their scripts hang together.
_JOINED = ("bn", "hi")


def stylesheet(tokens: Tokens, tick: str) -> str:
    """The sheet in the colours of ``tokens``; ``tick`` is the file of the check mark."""
    derived = {
        "radius": RADIUS,
        "tick": tick,
        "spacing": 0 if spoken_language() in _JOINED else 1,
        "segment": tokens.hover if tokens.is_dark else tokens.raised,
        "selected": tokens.hover if tokens.is_dark else "#d8d8d8",
        "edge": "#3a3a3a" if tokens.is_dark else tokens.line,
        "accent_fill": tokens.accent if tokens.is_dark else "#d98f1c",
        "handle_edge": tokens.handle if tokens.is_dark else "#9a9a9a",
    }
    return _SHEET.substitute(asdict(tokens) | derived)

"""Telling of a new theme those that are open over the window."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from mirnet_gui.ui.theme.tokens import Tokens


@runtime_checkable
class Themed(Protocol):
    """What draws in colours that no style sheet brings."""

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        ...


def tell_dialogs(window: QWidget, tokens: Tokens) -> None:
    """Let all dialogs over ``window``, and what is in them, follow the theme."""
    for dialog in window.findChildren(QDialog):
        for each in (dialog, *dialog.findChildren(QObject)):
            if isinstance(each, Themed):
                each.apply_theme(tokens)

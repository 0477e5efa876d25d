"""Digits: written as the rest of the program writes them, taken as they are typed anywhere."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIntValidator, QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from mirnet_gui.language import spoken_language

_LATIN = "0"


def number_locale() -> QLocale:
    """The language's, for fields of numbers; 0 to 9 are written in every language."""
    locale = QLocale(spoken_language() or "en")
    if locale.zeroDigit() != _LATIN:
        locale = QLocale("en")
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale


def in_latin_digits(text: str) -> str:
    """``text`` with 0 to 9 in the place of the digits of other scripts."""
    return "".join(str(unicodedata.digit(each, each)) for each in text)


class WholeNumberValidator(QIntValidator):
    """Takes the digits of every script: keyboards of Bengali and Hindi type their own."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """See Qt; the digits become those that are written."""
        latin = in_latin_digits(text)
        judged: tuple[QValidator.State, str, int] = super().validate(latin, position)  # type: ignore[assignment]
        return judged[0], latin, position


class WholeNumberBox(QSpinBox):
    """A whole number to be typed, in the digits of every script."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setLocale(number_locale())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """See Qt; the digits become those that are written."""
        latin = in_latin_digits(text)
        judged: tuple[QValidator.State, str, int] = super().validate(latin, position)
        return judged[0], latin, position

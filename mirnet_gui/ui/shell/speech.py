"""The language of the window, that of Qt's own dialogs included, and a font for it."""

from __future__ import annotations

import os

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from mirnet_gui.language import MIRRORED, VARIABLE, best_language, use_language
from mirnet_gui.ui.shell.script_font import font_for, has_letters_of


def speak(application: QApplication, chosen: str) -> None:
    """Speak the language ``chosen``, or the system's if it is empty.

    Where the environment names one, that counts. What could not be read here, since there is no
    font for it, is English. To be called before there is a window.
    """
    wanted = wanted_language(chosen)
    code = os.environ.get(VARIABLE) or (wanted if has_letters_of(wanted) else "en")
    use_language(code)
    application.setLayoutDirection(_direction(code))
    application.setFont(font_for(code))
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(application)
    places = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", places):
        application.installTranslator(translator)


def wanted_language(chosen: str) -> str:
    """The language ``chosen``, or the system's if it is empty."""
    return chosen or best_language(QLocale.system().uiLanguages())


def _direction(code: str) -> Qt.LayoutDirection:
    mirrored = Qt.LayoutDirection.RightToLeft
    return mirrored if code == MIRRORED else QLocale(code).textDirection()

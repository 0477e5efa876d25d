"""The window's font has the letters of its language, where this computer has such a font."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mirnet_gui.language import LANGUAGES, VARIABLE, spoken_language, use_language
from mirnet_gui.ui.shell.script_font import font_for, has_letters_of
from mirnet_gui.ui.shell.speech import speak

SYSTEM = QFontDatabase.SystemFont.GeneralFont
_PLACES = ("HK", "JP", "KR", "SC", "TC")
BENGALI = QFontDatabase.WritingSystem.Bengali


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "xx-pseudo"])
def test_latin_letters_are_the_system_s(qtbot: QtBot, language: str) -> None:
    assert font_for(language).families() == QFontDatabase.systemFont(SYSTEM).families()


def test_a_script_comes_before_the_system_s_font(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {BENGALI: [".Hidden", "Abc Bengali", "Noto Sans Bengali"]}
    monkeypatch.setattr(QFontDatabase, "families", lambda script: known[script])
    system = QFontDatabase.systemFont(SYSTEM).family()
    assert font_for("bn").families() == ["Noto Sans Bengali", system]


@pytest.mark.parametrize(
    ("language", "expected"), [("ja", "Noto Sans CJK JP"), ("zh_CN", "Noto Sans CJK SC")]
)
def test_letters_that_are_shared_have_the_shapes_of_their_place(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, language: str, expected: str
) -> None:
    known = [f"Noto Sans {kind}CJK {place}" for kind in ("", "Mono ") for place in _PLACES]
    monkeypatch.setattr(QFontDatabase, "families", lambda _script: known)
    assert font_for(language).families()[0] == expected


def test_without_a_font_of_the_script_it_is_the_system_s(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda _script: [])
    system = QFontDatabase.systemFont(SYSTEM).family()
    for language in LANGUAGES:
        assert font_for(language).families() == [system]


def test_what_could_not_be_read_is_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    families: list[str] = []
    monkeypatch.setattr(QFontDatabase, "families", lambda _script: families)
    try:
        assert not has_letters_of("bn")
        speak(qapp, "bn")
        assert spoken_language() in ("", "en")
        monkeypatch.delenv(VARIABLE)
        families.append("Noto Sans Bengali")
        speak(qapp, "bn")
        assert spoken_language() == "bn"
    finally:
        monkeypatch.undo()
        speak(qapp, "en")
        use_language("en")

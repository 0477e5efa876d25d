"""The font of the window: one whose lines are high enough for the script of the language."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

_SYSTEMS: Final = {
    "bn": QFontDatabase.WritingSystem.Bengali,
    "hi": QFontDatabase.WritingSystem.Devanagari,
    "ja": QFontDatabase.WritingSystem.Japanese,
    "zh_CN": QFontDatabase.WritingSystem.SimplifiedChinese,
}
# Of several fonts of a script, those made for windows, the best first. Chinese and Japanese share
# letters, but not their shapes: each font of them is right for one place only.
_PREFERRED: Final = {
    "bn": ("Noto Sans Bengali", "Nirmala UI", "Kohinoor"),
    "hi": ("Noto Sans Devanagari", "Nirmala UI", "Kohinoor"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic UI", "Hiragino Sans", "Meiryo", "IPA"),
    "zh_CN": ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei UI", "PingFang SC", "WenQuan"),
}


def has_letters_of(language: str) -> bool:
    """Whether this computer has a font in which ``language`` can be read."""
    script = _SYSTEMS.get(language)
    return script is None or bool(QFontDatabase.families(script))


def font_for(language: str) -> QFont:
    """The system's font, before it one of the language's script where the system's has none.

    Qt takes letters that a font lacks from another one, but leaves lines as high as the first has
    them: the tops of vowel signs would be cut off.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    script = _SYSTEMS.get(language)
    if script is None or script in QFontDatabase.writingSystems(font.family()):
        return font
    families = [each for each in QFontDatabase.families(script) if not each.startswith(".")]
    best = [each for name in _PREFERRED[language] for each in families if each.startswith(name)]
    font.setFamilies([*(best or families)[:1], font.family()])
    return font

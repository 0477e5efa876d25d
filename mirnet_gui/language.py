"""The language that people read: a sentence is a template that is translated, then filled in."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import Final

PSEUDO: Final = "xx-pseudo"
"""A language for tests: marked, accented and longer, so that what is not translated is seen."""

MIRRORED: Final = "xx-mirrored"
"""The same, written from right to left."""

VARIABLE: Final = "MIRNET_LANGUAGE"
"""The environment variable that chooses the language, that of the processes started here too."""

LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "zh_CN": "简体中文",
    "ja": "日本語",
    "hi": "हिन्दी",
    "bn": "বাংলা",
}
"""Those the program speaks, each by its own name."""

_SEPARATORS: Final = {"de": (".", ","), "es": (".", ","), "fr": ("\u202f", ",")}
"""Between thousands, and before decimals; a comma and a point elsewhere."""

_DOMAIN: Final = "mirnet-gui"
CATALOGS: Final = Path(__file__).parent / "locale"
_LONGER: Final = 0.4
_WORD: Final = 9
_ACCENTED: Final = str.maketrans("AEIOUYaeiouycnsz", "ÁÉÍÓÚÝáéíóúýçñšž")
# Places to be filled in, and what stands in angle brackets in rich text, stay as they are.
_KEPT: Final = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")


class _Pseudo(gettext.NullTranslations):
    """English, as a long-winded language full of accents would look, ``from_right`` or not."""

    def __init__(self, *, from_right: bool) -> None:
        super().__init__()
        self._from_right = from_right

    def gettext(self, message: str) -> str:
        return _from_right(_pseudo(message)) if self._from_right else _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


_translations: gettext.NullTranslations | None = None


def use_language(code: str | None) -> None:
    """Speak the language ``code``, as in "de" or "pt_BR"; None for that of the environment.

    Where there is no catalog of it, that is English.
    """
    global _translations  # noqa: PLW0603 - a process speaks one language
    if code is not None:
        os.environ[VARIABLE] = code
    _translations = _loaded(code or os.environ.get(VARIABLE))


def spoken_language() -> str:
    """The code of the language that is spoken, as in "de"; "" where nobody has chosen one."""
    return os.environ.get(VARIABLE, "")


def best_language(wanted: Iterable[str]) -> str:
    """The first of ``wanted``, best first ("de-AT", "zh-Hans-CN"), that is spoken; else English."""
    for code in wanted:
        parts = re.split("[-_.@]", code)
        for spoken in LANGUAGES:
            language, _, region = spoken.partition("_")
            # Chinese of Taiwan and Hong Kong is written otherwise.
            if parts[0].lower() == language and (not region or {region, "Hans"} & {*parts}):
                return spoken
    return "en"


def tr(template: str, /, **values: object) -> str:
    """``template`` translated, its ``{places}`` filled with ``values`` where there are any.

    The template has to be a literal, which is how catalogs of messages are made; a constant of a
    module or class is made known by :func:`mark` instead, and translated where it is shown.
    """
    # The translation of nothing is what catalogs say of themselves.
    return _filled(_current().gettext(template), template, values) if template else ""


def tr_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """As :func:`tr`, in the form that ``count`` takes; it fills the place ``{count}``."""
    translated = _current().ngettext(singular, plural, count)
    return _filled(translated, singular if count == 1 else plural, {"count": count, **values})


def uncapitalized(label: str) -> str:
    """A translated ``label`` as it stands within a sentence; German nouns keep their capital."""
    info = _current().info() if isinstance(_current(), gettext.GNUTranslations) else {}
    return label if info.get("language") == "de" else label[:1].lower() + label[1:]


def localized(number: str) -> str:
    """A ``number`` as in "1,234.5" as the language writes it."""
    thousands, decimal = _SEPARATORS.get(_current().info().get("language", ""), (",", "."))
    return number.translate({ord(","): thousands, ord("."): decimal})


def mark(text: str) -> str:
    """``text`` as it is: a constant, made known to the catalogs of messages."""
    return text


def _current() -> gettext.NullTranslations:
    if _translations is None:
        use_language(None)
    assert _translations is not None  # noqa: S101 - it was just set
    return _translations


def _loaded(code: str | None) -> gettext.NullTranslations:
    if code in (PSEUDO, MIRRORED):
        return _Pseudo(from_right=code == MIRRORED)
    languages = [code] if code else None
    return gettext.translation(_DOMAIN, CATALOGS, languages=languages, fallback=True)


def _filled(translated: str, template: str, values: dict[str, object]) -> str:
    if not values:
        return translated
    try:
        return _NUMBERS.vformat(translated, (), values)
    except (LookupError, ValueError):
        # A faulty translation must not stop the program.
        return template.format(**values)


class _Numbers(Formatter):
    """Fills numbers in as the language writes them, where a template says how many digits.

    Those of the general format (``:g``) are such as are typed in commands, and keep their point.
    """

    def format_field(self, value: object, format_spec: str) -> str:
        text = format(value, format_spec)
        is_told = bool(format_spec) and not format_spec.endswith("g")
        return localized(text) if is_told and isinstance(value, int | float) else text


_NUMBERS: Final = _Numbers()


def _pseudo(text: str) -> str:
    # A text that was translated already is in no catalog, and stays as it is.
    if not text or "⟦" in text[:3]:
        return text
    pieces = _KEPT.split(text)
    accented = "".join(
        piece if position % 2 else piece.translate(_ACCENTED)
        for position, piece in enumerate(pieces)
    )
    letters = sum(len(piece) for piece in pieces[::2])
    more = max(1, round(letters * _LONGER) - 2)
    # Long texts have more words, not one that no line has room for.
    words = ("~" * min(_WORD, more - start) for start in range(0, more, _WORD))
    return f"⟦{accented}{' '.join(words)}⟧"


def _from_right(text: str) -> str:
    # Every letter is taken for one of a script that runs from right to left: U+200F, U+202E.
    return f"\u200f\u202e{text}\u202c" if text.startswith("⟦") else text

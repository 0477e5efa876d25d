"""Text that comes from files, made harmless for where it goes: a terminal, a spreadsheet."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def printable(text: object) -> str:
    """``text`` on one line, with what no screen should obey written out by number.

    That is control characters, such as change the direction of writing, and bytes of names that are
    no text. A backslash stays what it is, since Windows has one in every path.
    """
    return "".join(_written_out(character) for character in str(text))


def _written_out(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else f"\\x{ord(character):02x}"
    if unicodedata.category(character) not in _UNSEEN or character in _JOINERS:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # How Python keeps a byte of a name that is no text.
        return f"\\x{code - 0xDC00:02x}"
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def spreadsheet_cell(value: Any) -> Any:
    """``value`` for a CSV table; a text that a spreadsheet would compute gets a ' in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

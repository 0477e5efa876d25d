"""libvips as this program uses it."""

from __future__ import annotations

from typing import Any

import pyvips


def set_up() -> None:
    """Keep no file open, and let strange bytes in messages be strange.

    libvips would answer for a changed file with what it was before. Its messages repeat what
    stands in files, and pyvips 3 decodes them strictly: its error then is another one, and the
    message stays in libvips and spoils each error after it.
    """
    pyvips.cache_set_max(0)
    for module in (pyvips, pyvips.error):
        module._to_string = _text


def _text(pointer: Any) -> str:
    if pointer == pyvips.ffi.NULL:
        return "NULL"
    found: str | bytes = pyvips.ffi.string(pointer)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else found

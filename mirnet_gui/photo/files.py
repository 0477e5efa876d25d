"""Whole files in memory, within bounds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from mirnet_gui.errors import PhotoTooLarge
from mirnet_gui.photo.sentences import shown

MOST_BYTES: Final = 1 << 30
"""A compressed photograph of more bytes is none: 300 megapixels as a fine JPEG have 300 MB."""


def content_of(path: Path) -> bytes:
    """All bytes of a file. Raises :class:`PhotoTooLarge` or OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        content = file.read(size) if size <= MOST_BYTES else b""
    if size > MOST_BYTES:
        sentence = f"{shown(path)} is larger than {MOST_BYTES >> 20} MB."
        raise PhotoTooLarge(path, sentence, "Save it anew as PNG or TIFF first.")
    return content

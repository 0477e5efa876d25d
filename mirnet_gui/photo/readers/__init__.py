"""How each kind is looked at and decoded: a module for each, of its name.

They are loaded when a photograph of their kind comes: some load slowly, and the process of the
window has no need of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from mirnet_gui.photo.decoded import Decoded, Header
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.formats import Kind


class Reader(Protocol):
    """A module of this room.

    Both functions raise whatever strange bytes do to a decoder, and
    :class:`mirnet_gui.photo.decoded.UnsupportedKindError`,
    :class:`mirnet_gui.photo.decoded.DamagedPictureError`,
    :class:`mirnet_gui.photo.colour.numbers.UnknownColoursError`,
    :class:`mirnet_gui.photo.containers.ifd.DamagedStructureError`,
    :class:`mirnet_gui.errors.UnreadablePhoto`, :class:`mirnet_gui.errors.PhotoTooLarge` or OSError.
    """

    def look(self, file: PhotoFile) -> Header:
        """What the file says of itself."""

    def decode(self, file: PhotoFile) -> Decoded:
        """The upright picture."""


def reader_of(kind: Kind) -> Reader:
    """The reader of a kind."""
    return cast(Reader, import_module(f"{__name__}.{kind}"))

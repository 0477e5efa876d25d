"""GIF: by Pillow."""

from __future__ import annotations

from mirnet_gui.photo.decoded import Decoded, Header
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.picture import decoded
from mirnet_gui.photo.opening.pillow import open_with_pillow, pillow_header


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return pillow_header(file, "gif")


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    image, warnings = open_with_pillow(file, "gif")
    return decoded(file.path, image, warnings)

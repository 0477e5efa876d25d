"""WebP: by libvips, in memory: mapped, a file that becomes shorter would end the process."""

from __future__ import annotations

from dataclasses import replace

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.containers.webp_chunks import is_lossless
from mirnet_gui.photo.decoded import Decoded, Header, check_single
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.picture import OPTIONS, decoded, header_of


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return header_of(_opened(file, file.content()))


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    content = file.content()
    found = decoded(file.path, _opened(file, content))
    return replace(found, lossless=is_lossless(content))


def _opened(file: PhotoFile, content: bytes) -> pyvips.Image:
    image = pyvips.Image.webpload_buffer(content, **OPTIONS)
    pages = image.get("n-pages") if image.get_typeof("n-pages") else 1
    check_single(file.path, pages, mark("frames"))
    return image

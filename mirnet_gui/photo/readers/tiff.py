"""TIFF: the first picture of its own in a file, by libvips, with what its tags say."""

from __future__ import annotations

from functools import partial

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.decoded import Decoded, Header, check_single
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata.tiff import Page, page_metadata, read_page
from mirnet_gui.photo.opening.picture import OPTIONS, decoded, header_of
from mirnet_gui.photo.opening.tiff import open_tiff


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return header_of(_opened(file)[0])


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    image, page = _opened(file)
    metadata = partial(page_metadata, page)
    return decoded(file.path, image, metadata=metadata, has_exif_colours=True)


def _opened(file: PhotoFile) -> tuple[pyvips.Image, Page]:
    page = read_page(file.stream)
    # Missing strips are no truncation in libvips' eyes, but an error.
    image = open_tiff(file, page, **OPTIONS | {"fail_on": "error"})
    check_single(file.path, page.pages, mark("pages"))
    return image, page

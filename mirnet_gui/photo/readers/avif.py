"""AVIF: by libvips, with what its boxes say."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.decoded import Decoded, Header
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata import xmp
from mirnet_gui.photo.metadata.gathering import metadata_of
from mirnet_gui.photo.opening.avif import open_avif
from mirnet_gui.photo.opening.heif_boxes import ColourBoxes, colour_boxes, with_numbered_colours
from mirnet_gui.photo.opening.picture import OPTIONS, decoded, header_of
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.values import divided_by_alpha


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return header_of(_opened(file)[0])


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    image, boxes = _opened(file)

    found = decoded(file.path, image, metadata=partial(_metadata, image, boxes))
    if found.alpha is not None and boxes.premultiplied:
        found = replace(found, pixels=divided_by_alpha(found.pixels, found.alpha))
    return found


def _metadata(image: pyvips.Image, boxes: ColourBoxes) -> Metadata:
    raw = metadata_of(image)
    left_out = (mark("gain map (HDR)"),) if boxes.has_gain_map else ()
    if raw.xmp and xmp.is_markup(raw.xmp):
        # Boxes of its own have turned the picture, whatever XMP says of it.
        packet = xmp.carried(raw.xmp, is_turned=True)
        raw, left_out = replace(raw, xmp=packet.packet), (*left_out, *packet.gone)
    return replace(raw, left_out=left_out)


def _opened(file: PhotoFile) -> tuple[pyvips.Image, ColourBoxes]:
    content = file.content()
    image = open_avif(file.path, content, **OPTIONS)
    boxes = colour_boxes(io.BytesIO(content))
    return with_numbered_colours(image, boxes.numbers), boxes

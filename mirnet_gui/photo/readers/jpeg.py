"""JPEG: by libvips, with what its segments say."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import pyvips

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.containers.jpeg_segments import read_segments
from mirnet_gui.photo.decoded import Decoded, Header
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata import photoshop, xmp_extension
from mirnet_gui.photo.metadata.gathering import PROFILE, metadata_of
from mirnet_gui.photo.opening.jpeg import open_jpeg
from mirnet_gui.photo.opening.picture import OPTIONS, decoded, header_of
from mirnet_gui.photo.photo import Metadata

HAS_FAULTS: Final = mark("There are faults in the file: parts of the picture may be damaged.")

_log = logging.getLogger(__name__)


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return header_of(open_jpeg(file.content(), **OPTIONS)[0])


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    content = file.content()
    try:
        return _decoded(file.path, content, OPTIONS | {"fail_on": "warning"})
    except pyvips.Error as error:
        # What a card has lost in the middle is grey to libjpeg, and some faults are harmless.
        found = _decoded(file.path, content, OPTIONS)
        _log.info("Of %s its decoder said: %s", quoted(file.path), error)
        return replace(found, warnings=(*found.warnings, tr(HAS_FAULTS)))


def _decoded(path: Path, content: bytes, options: dict[str, str]) -> Decoded:
    image, warnings = open_jpeg(content, **options)
    metadata = partial(_metadata, image, content)
    return decoded(path, image, warnings, metadata=metadata, has_exif_colours=True)


def _metadata(image: pyvips.Image, content: bytes) -> Metadata:
    raw, found = metadata_of(image), read_segments(io.BytesIO(content))
    # libvips takes whichever comes first, an extension of the packet too.
    left_out, packet = found.others, found.xmp
    if found.extension and packet:
        try:
            packet = xmp_extension.merged(packet, found.extension)
        except ValueError:
            left_out += (mark("extended XMP"),)
    is_profile_lost = found.has_profile and not image.get_typeof("icc-profile-data")
    return replace(
        raw,
        xmp=packet,
        iptc=photoshop.iptc_of(found.photoshop or b"") or raw.iptc,
        comments=found.comments,
        resources=found.photoshop,
        missing=(PROFILE,) if is_profile_lost else (),
        left_out=left_out,
    )

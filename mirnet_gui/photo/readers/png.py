"""PNG: by libvips, with what its chunks say in front of the pixels and behind them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.containers.jpeg_segments import CREDENTIALS
from mirnet_gui.photo.containers.png_chunks import Chunks, read_chunks
from mirnet_gui.photo.decoded import Decoded, Header, check_single
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata import png_texts
from mirnet_gui.photo.metadata.gathering import PROFILE, metadata_of
from mirnet_gui.photo.opening.picture import OPTIONS, decoded, header_of
from mirnet_gui.photo.opening.png import COLOURS, open_png
from mirnet_gui.photo.photo import Metadata

_CREDENTIALS = b"caBX"
_WANTED = (*COLOURS, *png_texts.TEXTUAL, b"eXIf", _CREDENTIALS)


def look(file: PhotoFile) -> Header:
    """What the file says of itself."""
    return header_of(_opened(file)[0])


def decode(file: PhotoFile) -> Decoded:
    """The upright picture."""
    image, chunks = _opened(file)
    return decoded(file.path, image, metadata=partial(_metadata, image, chunks))


def _opened(file: PhotoFile) -> tuple[pyvips.Image, Chunks]:
    chunks = read_chunks(file.stream, _WANTED)
    image = open_png(file.vips_source(), chunks, **OPTIONS)
    check_single(file.path, chunks.frames, mark("frames"))
    return image, chunks


def _metadata(image: pyvips.Image, chunks: Chunks) -> Metadata:
    raw, texts = metadata_of(image), chunks.of(*png_texts.TEXTUAL)
    has_broken_profile = bool(chunks.of(b"iCCP")) and not image.get_typeof("icc-profile-data")
    return replace(
        raw,
        iptc=png_texts.iptc_of(texts) or raw.iptc,
        texts=png_texts.kept(texts, has_exif=raw.exif is not None),
        missing=(PROFILE,) if has_broken_profile else (),
        left_out=(CREDENTIALS,) if chunks.of(_CREDENTIALS) else (),
    )

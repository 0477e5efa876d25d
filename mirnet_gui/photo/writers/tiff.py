"""TIFF, without loss: metadata in a directory of tags behind the picture."""

from __future__ import annotations

from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.photo.containers.ifd import ByteLayout
from mirnet_gui.photo.metadata import exif
from mirnet_gui.photo.metadata.tiff import append_metadata
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.writers.sink import Sink
from mirnet_gui.photo.writers.writer import Job, Writer, save

LARGEST_CLASSIC: Final = 3_900_000_000
"""Bytes of pixels beyond which a TIFF gets offsets of 64 bits (BigTIFF)."""


class _TiffWriter(Writer):
    def write(self, job: Job) -> None:
        sink = Sink(job.file)
        image = job.image
        size = image.width * image.height * image.bands * job.photo.pixels.itemsize
        save(
            sink,
            image.tiffsave_target,
            sink.target(seekable=True),
            compression="deflate",
            # Few programs know the predictor for floats.
            predictor="none" if image.format == "float" else "horizontal",
            resunit="inch",
            bigtiff=size > LARGEST_CLASSIC,
        )
        append_metadata(job.file, job.photo.metadata, job.photo.profile)

    def lost(self, metadata: Metadata) -> tuple[str, ...]:
        is_lost = metadata.exif is not None and exif.loses_note(metadata.exif, ByteLayout())
        return (mark("maker notes"),) if is_lost else ()


WRITER = _TiffWriter()

"""JPEG: metadata in segments in front of the picture."""

from __future__ import annotations

from mirnet_gui.photo.metadata.jpeg import PLACE, fits_one_segment, fitted, segments
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.writers.sink import Sink
from mirnet_gui.photo.writers.writer import Job, Writer, save


class _JpegWriter(Writer):
    def write(self, job: Job) -> None:
        extra = segments(job.photo.metadata, job.photo.profile)
        sink = Sink(job.file, PLACE, extra)
        save(sink, job.image.jpegsave_target, sink.target(), Q=job.quality)

    def lost(self, metadata: Metadata) -> tuple[str, ...]:
        return fitted(metadata)[1]

    def has_room_for_xmp(self, packet: bytes) -> bool:
        return fits_one_segment(packet)


WRITER = _JpegWriter()

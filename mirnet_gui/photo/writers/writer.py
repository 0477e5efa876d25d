"""What every writer is given, and what it is asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyvips

from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.writers.sink import Sink


@dataclass(frozen=True, slots=True)
class Job:
    """What a writer needs: the image at the format's depth and what goes with it.

    ``file`` is empty, open for reading and writing. ``quality`` is from 1 to 100,
    ``bits`` are those of a channel in the file.
    """

    image: pyvips.Image
    photo: Photo
    quality: int
    bits: int
    file: BinaryIO


class Writer(ABC):
    """Writes files of one format; each module of this room has one, ``WRITER``."""

    @abstractmethod
    def write(self, job: Job) -> None:
        """Write the picture, its profile and all metadata the format can hold to ``job.file``.

        Raises pyvips.Error or OSError.
        """

    def lost(self, metadata: Metadata) -> tuple[str, ...]:
        """What of ``metadata`` does not fit, though the format has a place for its kind."""
        del metadata
        return ()

    def has_room_for_xmp(self, packet: bytes) -> bool:
        """Whether a packet of XMP can stand in a file whole, where every program looks for it."""
        del packet
        return True


def save(sink: Sink, saver: Callable[..., None], target: pyvips.Target, **options: Any) -> None:
    """Let a saver of libvips write pixels alone to ``target``, which is one of ``sink``."""
    try:
        saver(target, keep="none", **options)
    except pyvips.Error as error:
        raise sink.error or error from error
